"""How a last day was counted, step by step, so that a reader can count it again. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from intranet.core.terms import Calendar, Roll, Term, due


@dataclass(frozen=True)
class Counted:
    """``counted`` is the day that the term ends on, ``due_on`` the last day, which may lie elsewhere (LAW-06)."""

    anchor: date
    term: Term
    counted: date
    is_working: bool
    due_on: date

    @property
    def is_moved(self) -> bool:
        return self.due_on != self.counted


def count(anchor: date, term: Term, calendar: Calendar) -> Counted:
    """Count a term from its anchor and keep what was come by on the way."""
    end = due(anchor, replace(term, roll=Roll.NONE), calendar)
    return Counted(anchor, term, end, calendar.is_working(end), due(anchor, term, calendar))
