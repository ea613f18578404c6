"""Terms: section M of the rule catalogue, and what holds for every date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intranet.core.terms import Calendar, Roll, Term, Unit, due

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))
ROLLS = st.sampled_from([Roll.NEXT, Roll.PREVIOUS])
CALENDARS = st.builds(
    Calendar,
    holidays=st.frozensets(DAYS, max_size=20),
    working=st.frozensets(DAYS, max_size=5),
    weekend=st.sampled_from([frozenset({5, 6}), frozenset({4, 5}), frozenset({6}), frozenset()]),
)


@pytest.mark.parametrize(
    ("anchor", "amount", "unit", "expected"),
    [
        # The vectors of section M.
        ("2026-02-14", 15, Unit.DAYS, "2026-03-01"),
        ("2024-02-14", 15, Unit.DAYS, "2024-02-29"),
        ("2026-12-20", 15, Unit.DAYS, "2027-01-04"),
        ("2026-01-31", 1, Unit.MONTHS, "2026-02-28"),
        ("2024-01-31", 1, Unit.MONTHS, "2024-02-29"),
        ("2026-05-31", 1, Unit.MONTHS, "2026-06-30"),
        ("2026-03-31", -1, Unit.MONTHS, "2026-02-28"),
        ("2026-03-30", -14, Unit.DAYS, "2026-03-16"),
        ("2028-02-29", 12, Unit.MONTHS, "2029-02-28"),
        # The other rows of its table: two years in a leading post, 24 and 36 months, 14 days before.
        ("2026-09-01", 2, Unit.YEARS, "2028-09-01"),
        ("2026-05-20", 24, Unit.MONTHS, "2028-05-20"),
        ("2026-05-20", 36, Unit.MONTHS, "2029-05-20"),
        ("2026-01-10", -14, Unit.DAYS, "2025-12-27"),
        # Edges.
        ("2024-02-29", 1, Unit.YEARS, "2025-02-28"),
        ("2024-02-29", 4, Unit.YEARS, "2028-02-29"),
        ("2024-02-29", -1, Unit.YEARS, "2023-02-28"),
        ("2025-12-31", 2, Unit.MONTHS, "2026-02-28"),
        ("2026-01-15", -1, Unit.MONTHS, "2025-12-15"),
        ("2026-01-15", -13, Unit.MONTHS, "2024-12-15"),
        ("2026-11-30", 1, Unit.MONTHS, "2026-12-30"),
        ("2026-02-14", 2, Unit.WEEKS, "2026-02-28"),
        ("2026-02-14", -2, Unit.WEEKS, "2026-01-31"),
        ("2026-02-14", 0, Unit.DAYS, "2026-02-14"),
        ("2026-02-14", 0, Unit.WORKING_DAYS, "2026-02-14"),
    ],
)
def test_a_term_ends_on_its_day(anchor: str, amount: int, unit: Unit, expected: str) -> None:
    assert due(date.fromisoformat(anchor), Term(amount, unit)) == date.fromisoformat(expected)


MARCH_8_AND_9 = frozenset({date(2026, 3, 9)})  # a Monday off
SATURDAY_WORKED = frozenset({date(2026, 3, 14)})


@pytest.mark.parametrize(
    ("anchor", "amount", "expected"),
    [
        ("2026-03-05", 1, "2026-03-06"),  # Thursday to Friday
        ("2026-03-06", 1, "2026-03-10"),  # over the weekend and the Monday off
        ("2026-03-07", 1, "2026-03-10"),  # from a Saturday
        ("2026-03-12", 2, "2026-03-14"),  # the Saturday is worked
        ("2026-03-12", 3, "2026-03-16"),
        ("2026-03-10", -1, "2026-03-06"),
        ("2026-03-16", -2, "2026-03-13"),
        ("2026-03-09", -1, "2026-03-06"),
    ],
)
def test_working_days_leave_out_weekends_and_holidays_and_count_moved_days(
    anchor: str, amount: int, expected: str
) -> None:
    calendar = Calendar(holidays=MARCH_8_AND_9, working=SATURDAY_WORKED)
    assert due(date.fromisoformat(anchor), Term(amount, Unit.WORKING_DAYS), calendar) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("roll", "expected"),
    [(Roll.NONE, "2026-03-08"), (Roll.NEXT, "2026-03-10"), (Roll.PREVIOUS, "2026-03-06")],
)
def test_a_due_day_off_stays_or_moves_as_the_rule_says(roll: Roll, expected: str) -> None:
    term = Term(15, Unit.DAYS, roll)
    assert due(date(2026, 2, 21), term, Calendar(holidays=MARCH_8_AND_9)) == date.fromisoformat(expected)


def test_the_publication_term_is_not_moved_from_a_sunday() -> None:
    day = due(date(2026, 2, 14), Term(15, Unit.DAYS))
    assert day == date(2026, 3, 1)
    assert not Calendar().is_working(day)


def test_a_moved_working_day_counts_even_where_it_is_a_holiday_too() -> None:
    assert Calendar(holidays=SATURDAY_WORKED, working=SATURDAY_WORKED).is_working(date(2026, 3, 14))


def test_a_week_without_a_working_day_is_refused() -> None:
    with pytest.raises(ValueError, match="working day"):
        Calendar(weekend=frozenset(range(7)))


@pytest.mark.parametrize("unit", list(Unit))
def test_a_day_beyond_the_calendar_is_refused_alike_for_every_unit(unit: Unit) -> None:
    with pytest.raises(OverflowError):
        due(date(9999, 12, 20), Term(30, unit))
    with pytest.raises(OverflowError):
        due(date(1, 1, 10), Term(-30, unit))


@given(DAYS, st.integers(-2000, 2000), st.sampled_from([Unit.DAYS, Unit.WEEKS]))
def test_days_and_weeks_forward_and_back_come_home(day: date, amount: int, unit: Unit) -> None:
    assert due(due(day, Term(amount, unit)), Term(-amount, unit)) == day


@given(DAYS, st.integers(1, 60), CALENDARS)
def test_working_days_forward_and_back_come_home_to_a_working_day(day: date, amount: int, calendar: Calendar) -> None:
    there = due(day, Term(amount, Unit.WORKING_DAYS), calendar)
    back = due(there, Term(-amount, Unit.WORKING_DAYS), calendar)
    assert calendar.is_working(there)
    assert back <= day
    assert back == day or not calendar.is_working(day)
    assert sum(calendar.is_working(day + timedelta(n)) for n in range(1, (there - day).days + 1)) == amount


@given(DAYS, st.integers(-500, 500), st.sampled_from(list(Unit)), ROLLS, CALENDARS)
def test_a_rolled_term_never_ends_on_a_day_off(
    day: date, amount: int, unit: Unit, roll: Roll, calendar: Calendar
) -> None:
    stays = due(day, Term(amount % 100, unit), calendar)
    moved = due(day, Term(amount % 100, unit, roll), calendar)
    assert calendar.is_working(moved)
    assert (moved >= stays) if roll is Roll.NEXT else (moved <= stays)
    assert moved == stays or not calendar.is_working(stays)


@given(DAYS, DAYS, st.integers(-600, 600), st.sampled_from([Unit.MONTHS, Unit.YEARS]))
def test_a_later_anchor_never_ends_earlier(one: date, other: date, amount: int, unit: Unit) -> None:
    first, second = sorted([one, other])
    term = Term(amount % 60 - 30, unit)
    assert due(first, term) <= due(second, term)


@given(DAYS, st.integers(-600, 600))
def test_months_keep_the_day_or_end_with_the_month(day: date, months: int) -> None:
    there = due(day, Term(months, Unit.MONTHS))
    assert (there.year - day.year) * 12 + there.month - day.month == months
    assert there.day == day.day or (there.day < day.day and (there + timedelta(1)).day == 1)
