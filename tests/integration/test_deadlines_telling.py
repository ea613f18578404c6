"""Deadlines over time: opened, reminded of, escalated, moved, met, waived; each thing told once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from intranet.core.models import Holiday
from intranet.core.terms import Roll, Term, Unit
from intranet.deadlines import queries
from intranet.deadlines.enums import DeadlineState
from intranet.deadlines.histories import history_of
from intranet.deadlines.models import Deadline, RuleSetting
from intranet.deadlines.operations import CannotWaive, reconcile, remind, unwaive, waive
from intranet.deadlines.rules import Escalation, Rule
from intranet.deadlines.sweep import sweep
from intranet.notices.clauses import ClauseRef
from intranet.notices.enums import Channel
from intranet.notices.models import Notice
from intranet.people.models import Appointment, Person
from tests.factories import deadlines as make
from tests.factories.people import (
    AccountFactory,
    AppointmentFactory,
    PersonFactory,
    PostFactory,
    SubstitutionFactory,
    UnitFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

ISSUED = date(2026, 2, 14)
DUE = date(2026, 3, 1)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 7, 0, tzinfo=UTC)


def tick(day: date) -> dict[str, int]:
    return sweep(at=at(day), on_date=day)


def told(**filters: Any) -> list[tuple[str, int]]:
    rows = Notice.objects.filter(channel=Channel.INBOX, **filters).order_by("pk")
    return [(row.key.rsplit(":", 1)[1], row.recipient_id) for row in rows]


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch) -> dict[str, Rule]:
    """The register with one rule of our own; a test may put others in."""
    return make.only_rules(monkeypatch, make.rule())


@pytest.fixture(autouse=True)
def _with_rules(rules: dict[str, Rule]) -> None:
    """Every test here has the rule."""


def hold(kind: str) -> Person:
    """Return a person who holds a post of ``kind``; the appointment itself is met long ago."""
    post = PostFactory(kind=kind)
    return AppointmentFactory(post=post, since=date(2020, 1, 1), order_date=date(2020, 1, 2)).person


def test_a_subject_opens_a_deadline_whose_last_day_the_term_counts() -> None:
    subject = make.subject(ISSUED)
    counts = tick(ISSUED)
    deadline = Deadline.objects.get(subject_id=subject.pk)
    assert (deadline.due_on, deadline.responsible_id, deadline.label) == (DUE, subject.person_id, "К-1")
    assert counts["opened"] == 1


def test_reminders_go_out_on_their_days_and_on_no_other() -> None:
    make.subject(ISSUED)
    days = [day for n in range(30) if tick(day := ISSUED + timedelta(days=n))["told"]]
    assert [(day - ISSUED).days for day in days] == [0, 7, 12, 14, 15, 16, 18][: len(days)]
    assert [key for key, _person in told(kind_key="deadline.reminder")] == [
        "anchor+0", "anchor+7", "anchor+12", "anchor+14", "anchor+15",
    ]  # fmt: skip


def test_a_second_sweep_on_the_same_day_tells_nobody_anything() -> None:
    make.subject(ISSUED)
    assert tick(ISSUED)["told"] == 1
    assert tick(ISSUED) == {"opened": 0, "moved": 0, "met": 0, "overdue": 0, "told": 0}
    assert Notice.objects.filter(channel=Channel.INBOX).count() == 1


def test_missed_days_are_caught_up_with_the_latest_reminder_alone() -> None:
    make.subject(ISSUED)
    tick(ISSUED)
    tick(ISSUED + timedelta(days=13))
    assert [key for key, _ in told()] == ["anchor+0", "anchor+12"]


def test_steps_before_the_deadline_was_opened_are_skipped() -> None:
    make.subject(ISSUED)
    tick(ISSUED + timedelta(days=13))
    assert told() == []
    tick(ISSUED + timedelta(days=14))
    assert [key for key, _ in told()] == ["anchor+14"]


def test_a_deadline_that_is_late_at_birth_is_brought_to_the_one_above() -> None:
    hr_head, director = hold("hr_head"), hold("director")
    make.subject(ISSUED)
    tick(ISSUED + timedelta(days=30))
    assert told() == [("late+3", director.pk)]
    assert hr_head.pk not in Notice.objects.values_list("recipient_id", flat=True)


def test_an_overdue_deadline_climbs_the_chain() -> None:
    hr_head, director = hold("hr_head"), hold("director")
    make.subject(ISSUED)
    tick(ISSUED)
    tick(DUE + timedelta(days=1))
    assert told(kind_key="deadline.escalation") == [("late+1", hr_head.pk)]
    tick(DUE + timedelta(days=2))
    counts = tick(DUE + timedelta(days=3))
    assert told(kind_key="deadline.escalation") == [("late+1", hr_head.pk), ("late+3", director.pk)]
    assert counts["overdue"] == 1


def test_an_escalation_that_finds_nobody_goes_to_the_next_in_the_chain() -> None:
    director = hold("director")
    make.subject(ISSUED)
    tick(ISSUED)
    tick(DUE + timedelta(days=1))
    assert told(kind_key="deadline.escalation") == [("late+1", director.pk)]


def test_an_escalation_to_the_head_of_the_unit_finds_the_responsible_persons_own(rules: dict[str, Rule]) -> None:
    rules["test.publish"] = make.rule(escalations=(Escalation(1, "head"),))
    unit = UnitFactory()
    head = AppointmentFactory(
        post=PostFactory(unit=unit, kind="head"), since=date(2020, 1, 1), order_date=date(2020, 1, 2)
    )
    hold("head")
    make.subject(ISSUED, post=PostFactory(unit=unit))
    tick(ISSUED)
    tick(DUE + timedelta(days=1))
    assert told(kind_key="deadline.escalation") == [("late+1", head.person_id)]


def test_a_person_who_cannot_be_reached_is_replaced_by_the_rules_role() -> None:
    registrar = PersonFactory(account=AccountFactory(groups=["registrar"]))
    make.subject(ISSUED, person=PersonFactory(email=""))
    tick(ISSUED)
    assert told() == [("anchor+0", registrar.pk)]


def test_a_deadline_of_which_nobody_can_be_told_says_so() -> None:
    subject = make.subject(ISSUED, person=PersonFactory(email=""))
    tick(ISSUED)
    assert Deadline.objects.get(subject_id=subject.pk).nobody_told
    assert told() == []


def test_the_substitute_is_told_in_the_place_of_an_absent_person() -> None:
    subject = make.subject(ISSUED)
    substitution = SubstitutionFactory(absent=subject.person, since=ISSUED, until=ISSUED + timedelta(days=5))
    tick(ISSUED)
    tick(ISSUED + timedelta(days=7))
    assert told() == [("anchor+0", substitution.substitute_id), ("anchor+7", subject.person_id)]


def test_the_last_two_days_and_escalations_go_apart_from_the_digest() -> None:
    hold("hr_head")
    make.subject(ISSUED)
    for n in (0, 7, 12, 14, 15, 16):
        tick(ISSUED + timedelta(days=n))
    apart = dict(Notice.objects.filter(channel=Channel.EMAIL).values_list("key", "apart"))
    assert {key.rsplit(":", 1)[1]: value for key, value in apart.items()} == {
        "anchor+0": False, "anchor+7": False, "anchor+12": False, "anchor+14": True, "anchor+15": True, "late+1": True,
    }  # fmt: skip


def test_a_met_deadline_is_closed_and_says_no_more() -> None:
    subject = make.subject(ISSUED)
    tick(ISSUED)
    Appointment.objects.filter(pk=subject.pk).update(order_date=ISSUED + timedelta(days=3))
    assert tick(ISSUED + timedelta(days=7)) == {"opened": 0, "moved": 0, "met": 1, "overdue": 0, "told": 0}
    assert Deadline.objects.get(subject_id=subject.pk).state_on(DUE) == DeadlineState.MET


def test_what_was_met_after_the_last_day_is_met_late() -> None:
    subject = make.subject(ISSUED, order_date=DUE + timedelta(days=2))
    tick(ISSUED)
    deadline = Deadline.objects.get(subject_id=subject.pk)
    assert (deadline.state_on(DUE), deadline.days_late(DUE)) == (DeadlineState.MET_LATE, 2)


def test_a_fact_taken_back_reopens_its_deadline() -> None:
    subject = make.subject(ISSUED, order_date=ISSUED)
    tick(ISSUED)
    Appointment.objects.filter(pk=subject.pk).update(order_date=None)
    counts = reconcile(at=at(ISSUED), on_date=ISSUED + timedelta(days=7))
    assert counts.reopened == 1
    deadline = Deadline.objects.get(subject_id=subject.pk)
    assert deadline.state_on(ISSUED) == DeadlineState.OPEN
    assert [(move.on, move.reopened) for move in deadline.moves.all()] == [(ISSUED + timedelta(days=7), True)]


def test_a_subject_that_is_gone_lapses_and_comes_back(rules: dict[str, Rule]) -> None:
    subject = make.subject(ISSUED)
    tick(ISSUED)
    rules["test.publish"] = make.rule(subjects=lambda: make.appointments().none())
    assert reconcile(at=at(ISSUED), on_date=ISSUED).lapsed == 1
    assert tick(ISSUED + timedelta(days=20))["overdue"] == 0
    rules["test.publish"] = make.rule()
    assert reconcile(at=at(ISSUED), on_date=ISSUED).reopened == 1
    assert Deadline.objects.get(subject_id=subject.pk).lapsed_on is None


def test_a_moved_anchor_moves_the_deadline_takes_back_what_waits_and_tells_those_who_knew() -> None:
    subject = make.subject(ISSUED)
    tick(ISSUED)
    later = ISSUED + timedelta(days=10)
    Appointment.objects.filter(pk=subject.pk).update(since=later)
    assert tick(ISSUED + timedelta(days=1))["moved"] == 1
    deadline = Deadline.objects.get(subject_id=subject.pk)
    assert (deadline.due_on, deadline.speaks_on) == (later + timedelta(days=15), later)
    assert told(kind_key="deadline.moved") == [("moved", subject.person_id)]
    assert Notice.objects.get(channel=Channel.EMAIL, kind_key="deadline.reminder").cancelled_at is not None
    tick(later)
    assert [key for key, _ in told(kind_key="deadline.reminder")] == ["anchor+0", "anchor+0"]


def test_a_move_stands_in_the_history_even_where_nobody_had_been_told(rules: dict[str, Rule], in_english: None) -> None:
    rules["test.publish"] = make.rule(steps=(14,))
    subject = make.subject(ISSUED)
    tick(ISSUED)
    Appointment.objects.filter(pk=subject.pk).update(since=ISSUED + timedelta(days=10))
    tick(ISSUED + timedelta(days=1))
    assert told() == []
    moved = [event.text for event in history_of(Deadline.objects.get(subject_id=subject.pk)) if "moved" in event.text]
    assert moved == ["The last day moved from 1 March 2026 to 11 March 2026."]


def test_the_last_day_follows_the_institutions_holidays(rules: dict[str, Rule]) -> None:
    rules["test.publish"] = make.rule(term=Term(15, Unit.DAYS, Roll.NEXT))
    Holiday.objects.create(date=date(2026, 3, 2), name="day off")
    subject = make.subject(ISSUED)
    tick(ISSUED)
    assert Deadline.objects.get(subject_id=subject.pk).due_on == date(2026, 3, 3)


def test_a_waived_deadline_is_silent_until_the_waiver_ends() -> None:
    subject = make.subject(ISSUED)
    tick(ISSUED)
    deadline = Deadline.objects.get(subject_id=subject.pk)
    until = ISSUED + timedelta(days=13)
    waive(deadline=deadline, reason="order", until=until, at=at(ISSUED), on_date=ISSUED, actor=AccountFactory())
    assert tick(ISSUED + timedelta(days=7))["told"] == 0
    deadline.refresh_from_db()
    assert deadline.state_on(ISSUED) == DeadlineState.WAIVED
    assert Notice.objects.get(channel=Channel.EMAIL).cancelled_at is not None
    tick(until)
    assert [key for key, _ in told()] == ["anchor+0", "anchor+12"]


def test_a_waiver_can_be_taken_back() -> None:
    subject = make.subject(ISSUED)
    tick(ISSUED)
    deadline = Deadline.objects.get(subject_id=subject.pk)
    actor = AccountFactory()
    waive(deadline=deadline, reason="order", at=at(ISSUED), on_date=ISSUED, actor=actor)
    unwaive(deadline=deadline, at=at(ISSUED), actor=actor)
    assert tick(ISSUED + timedelta(days=7))["told"] == 1


@pytest.mark.parametrize(
    ("reason", "until", "met"),
    [("health", None, None), ("order", ISSUED, None), ("order", None, ISSUED)],
    ids=["a reason that is not in the list", "an end that is not ahead", "a deadline that is met"],
)
def test_a_waiver_is_refused_for(reason: str, until: date | None, met: date | None) -> None:
    subject = make.subject(ISSUED, order_date=met)
    tick(ISSUED)
    deadline = Deadline.objects.get(subject_id=subject.pk)
    with pytest.raises(CannotWaive):
        waive(deadline=deadline, reason=reason, until=until, at=at(ISSUED), on_date=ISSUED, actor=AccountFactory())


def test_a_rule_that_is_not_in_force_demands_nothing() -> None:
    make.subject(ISSUED)
    tick(ISSUED)
    make.set_values(in_force_until=DUE, at=at(ISSUED), on_date=ISSUED, order="№ 7")
    assert tick(DUE + timedelta(days=1)) == {"opened": 0, "moved": 0, "met": 0, "overdue": 0, "told": 0}
    assert queries.board(DUE).count() == 0


def test_the_clause_set_by_the_institution_is_the_one_that_is_cited() -> None:
    make.subject(ISSUED)
    make.set_values(clause=ClauseRef("cpd", "4.7"), at=at(ISSUED), on_date=ISSUED)
    tick(ISSUED)
    assert set(Notice.objects.values_list("clause_document", "clause_number")) == {("cpd", "4.7")}


def test_a_person_sees_their_own_their_roles_and_an_absent_colleagues_deadlines() -> None:
    person = PersonFactory(account=AccountFactory(groups=["registrar"]))
    make.subject(ISSUED, label="own", person=person)
    absent = make.subject(ISSUED + timedelta(days=1), label="absent")
    make.subject(ISSUED, label="another's")
    SubstitutionFactory(absent=absent.person, substitute=person, since=ISSUED, until=None)
    roles = make.subject(ISSUED + timedelta(days=2), label="role's")
    tick(ISSUED)
    Deadline.objects.filter(subject_id=roles.pk).update(responsible=None)
    with translation.override("en"):
        found = queries.of_person(person, ISSUED + timedelta(days=16))
    assert [each.label for each in found] == ["own", "absent", "role's"]
    assert (found[0].state, found[0].days_late, found[0].clause) == (DeadlineState.OVERDUE, 1, "clause 3.3")


def test_the_board_counts_by_urgency() -> None:
    for n in (0, 10, 20, 40):
        make.subject(ISSUED + timedelta(days=n))
    day = ISSUED + timedelta(days=20)
    tick(day)
    counts = queries.counts(day, queries.Wanted())
    assert [counts[state] for state in (DeadlineState.OVERDUE, DeadlineState.SOON, DeadlineState.OPEN)] == [1, 1, 2]


def test_only_what_changed_is_looked_at_between_full_runs(rules: dict[str, Rule]) -> None:
    asked: list[datetime] = []

    def changed(since: datetime) -> Any:
        asked.append(since)
        return make.appointments().filter(order_number="new")

    rules["test.publish"] = make.rule(changed=changed)
    tick(ISSUED)
    make.subject(ISSUED, label="new")
    make.subject(ISSUED, label="unseen")
    assert tick(ISSUED)["opened"] == 1
    assert asked == [at(ISSUED) - timedelta(minutes=10)]
    assert tick(ISSUED + timedelta(days=1))["opened"] == 1  # the first run of a day looks at all


def test_an_operation_may_have_its_own_subject_reconciled_at_once() -> None:
    first, second = make.subject(ISSUED), make.subject(ISSUED)
    counts = reconcile(rule_key="test.publish", subject_ids=[first.pk], at=at(ISSUED), on_date=ISSUED)
    assert counts.opened == 1
    assert not Deadline.objects.filter(subject_id=second.pk).exists()
    assert RuleSetting.objects.get().reconciled_at is None


def test_a_day_with_many_deadlines_is_told_with_few_queries(django_assert_max_num_queries: Any) -> None:
    person = PersonFactory()
    Appointment.objects.bulk_create(
        Appointment(person=person, post=post, since=ISSUED - timedelta(days=n), order_number=f"К-{n}")
        for n, post in enumerate(PostFactory.create_batch(60, unit=UnitFactory()))
    )
    reconcile(at=at(ISSUED), on_date=ISSUED - timedelta(days=60))
    with django_assert_max_num_queries(55):
        assert remind(at=at(ISSUED), on_date=ISSUED) == 60
