"""The maps of the site for search engines: what a stranger may open, each page with its other languages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override
from wagtail.contrib.sitemaps import Sitemap as WagtailSitemap
from wagtail.models import Page

from intranet.core import clock, institution
from intranet.pages.models import JobDescriptionPage

AT_ONCE = 2000  # addresses in one file; sitemaps.org allows 50,000, which would be long in the making
TABLES = ("regulations_in_force", "runs")  # pages that are no pages of an editor, and may be found


def of(request: HttpRequest) -> dict[str, type[Sitemap[Any]] | Sitemap[Any]]:
    """Return the maps by name, for one request."""
    return {"pages": Pages(request), "adverts": Adverts(request), "tables": Tables(request)}


class Pages(WagtailSitemap):
    """The published pages that nobody is kept out of, in all languages of the site.

    Wagtail's own map has the tree of one language only.
    """

    limit = AT_ONCE

    def items(self) -> QuerySet[Page]:
        found = Page.objects.live().public().filter(depth__gt=1, locale__language_code__in=_languages())
        pages: QuerySet[Page] = found.defer_streamfields().select_related("locale").order_by("path")
        return pages

    def _urls(self, page: int | str, protocol: str, domain: str) -> list[dict[str, Any]]:
        shown = list(self.paginator.page(page).object_list)
        keys = {each.translation_key for each in shown}
        by_key: dict[UUID, dict[str, str]] = {}
        for each in self.items().filter(translation_key__in=keys):
            if url := self._address(each):
                by_key.setdefault(each.translation_key, {})[each.locale.language_code] = url
        self.latest_lastmod = max((each.last_published_at for each in shown if each.last_published_at), default=None)
        found = ((each, by_key.get(each.translation_key, {})) for each in shown)
        return [
            _entry(urls, each.locale.language_code, each.last_published_at)
            for each, urls in found
            if each.locale.language_code in urls
        ]

    def get_latest_lastmod(self) -> Any:
        return self.items().order_by("-last_published_at").values_list("last_published_at", flat=True).first()

    def _address(self, page: Page) -> str:
        url = page.get_url(self.request)
        return self.request.build_absolute_uri(url) if url else ""


class Adverts(Pages):
    """The job descriptions that are advertised today: open to everybody while their section is for staff."""

    def items(self) -> QuerySet[Page]:
        today = clock.today()
        found = JobDescriptionPage.objects.live().filter(advertised_from__lte=today, advertised_until__gte=today)
        found = found.filter(locale__language_code__in=_languages()).exclude(pk__in=Page.objects.public().values("pk"))
        adverts: QuerySet[Page] = found.defer_streamfields().select_related("locale").order_by("path")
        return adverts


class Tables(Sitemap):  # type: ignore[type-arg]  # at run time it takes none
    """The lists that the site makes itself, in each of its languages."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def items(self) -> list[str]:
        return list(TABLES)

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        found = [self._addresses(name) for name in self.paginator.page(page).object_list]
        return [_entry(urls, code, None) for urls in found for code in urls]

    def _addresses(self, name: str) -> dict[str, str]:
        found = {}
        for code in _languages():
            with override(code):
                found[code] = self.request.build_absolute_uri(reverse(name))
        return found


def _languages() -> list[str]:
    return list(institution.current().languages)


def _entry(urls: dict[str, str], language: str, changed_at: Any) -> dict[str, Any]:
    """Return an address as the template of Django's maps takes it; a text in one language has no others."""
    alternates = [{"lang_code": code, "location": url} for code, url in urls.items()] if len(urls) > 1 else []
    return {"location": urls[language], "lastmod": changed_at, "alternates": alternates}
