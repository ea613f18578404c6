"""What a badge of ours leads to: who issued it and with which key. The badge itself is on the holder's page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from intranet.core.access import public
from intranet.registry.queries import badges
from intranet.registry.rules.badges import CONTEXT


@public
@require_safe
def badge_issuer(request: HttpRequest) -> JsonResponse:
    """Say who issues the badges."""
    _refuse_where_off()
    return JsonResponse({"@context": list(CONTEXT), **badges.issuer().profile()})


@public
@require_safe
def badge_keys(request: HttpRequest) -> JsonResponse:
    """Show every key that marks badges or once did, as a JWK set."""
    _refuse_where_off()
    return JsonResponse({"keys": badges.public_keys()}, content_type="application/jwk-set+json")


@public
@require_safe
def badge_key(request: HttpRequest, thumbprint: str) -> JsonResponse:
    """Show one key."""
    _refuse_where_off()
    found = next((key for key in badges.public_keys() if key["kid"] == thumbprint), None)
    if found is None:
        raise Http404
    return JsonResponse(found, content_type="application/jwk+json")


def _refuse_where_off() -> None:
    if not badges.are_on():
        raise Http404
