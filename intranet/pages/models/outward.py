"""What programs read of a document beside its page: its text as JSON, the feed of its editions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.contrib.routable_page.models import path, re_path
from wagtail.models import Locale

from intranet.core import clock
from intranet.documents.models import Edition
from intranet.documents.queries import edition_on
from intranet.pages.outward import edition_json, feeds


class OutwardRoutes:
    """The addresses below a document's page that are for programs; Wagtail keeps strangers out of what is for staff."""

    translation_key: UUID
    locale: Locale
    title: str
    get_url: Callable[[HttpRequest], str | None]

    @re_path(r"^(?:(\d{4}-\d{2}-\d{2})/)?document\.json/$")
    def as_json(self, request: HttpRequest, day: str | None = None) -> HttpResponse:
        """Answer with the edition of today, or of a day, as JSON."""
        try:
            asked = date.fromisoformat(day) if day else None
        except ValueError:
            raise Http404 from None
        standing = edition_on(
            key=self.translation_key,
            language=self.locale.language_code,
            on_date=asked or clock.today(),
            asked_for=asked is not None,
        )
        if standing is None:
            raise Http404
        return edition_json.answer(request, standing, url=self._address(request))

    @path("editions.atom/")
    def feed_of_editions(self, request: HttpRequest) -> HttpResponse:
        """Answer with the feed of this document's editions."""
        url = self._address(request)
        feed = feeds.Feed(_("%(title)s: editions") % {"title": self.title}, f"{url}editions.atom", url)
        language = self.locale.language_code
        editions = Edition.objects.standing().filter(document__key=self.translation_key, language=language)
        return feeds.answer(request, feed, editions, {self.translation_key: url}, at=clock.now())

    def _address(self, request: HttpRequest) -> str:
        return self.get_url(request) or ""
