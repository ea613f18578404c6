"""A writing request of another system is done once, however often it is sent.

The answer is a row written in the transaction of what it answers: after a crash either both are there or neither is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core.refusals import Refusal
from intranet.registry.models import ApiKey, ApiRequest

CLAIMED = 0  # the status of a request that is being done; nobody else ever sees it


class KeyReused(Refusal):
    """The idempotency key stands for another request."""


@dataclass(frozen=True)
class Answered:
    """What a request is answered; ``is_repeat`` where that was done before."""

    status: int
    answer: dict[str, Any]
    is_repeat: bool = False


def once(
    *, key: ApiKey, idempotency_key: str, body_hash: str, at: datetime, perform: Callable[[], Answered]
) -> Answered:
    """Do what is asked unless it was done already under this key; then return that answer. Raises KeyReused.

    Of two at once one does it and the other waits for its answer. What ``perform`` refuses leaves nothing behind, so
    that the same request may be sent again when the register has been put right.
    """
    with transaction.atomic():
        row = _claim(key, idempotency_key, body_hash, at)
        if row.body_hash != body_hash:
            raise KeyReused(_("This idempotency key stands for another request. Send a new request under a new key."))
        if row.status != CLAIMED:
            return Answered(row.status, row.answer, is_repeat=True)
        done = perform()
        row.status, row.answer = done.status, done.answer
        row.save(update_fields=["status", "answer"])
    return done


def _claim(key: ApiKey, idempotency_key: str, body_hash: str, at: datetime) -> ApiRequest:
    """Return the row of the request, ours or the one that stands: the unique key lets the second writer wait."""
    mine = ApiRequest(key=key, idempotency_key=idempotency_key, body_hash=body_hash, status=CLAIMED, answer={}, at=at)
    ApiRequest.objects.bulk_create([mine], ignore_conflicts=True)
    return ApiRequest.objects.get(key=key, idempotency_key=idempotency_key)
