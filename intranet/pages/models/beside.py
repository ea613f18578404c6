"""What stands beside a document's editions: superseded texts, signed copies, the draft that is open for discussion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.contrib.routable_page.models import path, re_path
from wagtail.url_routing import RouteResult

from intranet.core import clock
from intranet.documents.enums import EditionState
from intranet.documents.models import SignedCopy
from intranet.documents.operations.signed_copies import ENDINGS
from intranet.documents.queries import Standing, edition_on
from intranet.pages.publishing import discussion
from intranet.pages.reading import comparing, corrections
from intranet.pages.reading import editions as reading

if TYPE_CHECKING:
    from wagtail.contrib.routable_page.models import RoutablePageMixin as _Base
else:
    _Base = object

_DRAFT = (["draft"], ["draft", "compare"])


class RoutesBeside(_Base):
    """The addresses beside those of the editions; Wagtail keeps strangers out of what is for staff."""

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find a draft that is open for discussion below a page that has never been published, too."""
        if not self.live and path_components in _DRAFT and discussion.open_draft(self, clock.today()):
            view, args, kwargs = self.resolve_subpage("/" + "/".join(path_components) + "/")
            return RouteResult(self, args=(view, args, kwargs))
        return super().route(request, path_components)

    @re_path(r"^(\d{4}-\d{2}-\d{2})/as-published/(\d{1,4})/$")
    def as_published(self, request: HttpRequest, day: str, number: str) -> HttpResponse:
        """Show the text of a date that gave way to a corrected one."""
        edition = self._edition_of(day)
        whole = edition_on(
            key=self.translation_key,
            language=self.locale.language_code,
            on_date=edition.in_force_from or clock.today(),
            asked_for=True,
        )
        row = corrections.of_superseded(whole, int(number)) if whole else None
        if row is None:
            raise Http404
        language = self.locale.language_code
        standing = Standing(row.superseded, EditionState.PREVIOUS, edition.in_force_from, None)
        shown = reading.of_edition(
            standing, key=self.translation_key, url=self.get_url(request), on_date=clock.today(), today=clock.today()
        )
        shown["state_sentence"] = corrections.superseded_sentence(row, language)
        shown["is_aside"] = True
        return self._answer(request, shown)

    @re_path(r"^signed/(\d{1,9})/$")
    def signed_copy(self, request: HttpRequest, number: str) -> HttpResponse:
        """Give out the signed paper of an edition, as it was attached."""
        copy = SignedCopy.objects.filter(
            pk=int(number), edition__document__key=self.translation_key, edition__language=self.locale.language_code
        ).first()
        if copy is None:
            raise Http404
        answer = HttpResponse(bytes(copy.data), content_type=copy.media_type)
        name = f"{copy.edition.in_force_from or copy.edition_id}{ENDINGS[copy.media_type]}"
        answer["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(self.slug)}-{quote(name)}"
        answer["X-Content-Type-Options"] = "nosniff"
        return answer

    @path("draft/")
    def draft(self, request: HttpRequest) -> HttpResponse:
        """Show the draft while it is open for discussion."""
        draft = self._open_draft()
        today = clock.today()
        shown = reading.of_draft(title=draft.title, body=draft.body, language=self.locale.language_code)
        shown["state_sentence"] = _("Draft for discussion: this text is not in force.")
        before = discussion.edition_before(self, today)
        aside = {"discussed": draft, "has_edition": bool(before), "is_aside": True}
        return self._answer(request, {**shown, **aside})

    @path("draft/compare/")
    def draft_compared(self, request: HttpRequest) -> HttpResponse:
        """Show what a draft that is open for discussion would change."""
        draft, edition = self._open_draft(), discussion.edition_before(self, clock.today())
        if edition is None:
            raise Http404
        shown = comparing.of_draft(edition, draft, url=f"{self.get_url(request)}draft/")
        return self._answer(request, shown, template="pages/compare_draft.html")

    def _answer(self, request: HttpRequest, shown: dict[str, Any], template: str | None = None) -> HttpResponse:
        response: HttpResponse = self.render(request, context_overrides=shown, template=template)
        return response

    def _open_draft(self) -> Any:
        draft = discussion.open_draft(self, clock.today())
        if draft is None:
            raise Http404
        return draft
