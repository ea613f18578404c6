"""The log of the register in public: its heads, and the proof that a certificate is in it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from intranet.core.access import public
from intranet.registry.models import Head
from intranet.registry.queries import proofs
from intranet.registry.queries.disclosing import disclosure_settings
from intranet.registry.views.listing import not_indexed

PAGE = 50
LARGEST = 2**63 - 1
TEXT = "text/plain; charset=utf-8"


@public
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Say what the log is, show its newest head and those before it."""
    below = _size(request.GET["below"]) if "below" in request.GET else LARGEST
    heads = list(Head.objects.filter(size__lt=below).order_by("-size")[: PAGE + 1])
    newest = heads[0] if below == LARGEST and heads else proofs.newest_head()
    here = reverse("certificate_log")
    context = {
        "newest": newest,
        "heads": heads[:PAGE],
        "next_url": f"{here}?below={heads[PAGE - 1].size}" if len(heads) > PAGE else "",
        "first_url": here if below != LARGEST else "",
        "verifiers": proofs.verifiers(),
        "proof_url": reverse("certificate_proof", args=["CODE"]),
        "consistency_url": reverse("certificate_log_consistency", args=[1, 2]).replace("/1/2", "/A/B"),
        "disclosed": disclosure_settings(),
    }
    return not_indexed(render(request, "registry/log.html", context))


@public
@require_safe
def log_head(request: HttpRequest, size: str) -> HttpResponse:
    """Show one head of the log: its checkpoint, as published."""
    head = _head(size)
    newest = proofs.newest_head()
    context = {"head": head, "newest": newest if newest and newest.size > head.size else None}
    return not_indexed(render(request, "registry/log_head.html", context))


@public
@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Hand out the newest head as the text that it is."""
    head = proofs.newest_head()
    if head is None:
        raise Http404
    return not_indexed(HttpResponse(head.checkpoint, content_type=TEXT))


@public
@require_safe
def consistency(request: HttpRequest, first: str, second: str) -> HttpResponse:
    """Hand out the proof that one published head extends another."""
    old, new = _head(first), _head(second)
    if old.size > new.size:
        raise Http404
    return _json(proofs.consistency(old, new))


@public
@require_safe
def proof(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out what proves that a certificate is in the log; unknown and withdrawn codes look the same."""
    found = proofs.proof(code)
    if found is None:
        raise Http404
    return _json(proofs.as_dict(found))


def _head(size: str) -> Head:
    head = Head.objects.filter(size=_size(size)).first()
    if head is None:
        raise Http404
    return head


def _size(text: str) -> int:
    """Read a size; what cannot be one is of no head."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    return int(text)


def _json(facts: dict[str, object]) -> HttpResponse:
    return not_indexed(JsonResponse(facts, json_dumps_params={"ensure_ascii": False, "indent": 1}))
