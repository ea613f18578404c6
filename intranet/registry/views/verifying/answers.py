"""How the answers to "is it genuine?" are given: counted, with the moment and who gives them, kept by nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt

from intranet.core import clock, institution, throttling
from intranet.core.middleware import ANSWER
from intranet.core.visitors import visitor_of
from intranet.registry.enums import VerificationOutcome, VerificationWay
from intranet.registry.operations import counting
from intranet.registry.queries.verifying import Verified
from intranet.registry.views.listing import not_indexed

CANNOT_VERIFY = "registry/cannot_verify.html"
MISSES = {"limit": 30, "per": timedelta(minutes=10)}

View = Callable[..., HttpResponseBase]


def asks_only(view: View) -> View:
    """Let a form be sent to the view without a token, and have its answer kept nowhere.

    It changes nothing and answers everybody alike, so that another site has nothing to gain by sending it; without the
    token's cookie the public pages stay the same bytes for all.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            response["Cache-Control"] = "no-store"
        return response

    return csrf_exempt(answered)


def moment(at: datetime) -> dict[str, Any]:
    """Return the moment of an answer as templates show it, by the institution's clock."""
    local = at.astimezone(institution.time_zone())
    return {"answered_on": local.date(), "answered_time": f"{local:%H:%M}"}


def outcome_of(found: Verified | None) -> VerificationOutcome:
    """Return the answer as it is counted."""
    return VerificationOutcome(found.entry.status.value) if found else VerificationOutcome.UNKNOWN


def answer(
    request: HttpRequest, found: Verified | None, *, way: VerificationWay, at: datetime, status: int = 0, **more: Any
) -> HttpResponse:
    """Show a certificate, or that the register has no such record, and count the answer."""
    counting.count(way, outcome_of(found), on_date=clock.date_of(at))
    return page(request, found, at=at, status=status or (200 if found else 404), **more)


def page(request: HttpRequest, found: Verified | None, *, at: datetime, status: int = 200, **more: Any) -> HttpResponse:
    """Show the page of a certificate."""
    context = {
        "found": found,
        "entry": found.entry if found else None,
        "register_language": institution.current().default_language,
        **moment(at),
        **more,
    }
    response = not_indexed(render(request, "registry/verify.html", context, status=status))
    setattr(response, ANSWER, True)
    return response


def may_guess(request: HttpRequest, *, at: datetime) -> bool:
    """Say whether the visitor has not guessed wrong too often; it counts nothing."""
    return not throttling.seconds_to_wait("misses", visitor_of(request), at=at, **MISSES)  # type: ignore[arg-type]


def missed(request: HttpRequest, *, way: VerificationWay, at: datetime) -> HttpResponse:
    """Say that there is no such record, and count the miss; a visitor who guesses is told to wait instead."""
    if throttling.allowed("misses", visitor_of(request), at=at, **MISSES):  # type: ignore[arg-type]
        return answer(request, None, way=way, at=at)
    return too_many_misses(request, way=way, at=at)


def too_many_misses(request: HttpRequest, *, way: VerificationWay, at: datetime) -> HttpResponse:
    seconds = throttling.seconds_to_wait("misses", visitor_of(request), at=at, **MISSES)  # type: ignore[arg-type]
    sentence = _("Too many codes or numbers that are not in this register were asked for from your network.")
    return too_many(request, sentence, seconds, way=way, at=at)


def too_many(
    request: HttpRequest, sentence: str, seconds: int, *, way: VerificationWay, at: datetime, back: str = ""
) -> HttpResponse:
    """Say that it was tried too often, and when to come back."""
    counting.count(way, VerificationOutcome.REFUSED, on_date=clock.date_of(at))
    minutes = max(1, -(-seconds // 60))
    wait = ngettext("Try again in %(count)s minute.", "Try again in %(count)s minutes.", minutes) % {"count": minutes}
    context = {"sentence": sentence, "wait": wait, "back": back, **moment(at)}
    response = not_indexed(render(request, "registry/verify_too_many.html", context, status=429))
    response["Retry-After"] = str(minutes * 60)
    return response
