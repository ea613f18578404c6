"""What an address says while the database is away: some answers must not be mistaken for "there is none"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import translation

from intranet.core import institution, languages

View = TypeVar("View", bound=Callable[..., object])
SECONDS = 60  # after which it is worth trying again


def said_by(template: str) -> Callable[[View], View]:
    """Give a view the template that is shown while the database is away; it may use no tag that needs one."""

    def decorate(view: View) -> View:
        view.said_in_an_outage = template  # type: ignore[attr-defined]
        return view

    return decorate


def is_one(error: BaseException | None) -> bool:
    """Say whether the error is the database's being away, rather than a mistake of ours."""
    return isinstance(error, OperationalError | InterfaceError)


def answer(path: str, *, at: datetime) -> HttpResponse | None:
    """Return what the address says in an outage, in its own language; None where it has no words of its own."""
    known = institution.last_known()
    first = translation.get_language_from_path(path) or (known.default_language if known else languages.CODES[0])
    with translation.override(first):
        try:
            template = getattr(resolve(path).func, "said_in_an_outage", "")
        except Resolver404:
            template = ""
        if not template:
            return None
        local = at.astimezone(ZoneInfo(known.time_zone)) if known else at
        context = {
            "codes": [first],
            "provider": known.name_in(first) if known else "",
            "known": known,
            "answered_on": local.date(),
            "answered_time": f"{local:%H:%M}",
        }
        response = HttpResponse(render_to_string(template, context), status=503)
    response["Retry-After"] = str(SECONDS)
    response["Cache-Control"] = "no-store"
    return response
