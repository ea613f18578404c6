"""Telling what is due to be told: reminders to those who answer, escalations to those above them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from intranet.core.terms import Calendar
from intranet.deadlines.models import Deadline, RuleSetting
from intranet.deadlines.queries import calendar, clause_of, settings_of_rules
from intranet.deadlines.recipients import Recipients
from intranet.deadlines.register import rules
from intranet.deadlines.rules import Moment, Rule, is_apart, moments, next_moment, speaking_now
from intranet.notices.kinds import NoticeDraft
from intranet.notices.operations import tell

CHUNK = 1000


def remind(*, at: datetime, on_date: date) -> int:
    """Tell the reminders and escalations that are due by ``on_date``; return how many things were newly told.

    What a day means was decided beforehand (``speaks_on``), so that a missed day is caught up and a normal one looks
    at few rows. The notice's key makes a second run, here or in another process, tell nothing.
    """
    settings = settings_of_rules()
    recipients = Recipients(on_date)
    days = calendar()
    told = 0
    while True:
        with transaction.atomic():
            speaking = _claim(on_date, settings)
            told += _speak(speaking, settings, recipients, days, at=at, on_date=on_date)
        if len(speaking) < CHUNK:
            return told


def _claim(on_date: date, settings: dict[str, RuleSetting]) -> list[Deadline]:
    in_force = [key for key in rules() if key not in settings or settings[key].in_force_on(on_date)]
    speaking = Deadline.objects.speaking(on_date).filter(rule_key__in=in_force).order_by("speaks_on", "pk")
    return list(speaking.select_for_update(skip_locked=True, of=("self",))[:CHUNK])


def _speak(
    speaking: list[Deadline],
    settings: dict[str, RuleSetting],
    recipients: Recipients,
    days: Calendar,
    *,
    at: datetime,
    on_date: date,
) -> int:
    recipients.get_ready({deadline.responsible_id for deadline in speaking if deadline.responsible_id})
    drafts: list[NoticeDraft] = []
    for deadline in speaking:
        rule = rules()[deadline.rule_key]
        schedule = moments(rule, anchor=deadline.anchor, due_on=deadline.due_on, calendar=days)
        to_say = speaking_now(schedule, opened_on=deadline.opened_on, told_until=deadline.told_until, on_date=on_date)
        setting = settings.get(rule.key)
        made = list(_drafts(rule, deadline, to_say, setting=setting, recipients=recipients, on_date=on_date))
        if to_say:
            deadline.nobody_told = not made
        drafts += made
        deadline.told_until, deadline.speaks_on = on_date, next_moment(schedule, after=on_date)
    told = tell(drafts, at=at)
    Deadline.objects.bulk_update(speaking, ["told_until", "speaks_on", "nobody_told"], batch_size=500)
    return told


def _drafts(
    rule: Rule,
    deadline: Deadline,
    to_say: list[Moment],
    *,
    setting: RuleSetting | None,
    recipients: Recipients,
    on_date: date,
) -> Iterator[NoticeDraft]:
    for moment in to_say:
        if moment.is_escalation:
            told = recipients.of_escalation(rule, moment, deadline.responsible_id)
        else:
            told = recipients.of_reminder(rule, deadline.responsible_id)
        for person in told:
            yield NoticeDraft(
                key=f"{deadline.matter}:{deadline.due_on}:{moment.key}",
                kind="deadline.escalation" if moment.is_escalation else "deadline.reminder",
                recipient_id=person,
                context={
                    "rule": rule.key,
                    "label": deadline.label,
                    "due_on": deadline.due_on.isoformat(),
                    "on": on_date.isoformat(),
                },
                due_on=deadline.due_on,
                clause=clause_of(rule, setting),
                url=rule.subject_url(deadline.subject_id),
                about=deadline.matter,
                apart=is_apart(moment, due_on=deadline.due_on),
            )
