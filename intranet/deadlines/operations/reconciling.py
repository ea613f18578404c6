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
from intranet.deadlines.comparing import Comparison, Moved
from intranet.deadlines.models import Deadline, RuleSetting
from intranet.deadlines.queries import calendar, clause_of
from intranet.deadlines.register import rules
from intranet.deadlines.rules import Rule, due_dates, moments, next_moment
from intranet.notices.kinds import NoticeDraft
from intranet.notices.models import Notice
from intranet.notices.operations import cancel, tell

CHUNK = 1000
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
    total = Counts()
    for rule in [rules()[rule_key]] if rule_key else rules().values():
        total.add(_reconcile_rule(rule, at=at, on_date=on_date, subject_ids=subject_ids, full=full))
    return total


@transaction.atomic
def _reconcile_rule(
    rule: Rule, *, at: datetime, on_date: date, subject_ids: Collection[int] | None, full: bool
) -> Counts:
    RuleSetting.objects.get_or_create(rule_key=rule.key)
    setting = RuleSetting.objects.select_for_update(skip_locked=True, no_key=True).filter(rule_key=rule.key).first()
    if setting is None:
        return Counts()
    if not setting.in_force_on(on_date):
        return Counts(lapsed=_lapse_all(rule, on_date))
    whole = subject_ids is None and (
        full or rule.changed is None or setting.reconciled_at is None or setting.fully_reconciled_on != on_date
    )
    if subject_ids is not None:
        subjects = rule.subjects().filter(pk__in=subject_ids)
    elif whole or rule.changed is None or setting.reconciled_at is None:
        subjects = rule.subjects()
    else:
        subjects = rule.changed(setting.reconciled_at - OVERLAP)
    counts = _compare(rule, Comparison(rule.key, subjects, whole=whole), setting, at=at, on_date=on_date)
    if subject_ids is None:
        setting.reconciled_at = at
        setting.fully_reconciled_on = on_date if whole else setting.fully_reconciled_on
        setting.save(update_fields=["reconciled_at", "fully_reconciled_on"])
    if counts != Counts():
        audit.record("deadlines.reconciled", at=at, rule=rule.key, **vars(counts))
    return counts


def _lapse_all(rule: Rule, on_date: date) -> int:
    """Close what a rule demands that the institution no longer applies."""
    open_now = Deadline.objects.filter(rule_key=rule.key, met_on=None, lapsed_on=None)
    return open_now.update(lapsed_on=on_date)


def _compare(rule: Rule, comparison: Comparison, setting: RuleSetting, *, at: datetime, on_date: date) -> Counts:
    days = calendar()
    due = due_dates(comparison.anchors(), rule.term, days)
    with comparison.joined_with(due):
        opened = comparison.open_missing(on_date)
        moved = comparison.moved()
        comparison.move()
        reopened, met = comparison.reopened(), comparison.close_met()
        comparison.follow_responsible_and_label()
        lapsed = comparison.lapse_missing(on_date)
    _schedule(rule, on_date)
    for start in range(0, len(moved), CHUNK):
        _say_moved(rule, moved[start : start + CHUNK], setting, at=at, on_date=on_date)
    return Counts(opened=opened, moved=len(moved), met=met, reopened=reopened, lapsed=lapsed)


def _schedule(rule: Rule, on_date: date) -> None:
    """Give new and moved deadlines the next day on which they speak: once per distinct anchor and last day."""
    days = calendar()
    fresh = Deadline.objects.filter(rule_key=rule.key, speaks_on=None, told_until=None, met_on=None, lapsed_on=None)
    for anchor, due_on, opened_on in fresh.values_list("anchor", "due_on", "opened_on").order_by().distinct():
        schedule = moments(rule, anchor=anchor, due_on=due_on, calendar=days)
        late_at_birth = [m.on for m in schedule if m.is_escalation and m.on < opened_on]
        speaks_on = max(late_at_birth) if late_at_birth else next_moment(schedule, after=opened_on - (date.resolution))
        fresh.filter(anchor=anchor, due_on=due_on, opened_on=opened_on).update(speaks_on=speaks_on)


def _say_moved(rule: Rule, moved: list[Moved], setting: RuleSetting, *, at: datetime, on_date: date) -> None:
    """Take back what was not yet sent about moved deadlines, and tell those who know the earlier day."""
    by_matter = {f"deadline:{rule.key}:{move.subject_id}": move for move in moved}
    cancel(about=list(by_matter), at=at)
    told = Notice.objects.filter(about__in=list(by_matter), cancelled_at=None).order_by()
    drafts = [
        NoticeDraft(
            key=f"{about}:{by_matter[about].due_on}:moved",
            kind="deadline.moved",
            recipient_id=recipient,
            context={
                "rule": rule.key,
                "label": by_matter[about].label,
                "due_on": by_matter[about].due_on.isoformat(),
                "earlier_due_on": by_matter[about].earlier_due_on.isoformat(),
                "on": on_date.isoformat(),
            },
            due_on=by_matter[about].due_on,
            clause=clause_of(rule, setting),
            url=rule.subject_url(by_matter[about].subject_id),
            about=about,
        )
        for about, recipient in told.values_list("about", "recipient_id").distinct()
    ]
    tell(drafts, at=at)
