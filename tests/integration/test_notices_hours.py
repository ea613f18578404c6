"""Quiet hours and days off hold letters back, never drop them, never past the last day; one digest a person a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from intranet.core.models import Holiday
from intranet.notices.enums import Channel, LetterState
from intranet.notices.kinds import Kind, LetterDraft, NoticeDraft
from intranet.notices.models import Letter, Notice, PostSettings, Preference
from intranet.notices.operations import cancel, compose, hold_back, send_again, tell, write_to_addresses
from intranet.notices.sweep import sweep
from intranet.people.models import Person
from tests.factories.people import AccountFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

KYIV = ZoneInfo("Europe/Kyiv")


@pytest.fixture(autouse=True)
def _hours_and_kinds(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.LETTERS_AT_ANY_HOUR = False
    known = {
        "plain": Kind("plain", "plain", "About %(what)s", "The matter is %(what)s."),
        "urgent": Kind("urgent", "urgent", "Now %(what)s", "The matter is %(what)s.", apart=True),
    }
    for module in ("operations.telling", "operations.addressing", "models"):
        monkeypatch.setattr(f"intranet.notices.{module}.register", lambda: known)


def local(text: str, zone: ZoneInfo = KYIV) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def told(person: Person, key: str, at: datetime, *, due_on: date | None = None, kind: str = "plain") -> None:
    tell([NoticeDraft(key, kind, person.pk, {"what": key}, due_on=due_on, about=f"matter:{key}")], at=at)


def composed(at: datetime) -> int:
    return compose(at=at, on_date=at.astimezone(KYIV).date())


@pytest.mark.parametrize("kind", ["plain", "urgent"])
def test_what_is_told_on_a_friday_night_is_in_the_inbox_at_once_and_in_a_letter_on_monday(kind: str) -> None:
    told(PersonFactory(), "a", local("2026-02-13 21:00"), kind=kind)
    assert Notice.objects.filter(channel=Channel.INBOX).count() == 1
    for moment in ("2026-02-13 21:05", "2026-02-14 10:00", "2026-02-15 23:59", "2026-02-16 06:59"):
        assert composed(local(moment)) == 0
    assert composed(local("2026-02-16 07:00")) == 1


def test_all_that_waited_goes_into_one_digest_and_over_midnight_nothing_doubles() -> None:
    person = PersonFactory()
    for n, moment in enumerate(["2026-02-13 21:00", "2026-02-14 12:00", "2026-02-15 23:55", "2026-02-16 00:05"]):
        told(person, f"k{n}", local(moment))
        composed(local(moment) + timedelta(minutes=1))
    assert composed(local("2026-02-16 07:00")) == 1
    assert composed(local("2026-02-16 07:00")) == 0
    assert Letter.objects.get().notices.count() == 4


def test_what_is_taken_back_in_the_night_was_never_in_a_letter() -> None:
    told(PersonFactory(), "a", local("2026-02-16 22:00"))
    composed(local("2026-02-16 22:00"))
    cancel(about=["matter:a"], at=local("2026-02-16 23:00"))
    assert composed(local("2026-02-17 09:00")) == 0


@pytest.mark.parametrize(
    ("at", "due_on", "goes"),
    [
        ("2026-02-14 12:00", date(2026, 2, 15), True),
        ("2026-02-14 12:00", date(2026, 2, 16), False),
        ("2026-02-15 21:00", date(2026, 2, 15), True),
        ("2026-02-15 21:00", date(2026, 2, 16), False),
        ("2026-02-15 21:00", date(2026, 2, 14), False),
    ],
    ids=["due on Sunday", "due on Monday", "the last evening", "the evening before", "late already"],
)
def test_nothing_waits_past_its_last_day(at: str, due_on: date, goes: bool) -> None:
    told(PersonFactory(), "a", local(at), due_on=due_on)
    assert composed(local(at)) == int(goes)


def test_a_holiday_defers_and_a_moved_working_day_does_not() -> None:
    Holiday.objects.create(date=date(2026, 2, 16), name="Свято")
    Holiday.objects.create(date=date(2026, 2, 21), name="Перенесено", is_working=True)
    told(PersonFactory(), "a", local("2026-02-16 10:00"))
    assert composed(local("2026-02-16 10:00")) == 0
    assert composed(local("2026-02-21 10:00")) == 1


def test_the_institution_may_have_no_quiet_hours_and_work_every_day() -> None:
    PostSettings.objects.create(pk=1, quiet_from=time(0), quiet_until=time(0), rests_on_days_off=False)
    told(PersonFactory(), "a", local("2026-02-15 03:00"))
    assert composed(local("2026-02-15 03:00")) == 1


def test_the_clock_is_the_readers() -> None:
    here, there = PersonFactory(), PersonFactory()
    zone = ZoneInfo("America/New_York")
    Preference.objects.create(person=there, time_zone="America/New_York", changed_at=local("2026-02-01 10:00"))
    for person in (here, there):
        told(person, f"of {person.pk}", local("2026-02-16 09:00"))
    assert composed(local("2026-02-16 09:00")) == 1
    assert Letter.objects.get().recipient == here
    assert composed(local("2026-02-16 21:00")) == 1  # the afternoon there, the night here
    assert composed(local("2026-02-16 08:00", zone)) == 0


def test_the_letter_of_the_day_comes_at_the_hour_that_its_reader_chose_and_urgent_ones_do_not_wait_for_it() -> None:
    person = PersonFactory()
    Preference.objects.create(person=person, digest_hour=16, changed_at=local("2026-02-01 10:00"))
    told(person, "a", local("2026-02-16 09:00"))
    told(person, "b", local("2026-02-16 09:00"), kind="urgent")
    assert composed(local("2026-02-16 09:00")) == 1
    assert Letter.objects.get().digest_on is None
    assert composed(local("2026-02-16 16:00")) == 1


def test_a_retry_that_falls_into_the_night_waits_for_the_morning_unless_its_last_day_ends(settings: Any) -> None:
    first, second = PersonFactory(), PersonFactory()
    told(first, "a", local("2026-02-16 19:50"), kind="urgent")
    told(second, "b", local("2026-02-16 19:50"), kind="urgent", due_on=date(2026, 2, 16))
    composed(local("2026-02-16 19:50"))
    Letter.objects.update(state=LetterState.FAILED, last_error="try later", attempts=1)
    night = local("2026-02-16 20:10")
    assert hold_back(at=night, on_date=date(2026, 2, 16)) == 1
    assert hold_back(at=night, on_date=date(2026, 2, 16)) == 0
    assert Letter.objects.get(recipient=first).next_attempt_at == local("2026-02-17 07:00")
    assert sweep(at=night, on_date=date(2026, 2, 16))["delivered"] == 1
    assert mail.outbox[0].to == [second.email]


def test_what_a_person_sends_again_by_hand_goes_out_in_the_night_too() -> None:
    told(PersonFactory(), "a", local("2026-02-16 10:00"))
    composed(local("2026-02-16 10:00"))
    Letter.objects.update(state=LetterState.DEAD, last_error="gone")
    night = local("2026-02-16 22:00")
    send_again(letter=Letter.objects.get(), at=night, actor=AccountFactory())
    assert sweep(at=night, on_date=date(2026, 2, 16))["delivered"] == 1


def test_letters_to_addresses_that_are_nobodys_here_wait_for_the_morning_too() -> None:
    night = local("2026-02-13 22:00")
    write_to_addresses([LetterDraft("k", "plain", "outside@example.org", "en", {"what": "x"})], at=night)
    assert Letter.objects.get().next_attempt_at == local("2026-02-16 07:00")


def test_at_night_a_sweep_reads_nobodys_notices(django_assert_max_num_queries: Any) -> None:
    for n in range(30):
        told(PersonFactory(), f"k{n}", local("2026-02-16 22:00"))
    with django_assert_max_num_queries(6):
        assert composed(local("2026-02-16 22:05")) == 0


def test_a_site_that_is_tried_out_sends_at_any_hour(settings: Any) -> None:
    settings.LETTERS_AT_ANY_HOUR = True
    told(PersonFactory(), "a", datetime(2026, 2, 15, 1, 0, tzinfo=UTC))
    assert composed(datetime(2026, 2, 15, 1, 0, tzinfo=UTC)) == 1
