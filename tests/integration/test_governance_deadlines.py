"""A leader's first two years (CPD-08), and the agenda and minutes of meetings where the institution asks for them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from intranet.deadlines.models import Deadline
from intranet.deadlines.operations import reconcile
from intranet.deadlines.register import rules
from intranet.governance.enums import MembershipRole
from intranet.governance.operations import add_meeting, change_meeting, record_minutes
from intranet.people.enums import PostKind, StaffCategory
from intranet.people.operations import end_appointment, record_training
from intranet.people.operations.staffing import StaffingRefused
from intranet.people.queries import first_leading_appointments
from tests.factories.governance import BodyFactory, MembershipFactory
from tests.factories.people import AppointmentFactory, PersonFactory, PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)


def leader(kind=PostKind.HEAD_OF_UNIT, category=StaffCategory.PEDAGOGICAL, since=date(2025, 9, 1), **values):
    return AppointmentFactory(post=PostFactory(kind=kind, category=category), since=since, **values)


def subjects(rule):
    return {row["subject_id"]: row for row in rules()[rule].subjects()}


@pytest.mark.parametrize(
    ("kind", "category", "leads"),
    [
        (PostKind.DIRECTOR, StaffCategory.OTHER, True),
        (PostKind.DEPUTY, StaffCategory.OTHER, True),
        (PostKind.HEAD_OF_UNIT, StaffCategory.PEDAGOGICAL, True),
        (PostKind.HEAD_OF_UNIT, StaffCategory.SCIENTIFIC_PEDAGOGICAL, True),
        (PostKind.HEAD_OF_UNIT, StaffCategory.OTHER, False),
        (PostKind.HEAD_OF_HR, StaffCategory.OTHER, False),
        (PostKind.ORDINARY, StaffCategory.PEDAGOGICAL, False),
    ],
)
def test_leading_posts_are_those_that_the_clause_names(kind, category, leads):
    appointment = leader(kind, category)
    assert first_leading_appointments().filter(pk=appointment.pk).exists() is leads


def test_only_the_first_appointment_to_a_post_begins_the_two_years():
    first = leader(since=date(2020, 9, 1), until=date(2023, 9, 1))
    again = AppointmentFactory(person=first.person, post=first.post, since=date(2025, 9, 1))
    other = AppointmentFactory(person=first.person, post=PostFactory(kind=PostKind.DIRECTOR), since=date(2025, 9, 1))
    assert set(subjects("cpd.leader")) == {first.pk, other.pk}
    assert again.pk not in subjects("cpd.leader")


@pytest.mark.parametrize(
    ("since", "due"),
    [
        (date(2025, 9, 1), date(2027, 9, 1)),
        (date(2024, 2, 29), date(2026, 2, 28)),
    ],
)
def test_a_leader_is_trained_within_two_calendar_years(since, due):
    appointment = leader(since=since)
    reconcile(at=AT, on_date=TODAY, rule_key="cpd.leader")
    row = Deadline.objects.get(rule_key="cpd.leader")
    assert (row.subject_id, row.due_on, row.responsible) == (appointment.pk, due, appointment.person)


def test_the_deadline_is_met_by_the_document_that_hr_recorded():
    appointment = leader()
    record_training(appointment=appointment, document_number="ПК-17", document_date=date(2026, 2, 20), at=AT)
    reconcile(at=AT, on_date=TODAY, rule_key="cpd.leader")
    assert Deadline.objects.get(rule_key="cpd.leader").met_on == date(2026, 2, 20)


def test_who_leaves_the_post_within_the_two_years_owes_nothing():
    appointment = leader()
    reconcile(at=AT, on_date=TODAY, rule_key="cpd.leader")
    end_appointment(appointment=appointment, until=date(2026, 3, 1), at=AT)
    reconcile(at=AT, on_date=TODAY, rule_key="cpd.leader", full=True)
    assert Deadline.objects.get(rule_key="cpd.leader").lapsed_on == TODAY


@pytest.mark.parametrize(
    ("number", "day", "of_leader"),
    [
        ("  ", date(2026, 2, 20), True),
        ("1", date(2026, 3, 3), True),
        ("1", date(2025, 8, 31), True),
        ("1", date(2026, 2, 20), False),
    ],
)
def test_a_training_that_cannot_be_is_refused(number, day, of_leader):
    appointment = leader() if of_leader else AppointmentFactory(since=date(2025, 9, 1))
    with pytest.raises(StaffingRefused):
        record_training(appointment=appointment, document_number=number, document_date=day, at=AT)


def test_a_training_is_recorded_once_and_corrected_in_its_place():
    appointment = leader()
    row = record_training(appointment=appointment, document_number="1", document_date=date(2026, 2, 20), at=AT)
    with pytest.raises(StaffingRefused):
        record_training(appointment=appointment, document_number="2", document_date=date(2026, 2, 21), at=AT)
    record_training(training=row, appointment=appointment, document_number="2", document_date=date(2026, 2, 21), at=AT)
    row.refresh_from_db()
    assert row.document_number == "2"


# --- Meetings ------------------------------------------------------------------------------------------------------


def test_the_rules_of_meetings_are_off_until_the_institution_wants_them():
    assert [rules()[key].is_required for key in ("gov.agenda", "gov.minutes")] == [False, False]
    add_meeting(body=BodyFactory(), on_date=date(2026, 3, 20), at=AT)
    reconcile(at=AT, on_date=TODAY)
    assert not Deadline.objects.filter(rule_key__startswith="gov.").exists()


def test_the_secretary_answers_for_the_agenda_and_the_minutes():
    body, secretary = BodyFactory(), PersonFactory()
    MembershipFactory(body=body, person=secretary, role=MembershipRole.SECRETARY, since=date(2025, 9, 1))
    meeting = add_meeting(body=body, on_date=date(2026, 3, 20), at=AT)

    for key in ("gov.agenda", "gov.minutes"):
        row = subjects(key)[meeting.pk]
        assert (row["anchor"], row["met_on"], row["responsible_id"]) == (date(2026, 3, 20), None, secretary.pk)
        assert row["label"] == body.names["uk"]
        assert rules()[key].label_of([meeting.pk], "en") == {meeting.pk: f"{body.names['en']}, 20 March 2026"}


def test_an_agenda_is_given_on_the_day_it_is_written_and_minutes_on_the_day_they_are_recorded():
    body = BodyFactory()
    meeting = add_meeting(body=body, on_date=date(2026, 2, 20), at=AT)
    change_meeting(
        meeting=meeting, body=body, on_date=meeting.on_date, number="", place="", agenda="1. Програми", at=AT
    )
    assert subjects("gov.agenda")[meeting.pk]["met_on"] == TODAY

    record_minutes(body=body, number="4", date=date(2026, 2, 20), meeting=meeting, at=AT)
    assert subjects("gov.minutes")[meeting.pk]["met_on"] == TODAY


def test_a_meeting_that_has_its_minutes_wants_no_agenda_any_more():
    body = BodyFactory()
    meeting = add_meeting(body=body, on_date=date(2026, 2, 20), at=AT)
    assert meeting.pk in subjects("gov.agenda")
    record_minutes(body=body, number="4", date=date(2026, 2, 20), meeting=meeting, at=AT)
    assert meeting.pk not in subjects("gov.agenda")
