"""Links in letters to subscribers: signed, so that nothing need be kept, and worth nothing for another purpose."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

CONFIRM, LEAVE = "confirm", "leave"


def link(purpose: str, subscription_id: int) -> str:
    """Return the address where somebody confirms a subscription, or ends it."""
    return reverse("subscription_link", args=[purpose, _signer(purpose).sign(str(subscription_id))])


def opened(purpose: str, token: str) -> int | None:
    """Return the subscription that a link is for; nothing for a link that is not ours."""
    try:
        return int(_signer(purpose).unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def _signer(purpose: str) -> signing.Signer:
    return signing.Signer(sep=".", salt=f"intranet.documents.subscription.{purpose}")
