"""On which days a rule speaks, and what it says on one of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intranet.core.terms import Calendar, Term, Unit
from intranet.deadlines.rules import Escalation, Moment, Rule, due_dates, is_apart, moments, next_moment, speaking_now
from intranet.notices.clauses import ClauseRef

ISSUED, DUE = date(2026, 2, 14), date(2026, 3, 1)


def rule(**changed: object) -> Rule:
    values: dict[str, object] = {
        "key": "reg.publish",
        "source": "REG-01",
        "name": "Publish",
        "clause": ClauseRef("cpd", "3.3"),
        "term": Term(15, Unit.DAYS),
        "steps": (0, 7, 12, 14, 15),
        "steps_from": "anchor",
        "escalations": (Escalation(1, "hr_head"),),
        "responsible": "registrar",
        "subjects": list,
        "subject_url": str,
    }
    return Rule(**{**values, **changed})  # type: ignore[arg-type]


def schedule(**changed: object) -> list[Moment]:
    return moments(rule(**changed), anchor=ISSUED, due_on=DUE, calendar=Calendar())


def said(found: list[Moment]) -> list[str]:
    return [moment.key for moment in found]


def test_reg_publish_speaks_on_the_days_of_the_catalogue() -> None:
    assert [(moment.on - ISSUED).days for moment in schedule()] == [0, 7, 12, 14, 15, 16]


def test_steps_are_counted_from_the_last_day_unless_the_rule_says_otherwise() -> None:
    assert [m.on for m in schedule(steps=(-14, 0), steps_from="due", escalations=())] == [date(2026, 2, 15), DUE]


def test_a_step_may_be_a_term() -> None:
    (moment,) = schedule(steps=(Term(-3, Unit.MONTHS),), steps_from="due", escalations=())
    assert (moment.on, moment.key) == (date(2025, 12, 1), "due-3months")


def test_the_last_day_is_computed_for_every_anchor() -> None:
    anchors = {ISSUED, date(2024, 2, 14), date(2026, 12, 20)}
    assert due_dates(anchors, Term(15, Unit.DAYS), Calendar()) == {
        ISSUED: DUE,
        date(2024, 2, 14): date(2024, 2, 29),
        date(2026, 12, 20): date(2027, 1, 4),
    }


@pytest.mark.parametrize(
    ("opened", "told_until", "today", "expected"),
    [
        (0, None, 0, ["anchor+0"]),
        (0, None, 13, ["anchor+12"]),
        (0, 12, 13, []),
        (0, 7, 15, ["anchor+15"]),
        (0, 15, 16, ["late+1"]),
        (0, 7, 20, ["anchor+15", "late+1"]),
        (13, None, 13, []),
        (13, None, 14, ["anchor+14"]),
        (30, None, 30, ["late+1"]),
    ],
    ids=[
        "on its day",
        "missed days collapse into the latest",
        "what was told is not told again",
        "the latest of two",
        "an escalation alone",
        "a reminder and the escalation it missed",
        "steps before the opening are skipped",
        "the first step after the opening",
        "late at birth",
    ],
)
def test_what_is_said_on_a_day(opened: int, told_until: int | None, today: int, expected: list[str]) -> None:
    found = speaking_now(
        schedule(),
        opened_on=ISSUED + timedelta(days=opened),
        told_until=None if told_until is None else ISSUED + timedelta(days=told_until),
        on_date=ISSUED + timedelta(days=today),
    )
    assert said(found) == expected


@given(st.lists(st.integers(0, 40), max_size=30).map(sorted))
def test_however_the_days_are_swept_nothing_is_said_twice_and_every_escalation_is_said(days: list[int]) -> None:
    heard: list[str] = []
    told_until: date | None = None
    for day in [0, *days, 41]:
        today = ISSUED + timedelta(days=day)
        heard += said(speaking_now(schedule(), opened_on=ISSUED, told_until=told_until, on_date=today))
        told_until = today
    assert len(heard) == len(set(heard))
    assert "late+1" in heard
    assert "anchor+15" in heard


def test_the_next_moment_is_after_the_day() -> None:
    assert next_moment(schedule(), after=ISSUED) == ISSUED + timedelta(days=7)
    assert next_moment(schedule(), after=DUE + timedelta(days=1)) is None


@pytest.mark.parametrize(
    ("key", "apart"), [("anchor+12", False), ("anchor+14", True), ("anchor+15", True), ("late+1", True)]
)
def test_the_last_two_days_and_escalations_go_apart(key: str, apart: bool) -> None:
    (moment,) = [moment for moment in schedule() if moment.key == key]
    assert is_apart(moment, due_on=DUE) is apart
