"""Delivery by workers, as many as there are: what one sweep leaves, the next deliveries take."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from celery import shared_task
from kombu.exceptions import OperationalError

from intranet.core import clock
from intranet.notices import operations

logger = logging.getLogger(__name__)

HELPERS = 8  # deliveries asked for at once: each asks for the next where letters are left


@shared_task(name="intranet.tasks.delivering.deliver")
def deliver(**unknown: Any) -> None:
    """Deliver the letters that are due; ask for another delivery where there may be more."""
    if operations.deliver(at=clock.now()).more:
        _ask(1)


def share_out(*, at: datetime) -> None:
    """Ask for as many deliveries as the letters that are due want, so that every free worker has its part."""
    waiting = operations.due(at=at, most=HELPERS * operations.AT_ONCE)
    _ask(-(-waiting // operations.AT_ONCE))


def _ask(count: int) -> None:
    try:
        for _each in range(count):
            deliver.apply_async(retry=False)
    except (OperationalError, OSError):
        logger.warning("No worker could be asked to deliver; the next sweep goes on.")
