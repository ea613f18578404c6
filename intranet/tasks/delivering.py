"""Delivery by workers, as many as there are: what one sweep leaves, the next delivery takes."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from intranet.core import clock
from intranet.notices import operations


@shared_task(name="intranet.tasks.delivering.deliver")
def deliver(**unknown: Any) -> None:
    """Deliver the letters that are due; ask for another delivery when there may be more."""
    delivery = operations.deliver(at=clock.now())
    if delivery.sent >= operations.AT_ONCE:
        deliver.apply_async(retry=False)
