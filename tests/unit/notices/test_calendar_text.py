"""The calendar's text by the letter of RFC 5545: whatever a title holds, a calendar program reads it back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from intranet.notices import calendar_text
from intranet.notices.calendar import Event
from intranet.notices.calendar_text import printable, tag_of, write
from intranet.notices.models import CalendarEntry
from intranet.notices.operations.feeding import Said

AT = datetime(2026, 2, 14, 7, 0, tzinfo=UTC)
DAY = date(2026, 3, 1)
TITLES = st.text(max_size=400)


@pytest.fixture(autouse=True)
def _site(settings: pytest.FixtureRequest) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://intranet.example.org:8443/"  # type: ignore[attr-defined]


def said(title: str = "Останній день", *, day: date = DAY, cancelled: bool = False, **fields: str) -> Said:
    event = Event("deadline:reg.publish:17", day, title, **fields)
    entry = CalendarEntry(key=event.key, day=day, fingerprint=event.fingerprint, sequence=3, changed_at=AT)
    return Said(entry, None if cancelled else event)


def only_event(text: bytes) -> Calendar:
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    return event


@given(TITLES, TITLES, TITLES)
def test_whatever_a_title_holds_is_read_back(title: str, description: str, place: str) -> None:
    event = only_event(write("Календар", [said(title, description=description, place=place)], language="uk"))
    assert event["SUMMARY"] == printable(title)
    assert event.get("DESCRIPTION", "") == printable(description)
    assert event.get("LOCATION", "") == printable(place)


@given(TITLES)
def test_lines_are_folded_at_seventy_five_octets_and_end_as_they_must(title: str) -> None:
    text = write("Календар", [said(title)], language="uk")
    assert text.endswith(b"END:VCALENDAR\r\n")
    for line in text.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        assert b"\r" not in line
    text.decode()  # no letter is torn by a fold in a way that the whole would not be UTF-8
    assert all(part.decode() or not part for part in text.split(b"\r\n"))


def test_no_title_smuggles_a_line_of_its_own() -> None:
    text = write("К", [said("a\r\nATTENDEE:mailto:x@example.org\nBEGIN:VALARM")], language="uk")
    lines = text.replace(b"\r\n ", b"").split(b"\r\n")
    assert not [line for line in lines if line.startswith((b"ATTENDEE", b"BEGIN:VALARM"))]


@pytest.mark.parametrize(
    "day", [date(2024, 2, 29), date(2026, 3, 29), date(2026, 10, 25), date(2026, 12, 31), date(2027, 1, 1)]
)
def test_a_deadline_fills_its_day_whatever_the_clocks_do(day: date) -> None:
    text = write("К", [said(day=day)], language="uk")
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}".encode() in text
    event = only_event(text)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (day, day + timedelta(days=1))
    assert b"VTIMEZONE" not in text


def test_an_event_says_what_a_program_needs_and_rings_no_bell() -> None:
    text = write("К", [said(url="/uk/inbox/", description="пункт 3.3")], language="uk")
    event = only_event(text)
    assert event["UID"] == "deadline-reg.publish-17@intranet.example.org"
    assert event["SEQUENCE"] == 3
    assert event["URL"] == "https://intranet.example.org:8443/uk/inbox/"
    assert (event["STATUS"], event["TRANSP"], event["CLASS"]) == ("CONFIRMED", "TRANSPARENT", "PRIVATE")
    assert event["SUMMARY"].params["LANGUAGE"] == "uk"
    assert event.decoded("dtstamp") == AT
    assert b"VALARM" not in text


def test_a_cancelled_event_keeps_its_name_and_nothing_else_of_what_it_was() -> None:
    event = only_event(write("К", [said("Таємна назва", cancelled=True)], language="uk"))
    assert (event["STATUS"], event["UID"]) == ("CANCELLED", "deadline-reg.publish-17@intranet.example.org")
    assert "Таємна" not in event.to_ical().decode()


def test_the_calendar_names_itself_and_how_often_it_wants_to_be_asked() -> None:
    calendar = Calendar.from_ical(write("Строки: Коледж", [], language="uk"))
    assert calendar["X-WR-CALNAME"] == calendar["NAME"] == "Строки: Коледж"
    assert (calendar["VERSION"], calendar["METHOD"]) == ("2.0", "PUBLISH")
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H" in calendar.to_ical()


def test_the_same_calendar_has_the_same_bytes_and_tag_and_another_has_others(monkeypatch: pytest.MonkeyPatch) -> None:
    one, moved = said(), said()
    moved.entry.sequence = 4
    assert write("К", [one], language="uk") == write("К", [said()], language="uk")
    tag = tag_of("К", [one])
    assert tag == tag_of("К", [said()])
    others = {tag_of("К", [moved]), tag_of("К", [said(cancelled=True)]), tag_of("Інший", [one]), tag_of("К", [])}
    monkeypatch.setattr(calendar_text, "FORM", "another")
    others.add(tag_of("К", [one]))
    assert len(others | {tag}) == 6
