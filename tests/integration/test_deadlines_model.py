"""The engine of deadlines against a plain model: the same result whatever the order, number and timing of its runs.

A history is days on which facts change and the sweep runs, once, twice or not at all. Whatever the history, after the
last run the deadlines say what the facts say; nobody was told a thing twice; of each deadline that stands every
escalation was told by the first run on its day or after it, and so was the latest reminder; none was told before its
day; and whoever heard of a deadline knows the last day that it has now.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F, QuerySet
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from intranet.core.terms import Calendar, Term, Unit
from intranet.deadlines.models import Deadline
from intranet.deadlines.operations import reconcile, remind
from intranet.deadlines.rules import Escalation, moments
from intranet.notices.enums import Channel
from intranet.notices.models import Notice
from intranet.people.models import Appointment, Person, Post
from tests.factories import deadlines as make
from tests.factories.people import AppointmentFactory, PersonFactory, PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
EXAMPLES = 20 if connection.vendor == "sqlite" else 4  # where a transaction costs a hundred times as much

FIRST_DAY = date(2026, 1, 10)
SUBJECTS = 2
EVENTS = st.one_of(
    st.tuples(st.just("open"), st.integers(0, SUBJECTS - 1), st.integers(-40, 20)),
    st.tuples(st.just("move"), st.integers(0, SUBJECTS - 1), st.integers(-20, 20)),
    st.tuples(st.just("meet"), st.integers(0, SUBJECTS - 1), st.just(0)),
    st.tuples(st.just("unmeet"), st.integers(0, SUBJECTS - 1), st.just(0)),
    st.tuples(st.just("remove"), st.integers(0, SUBJECTS - 1), st.just(0)),
    st.tuples(st.just("hand over"), st.integers(0, SUBJECTS - 1), st.just(0)),
    st.tuples(st.just("wait"), st.just(0), st.integers(1, 40)),
    st.tuples(st.just("run"), st.integers(0, 1), st.integers(1, 2)),
)
HISTORIES = st.lists(EVENTS, min_size=3, max_size=16)


@dataclass
class Fact:
    """A subject as it stands."""

    pk: int
    anchor: date
    met_on: date | None
    responsible: int


@dataclass
class World:
    """The facts, as a person would keep them in a notebook, and in the database beside."""

    people: list[Person]
    posts: list[Post]
    today: date = FIRST_DAY
    facts: dict[int, Fact] = field(default_factory=dict)
    opened_on: dict[int, date] = field(default_factory=dict)  # by key: the first run that saw it unmet or met
    moment: int = 0
    touched: set[int] = field(default_factory=set)  # what changed since the last run, by key

    def at(self) -> datetime:
        self.moment += 1
        return datetime(self.today.year, self.today.month, self.today.day, 7, tzinfo=UTC) + timedelta(
            seconds=self.moment
        )

    def do(self, what: str, which: int, number: int) -> None:
        fact = self.facts.get(which)
        if what == "wait":
            self.today += timedelta(days=number)
        elif what == "run":
            for _n in range(number):
                self.run(full=bool(which))
        elif what == "open" and fact is None:
            row = AppointmentFactory(
                person=self.people[which], post=self.posts[which], since=self.today + timedelta(days=number),
                until=None, order_number=f"К-{which}",
            )  # fmt: skip
            self.facts[which] = Fact(row.pk, row.since, None, row.person_id)
            self.touched.add(row.pk)
        elif fact is not None:
            self._change(what, which, fact, number)

    def _change(self, what: str, which: int, fact: Fact, number: int) -> None:
        row = Appointment.objects.filter(pk=fact.pk)
        self.touched.add(fact.pk)
        if what == "move":
            fact.anchor += timedelta(days=number)
            row.update(since=fact.anchor)
        elif what == "meet":
            fact.met_on = self.today
            row.update(order_date=fact.met_on)
        elif what == "unmeet":
            fact.met_on = None
            row.update(order_date=None)
        elif what == "remove":
            row.delete()
            del self.facts[which]
        elif what == "hand over":
            others = [person.pk for person in self.people if person.pk != fact.responsible]
            fact.responsible = others[0]
            row.update(person=fact.responsible)

    def run(self, *, full: bool) -> None:
        moment = self.at()
        reconcile(at=moment, on_date=self.today, full=full)
        self.touched.clear()
        remind(at=moment, on_date=self.today)
        for fact in self.facts.values():
            self.opened_on.setdefault(fact.pk, self.today)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    rule = make.rule(term=Term(15, Unit.DAYS), escalations=(Escalation(1, "hr_head"), Escalation(4, "director")))
    make.only_rules(monkeypatch, rule)
    return a_world()


@pytest.fixture
def world_of_changes(monkeypatch: pytest.MonkeyPatch) -> World:
    """Let a tick look only at what was touched since the last one, and at what has a deadline and is gone."""
    touched: set[int] = set()

    def changed(_since: datetime) -> QuerySet[Any, Any]:
        gone = Deadline.objects.exclude(subject_id__in=Appointment.objects.values("pk")).values("subject_id")
        return Appointment.objects.filter(pk__in=touched).order_by().values(subject_id=F("pk")).union(gone)

    escalations = (Escalation(1, "hr_head"), Escalation(4, "director"))
    make.only_rules(monkeypatch, make.rule(term=Term(15, Unit.DAYS), escalations=escalations, changed=changed))
    return replace(a_world(), touched=touched)


def a_world() -> World:
    for kind in ("hr_head", "director"):
        AppointmentFactory(post=PostFactory(kind=kind), since=date(2000, 1, 1), order_date=date(2000, 1, 1))
    Appointment.objects.filter(since=date(2000, 1, 1)).update(order_date=date(2000, 1, 1))
    return World(people=PersonFactory.create_batch(SUBJECTS), posts=PostFactory.create_batch(SUBJECTS))


def play(world: World, history: list[tuple[str, int, int]]) -> None:
    for what, which, number in history:
        world.do(what, which, number)
    world.run(full=False)


def check(world: World) -> None:
    rule = make.rule(term=Term(15, Unit.DAYS), escalations=(Escalation(1, "hr_head"), Escalation(4, "director")))
    own = {fact.pk for fact in world.facts.values()}
    for fact in world.facts.values():
        row = Deadline.objects.get(rule_key=rule.key, subject_id=fact.pk)
        due = fact.anchor + timedelta(days=15)
        assert (row.anchor, row.met_on, row.responsible_id, row.lapsed_on) == (
            fact.anchor, fact.met_on, fact.responsible, None,
        )  # fmt: skip
        assert row.due_on == due
        check_what_was_told(world, row)
    others = Deadline.objects.exclude(subject_id__in=own).filter(anchor__gt=date(2000, 1, 1))
    assert not others.filter(met_on=None, lapsed_on=None).exists()
    told = Counter(Notice.objects.values_list("key", "recipient_id", "channel"))
    assert not [key for key, times in told.items() if times > 1]


def check_what_was_told(world: World, row: Deadline) -> None:
    told = list(Notice.objects.filter(about=row.matter, channel=Channel.INBOX).order_by("pk"))
    for notice in told:
        due = date.fromisoformat(notice.key.split(":")[-2]) if not notice.key.endswith("moved") else None
        if due == row.due_on:
            steps = {each.key: each.on for each in moments_of(row)}
            assert steps[notice.key.split(":")[-1]] <= date.fromisoformat(notice.context["on"])
    if row.met_on is not None:
        return
    latest_of: dict[int, Notice] = {notice.recipient_id: notice for notice in told}
    assert {notice.due_on for notice in latest_of.values()} <= {row.due_on}
    keys = {notice.key.rsplit(":", 1)[1] for notice in told if notice.due_on == row.due_on}
    opened = world.opened_on[row.subject_id]
    past = [each for each in moments_of(row) if each.on <= world.today and each.on >= opened]
    assert {each.key for each in past if each.is_escalation} <= keys
    reminders = [each.key for each in past if not each.is_escalation]
    if reminders:
        key = f"{row.matter}:{row.due_on}:{reminders[-1]}"
        assert (key, row.responsible_id) in {(notice.key, notice.recipient_id) for notice in told}


def moments_of(row: Deadline) -> Any:
    rule = make.rule(term=Term(15, Unit.DAYS), escalations=(Escalation(1, "hr_head"), Escalation(4, "director")))
    return moments(rule, anchor=row.anchor, due_on=row.due_on, calendar=Calendar())


def in_a_world_of_its_own(world: World, history: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        world.touched.clear()
        each = World(people=world.people, posts=world.posts, touched=world.touched)
        play(each, history)
        check(each)
        transaction.set_rollback(True)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORIES)
@example(history=[("open", 0, 0), ("run", 0, 1), ("hand over", 0, 0)])
@example(history=[("open", 0, 0), ("wait", 0, 12), ("run", 0, 2), ("move", 0, -3), ("wait", 0, 1)])
@example(history=[("open", 0, 0), ("wait", 0, 7), ("run", 0, 1), ("meet", 0, 0), ("run", 0, 1), ("unmeet", 0, 0)])
@example(history=[("open", 0, 0), ("run", 0, 1), ("wait", 0, 40), ("run", 1, 2), ("move", 0, 20), ("run", 0, 1)])
def test_whatever_the_history_the_deadlines_say_what_the_facts_say(
    world: World, history: list[tuple[str, int, int]]
) -> None:
    in_a_world_of_its_own(world, history)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORIES)
@example(history=[("open", 0, 0), ("run", 0, 1), ("meet", 0, 0), ("run", 0, 1), ("remove", 0, 0), ("run", 0, 1)])
def test_a_tick_that_looks_at_what_changed_alone_says_the_same(
    world_of_changes: World, history: list[tuple[str, int, int]]
) -> None:
    in_a_world_of_its_own(world_of_changes, history)


@pytest.mark.soak
@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORIES)
def test_whatever_the_history_even_a_rare_one(world: World, history: list[tuple[str, int, int]]) -> None:
    in_a_world_of_its_own(world, history)


@settings(max_examples=EXAMPLES // 2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORIES)
def test_extra_runs_change_no_deadline(world: World, history: list[tuple[str, int, int]]) -> None:
    def rows_after(played: list[tuple[str, int, int]]) -> set[Any]:
        found: set[Any] = set()
        with transaction.atomic():
            each = World(people=world.people, posts=world.posts)
            play(each, played)
            for which, fact in each.facts.items():
                row = Deadline.objects.get(subject_id=fact.pk)
                found.add((which, row.anchor, row.due_on, row.met_on, row.responsible_id, row.state_on(each.today)))
            transaction.set_rollback(True)
        return found

    quiet = [event for event in history if event[0] != "run"]
    busy = [part for event in history for part in (event, ("run", 0, 1))]
    assert rows_after(history) == rows_after(quiet) == rows_after(busy)
