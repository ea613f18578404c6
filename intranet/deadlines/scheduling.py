"""On which day a deadline speaks next, worked out once for each distinct anchor and last day (law 11)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import NamedTuple

from intranet.core import sets
from intranet.core.terms import Calendar, Roll, Term, Unit
from intranet.deadlines.rules import Moment, Rule, moments, next_moment

TABLE = "deadlines_stale"
ONE_DAY = timedelta(days=1)


def fingerprint(rule: Rule, calendar: Calendar) -> str:
    """Return what tells whether a rule counts as it did: its term, its steps, and the calendar where it looks at it."""
    counted = (rule.term, rule.steps, rule.steps_from, [step.days_after_due for step in rule.escalations])
    days = (sorted(calendar.holidays), sorted(calendar.working), sorted(calendar.weekend))
    said = f"{counted} {days if _looks_at_the_calendar(rule) else ''}"
    return sha256(said.encode()).hexdigest()


def _looks_at_the_calendar(rule: Rule) -> bool:
    terms = [rule.term, *(step for step in rule.steps if isinstance(step, Term))]
    return any(term.unit is Unit.WORKING_DAYS or term.roll is not Roll.NONE for term in terms)


class Schedule:
    """The moments of a rule, each distinct anchor and last day worked out once."""

    def __init__(self, rule: Rule, calendar: Calendar) -> None:
        self._rule = rule
        self._calendar = calendar
        self._known: dict[tuple[date, date], list[Moment]] = {}

    def of(self, anchor: date, due_on: date) -> list[Moment]:
        if (anchor, due_on) not in self._known:
            self._known[anchor, due_on] = moments(self._rule, anchor=anchor, due_on=due_on, calendar=self._calendar)
        return self._known[anchor, due_on]

    def begins(self, anchor: date, due_on: date, opened_on: date) -> date | None:
        """Return when a deadline speaks first: from its opening on, or at once where it was late at birth (REG-10)."""
        found = self.of(anchor, due_on)
        late_at_birth = [moment.on for moment in found if moment.is_escalation and moment.on < opened_on]
        return max(late_at_birth) if late_at_birth else next_moment(found, after=opened_on - ONE_DAY)


class _Group(NamedTuple):
    """Deadlines that speak alike: what is written down about when they spoke and will speak."""

    anchor: date
    due_on: date
    told_until: date | None
    speaks_on: date | None
    is_ahead: bool  # opened or told on a day that is still to come: the clock has been put back since


def reschedule(schedule: Schedule, rule_key: str, on_date: date) -> int:
    """Give silent deadlines the next day on which their rule speaks now; return how many had another.

    Steps and the calendar may have been changed, and the clock put right. What is due to be said already stays due;
    steps that would have lain in the past are skipped.
    """
    stale = [
        (*group, None if group.is_ahead else group.told_until, speaks_on)
        for group in _silent(rule_key, on_date)
        if (speaks_on := _speaks_next(schedule, group, on_date)) != group.speaks_on or group.is_ahead
    ]
    return _write(stale, rule_key, on_date) if stale else 0


def _speaks_next(schedule: Schedule, group: _Group, on_date: date) -> date | None:
    spoken = group.told_until if group.told_until and not group.is_ahead else date.min
    return next_moment(schedule.of(group.anchor, group.due_on), after=max(spoken, on_date - ONE_DAY))


def _silent(rule_key: str, on_date: date) -> Iterable[_Group]:
    rows = sets.rows_of(
        """
        SELECT DISTINCT anchor, due_on, told_until, speaks_on, (opened_on > %s OR COALESCE(told_until > %s, %s))
        FROM deadlines_deadline
        WHERE rule_key = %s AND met_on IS NULL AND lapsed_on IS NULL AND (speaks_on IS NULL OR speaks_on > %s)
        """,
        [on_date, on_date, False, rule_key, on_date],
    )
    for anchor, due_on, told_until, speaks_on, is_ahead in rows:
        told, speaks = sets.day_or_none(told_until), sets.day_or_none(speaks_on)
        yield _Group(sets.day_of(anchor), sets.day_of(due_on), told, speaks, bool(is_ahead))


def _write(stale: Sequence[tuple[date | bool | None, ...]], rule_key: str, on_date: date) -> int:
    columns = (
        "anchor date, due_on date, told_until date, speaks_on date, is_ahead boolean, to_tell_from date, to_speak date"
    )
    sets.make_table(TABLE, columns, stale)
    changed = sets.change(
        f"""
        UPDATE deadlines_deadline
        SET told_until = s.to_tell_from, speaks_on = s.to_speak,
            opened_on = CASE WHEN opened_on > %s THEN %s ELSE opened_on END
        FROM {TABLE} s
        WHERE deadlines_deadline.rule_key = %s AND met_on IS NULL AND lapsed_on IS NULL
          AND deadlines_deadline.anchor = s.anchor AND deadlines_deadline.due_on = s.due_on
          AND deadlines_deadline.told_until IS NOT DISTINCT FROM s.told_until
          AND deadlines_deadline.speaks_on IS NOT DISTINCT FROM s.speaks_on
          AND (opened_on > %s OR COALESCE(deadlines_deadline.told_until > %s, %s)) = s.is_ahead
        """,  # noqa: S608 - our own name
        [on_date, on_date, rule_key, on_date, on_date, False],
    )
    sets.drop_tables(TABLE)
    return changed
