"""What is printed of a document, and taken into Word: an edition, two languages beside each other, two editions."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.contrib.routable_page.models import re_path
from wagtail.models import Page

from intranet.core import clock, institution
from intranet.documents.queries import Standing, edition_on
from intranet.pages.papers import answers as paper_answers
from intranet.pages.papers import making as papers

if TYPE_CHECKING:
    from wagtail.contrib.routable_page.models import RoutablePageMixin as _Base

    from intranet.pages.models.documents import DocumentPage
else:
    _Base = object


class PaperRoutes(_Base):
    """The addresses of a document's files; Wagtail keeps strangers out of what is for staff."""

    @re_path(r"^(?:(\d{4}-\d{2}-\d{2})/)?document\.(pdf|docx)/$")
    def as_paper(self, request: HttpRequest, day: str | None, form: str) -> HttpResponse:
        """Hand out the edition of today, or of a day."""
        standing = self._standing(self.locale.language_code, day)
        paper = papers.of_edition(cast("DocumentPage", self), standing)
        return paper_answers.of_paper(request, paper, form, name=_name(self, standing))

    @re_path(r"^compare/(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2})/document\.(pdf|docx)/$")
    def compared_as_paper(self, request: HttpRequest, older: str, newer: str, form: str) -> HttpResponse:
        """Hand out the editions of two days beside each other: what differs, with ``?all=1`` every clause."""
        before, after = (self._standing(self.locale.language_code, day) for day in (older, newer))
        paper = papers.of_edition(cast("DocumentPage", self), after)
        compared = papers.comparison(before.edition, after.edition, paper, whole=request.GET.get("all") == "1")
        return paper_answers.of_comparison(request, compared, form, name=f"{self.slug}-{older}-{newer}")

    @re_path(r"^with/([a-z]{2})/document\.pdf/$")
    def both_as_paper(self, request: HttpRequest, other: str) -> HttpResponse:
        """Hand out the editions of today in two languages, the institution's own first."""
        order = list(institution.current().languages)
        if other == self.locale.language_code or other not in order:
            raise Http404
        codes = sorted((other, self.locale.language_code), key=order.index)
        standings = [self._standing(code, None) for code in codes]
        pages = [self._in(code, request) for code in codes]
        left, right = (papers.of_edition(page, each) for page, each in zip(pages, standings, strict=True))
        return paper_answers.of_both(request, left, right, name=f"{_name(self, standings[0])}-{'-'.join(codes)}")

    def _in(self, language: str, request: HttpRequest) -> DocumentPage:
        """Return the page in a language, where this reader may read it."""
        pages = type(self).objects.live().filter(translation_key=self.translation_key)
        found: DocumentPage | None = pages.filter(locale__language_code=language).first()
        if found is None or not all(each.accept_request(request) for each in found.get_view_restrictions()):
            raise Http404
        return found

    def _standing(self, language: str, day: str | None) -> Standing:
        from intranet.pages.models.documents import day_in  # this class is one of its bases

        on_date = day_in(day) if day else clock.today()
        standing = on_date and edition_on(
            key=self.translation_key, language=language, on_date=on_date, asked_for=day is not None
        )
        if not standing:
            raise Http404
        return standing


def _name(page: Page, standing: Standing) -> str:
    begins = standing.edition.in_force_from
    return f"{page.slug}-{begins}" if begins else page.slug
