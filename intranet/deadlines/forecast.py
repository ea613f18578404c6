"""What a day would say, without saying it: which deadlines speak then and to whom. By the facts as they stand now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from intranet.core.languages import reader_language
from intranet.deadlines import queries
from intranet.deadlines.models import Deadline, DeadlineQuerySet
from intranet.deadlines.queries.reading import labels_of
from intranet.deadlines.recipients import Recipients
from intranet.deadlines.rules import Moment, Rule, is_apart, speaking_now
from intranet.deadlines.scheduling import Schedule
from intranet.people.enums import PostKind
from intranet.people.models import Person

CAP = 10_000  # counting stops here
SHOWN = 200


@dataclass(frozen=True)
class Saying:
    """One step of one deadline. ``hearers`` is empty where nobody could be told."""

    name: str
    label: str
    url: str
    due_on: date
    is_escalation: bool
    is_apart: bool
    hearers: list[str]


@dataclass(frozen=True)
class Tally:
    """How many deadlines of a rule speak, counted up to ``CAP``."""

    name: str
    count: int


@dataclass(frozen=True)
class Forecast:
    """``sayings`` are those of the first ``SHOWN`` deadlines, by their last days."""

    on_date: date
    tallies: list[Tally]
    count: int
    sayings: list[Saying]

    @property
    def is_capped(self) -> bool:
        return self.count >= CAP

    @property
    def is_cut(self) -> bool:
        return self.count > SHOWN


def forecast(on_date: date) -> Forecast:
    """Return what the sweeps of ``on_date`` would say, what is overdue to be said included."""
    rules = queries.rules_in_force(on_date)
    speaking = Deadline.objects.speaking(on_date).filter(rule_key__in=list(rules))
    counts = Counter(speaking.order_by().values_list("rule_key", flat=True)[:CAP])
    return Forecast(
        on_date=on_date,
        tallies=[Tally(str(rules[key].name), count) for key, count in counts.most_common()],
        count=counts.total(),
        sayings=_sayings(speaking, rules, on_date),
    )


def _sayings(speaking: DeadlineQuerySet, rules: dict[str, Rule], on_date: date) -> list[Saying]:
    rows = list(speaking.order_by("due_on", "pk")[:SHOWN])
    labels = labels_of(rows, rules, reader_language())
    days = queries.calendar()
    schedules = {key: Schedule(rules[key], days) for key in {row.rule_key for row in rows}}
    recipients = Recipients(on_date)
    recipients.get_ready({row.responsible_id for row in rows if row.responsible_id}, heads=_heads_hear(rules))
    said = [
        (row, moment, _hearers(recipients, rules[row.rule_key], row, moment))
        for row in rows
        for moment in _moments(schedules[row.rule_key], row, on_date)
    ]
    names = Person.objects.in_bulk({person for *_said, hearers in said for person in hearers})
    return [
        Saying(
            name=str(rules[row.rule_key].name),
            label=labels.get(row.pk, row.label),
            url=rules[row.rule_key].subject_url(row.subject_id),
            due_on=row.due_on,
            is_escalation=moment.is_escalation,
            is_apart=is_apart(moment, due_on=row.due_on),
            hearers=[str(names[person]) for person in hearers],
        )
        for row, moment, hearers in said
    ]


def _moments(schedule: Schedule, row: Deadline, on_date: date) -> list[Moment]:
    days = schedule.of(row.anchor, row.due_on)
    return speaking_now(days, opened_on=row.opened_on, told_until=row.told_until, on_date=on_date)


def _hearers(recipients: Recipients, rule: Rule, row: Deadline, moment: Moment) -> list[int]:
    if moment.is_escalation:
        return recipients.of_escalation(rule, moment.to, row.responsible_id)
    return recipients.of_reminder(rule, row.responsible_id)


def _heads_hear(rules: dict[str, Rule]) -> bool:
    roles = {rule.responsible for rule in rules.values()}
    roles |= {step.to for rule in rules.values() for step in rule.escalations}
    return PostKind.HEAD_OF_UNIT in roles
