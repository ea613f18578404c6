"""What a change of a rule would do, before it is made: the engine's own comparison, with nothing written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from intranet.core import sets
from intranet.deadlines.comparing import CHANGES, GONE, Comparison
from intranet.deadlines.models import Deadline
from intranet.deadlines.queries.ruling import calendar
from intranet.deadlines.rules import Parameters, Rule, due_dates, with_parameters
from intranet.deadlines.rules.explaining import Counted, count

REAL_SUBJECTS = 3


@dataclass(frozen=True)
class Preview:
    """How many deadlines would open, open again, move, close, be overdue anew, and be overdue no more."""

    opened: int = 0
    moved: int = 0
    closed: int = 0
    newly_overdue: int = 0
    no_longer_overdue: int = 0

    @property
    def changes_nothing(self) -> bool:
        return self == Preview()


def preview(rule: Rule, parameters: Parameters, on_date: date) -> Preview:
    """Return what reconciling would change on ``on_date`` if the rule had these values.

    Temporary tables are made and dropped; the deadlines are only read.
    """
    if not parameters.in_force_on(on_date):
        unfinished = Deadline.objects.filter(rule_key=rule.key, met_on=None, lapsed_on=None)
        return Preview(closed=unfinished.count())
    changed = with_parameters(rule, parameters)
    with transaction.atomic():
        comparison = Comparison(rule.key, changed.subjects())
        comparison.begin()
        comparison.count(due_dates(comparison.look(recount=True), changed.term, calendar()), on_date)
        opened, moved, newly_overdue, no_longer = sets.rows_of(_COUNTED, [on_date] * 6)[0]
        closed = sets.rows_of(f"SELECT COUNT(*) FROM {GONE}")[0][0]  # noqa: S608 - our own name
        comparison.end()
    return Preview(opened, moved, closed, newly_overdue, no_longer)


def real_subjects(rule: Rule, before: Parameters, after: Parameters) -> list[tuple[str, Counted, Counted]]:
    """Return the last days of some real subjects as they are and as they would be: label, before, after."""
    days = calendar()
    rows = Deadline.objects.filter(rule_key=rule.key, met_on=None, lapsed_on=None).order_by("-due_on", "-pk")
    seen: dict[date, str] = {}
    for anchor, label in rows.values_list("anchor", "label")[:50]:
        seen.setdefault(anchor, label)
    return [
        (label, count(anchor, before.term, days), count(anchor, after.term, days))
        for anchor, label in list(seen.items())[:REAL_SUBJECTS]
    ]


def _times(condition: str) -> str:
    return f"COALESCE(SUM(CASE WHEN {condition} THEN 1 ELSE 0 END), 0)"


_IS_NEW = "(c.met_on IS NULL AND (c.deadline_id IS NULL OR c.is_reopened))"
_TO_BE_MET = "(d.waived_at IS NULL OR d.waived_until <= %s)"

_COUNTED = f"""
    SELECT {_times(_IS_NEW)},
           {_times("c.is_moved")},
           {_times(f"{_TO_BE_MET} AND c.due_on < %s AND ({_IS_NEW} OR (c.is_moved AND d.due_on >= %s))")},
           {_times(f"{_TO_BE_MET} AND c.due_on >= %s AND c.is_moved AND d.due_on < %s")}
    FROM {CHANGES} c
    LEFT JOIN deadlines_deadline d ON d.id = c.deadline_id
"""  # noqa: S608 - our own names
