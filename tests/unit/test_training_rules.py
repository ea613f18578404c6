"""What follows from the dates and the size of a run (PRG-02)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from intranet.training.enums import RunState
from intranet.training.rules.runs import RunDates, attended_hours, free_places, has_attended, state, who_moves_up

pytestmark = pytest.mark.unit

DATES = RunDates(date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 1))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 1), RunState.OPEN),
        (date(2026, 3, 1), RunState.OPEN),
        (date(2026, 3, 2), RunState.RUNNING),
        (date(2026, 3, 6), RunState.RUNNING),
        (date(2026, 3, 7), RunState.ENDED),
    ],
)
def test_a_run_is_what_its_dates_say(day: date, expected: RunState) -> None:
    assert state(DATES, day) is expected


def test_sign_up_may_close_before_the_run_begins_or_go_on_while_it_runs() -> None:
    early = RunDates(DATES.starts_on, DATES.ends_on, date(2026, 2, 20))
    late = RunDates(DATES.starts_on, DATES.ends_on, date(2026, 3, 3))
    assert state(early, date(2026, 2, 21)) is RunState.CLOSED
    assert state(late, date(2026, 3, 3)) is RunState.OPEN


def test_a_cancelled_run_and_a_completed_one_stay_so_on_every_day() -> None:
    cancelled = RunDates(DATES.starts_on, DATES.ends_on, DATES.sign_up_until, cancelled=True)
    completed = RunDates(DATES.starts_on, DATES.ends_on, DATES.sign_up_until, completed=True)
    for day in (date(2026, 1, 1), date(2027, 1, 1)):
        assert state(cancelled, day) is RunState.CANCELLED
        assert state(completed, day) is RunState.COMPLETED


@pytest.mark.parametrize(("size", "taken", "free"), [(2, 0, 2), (2, 2, 0), (2, 3, 0), (None, 500, None)])
def test_free_places_are_never_fewer_than_none(size: int | None, taken: int, free: int | None) -> None:
    assert free_places(size, taken) == free


@pytest.mark.parametrize(
    ("size", "taken", "lucky"), [(2, 1, [7]), (2, 2, []), (3, 1, [7, 8]), (None, 99, [7, 8, 9]), (1, 4, [])]
)
def test_the_longest_waiting_moves_up(size: int | None, taken: int, lucky: list[int]) -> None:
    assert list(who_moves_up([7, 8, 9], size=size, taken=taken)) == lucky


def test_completion_is_proposed_for_whoever_was_at_every_session() -> None:
    assert has_attended([1, 2], {1, 2})
    assert not has_attended([1, 2], {2})
    assert not has_attended([], set())


def test_hours_are_those_of_the_sessions_attended() -> None:
    assert attended_hours({1: Decimal("1.5"), 2: Decimal(6)}, {2, 9}) == Decimal(6)
