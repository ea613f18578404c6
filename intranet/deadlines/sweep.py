"""Deadlines: brought in line with the facts, then reminded of."""

from __future__ import annotations

from datetime import date, datetime

from intranet.deadlines.enums import DeadlineState
from intranet.deadlines.models import UNFINISHED, Deadline
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
        "overdue": _overdue(on_date),
        "told": told,
    }


def _overdue(on_date: date) -> int:
    """Count in two indexes, without looking at a row: what is late, less what of it is waived."""
    late = Deadline.objects.filter(UNFINISHED, due_on__lt=on_date)
    waived = Deadline.objects.in_state(DeadlineState.WAIVED, on_date).filter(due_on__lt=on_date)
    return late.count() - waived.count()
