"""Views that belong to no room: the institution's colours and the pages that say what went wrong."""

from __future__ import annotations

import sys
from typing import Final

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseForbidden,
    HttpResponseNotFound,
    HttpResponseServerError,
    JsonResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.static import serve

from intranet.core import clock, institution, languages, outage
from intranet.core import health as site_health
from intranet.core.access import public
from intranet.core.colours import palette
from intranet.core.templatetags.face import brand_version

A_YEAR: Final = 365 * 24 * 3600
A_DAY: Final = 24 * 3600
A_MINUTE: Final = 60


@public
def front_door(request: HttpRequest) -> HttpResponse:
    """Open the site in its default language, whatever the browser prefers."""
    return redirect(f"/{institution.current().default_language}/")


@public
def brand_css(request: HttpRequest) -> HttpResponse:
    """Print the institution's colours as custom properties; the policy of the site allows no inline style.

    With the right ``v`` the answer may be kept for a year: another colour has another address.
    """
    site = institution.current()
    rules = "".join(f"--{name}:{value};" for name, value in palette(site.brand_colour, site.accent_colour).items())
    response = HttpResponse(f":root{{{rules}}}\n", content_type="text/css; charset=utf-8")
    exact = request.GET.get("v") == brand_version(site)
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable" if exact else f"public, max-age={A_MINUTE}"
    return response


@public
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead who asks for the icon by its old name to the file: pages name it themselves, other programs guess."""
    response = redirect(static("img/favicon.ico"))
    response["Cache-Control"] = f"public, max-age={A_DAY}"
    return response


@public
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """Hand out a picture of a page where no web server stands in front; every other file goes through its own door."""
    return serve(request, path, document_root=str(settings.MEDIA_ROOT))


@public
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Say how the site is doing, for a monitor: 503 when the database or the sweep is not as it should be."""
    found = site_health.check(at=clock.now())
    answer = {
        "status": found.status,
        "database": found.database,
        "broker": found.broker,
        "last_sweep": found.last_sweep.isoformat() if found.last_sweep else None,
        "sweep_age_seconds": int(found.sweep_age.total_seconds()) if found.sweep_age is not None else None,
        "failed_steps": list(found.failed_steps),
        "queues": found.queues,
        "waiting": found.waiting,
    }
    return JsonResponse(answer, status=503 if found.status == "failing" else 200)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is no such page. What is forbidden to an outsider looks the same (law 8)."""
    return HttpResponseNotFound(_in_the_language_of_the_address(request, "404.html"))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that this page is not for this account."""
    return HttpResponseForbidden(_in_the_language_of_the_address(request, "403.html"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was sent from a page that had gone stale, and the way out."""
    return HttpResponseForbidden(_in_the_language_of_the_address(request, "403_csrf.html"))


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something broke here, in four languages, the address's first, with no database and no context.

    An address that has words of its own for when the database is away says them.
    """
    if outage.is_one(sys.exc_info()[1]) and (answer := outage.answer(request.path_info, at=clock.now())):
        return answer
    first = translation.get_language_from_path(request.path_info) or languages.CODES[0]
    codes = sorted(languages.CODES, key=lambda code: code != first)
    return HttpResponseServerError(render_to_string("500.html", {"codes": codes}))


def _in_the_language_of_the_address(request: HttpRequest, template: str) -> str:
    language = translation.get_language_from_path(request.path_info) or institution.current().default_language
    with translation.override(language):
        return render_to_string(template, {"nothing_here": True}, request=request)
