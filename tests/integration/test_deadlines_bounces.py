"""A reminder that comes back is told to the next in the chain, once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from intranet.deadlines.models import Deadline
from intranet.deadlines.operations.speaking_again import speak_again
from intranet.deadlines.sweep import sweep as tick
from intranet.notices.enums import Channel
from intranet.notices.models import Letter, Notice
from intranet.notices.operations import compose, deliver
from intranet.notices.operations.bouncing import record_bounces
from tests.factories import deadlines as make
from tests.factories.people import AppointmentFactory, PersonFactory, PostFactory
from tests.unit.notices.test_delivery_reports import POSTFIX, report

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

ISSUED, REMINDED = date(2026, 2, 16), date(2026, 2, 23)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 8, 0, tzinfo=UTC)


def told() -> list[int]:
    return list(Notice.objects.filter(channel=Channel.INBOX).order_by("pk").values_list("recipient_id", flat=True))


@pytest.fixture(autouse=True)
def _rules(monkeypatch: pytest.MonkeyPatch) -> None:
    make.only_rules(monkeypatch, make.rule(steps=(7, 12)))


def test_a_reminder_that_comes_back_goes_to_the_next_in_the_chain_and_to_nobody_twice() -> None:
    head = AppointmentFactory(post=PostFactory(kind="hr_head")).person
    gone = PersonFactory(email="gone@example.org")
    make.subject(ISSUED, person=gone)
    tick(at=at(ISSUED), on_date=ISSUED)
    tick(at=at(REMINDED), on_date=REMINDED)
    assert told() == [gone.pk]
    compose(at=at(REMINDED), on_date=REMINDED)
    deliver(at=at(REMINDED))
    raw = report(POSTFIX, returned=f"Message-ID: {Letter.objects.get().message_id}\n")
    next_day = date(2026, 2, 24)
    assert record_bounces(raws=[raw, raw], at=at(next_day)).bounced == 1
    for _each in range(2):
        tick(at=at(next_day), on_date=next_day)
    assert told() == [gone.pk, head.pk]


def test_a_matter_that_is_no_deadline_or_is_gone_changes_nothing() -> None:
    make.subject(ISSUED)
    tick(at=at(ISSUED), on_date=ISSUED)
    before = list(Deadline.objects.values("told_until", "speaks_on"))
    speak_again(["", "meeting:1", "deadline:x", "deadline:test.publish:", "deadline:gone:1"], at(REMINDED))
    assert list(Deadline.objects.values("told_until", "speaks_on")) == before
