"""The API as django-ninja knows it: its operations, and what each refusal is answered with."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError

from intranet.core.refusals import Refusal
from intranet.registry.api import reading, writing  # noqa: F401 - puts its operation on the router
from intranet.registry.api.keys import unauthorized
from intranet.registry.api.problems import Problem, response_of
from intranet.registry.operations.numbering import IssuingLocked, NoSeries
from intranet.registry.operations.receiving import NoSuchSeries
from intranet.registry.operations.requesting import KeyReused
from intranet.registry.queries.filters import BadFilter

VERSION = "1"
STATUSES: dict[type[Refusal], tuple[int, str]] = {
    BadFilter: (400, "bad_filter"),
    KeyReused: (422, "idempotency_key_reused"),
    NoSuchSeries: (422, "series"),
    NoSeries: (409, "no_series"),
    IssuingLocked: (409, "issuing_locked"),
    Refusal: (409, "refused"),
}

api = NinjaAPI(version=VERSION, urls_namespace="register", openapi_url=None, docs_url=None)
api.add_router("", reading.router)  # on which ``writing`` puts its operation too: both stand at one address


@api.exception_handler(Problem)
def _problem(request: HttpRequest, problem: Any) -> HttpResponse:
    return response_of(problem)


@api.exception_handler(AuthenticationError)
def _no_key(request: HttpRequest, error: Any) -> HttpResponse:
    return response_of(unauthorized())


@api.exception_handler(Http404)
def _nothing(request: HttpRequest, error: Any) -> HttpResponse:
    return response_of(nothing_here())


@api.exception_handler(OperationalError)
@api.exception_handler(InterfaceError)
def _cannot_answer(request: HttpRequest, error: Any) -> HttpResponse:
    return response_of(cannot_answer())


def _refused(request: HttpRequest, refusal: Any, *, status: int, code: str) -> HttpResponse:
    return response_of(Problem(status, code, str(refusal)))


for _kind, (_status, _code) in STATUSES.items():
    api.add_exception_handler(_kind, partial(_refused, status=_status, code=_code))


def nothing_here() -> Problem:
    return Problem(404, "nothing_here", _("There is nothing at this address."))


def cannot_answer() -> Problem:
    """Return the problem of a database that does not answer, or not in time."""
    return Problem(
        503, "unavailable", _("The register cannot answer now. Try again in a little while."),
        headers={"Retry-After": "5"},
    )  # fmt: skip
