"""The holder's page: what was issued to them, what is public about it and why, and the certificate itself.

Reached by a link that cannot be guessed, or by being signed in as the holder. The page itself shows no more than the
public fields: whoever reads over a shoulder learns nothing, and the rest is in the document.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TypeVar

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intranet.core import clock, institution, throttling
from intranet.core.access import public, signed_in
from intranet.core.visitors import visitor_of
from intranet.people.queries import person_of
from intranet.registry import printing
from intranet.registry.models import Certificate
from intranet.registry.queries import badges, holding
from intranet.registry.queries.holding import Held, ending_of
from intranet.registry.tellings import contact, where_public

logger = logging.getLogger(__name__)

Response = TypeVar("Response", bound=HttpResponseBase)

WRONG = {"limit": 30, "per": timedelta(minutes=10)}  # links that open nothing
FILES = {"limit": 30, "per": timedelta(minutes=10)}
DOCUMENT, SIGNED, BADGE = "certificate.pdf", "signed", "badge.jwt"


@public
@require_safe
def holder(request: HttpRequest, token: str) -> HttpResponse:
    """Show the page that a link opens; a link that opens nothing is answered alike, whatever was the matter."""
    at = clock.now()
    found = holding.by_token(token)
    if found is None:
        return _no_such_link(request, at)
    return _page(request, found, at, _addresses("holder_file", token))


@public
@require_safe
def holder_file(request: HttpRequest, token: str, part: str) -> HttpResponseBase:
    """Hand out the document to whoever has the link."""
    at = clock.now()
    found = holding.by_token(token)
    if found is None:
        return _no_such_link(request, at)
    return _file(request, found, part, at)


@signed_in
@require_safe
def own_certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the page to a member of staff who is the holder."""
    return _page(request, _own(request, pk), clock.now(), _addresses("own_certificate_file", pk))


@signed_in
@require_safe
def own_file(request: HttpRequest, pk: int, part: str) -> HttpResponseBase:
    """Hand out the document to a member of staff who is the holder."""
    return _file(request, _own(request, pk), part, clock.now())


def _own(request: HttpRequest, pk: int) -> Certificate:
    person = person_of(request.user)
    found = holding.of_person(person, pk) if person and pk < 2**63 else None
    if found is None:
        raise Http404
    return found


def _addresses(name: str, key: str | int) -> dict[str, str]:
    parts = {"document_url": DOCUMENT, "signed_url": SIGNED, "badge_url": BADGE}
    return {address: reverse(name, args=[key, part]) for address, part in parts.items()}


def _page(request: HttpRequest, certificate: Certificate, at: datetime, addresses: dict[str, str]) -> HttpResponse:
    held = holding.held(certificate, at=at)
    context = {
        "held": held,
        "entry": held.entry,
        "where_public": where_public(),
        "contact": contact(),
        "register_language": institution.current().default_language,
        "proof_url": reverse("certificate_proof", args=[certificate.code]) if held.public_since else "",
        "has_badge": held.has_document and not certificate.annulled_on and badges.are_on(),
        **addresses,
    }
    return _private(render(request, "registry/holder.html", context))


def _file(request: HttpRequest, certificate: Certificate, part: str, at: datetime) -> HttpResponseBase:
    held = holding.held(certificate, at=at)
    if not held.has_document or part not in {DOCUMENT, SIGNED, BADGE}:
        raise Http404
    if not throttling.allowed("holder files", visitor_of(request), at=at, **FILES):  # type: ignore[arg-type]
        return _too_often(request)
    if part == BADGE:
        return _private(_badge(held, certificate, at))
    if part == SIGNED or (held.signature and held.is_whole_in_one and ending_of(held.signature.file) == ".pdf"):
        return _private(_signed(held))
    try:
        made = printing.pdf(certificate)
    except printing.CannotPrint:
        logger.exception("The document of certificate %s cannot be made.", certificate.pk)
        words = _("The document cannot be made at the moment. Tell the institution: %(contact)s") % {
            "contact": contact()
        }
        return _private(render(request, "registry/holder_unknown.html", {"words": words}, status=503))
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = _attached(f"{held.file_name}.pdf")
    return _private(response)


def _signed(held: Held) -> HttpResponseBase:
    if not held.has_signed_file or held.signature is None:
        raise Http404
    stored = held.signature.file
    name = f"{held.file_name}{ending_of(stored)}"
    try:
        return FileResponse(stored.open("rb"), as_attachment=True, filename=name)
    except FileNotFoundError:
        raise Http404 from None


def _badge(held: Held, certificate: Certificate, at: datetime) -> HttpResponse:
    try:
        made = badges.badge_jwt(certificate, at)
    except badges.NoBadge:
        raise Http404 from None
    response = HttpResponse(made, content_type="application/vc+jwt")
    response["Content-Disposition"] = _attached(f"{held.file_name}.jwt")
    return response


def _attached(name: str) -> str:
    return content_disposition_header(True, name) or "attachment"


def _no_such_link(request: HttpRequest, at: datetime) -> HttpResponse:
    if not throttling.allowed("holder links", visitor_of(request), at=at, **WRONG):  # type: ignore[arg-type]
        return _too_often(request)
    return _private(render(request, "registry/holder_unknown.html", {"contact": contact()}, status=404))


def _too_often(request: HttpRequest) -> HttpResponse:
    words = _("This was tried too often within a short time. Try again in ten minutes.")
    response = _private(render(request, "registry/holder_unknown.html", {"words": words}, status=429))
    response["Retry-After"] = "600"
    return response


def _private(response: Response) -> Response:
    """Let nothing of the answer be kept, indexed, or told to the site that a link on it leads to."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response
