"""Telling what is due to be told: reminders to those who answer, escalations to those above them.

Set work (law 11): what is said is worked out once for each set of deadlines that speak alike, who hears it once for
each person who answers; SQL makes the notices of both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection, transaction

from intranet.core import sets
from intranet.deadlines.drafting import drafted, table_of_rules
from intranet.deadlines.models import Deadline
from intranet.deadlines.queries import calendar, rules_in_force
from intranet.deadlines.recipients import Recipients
from intranet.deadlines.rules import Moment, is_apart, next_moment, speaking_now
from intranet.deadlines.scheduling import Schedule
from intranet.notices.operations import tell_set
from intranet.people.enums import PostKind

CHUNK = 50_000  # deadlines of one transaction
SPEAKING, GROUPS, SAYINGS, LISTENERS = (
    "deadlines_speaking",
    "deadlines_groups",
    "deadlines_sayings",
    "deadlines_listeners",
)
REMINDER, ESCALATION = "deadline.reminder", "deadline.escalation"


class Group(NamedTuple):
    """Deadlines that say the same on a day: of one rule, with the same days behind them."""

    number: int
    rule_key: str
    anchor: date
    due_on: date
    opened_on: date
    told_until: date | None


class Run:
    """What a run of reminding knows: the rules of the day, their schedules, and who can be told."""

    def __init__(self, on_date: date) -> None:
        self.on_date = on_date
        self.rules = rules_in_force(on_date)
        days = calendar()
        self._schedules = {key: Schedule(rule, days) for key, rule in self.rules.items()}
        self._recipients = Recipients(on_date)

    def said_by(self, group: Group) -> list[Moment]:
        schedule = self._schedules[group.rule_key].of(group.anchor, group.due_on)
        return speaking_now(schedule, opened_on=group.opened_on, told_until=group.told_until, on_date=self.on_date)

    def speaks_next(self, group: Group) -> date | None:
        return next_moment(self._schedules[group.rule_key].of(group.anchor, group.due_on), after=self.on_date)

    def get_ready(self, people: Collection[int]) -> None:
        heads = any(step.to == PostKind.HEAD_OF_UNIT for rule in self.rules.values() for step in rule.escalations)
        self._recipients.get_ready(people, heads=heads or self._a_head_answers())

    def listeners(self, rule_key: str, audience: str, responsible: int | None) -> set[int]:
        """Return who hears what is said to ``audience``: roles of the chain, or, where it is empty, who answers."""
        rule = self.rules[rule_key]
        if not audience:
            return set(self._recipients.of_reminder(rule, responsible))
        roles = audience.split(",")
        return {person for role in roles for person in self._recipients.of_escalation(rule, role, responsible)}

    def _a_head_answers(self) -> bool:
        return any(rule.responsible == PostKind.HEAD_OF_UNIT for rule in self.rules.values())


def remind(*, at: datetime, on_date: date) -> int:
    """Tell the reminders and escalations that are due by ``on_date``; return how many things were newly told.

    What a day means was decided beforehand (``speaks_on``), so that a missed day is caught up and a normal one looks
    at few rows. The notice's key makes a second run, here or in another process, tell nothing.
    """
    run, told, claimed = Run(on_date), 0, CHUNK
    while run.rules and claimed == CHUNK:
        with transaction.atomic():
            claimed = _claim(on_date, list(run.rules))
            told += _speak(run, at=at) if claimed else 0
            sets.drop_tables(SPEAKING)
    return told


def _claim(on_date: date, rules: list[str]) -> int:
    """Take deadlines that have something to say and that nobody else has taken; return how many."""
    due = Deadline.objects.speaking(on_date).filter(rule_key__in=rules).order_by("speaks_on")
    columns = ("id", "rule_key", "subject_id", "label", "anchor", "due_on", "opened_on", "told_until", "responsible_id")
    rows = due.select_for_update(skip_locked=True, of=("self",)).values(*columns)[:CHUNK]
    select, parameters = rows.query.get_compiler(connection=connection).as_sql()
    numbered = f"SELECT c.*, DENSE_RANK() OVER (ORDER BY {_DAYS}) AS number FROM ({select}) c"  # noqa: S608
    return sets.make_table_from(SPEAKING, numbered, parameters)


def _speak(run: Run, *, at: datetime) -> int:
    """Write the notices of what was claimed, and when it speaks next."""
    _make_tables_of_groups(run)
    people = _make_table_of_listeners(run)
    spoken_of = [run.rules[key] for (key,) in sets.rows_of(f"SELECT DISTINCT rule_key FROM {GROUPS}")]  # noqa: S608
    with table_of_rules(spoken_of, _subjects_of):
        told = tell_set(*_drafts(run.on_date), kinds=[REMINDER, ESCALATION], people=people, at=at)
    sets.change(_CONCLUDE, [run.on_date])
    sets.drop_tables(GROUPS, SAYINGS, LISTENERS)
    return told


def _make_tables_of_groups(run: Run) -> None:
    """Write down which deadlines speak alike and when they speak next, and what each group says to whom."""
    rows = sets.rows_of(f"SELECT DISTINCT number, {_DAYS} FROM {SPEAKING}")  # noqa: S608 - our own names
    groups = [
        Group(number, rule_key, sets.day_of(anchor), sets.day_of(due), sets.day_of(opened), sets.day_or_none(told))
        for number, rule_key, anchor, due, opened, told in rows
    ]
    said = {group: run.said_by(group) for group in groups}
    sets.make_table(
        GROUPS,
        "number integer PRIMARY KEY, rule_key varchar(60), anchor date, due_on date, opened_on date, told_until date, "
        "speaks_on date, says_something boolean",
        ((*group, run.speaks_next(group), bool(said[group])) for group in groups),
    )
    sets.make_table(
        SAYINGS,
        "number integer, step varchar(40), kind_key varchar(60), audience varchar(200), is_apart boolean, "
        "PRIMARY KEY (number, step)",
        (saying for group in groups for saying in _sayings(group, said[group])),
    )


def _sayings(group: Group, moments: list[Moment]) -> Iterator[tuple[int, str, str, str, bool]]:
    """Yield each step of a group; two escalations on one day are one step, so that nobody hears it twice."""
    for key in dict.fromkeys(moment.key for moment in moments):
        alike = [moment for moment in moments if moment.key == key]
        kind = ESCALATION if alike[0].is_escalation else REMINDER
        apart = is_apart(alike[0], due_on=group.due_on)
        yield group.number, key, kind, ",".join(moment.to for moment in alike), apart


def _make_table_of_listeners(run: Run) -> set[int]:
    """Write down who hears what is said, for each person who answers; return them all. ``asked`` 0: no person."""
    asked = sets.rows_of(
        f"""
        SELECT DISTINCT p.rule_key, s.audience, p.responsible_id
        FROM {SPEAKING} p JOIN {SAYINGS} s ON s.number = p.number
        """  # noqa: S608 - our own names
    )
    run.get_ready({responsible for _rule, _audience, responsible in asked if responsible is not None})
    heard = [
        (rule_key, audience, responsible or 0, person)
        for rule_key, audience, responsible in asked
        for person in run.listeners(rule_key, audience, responsible)
    ]
    columns = "rule_key varchar(60), audience varchar(200), asked bigint, person_id bigint"
    sets.make_table(LISTENERS, f"{columns}, PRIMARY KEY (rule_key, audience, asked, person_id)", heard)
    return {person for *_asked, person in heard}


def _subjects_of(rule_key: str) -> list[int]:
    rows = sets.rows_of(f"SELECT subject_id FROM {SPEAKING} WHERE rule_key = %s", [rule_key])  # noqa: S608
    return [subject for (subject,) in rows]


def _drafts(on_date: date) -> tuple[str, list[Any]]:
    context = {
        "rule": "p.rule_key",
        "subject": "p.subject_id",
        "label": "p.label",
        "due_on": sets.day_as_text("p.due_on"),
        "on": f"'{on_date.isoformat()}'",
    }
    return drafted(
        f"FROM {SPEAKING} p JOIN {SAYINGS} s ON s.number = p.number {_HEARD}",
        row="p",
        step="s.step",
        recipient="l.person_id",
        kind="s.kind_key",
        apart="s.is_apart",
        context=context,
    )


_DAYS = "rule_key, anchor, due_on, opened_on, told_until"
_HEARD = (
    f"JOIN {LISTENERS} l ON l.rule_key = p.rule_key AND l.audience = s.audience "
    "AND l.asked = COALESCE(p.responsible_id, 0)"
)
_CONCLUDE = f"""
    UPDATE deadlines_deadline
    SET told_until = %s, speaks_on = c.speaks_on,
        nobody_told = CASE WHEN c.says_something THEN NOT c.is_heard ELSE deadlines_deadline.nobody_told END
    FROM (
        SELECT p.id, g.speaks_on, g.says_something, h.id IS NOT NULL AS is_heard
        FROM {SPEAKING} p
        JOIN {GROUPS} g ON g.number = p.number
        LEFT JOIN (
            SELECT DISTINCT p.id FROM {SPEAKING} p JOIN {SAYINGS} s ON s.number = p.number {_HEARD}
        ) h ON h.id = p.id
    ) c
    WHERE deadlines_deadline.id = c.id
"""  # noqa: S608 - our own names
