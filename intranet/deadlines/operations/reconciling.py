"""Comparing the facts with the rows (law 5): missing deadlines are opened, moved ones moved, met ones closed.

Set work (law 11): a due date is computed once per distinct anchor, SQL joins it to the rule's subjects. One process at
a time reconciles a rule; another that comes meanwhile passes on, and the outcome is the same.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from django.db import transaction

from intranet.core import audit
from intranet.core.terms import Calendar
from intranet.deadlines.comparing import Comparison
from intranet.deadlines.models import Deadline, RuleSetting
from intranet.deadlines.operations.retelling import say_moved, take_back, take_back_all
from intranet.deadlines.queries import calendar, rules_as_set, rules_in_force
from intranet.deadlines.rules import Rule, due_dates
from intranet.deadlines.scheduling import Schedule, fingerprint, reschedule

OVERLAP = timedelta(minutes=10)  # a transaction that took long is committed after a later one was looked at


@dataclass
class Counts:
    """What a reconcile changed."""

    opened: int = 0
    moved: int = 0
    met: int = 0
    reopened: int = 0
    lapsed: int = 0

    def add(self, other: Counts) -> None:
        for item in fields(self):
            setattr(self, item.name, getattr(self, item.name) + getattr(other, item.name))


@dataclass(frozen=True)
class _Look:
    """What a reconcile looks at, and when."""

    at: datetime
    on_date: date
    calendar: Calendar
    subject_ids: Collection[int] | None
    full: bool

    def is_before(self, day: date | None) -> bool:
        """Say whether an earlier look was made on a day that is still to come: the clock was put back."""
        return day is not None and self.on_date < day


def reconcile(
    *,
    at: datetime,
    on_date: date,
    rule_key: str | None = None,
    subject_ids: Collection[int] | None = None,
    full: bool = False,
) -> Counts:
    """Bring the deadlines of one rule, or of all, in line with the facts on ``on_date``; return what changed.

    With ``subject_ids`` only these subjects of ``rule_key`` are looked at: an operation that has just changed them may
    call it. A rule that offers ``changed`` is looked at whole once a day, or when ``full`` asks for it.
    """
    rules, in_force, days = rules_as_set(on_date), rules_in_force(on_date), calendar()
    total = Counts()
    for rule in [rules[rule_key]] if rule_key else rules.values():
        look = _Look(at=at, on_date=on_date, calendar=days, subject_ids=subject_ids, full=full)
        total.add(_reconcile_rule(rule, look, is_in_force=rule.key in in_force))
    return total


@transaction.atomic
def _reconcile_rule(rule: Rule, look: _Look, *, is_in_force: bool) -> Counts:
    RuleSetting.objects.get_or_create(rule_key=rule.key)
    setting = RuleSetting.objects.select_for_update(skip_locked=True, no_key=True).filter(rule_key=rule.key).first()
    if setting is None:
        return Counts()
    counts = _compare(rule, setting, look) if is_in_force else _lapse_all(rule, setting, look)
    if counts != Counts():
        audit.record("deadlines.reconciled", at=look.at, rule=rule.key, **vars(counts))
    return counts


def _lapse_all(rule: Rule, setting: RuleSetting, look: _Look) -> Counts:
    """Close what a rule demands that the institution does not apply; once it does again, all is looked at."""
    if setting.reconciled_at is not None:
        setting.reconciled_at = None
        setting.save(update_fields=["reconciled_at"])
    open_now = Deadline.objects.filter(rule_key=rule.key, met_on=None, lapsed_on=None)
    if not open_now.exists():
        return Counts()
    take_back_all(rule, at=look.at)
    return Counts(lapsed=open_now.update(lapsed_on=look.on_date))


def _compare(rule: Rule, setting: RuleSetting, look: _Look) -> Counts:
    counted_by = fingerprint(rule, look.calendar)
    recount = counted_by != setting.counted_by or look.is_before(setting.fully_reconciled_on)
    if look.subject_ids is not None:
        return _bring_in_line(rule, Comparison(rule.key, rule.subjects(), look.subject_ids), look)
    touched = None
    whole = recount or look.full or setting.fully_reconciled_on != look.on_date
    if rule.changed is not None and setting.reconciled_at is not None and not whole:
        touched = rule.changed(setting.reconciled_at - OVERLAP)
    counts = _bring_in_line(rule, Comparison(rule.key, rule.subjects(), touched), look, recount=recount)
    setting.reconciled_at, setting.counted_by = look.at, counted_by
    setting.fully_reconciled_on = look.on_date if touched is None else setting.fully_reconciled_on
    setting.save(update_fields=["reconciled_at", "fully_reconciled_on", "counted_by"])
    return counts


def _bring_in_line(rule: Rule, comparison: Comparison, look: _Look, *, recount: bool = False) -> Counts:
    schedule = Schedule(rule, look.calendar)
    comparison.begin()
    due = due_dates(comparison.look(recount=recount), rule.term, look.calendar)
    found = comparison.count(due, look.on_date)
    opened, lapsed = 0, 0
    if found.differing:
        take_back(rule, at=look.at)
        begins = {days: schedule.begins(*days) for days in comparison.unscheduled()}
        opened, lapsed = comparison.write(begins, look.on_date)
        say_moved(rule, at=look.at, on_date=look.on_date)
    comparison.end()
    if recount:
        reschedule(schedule, rule.key, look.on_date)
    return Counts(opened=opened, moved=found.moved, met=found.newly_met, reopened=found.reopened, lapsed=lapsed)
