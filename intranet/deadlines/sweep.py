"""Deadlines: brought in line with the facts, then reminded of."""

from __future__ import annotations

from datetime import date, datetime

from intranet.deadlines.models import Deadline
from intranet.deadlines.operations import reconcile, remind

ORDER = 40


def sweep(*, at: datetime, on_date: date) -> dict[str, int]:
    """Reconcile and remind; ``overdue`` is how many stand overdue now, not how many became so."""
    counts = reconcile(at=at, on_date=on_date)
    told = remind(at=at, on_date=on_date)
    return {
        "opened": counts.opened,
        "moved": counts.moved,
        "met": counts.met,
        "overdue": Deadline.objects.overdue(on_date).count(),
        "told": told,
    }
