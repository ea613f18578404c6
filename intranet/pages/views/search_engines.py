"""What search engines ask for first: where they may go, and which pages there are."""

from __future__ import annotations

from django.contrib.sitemaps import views as sitemap_views
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from intranet.core import institution
from intranet.core.access import public
from intranet.pages.outward import sitemaps

AN_HOUR = 3600
SHUT = ("/admin/", "/api/", "/calendar/", "/*?")  # with a question, a page is one of endless many
SHUT_IN_EACH_LANGUAGE = ("account", "holder", "my", "subscriptions")
OPEN = ("/brand.css", "/sitemap")  # their own questions are no search


@public
@require_safe
@cache_control(public=True, max_age=AN_HOUR)
def robots(request: HttpRequest) -> HttpResponse:
    """Say where search engines may go. What is for staff is kept by its own door: this is no protection."""
    languages = institution.current().languages
    lines = ["User-agent: *"]
    lines += [f"Disallow: {path}" for path in SHUT]
    lines += [f"Disallow: /{code}/{part}/" for code in languages for part in SHUT_IN_EACH_LANGUAGE]
    lines += [f"Allow: {path}" for path in OPEN]
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public
@require_safe
@cache_control(public=True, max_age=AN_HOUR)
def sitemap_index(request: HttpRequest) -> HttpResponseBase:
    """List the maps of the site: a site may have more pages than one of them holds."""
    maps = sitemaps.of(request)
    return sitemap_views.index(request, maps, sitemap_url_name="sitemap_of_a_section")


@public
@require_safe
@cache_control(public=True, max_age=AN_HOUR)
def sitemap(request: HttpRequest, section: str) -> HttpResponseBase:
    """List the pages of one map."""
    return sitemap_views.sitemap(request, sitemaps.of(request), section)
