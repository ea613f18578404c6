"""The days on which a rule speaks about a subject, and what is said on them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from intranet.core.terms import Calendar, Term, due
from intranet.deadlines.rules.declaring import Rule

LAST_DAYS = 2  # from so many days before the last one, a reminder goes apart from the day's digest


@dataclass(frozen=True, order=True)
class Moment:
    """A day on which a rule speaks about one subject: a reminder, or an escalation to ``to``."""

    on: date
    key: str
    to: str = ""

    @property
    def is_escalation(self) -> bool:
        return bool(self.to)


def due_dates(anchors: set[date], term: Term, calendar: Calendar) -> Mapping[date, date]:
    """Return the last day for each anchor, computed once per distinct anchor (law 11)."""
    return {anchor: due(anchor, term, calendar) for anchor in anchors}


def moments(rule: Rule, *, anchor: date, due_on: date, calendar: Calendar) -> list[Moment]:
    """Return every day on which ``rule`` speaks about a subject with this anchor and last day, in order."""
    start = anchor if rule.steps_from == "anchor" else due_on
    found = [Moment(_shift(start, step, calendar), f"{rule.steps_from}{_written(step)}") for step in rule.steps]
    found += [
        Moment(due_on + timedelta(days=escalation.days_after_due), f"late+{escalation.days_after_due}", escalation.to)
        for escalation in rule.escalations
    ]
    return sorted(found)


def speaking_now(schedule: list[Moment], *, opened_on: date, told_until: date | None, on_date: date) -> list[Moment]:
    """Return what is to be said on ``on_date``: the latest reminder due and every escalation due, not yet told.

    Reminders from before the deadline was opened are skipped, so that a first start or an import tells no old news;
    of several missed ones the latest is told. Of a deadline that was late at birth (REG-10) the latest escalation is
    told, because nobody else would hear of it.
    """
    due_now = [m for m in schedule if m.on <= on_date and (told_until is None or m.on > told_until)]
    reminders = [m for m in due_now if not m.is_escalation and m.on >= opened_on]
    escalations = [m for m in due_now if m.is_escalation]
    fresh = [m for m in escalations if m.on >= opened_on]
    return reminders[-1:] + (fresh or escalations[-1:])


def next_moment(schedule: list[Moment], *, after: date) -> date | None:
    """Return the next day after ``after`` on which the rule speaks."""
    return next((m.on for m in schedule if m.on > after), None)


def is_apart(moment: Moment, *, due_on: date) -> bool:
    """Say whether the message goes apart from the digest: in the last days, when late, and when escalated."""
    return moment.is_escalation or moment.on >= due_on - timedelta(days=LAST_DAYS)


def _shift(start: date, step: int | Term, calendar: Calendar) -> date:
    return start + timedelta(days=step) if isinstance(step, int) else due(start, step, calendar)


def _written(step: int | Term) -> str:
    return f"{step:+d}" if isinstance(step, int) else f"{step.amount:+d}{step.unit.value}"
