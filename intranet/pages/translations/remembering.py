"""Reading in two languages is remembered on the reader's machine, by choice, until they leave it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from intranet.core.languages import CODES

COOKIE = "beside"
HALF_A_YEAR = 182 * 24 * 3600


def remembered(request: HttpRequest, own: str) -> str:
    """Return the language that a reader wants beside a page's own; nothing where they never chose."""
    chosen = request.COOKIES.get(COOKIE, "").split(".")
    others = [code for code in chosen if code in CODES and code != own]
    return others[0] if len(chosen) == 2 and own in chosen and others else ""


def remember(response: HttpResponse, own: str, other: str) -> HttpResponse:
    response.set_cookie(
        COOKIE,
        f"{own}.{other}",
        max_age=HALF_A_YEAR,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return for_one(response)


def forget(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(COOKIE, samesite="Lax")
    return for_one(response)


def for_one(response: HttpResponse) -> HttpResponse:
    """Keep an answer that a cookie has made out of every cache."""
    response.headers["Cache-Control"] = "private, no-store"
    return response
