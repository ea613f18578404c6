"""Sweeps at the same moment on PostgreSQL: each deadline is opened once, each thing told once."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connections

from intranet.deadlines.models import Deadline
from intranet.deadlines.sweep import sweep
from intranet.notices.models import Notice
from intranet.people.models import Appointment
from tests.factories import deadlines as make
from tests.factories.people import PersonFactory, PostFactory, UnitFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ISSUED = date(2026, 2, 14)
MANY = 200


def tick(day: date) -> int:
    try:
        return sweep(at=datetime(day.year, day.month, day.day, 7, tzinfo=UTC), on_date=day)["told"]
    finally:
        connections.close_all()


def at_once(day: date) -> int:
    with ThreadPoolExecutor(4) as pool:
        return sum(pool.map(tick, [day] * 4))


def test_sweeps_at_once_open_and_tell_everything_once(monkeypatch: pytest.MonkeyPatch) -> None:
    make.only_rules(monkeypatch, make.rule())
    person = PersonFactory()
    posts = PostFactory.create_batch(MANY, unit=UnitFactory())
    Appointment.objects.bulk_create(
        Appointment(person=person, post=post, since=ISSUED, order_number=f"К-{n}") for n, post in enumerate(posts)
    )
    told = at_once(ISSUED) + tick(ISSUED)
    assert Deadline.objects.count() == MANY
    assert told == MANY
    Appointment.objects.update(since=ISSUED + timedelta(days=2))
    at_once(ISSUED + timedelta(days=1))
    assert Deadline.objects.filter(due_on=ISSUED + timedelta(days=17)).count() == MANY
    keys = Counter(Notice.objects.values_list("key", "recipient_id", "channel"))
    assert max(keys.values()) == 1
    assert Notice.objects.filter(kind_key="deadline.moved", channel="inbox").count() == MANY
