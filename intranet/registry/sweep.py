"""What has become public is recorded as published (REG-01) and the log gets its head of the day.

The list shows what is due with or without this step.
"""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

from intranet.registry.operations import open_data, sealing, static_copy
from intranet.registry.operations.counting import record_counts
from intranet.registry.operations.informing import inform_holders
from intranet.registry.operations.publishing import record_first_publication
from intranet.registry.operations.sealing import CannotMark
from intranet.registry.operations.topics import complete_words

ORDER = 20
LONGEST = timedelta(seconds=90)  # that a tick gives to publications; the rest is done in the next
MOST_PLACED = 200_000  # entries of the log in one tick

logger = logging.getLogger(__name__)


def sweep(*, at: datetime, on_date: date) -> dict[str, int]:
    """Record first publications; repeating it changes nothing."""
    complete_words()
    published = record_first_publication(at=at, until=at + LONGEST)
    _seal(at, on_date)
    inform_holders(at=at)
    record_counts(on_date=on_date)
    static_copy.refresh(at=at)
    open_data.refresh(at=at)
    return {"published": published}


def _seal(at: datetime, on_date: date) -> None:
    """Give the log's entries their places, and mark the head of the day."""
    sealing.place(most=MOST_PLACED, until=at)
    try:
        sealing.mark_daily(at=at, on_date=on_date)
    except CannotMark as refusal:
        logger.error("No head of the register's log was marked: %s", refusal)
