"""When a letter may go out: quiet hours and days off defer, and never past the last day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intranet.core.terms import Calendar
from intranet.notices.rules import NO_QUIET, Quiet, go_out_at

KYIV = ZoneInfo("Europe/Kyiv")
NIGHT = Quiet(time(20), time(7))
NEW_YEAR = Calendar(holidays=frozenset({date(2026, 1, 1), date(2026, 3, 9)}), working=frozenset({date(2026, 3, 14)}))


def local(text: str, zone: ZoneInfo = KYIV) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("at", "due_on", "expected"),
    [
        ("2026-02-16 10:00", None, "2026-02-16 10:00"),
        ("2026-02-16 07:00", None, "2026-02-16 07:00"),
        ("2026-02-16 06:59", None, "2026-02-16 07:00"),
        ("2026-02-16 20:00", None, "2026-02-17 07:00"),
        ("2026-02-17 00:30", None, "2026-02-17 07:00"),
        ("2026-02-13 21:00", None, "2026-02-16 07:00"),
        ("2026-02-14 12:00", None, "2026-02-16 07:00"),
        ("2026-02-14 12:00", "2026-02-16", "2026-02-16 07:00"),
        ("2026-02-14 12:00", "2026-02-15", "2026-02-14 12:00"),
        ("2026-02-13 21:00", "2026-02-15", "2026-02-14 07:00"),
        ("2026-02-14 21:00", "2026-02-15", "2026-02-15 07:00"),
        ("2026-02-15 20:30", "2026-02-15", "2026-02-15 20:30"),
        ("2026-02-16 03:00", "2026-02-15", "2026-02-16 07:00"),
        ("2026-02-16 20:30", "2026-02-16", "2026-02-16 20:30"),
        ("2025-12-31 22:00", None, "2026-01-02 07:00"),
        ("2025-12-31 22:00", "2026-01-01", "2026-01-01 07:00"),
        ("2028-02-28 23:00", None, "2028-02-29 07:00"),
        ("2026-03-07 12:00", None, "2026-03-10 07:00"),
        ("2026-03-13 22:00", None, "2026-03-14 07:00"),
        ("2026-03-27 23:00", "2026-03-29", "2026-03-28 07:00"),
        ("2026-03-28 23:00", "2026-03-29", "2026-03-29 07:00"),
        ("2026-10-24 23:00", "2026-10-25", "2026-10-25 07:00"),
    ],
    ids=[
        "by day",
        "at the end of the quiet hours",
        "a minute before it",
        "at their beginning",
        "after midnight",
        "a Friday evening",
        "a Saturday",
        "a Saturday, due on Monday",
        "a Saturday, due on Sunday",
        "a Friday evening, due on Sunday",
        "a Saturday evening, due on Sunday",
        "the evening of a Sunday that is the last day",
        "after the last day nothing hurries",
        "the evening of the last day",
        "the year's end and a holiday",
        "the year's end, due on the holiday",
        "into a leap day",
        "before a long weekend",
        "a Saturday that is worked",
        "before the night of summer time, due after it",
        "the night of summer time",
        "the night of winter time",
    ],
)
def test_quiet_hours_and_days_off_defer_and_never_past_the_last_day(at: str, due_on: str | None, expected: str) -> None:
    due = date.fromisoformat(due_on) if due_on else None
    found = go_out_at(local(at), zone=KYIV, quiet=NIGHT, calendar=NEW_YEAR, due_on=due)
    assert found.astimezone(KYIV) == local(expected)


def test_the_clock_is_the_readers_and_the_last_day_the_institutions() -> None:
    new_york = ZoneInfo("America/New_York")
    at = local("2026-02-17 10:00")  # three in the morning there
    assert go_out_at(at, zone=new_york, quiet=NIGHT) == local("2026-02-17 07:00", new_york)
    late = local("2026-02-16 23:30")  # half past four in the afternoon there
    assert go_out_at(late, zone=new_york, quiet=NIGHT, due_on=date(2026, 2, 16), legal_zone=KYIV) == late
    night_there = local("2026-02-16 08:00")
    assert go_out_at(night_there, zone=new_york, quiet=NIGHT, due_on=date(2026, 2, 16), legal_zone=KYIV) == local(
        "2026-02-16 14:00"
    )


@pytest.mark.parametrize(
    ("quiet", "hour", "expected"),
    [
        (NIGHT, 9, Quiet(time(20), time(9))),
        (NIGHT, 22, NIGHT),
        (NIGHT, 3, NIGHT),
        (NO_QUIET, 16, Quiet(time(0), time(16))),
        (Quiet(time(0), time(6)), 9, Quiet(time(0), time(9))),
    ],
)
def test_a_digest_waits_for_the_hour_that_its_reader_chose(quiet: Quiet, hour: int, expected: Quiet) -> None:
    assert quiet.not_before(time(hour)) == expected


def test_a_calendar_without_a_working_day_holds_nothing_back_for_ever() -> None:
    start = date(2026, 1, 1)
    never = Calendar(holidays=frozenset(start + timedelta(days=n) for n in range(800)))
    at = local("2026-01-05 12:00")
    assert go_out_at(at, zone=KYIV, calendar=never) == at


zones = st.sampled_from(["Europe/Kyiv", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"])
moments = st.integers(0, 8 * 365 * 24 * 60).map(lambda minutes: local("2024-01-01 00:00") + timedelta(minutes=minutes))
times = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
days = st.dates(date(2024, 1, 1), date(2032, 1, 1))
calendars = st.builds(
    lambda off, on: Calendar(holidays=frozenset(off), working=frozenset(on)),
    st.lists(days, max_size=30),
    st.lists(days, max_size=5),
)


@given(
    at=moments,
    zone=zones,
    legal=zones,
    quiet=st.builds(Quiet, times, times),
    calendar=calendars,
    due_in=st.none() | st.integers(-3, 10),
)
def test_a_letter_is_never_early_never_after_its_last_day_and_asks_the_same_when_asked_again(
    at: datetime, zone: str, legal: str, quiet: Quiet, calendar: Calendar, due_in: int | None
) -> None:
    reader, law = ZoneInfo(zone), ZoneInfo(legal)
    due_on = None if due_in is None else at.astimezone(law).date() + timedelta(days=due_in)

    def asked(moment: datetime) -> datetime:
        return go_out_at(moment, zone=reader, quiet=quiet, calendar=calendar, due_on=due_on, legal_zone=law)

    found = asked(at)
    assert found >= at
    assert asked(found) == found
    if due_in is not None and due_in >= 0:
        assert due_on is not None
        assert found.astimezone(law).date() <= due_on
    if due_on is None:
        there = found.astimezone(reader)
        assert calendar.is_working(there.date())
        assert not quiet.covers(there.time()) or quiet.start == quiet.until
