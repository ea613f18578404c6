"""Who has to read what is asked, by whatever road they came to have to, and is asked again where the text changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from intranet.core.models import AuditEntry
from intranet.deadlines.models import Deadline
from intranet.deadlines.operations import reconcile
from intranet.documents import queries
from intranet.documents.enums import AcknowledgementProof as Proof
from intranet.documents.enums import Asks, DocumentKind, ReadingState
from intranet.documents.models import Acknowledgement, Edition, ReadingPolicy
from intranet.documents.operations import acknowledging, assigning, signing
from intranet.documents.operations.asking import ask_readers_of_all
from intranet.documents.operations.publishing import Approval, Text, freeze_edition
from intranet.documents.rules.texts import FrozenBlock
from intranet.people.operations import appoint, end_appointment
from tests.factories.governance import MinutesFactory
from tests.factories.people import AccountFactory, AppointmentFactory, PersonFactory, PostFactory, UnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)  # a Monday
TODAY = date(2026, 3, 2)
KEY = "5b1c9a54-8f0e-4a51-9a70-0c3c4d3a6f10"


def publish(
    *texts: str, day: date | None = date(2026, 3, 1), at: datetime = AT, language: str = "uk", asks: str = Asks.CHANGED,
    post=None, kind: str = DocumentKind.REGULATION,
) -> Edition:  # fmt: skip
    blocks = [
        FrozenBlock(f"b{place}", "clause", {"number": f"1.{place}", "text": text})
        for place, text in enumerate(texts, start=1)
    ]
    text = Text(
        key=KEY, kind=kind, language=language, title="Положення", blocks=blocks, post=post, asks=asks,
        correction_reason="Описка.",
    )  # fmt: skip
    approval = Approval(day, minutes=MinutesFactory() if day else None)
    return freeze_edition(text=text, approval=approval, at=at, on_date=at.date())


def reader(unit=None, **values):
    person = PersonFactory(account=AccountFactory())
    AppointmentFactory(person=person, post=PostFactory(unit=unit or UnitFactory()), since=date(2025, 9, 1), **values)
    return person


def assign(edition: Edition, **whom):
    values = {"since": TODAY, "due_on": date(2026, 3, 16), **whom}
    return assigning.assign(document=edition.document, **values, at=AT, on_date=TODAY)


def open_rows():
    return Acknowledgement.objects.to_confirm().order_by("pk")


def confirm(person, *, edition=None, at: datetime = AT):
    row = open_rows().get(person=person)
    return acknowledging.confirm(
        acknowledgement=row,
        read=edition or row.edition,
        actor=person.account,
        statement="Я прочитав",
        at=at,
        on_date=at.date(),
    )


def sweep(day: date = TODAY) -> int:
    return ask_readers_of_all(at=AT + (day - TODAY), on_date=day)


# --- Who is asked --------------------------------------------------------------------------------------------------


def test_a_unit_means_its_people_and_those_of_the_units_below_it():
    college = UnitFactory()
    below = UnitFactory(parent=college)
    inside = {reader(college), reader(below)}
    reader(UnitFactory())

    assign(publish("Текст."), unit=college)

    assert {row.person for row in open_rows()} == inside
    assert {row.due_on for row in open_rows()} == {date(2026, 3, 16)}


@pytest.mark.parametrize("whom", ["post", "person"])
def test_a_post_means_its_holders_and_a_person_themselves(whom):
    wanted, _other = reader(), reader()
    assign(publish("Текст."), **{whom: wanted if whom == "person" else wanted.appointments.get().post})

    assert [row.person for row in open_rows()] == [wanted]


def test_a_new_starter_is_asked_by_the_next_sweep_and_has_days_of_their_own():
    unit = UnitFactory()
    assign(publish("Текст."), unit=unit, days=7)
    late = date(2026, 3, 30)
    person = PersonFactory()
    appoint(person=person, post=PostFactory(unit=unit), since=late, at=AT)

    assert sweep(late - timedelta(days=1)) == 0
    assert sweep(late) == 1
    assert sweep(late) == 0
    assert open_rows().get().due_on == date(2026, 4, 6)


def test_a_new_holder_of_a_post_is_asked_to_read_its_description_on_the_day_they_begin():
    post = PostFactory()
    publish("Обов’язки.", post=post, kind=DocumentKind.JOB_DESCRIPTION)
    assert not open_rows().exists()
    person = PersonFactory()
    appoint(person=person, post=post, since=date(2026, 3, 9), at=AT)

    assert sweep() == 0
    assert sweep(date(2026, 3, 9)) == 1
    row = open_rows().get()
    assert (row.person, row.asked_on, row.assignment) == (person, date(2026, 3, 9), None)


def test_who_leaves_is_asked_no_longer_and_who_comes_back_is_asked_again():
    person = reader()
    assign(publish("Текст."), unit=person.appointments.get().post.unit)
    appointment = person.appointments.get()
    end_appointment(appointment=appointment, until=date(2026, 3, 4), at=AT)
    sweep(date(2026, 3, 4))
    assert not open_rows().exists()

    appoint(person=person, post=appointment.post, since=date(2026, 5, 4), at=AT)
    sweep(date(2026, 5, 4))
    assert open_rows().get().asked_on == date(2026, 5, 4)


def test_an_ended_assignment_and_a_repealed_document_ask_nobody():
    person = reader()
    edition = publish("Текст.")
    row = assign(edition, person=person)
    assigning.change_assignment(
        assignment=row, due_on=row.due_on, clauses="", days=5, until=date(2026, 3, 10), at=AT, on_date=TODAY
    )
    sweep(date(2026, 3, 9))
    assert open_rows().exists()
    sweep(date(2026, 3, 10))
    assert not open_rows().exists()

    assign(edition, person=person, since=date(2026, 3, 11))
    sweep(date(2026, 3, 11))
    assert open_rows().exists()
    edition.document.repealed_on = date(2026, 3, 12)
    edition.document.save()
    sweep(date(2026, 3, 12))
    assert not open_rows().exists()


def test_a_moved_day_of_an_assignment_moves_what_is_not_yet_confirmed():
    person = reader()
    row = assign(publish("Текст."), person=person)
    assigning.change_assignment(
        assignment=row, due_on=date(2026, 4, 1), clauses="", days=5, until=None, at=AT, on_date=TODAY
    )
    assert open_rows().get().due_on == date(2026, 4, 1)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"due_on": date(2026, 2, 1)},
        {"days": 1000},
        {"post": "also"},
    ],
)
def test_an_assignment_that_contradicts_itself_is_refused(values):
    whom = {"person": reader()} if values else {}
    if values.get("post"):
        values = {"post": PostFactory()}
    with pytest.raises(assigning.CannotAssign):
        assign(publish("Текст."), **{**whom, **values})


def test_nobody_is_assigned_the_same_document_twice():
    person, edition = reader(), publish("Текст.")
    assign(edition, person=person)
    with pytest.raises(assigning.CannotAssign):
        assign(edition, person=person)


# --- A new edition -------------------------------------------------------------------------------------------------


LATER = AT + timedelta(days=30)
NEXT = date(2026, 4, 1)


@pytest.mark.parametrize(
    ("asks", "texts", "asked_again"),
    [
        (Asks.CHANGED, ("Інший.", "Друге."), True),
        (Asks.CHANGED, ("Перше.", "Друге."), False),
        (Asks.ALL, ("Перше.", "Друге.", "Третє."), True),
        (Asks.NOBODY, ("Інший.", "Друге."), False),
    ],
)
def test_an_edition_asks_again_whom_its_editor_chose(asks, texts, asked_again):
    person = reader()
    assign(publish("Перше.", "Друге."), person=person)
    confirm(person)
    publish(*texts, day=NEXT, at=LATER, asks=asks)

    assert open_rows().exists() is asked_again
    sweep(NEXT)
    assert open_rows().exists() is asked_again


def test_an_edition_that_asks_nobody_still_asks_whoever_has_read_none():
    person = reader()
    assign(publish("Перше."), person=person)
    publish("Інше.", day=NEXT, at=LATER, asks=Asks.NOBODY)

    assert open_rows().get().edition.in_force_from == NEXT


def test_only_readers_of_the_clauses_that_changed_are_asked_again():
    of_first, of_second = reader(), reader()
    edition = publish("Перше.", "Друге.")
    assign(edition, person=of_first, clauses="1.1")
    assign(edition, person=of_second, clauses="1.2")
    confirm(of_first)
    confirm(of_second)
    publish("Перше.", "Змінене друге.", day=NEXT, at=LATER)

    assert [row.person for row in open_rows()] == [of_second]


def test_several_editions_unread_are_one_question_about_the_last():
    person = reader()
    assign(publish("Перше."), person=person)
    publish("Друге.", day=date(2026, 3, 15), at=AT + timedelta(days=1))
    last = publish("Третє.", day=NEXT, at=AT + timedelta(days=2), asks=Asks.NOBODY)

    assert [row.edition for row in open_rows()] == [last]


def test_who_read_it_in_one_language_is_not_asked_about_the_other():
    person = reader()
    assign(publish("Перше."), person=person)
    english = publish("The first.", language="en")
    confirm(person, edition=english)
    sweep()

    assert not open_rows().exists()
    assert Acknowledgement.objects.get(person=person).confirmed_edition.language == "en"


def test_a_translation_published_first_does_not_make_the_original_ask_again():
    person = reader()
    english = publish("The first.", language="en")
    assign(english, person=person)
    confirm(person)
    publish("Перше.")
    sweep()

    assert not open_rows().exists()


def test_an_approval_recorded_afterwards_asks_nobody_again():
    person = reader()
    assign(publish("Перше.", day=None), person=person)
    confirm(person)
    publish("Перше.", at=AT + timedelta(days=1))
    sweep()

    assert not open_rows().exists()


def test_an_older_edition_recorded_later_asks_nobody():
    person = reader()
    newest = publish("Перше.")
    assign(newest, person=person)
    publish("Давнє.", day=date(2020, 1, 1), at=AT + timedelta(days=1), asks=Asks.ALL)

    assert [row.edition for row in open_rows()] == [newest]


# --- What counts ---------------------------------------------------------------------------------------------------


def test_a_click_is_bound_to_the_text_the_language_and_the_sentence(institution):
    person = reader()
    edition = publish("Перше.")
    assign(edition, person=person)
    row = confirm(person)

    assert (row.confirmed_edition, row.proof, row.statement) == (edition, Proof.CLICK, "Я прочитав")
    assert row.needs == Proof.PAPER  # the profile Ukraine
    assert row.state_on(TODAY) == ReadingState.UNSIGNED
    assert [each.pk for each in queries.to_sign(person)] == [row.pk]
    entry = AuditEntry.objects.get(action="documents.acknowledged")
    assert entry.data["hash"] == edition.content_hash


def test_the_institution_may_say_that_a_click_suffices_and_on_what_ground():
    ReadingPolicy.objects.create(since=date(2026, 1, 1), needs=Proof.CLICK, ground="Пункт 5.4 трудового договору")
    person = reader()
    assign(publish("Перше."), person=person)
    row = confirm(person)

    assert row.is_enough
    assert row.ground == "Пункт 5.4 трудового договору"
    assert not queries.to_sign(person).exists()


def record(rows, **values):
    values = {
        "kind": Proof.PAPER,
        "signed_on": TODAY,
        "scan": signing.Scan("sheet.pdf", b"%PDF-1.7 scan"),
        **values,
    }
    return signing.record_signatures(
        document=rows[0].edition.document if rows else Edition.objects.first().document,
        rows=rows,
        at=AT,
        on_date=TODAY,
        actor=AccountFactory(),
        **values,
    )


def test_a_sheet_signed_by_several_completes_what_was_clicked_and_confirms_what_was_not():
    unit = UnitFactory()
    clicked, silent = reader(unit), reader(unit)
    assign(publish("Перше."), unit=unit)
    confirm(clicked)
    rows = list(Acknowledgement.objects.all())
    evidence = record(rows)

    rows = {row.person: row for row in Acknowledgement.objects.select_related("evidence")}
    assert (rows[clicked].proof, rows[silent].proof) == (Proof.CLICK, Proof.PAPER)
    assert {row.evidence for row in rows.values()} == {evidence}
    assert {row.state_on(TODAY) for row in rows.values()} == {ReadingState.COMPLETE}
    assert rows[silent].confirmed_on == TODAY
    assert len(evidence.sha256) == 64


@pytest.mark.parametrize(
    "values",
    [
        {"signed_on": date(2026, 3, 3)},
        {"signed_on": date(2026, 2, 27)},
        {"scan": None},
        {"scan": None, "kind": Proof.SIGNATURE, "place": "cabinet 3"},
        {"scan": signing.Scan("x.exe", b"MZ")},
        {"scan": signing.Scan("x.pdf", b"%PDF" + b"0" * signing.LARGEST)},
        {"kind": "nothing"},
    ],
)
def test_signatures_that_cannot_be_are_refused_and_nothing_is_kept(values):
    person = reader()
    assign(publish("Перше."), person=person)
    with pytest.raises(signing.CannotRecord):
        record(list(Acknowledgement.objects.all()), **values)
    assert open_rows().count() == 1


def test_a_sheet_without_anybody_is_refused():
    publish("Перше.")
    with pytest.raises(signing.CannotRecord):
        record([])


# --- The deadlines -------------------------------------------------------------------------------------------------


def test_an_assigned_reading_is_due_on_its_day_and_met_by_the_click():
    person = reader()
    assign(publish("Перше."), person=person)
    reconcile(at=AT, on_date=TODAY, rule_key="reg.ack")
    deadline = Deadline.objects.get(rule_key="reg.ack")
    assert (deadline.due_on, deadline.responsible) == (date(2026, 3, 16), person)

    confirm(person)
    reconcile(at=AT, on_date=TODAY, rule_key="reg.ack")
    deadline.refresh_from_db()
    assert deadline.met_on == TODAY


@pytest.mark.parametrize(
    ("starts", "due"),
    [
        (date(2026, 3, 2), date(2026, 3, 2)),  # a Monday
        (date(2026, 3, 7), date(2026, 3, 9)),  # a Saturday: the first working day
    ],
)
def test_a_post_holder_reads_the_description_by_the_first_working_day(starts, due):
    post = PostFactory()
    publish("Обов’язки.", post=post, kind=DocumentKind.JOB_DESCRIPTION)
    appoint(person=PersonFactory(), post=post, since=starts, at=AT)
    sweep(starts)
    reconcile(at=AT, on_date=starts, rule_key="job.ack")
    assert Deadline.objects.get(rule_key="job.ack").due_on == due
    assert not Deadline.objects.filter(rule_key="reg.ack").exists()


# --- Reports -------------------------------------------------------------------------------------------------------


def test_the_report_counts_by_unit_who_has_read_and_who_is_late(django_assert_max_num_queries):
    first, second = UnitFactory(), UnitFactory()
    done, late = reader(first), reader(second)
    edition = publish("Перше.")
    assign(edition, person=done)
    assign(edition, person=late)
    confirm(done)
    record(list(Acknowledgement.objects.filter(person=done)))
    with django_assert_max_num_queries(2):
        readers = queries.readers_of(edition.document, date(2026, 3, 20))
    tallies = {tally.unit: tally for tally in queries.by_unit(readers)}
    assert (tallies[first].complete, tallies[first].overdue) == (1, 0)
    assert (tallies[second].complete, tallies[second].overdue) == (0, 1)
    assert len(queries.readers_of(edition.document, TODAY, unit=first)) == 1
