"""Terms: which day a rule's "within fifteen days" or "a month before" falls on (rules.md, section M).

A term starts on the day after its anchor (LAW-06), so the due day itself is the last day in time. Holidays and moved
working days are data handed in as a ``Calendar`` (LAW-07).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ONE_DAY = timedelta(days=1)
WEEK = frozenset(range(7))


class Unit(StrEnum):
    """What a term counts."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


class Roll(StrEnum):
    """Where a due day moves that is not a working day."""

    NONE = "none"
    NEXT = "next"
    PREVIOUS = "previous"


@dataclass(frozen=True)
class Term:
    """So many units after the anchor; a negative amount means before it."""

    amount: int
    unit: Unit
    roll: Roll = Roll.NONE


@dataclass(frozen=True)
class Calendar:
    """Which days are worked: all but the weekend (Monday is 0) and holidays, and besides these the moved ones."""

    holidays: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()
    weekend: frozenset[int] = frozenset({5, 6})

    def __post_init__(self) -> None:
        if self.weekend >= WEEK:
            raise ValueError("a week needs a working day")

    def is_working(self, day: date) -> bool:
        """Return whether ``day`` is worked; a moved working day counts even where it is a holiday too."""
        if day in self.working:
            return True
        return day.weekday() not in self.weekend and day not in self.holidays


def due(anchor: date, term: Term, calendar: Calendar = Calendar()) -> date:
    """Return the last day of ``term``, counted from ``anchor`` (LAW-06; REG-01 and every row of section M).

    A month or year ends on the anchor's day of the month, or on the last day of a month that has no such day.
    Raises OverflowError where the day lies outside the years 1 to 9999.
    """
    return _rolled(_counted(anchor, term, calendar), term.roll, calendar)


def _counted(anchor: date, term: Term, calendar: Calendar) -> date:
    match term.unit:
        case Unit.DAYS:
            return anchor + timedelta(days=term.amount)
        case Unit.WEEKS:
            return anchor + timedelta(weeks=term.amount)
        case Unit.MONTHS:
            return _months_on(anchor, term.amount)
        case Unit.YEARS:
            return _months_on(anchor, term.amount * 12)
        case Unit.WORKING_DAYS:
            return _working_days_on(anchor, term.amount, calendar)


def _months_on(anchor: date, months: int) -> date:
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError("date value out of range")
    return date(year, month + 1, min(anchor.day, monthrange(year, month + 1)[1]))


def _working_days_on(anchor: date, amount: int, calendar: Calendar) -> date:
    step = ONE_DAY if amount > 0 else -ONE_DAY
    day, left = anchor, abs(amount)
    while left:
        day += step
        left -= calendar.is_working(day)
    return day


def _rolled(day: date, roll: Roll, calendar: Calendar) -> date:
    if roll is Roll.NONE:
        return day
    step = ONE_DAY if roll is Roll.NEXT else -ONE_DAY
    while not calendar.is_working(day):
        day += step
    return day
