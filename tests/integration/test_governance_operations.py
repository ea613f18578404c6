"""Bodies, seats, meetings, minutes and orders through their operations."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from intranet.core.models import AuditEntry
from intranet.governance import operations, queries
from intranet.governance.enums import BodyKind, MembershipRole
from intranet.governance.models import Membership, Minutes, Order
from intranet.governance.operations.membership import MembershipRefused
from intranet.governance.operations.recording import RecordRefused
from tests.factories.governance import BodyFactory, MeetingFactory, MembershipFactory, MinutesFactory, OrderFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 2, 14, 9, 0, tzinfo=UTC)
TODAY = date(2026, 2, 14)


def test_a_body_is_sorted_by_its_name():
    council = operations.add_body(names={"uk": "Ґремій"}, kind=BodyKind.OTHER, at=AT)
    board = operations.add_body(names={"uk": "Гільдія"}, kind=BodyKind.OTHER, at=AT)
    assert list(type(council).objects.all()) == [board, council]


@pytest.mark.parametrize("role", [MembershipRole.CHAIR, MembershipRole.SECRETARY])
def test_a_body_has_one_chair_and_one_secretary_at_a_time(role):
    body = BodyFactory()
    first = operations.add_member(body=body, person=PersonFactory(), role=role, since=date(2025, 9, 1), at=AT)
    successor = PersonFactory()
    with pytest.raises(MembershipRefused):
        operations.add_member(body=body, person=successor, role=role, since=TODAY, at=AT)
    operations.end_membership(membership=first, until=TODAY, at=AT)
    operations.add_member(body=body, person=successor, role=role, since=TODAY, at=AT)
    holder = queries.chair_of if role == MembershipRole.CHAIR else queries.secretary_of
    assert holder(body, TODAY) == successor
    assert holder(body, date(2026, 2, 13)) == first.person


def test_the_database_refuses_a_second_open_chair():
    body = BodyFactory()
    MembershipFactory(body=body, role=MembershipRole.CHAIR)
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(body=body, role=MembershipRole.CHAIR)
    MembershipFactory(body=body, role=MembershipRole.MEMBER)
    assert queries.members_of(body, TODAY).count() == 2


def test_a_person_has_one_seat_on_a_body_at_a_time():
    seat = MembershipFactory()
    with pytest.raises(MembershipRefused):
        operations.add_member(body=seat.body, person=seat.person, since=TODAY, at=AT)


def test_a_seat_may_be_corrected_without_colliding_with_itself():
    seat = MembershipFactory(role=MembershipRole.CHAIR)
    operations.change_membership(
        membership=seat,
        body=seat.body,
        person=seat.person,
        role=MembershipRole.CHAIR,
        since=date(2025, 10, 1),
        until=None,
        at=AT,
    )
    assert Membership.objects.get().since == date(2025, 10, 1)


def test_the_next_meeting_is_the_first_one_not_yet_past():
    body = BodyFactory()
    MeetingFactory(body=body, on_date=date(2026, 2, 13))
    today = MeetingFactory(body=body, on_date=TODAY)
    MeetingFactory(body=body, on_date=date(2026, 3, 1))
    MeetingFactory(on_date=TODAY)
    assert queries.next_meeting(body, TODAY) == today
    assert queries.next_meeting(body, date(2026, 3, 2)) is None


def test_a_meeting_is_noted_once():
    meeting = MeetingFactory()
    with pytest.raises(RecordRefused):
        operations.add_meeting(body=meeting.body, on_date=meeting.on_date, at=AT)


def test_the_same_minutes_are_recorded_once():
    body = BodyFactory()
    first = operations.record_minutes(body=body, number=" 5 ", date=date(2026, 2, 10), at=AT)
    again = operations.record_minutes(body=body, number="5", date=date(2026, 2, 10), at=AT)
    assert first == again
    assert Minutes.objects.count() == 1
    assert AuditEntry.objects.filter(action="governance.minutes_recorded").count() == 1


def test_the_same_order_is_recorded_once_and_a_number_may_return_in_another_year():
    first = operations.record_order(number="12-к", date=date(2026, 2, 10), subject="Про введення в дію", at=AT)
    assert operations.record_order(number="12-к", date=date(2026, 2, 10), at=AT) == first
    assert operations.record_order(number="12-к", date=date(2025, 2, 10), at=AT) != first
    assert Order.objects.count() == 2


@pytest.mark.parametrize(("number", "day"), [("", TODAY), ("  ", TODAY), ("7", date(2026, 2, 15))])
def test_minutes_and_orders_need_a_number_and_a_date_that_has_come(number, day):
    with pytest.raises(RecordRefused):
        operations.record_minutes(body=BodyFactory(), number=number, date=day, at=AT)
    with pytest.raises(RecordRefused):
        operations.record_order(number=number, date=day, at=AT)


def test_minutes_are_not_of_another_bodys_meeting():
    with pytest.raises(RecordRefused):
        operations.record_minutes(body=BodyFactory(), number="1", date=TODAY, meeting=MeetingFactory(), at=AT)


def test_corrected_minutes_and_orders_do_not_become_doubles():
    one, other = MinutesFactory(), MinutesFactory()
    with pytest.raises(RecordRefused):
        operations.change_minutes(
            minutes=other, body=one.body, number=one.number, date=one.date, meeting=None, scan=None, at=AT
        )
    first, second = OrderFactory(), OrderFactory()
    with pytest.raises(RecordRefused):
        operations.change_order(order=second, number=first.number, date=first.date, subject="", scan=None, at=AT)
    operations.change_order(order=second, number="99", date=first.date, subject="Про зміни", scan=None, at=AT)
    second.refresh_from_db()
    assert second.number == "99"
