"""What everybody may read: the public list, one certificate, the vocabularies; all through ``disclosure`` (law 8)."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router

from intranet.core import clock, institution, throttling
from intranet.core.visitors import visitor_of
from intranet.registry.api.problems import READING, Problem, as_json
from intranet.registry.api.schemas import Entry, Page, ProblemSaid, Vocabularies
from intranet.registry.disclosure import PublicEntry, as_dict
from intranet.registry.enums import IntroductionSlug
from intranet.registry.queries import listing, verifying
from intranet.registry.queries.filters import By, Status, asked

PAGE = 100
READS, READS_PER = 300, timedelta(minutes=1)
MISSES, MISSES_PER = 30, timedelta(minutes=10)

router = Router()
PROBLEMS = dict.fromkeys(READING, ProblemSaid)

CODE = {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,40}$"}
FILTERS: dict[str, tuple[str, dict[str, Any]]] = {
    "q": (
        gettext_noop("The beginning of a surname, a record number, or words of a topic."),
        {"type": "string", "maxLength": 100},
    ),
    "by": (
        gettext_noop("What “q” is; left out: what it looks like."),
        {"type": "string", "enum": [str(each) for each in By]},
    ),
    "year": (gettext_noop("The year of issue."), {"type": "string", "pattern": "^(19|20|21)[0-9]{2}$"}),
    "month": (gettext_noop("The month, together with its year."), {"type": "string", "pattern": "^(0?[1-9]|1[0-2])$"}),
    "form": (gettext_noop("The code of a form."), CODE),
    "kind": (gettext_noop("The code of a kind."), CODE),
    "programme": (gettext_noop("The key of a programme."), {"type": "string", "pattern": "^[1-9][0-9]{0,17}$"}),
    "status": (
        gettext_noop("Valid or annulled; what was superseded is not in the list."),
        {"type": "string", "enum": [str(each) for each in Status]},
    ),
    "order": (
        gettext_noop("By surname, in the order of the institution’s alphabet; left out: the newest first."),
        {"type": "string", "enum": ["surname"]},
    ),
    "after": (gettext_noop("Where the page begins; it stands in the “next” of the page before."), {"type": "string"}),
}
LANGUAGE = {
    "in": "query",
    "name": "lang",
    "required": False,
    "description": gettext_noop("The language of names and sentences; else the Accept-Language of the request."),
    "schema": {"type": "string", "pattern": "^(uk|en|cy|ru)$"},
}


def _parameters(*names: str) -> dict[str, Any]:
    found = [
        {"in": "query", "name": name, "required": False, "description": FILTERS[name][0], "schema": FILTERS[name][1]}
        for name in names
    ]
    return {"parameters": [*found, LANGUAGE]}


@router.get(
    "certificates",
    summary=gettext_noop("Read the public list"),
    description=gettext_noop("The newest first, a hundred a page; the same filters as on the page of the list."),
    operation_id="list_certificates",
    tags=["reading"],
    response={200: Page, **PROBLEMS},
    openapi_extra=_parameters(*FILTERS),
)
def list_certificates(request: HttpRequest) -> HttpResponse:
    """Return a page of the public list."""
    _count_the_read(request)
    _refuse_other_parameters(request, {*FILTERS, "lang"})
    _refuse_where_off()
    at = clock.now()
    question = asked(request.GET)
    known = listing.furniture(IntroductionSlug.LIST, question, at=at)
    question = known.settled(question)
    page = listing.page(question, known, at=at, size=PAGE)
    origin = _origin(request)
    here = origin + reverse("api:certificates")
    return _answered(
        request,
        {
            "certificates": [_said(replace(entry, url=origin + entry.url)) for entry in page.entries],
            "count": page.count,
            "count_is_capped": page.is_capped,
            "next": f"{here}?{_with_language(request, question.address(page.next))}" if page.next else None,
        },
    )


@router.get(
    "certificates/{code}",
    summary=gettext_noop("Verify a certificate"),
    description=gettext_noop(
        "By its verification code, however it is typed. Where a correction has taken its place, the heading Link names "
        "that one."
    ),
    operation_id="verify_certificate",
    tags=["reading"],
    response={200: Entry, **PROBLEMS},
    openapi_extra=_parameters(),
)
def verify_certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Return the certificate with a verification code; a withdrawn one is not there."""
    _count_the_read(request)
    _refuse_other_parameters(request, {"lang"})
    visitor, at = visitor_of(request), clock.now()
    if wait := throttling.seconds_to_wait("api miss", visitor, limit=MISSES, per=MISSES_PER, at=at):
        raise _too_many(wait)
    found = verifying.by_code(code)
    if found is None:
        throttling.allowed("api miss", visitor, limit=MISSES, per=MISSES_PER, at=at)
        raise Problem(
            404,
            "no_such_record",
            _("There is no such record in this register. Check the code against the certificate."),
        )
    origin = _origin(request)
    response = _answered(request, _said(replace(found.entry, url=origin + found.entry.url)))
    if found.successor:
        code_of_successor = found.successor.rstrip("/").rpartition("/")[2]
        response["Link"] = f'<{origin}{reverse("api:certificate", args=[code_of_successor])}>; rel="successor-version"'
    return response


@router.get(
    "vocabularies",
    summary=gettext_noop("Read forms, kinds and programmes"),
    description=gettext_noop("What the list can be filtered by, and what can be sent."),
    operation_id="list_vocabularies",
    tags=["reading"],
    response={200: Vocabularies, **PROBLEMS},
    openapi_extra=_parameters(),
)
def list_vocabularies(request: HttpRequest) -> HttpResponse:
    """Return the forms and kinds of the register, and the published programmes that led to certificates."""
    _count_the_read(request)
    _refuse_other_parameters(request, {"lang"})
    known = listing.furniture(IntroductionSlug.LIST)
    words = {
        name: [{"code": each.code, "name": each.name, "is_retired": each.is_retired} for each in choices.values()]
        for name, choices in (("forms", known.forms), ("kinds", known.kinds))
    }
    programmes = [{"key": key, "title": title} for key, title in known.programmes.items()]
    return _answered(request, {**words, "programmes": programmes})


def _said(entry: PublicEntry) -> dict[str, Any]:
    """Return what the public sees, as JSON knows it; the schema refuses a field that it does not name."""
    return Entry(**as_dict(entry)).model_dump(mode="json")


def _answered(request: HttpRequest, body: Any) -> HttpResponse:
    """Return the answer, or that it has not changed."""
    content = as_json(body)
    response = HttpResponse(content, content_type="application/json")
    etag = quote_etag(hashlib.blake2b(content, digest_size=12).hexdigest())
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return get_conditional_response(request, etag=etag, response=response) or response


def _origin(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")[:-1]


def _with_language(request: HttpRequest, query: str) -> str:
    language = request.GET.get("lang")
    return f"{query}&{urlencode({'lang': language})}" if language else query


def _count_the_read(request: HttpRequest) -> None:
    visitor, at = visitor_of(request), clock.now()
    if not throttling.allowed("api read", visitor, limit=READS, per=READS_PER, at=at):
        raise _too_many(throttling.seconds_to_wait("api read", visitor, limit=READS, per=READS_PER, at=at))


def _too_many(seconds: int) -> Problem:
    return Problem(
        429,
        "too_many",
        _("That is too much at once. Try again after the seconds that the heading Retry-After names."),
        headers={"Retry-After": str(max(1, seconds))},
    )


def _refuse_other_parameters(request: HttpRequest, known: set[str]) -> None:
    """Refuse a filter that is not there: to pass it over would answer another question than was asked."""
    if set(request.GET) - known or any(len(values) > 1 for _name, values in request.GET.lists()):
        raise Problem(
            400,
            "unknown_parameter",
            _("Only these can be asked for here, each once: %(names)s.") % {"names": ", ".join(sorted(known))},
        )


def _refuse_where_off() -> None:
    if not institution.current().public_list:
        raise Problem(404, "list_off", _("There is nothing at this address."))
