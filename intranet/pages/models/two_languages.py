"""A document read in two languages at once, and what changed in the original of a translated clause."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.contrib.routable_page.models import path, re_path
from wagtail.models import Locale, Page

from intranet.core import clock
from intranet.documents.models import Edition
from intranet.pages.translations import bilingual
from intranet.pages.translations import remembering as two_languages


class RoutesInTwoLanguages:
    """``with/<language>/`` sets the text beside that of another language; the reader's choice is remembered."""

    locale: Locale
    get_url: Callable[[HttpRequest], str | None]
    get_translations: Callable[..., Any]
    render: Callable[..., HttpResponse]
    _edition_today: Callable[[], Edition]

    @re_path(r"^with/(uk|en|cy|ru)/$")
    def side_by_side(self, request: HttpRequest, language: str) -> HttpResponse:
        """Show both texts, clause against clause."""
        own = self.locale.language_code
        pages = {each.locale.language_code: each for each in self._public_languages()}
        if language == own or language not in pages:
            raise Http404
        urls = {code: page.get_url(request) or "" for code, page in pages.items()}
        today = clock.today()
        shown = bilingual.side_by_side(self._edition_today(), language, urls=urls, on_date=today)
        if shown is None:
            raise Http404
        shown["own_alternates"] = {own: f"{urls[own]}with/{language}/", language: f"{urls[language]}with/{own}/"}
        answer = self.render(request, context_overrides=shown, template="pages/bilingual.html")
        return two_languages.remember(answer, own, language)

    @path("alone/")
    def in_one_language(self, request: HttpRequest) -> HttpResponse:
        """Lead back to the one text, and forget that two were wanted."""
        return two_languages.forget(redirect(self.get_url(request) or "/"))

    @re_path(r"^original/([^/]+)/$")
    def difference(self, request: HttpRequest, block_id: str) -> HttpResponse:
        """Show what has changed in the original since a clause was translated."""
        shown = bilingual.difference(self._edition_today(), block_id, clock.today())
        if shown is None:
            raise Http404
        return self.render(request, context_overrides=shown, template="pages/bilingual_difference.html")

    def _public_languages(self) -> list[Page]:
        rows = self.get_translations(inclusive=True).live().defer_streamfields().select_related("locale")
        return [page for page in rows if page.alias_of_id is None]

    def _two_wanted(self, request: HttpRequest) -> HttpResponse | None:
        """Return the way to both texts for a reader who chose to read two; the choice is kept out of every cache."""
        other = two_languages.remembered(request, self.locale.language_code)
        if not other or request.GET or getattr(request, "is_preview", False):
            return None
        if all(page.locale.language_code != other for page in self._public_languages()):
            return None
        return two_languages.for_one(redirect(f"{self.get_url(request)}with/{other}/"))
