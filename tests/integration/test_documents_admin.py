"""Reading and review in the admin, and the reader's and the owner's own pages."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Page

from intranet.core import clock
from intranet.core.rights import sync_groups
from intranet.documents.enums import AcknowledgementProof as Proof
from intranet.documents.models import Acknowledgement, Assignment, Document, Evidence, ReadingPolicy
from intranet.documents.operations import acknowledging, assigning, caring
from tests.factories.pages import clause, council_minutes, regulation
from tests.factories.people import AccountFactory, AppointmentFactory, PersonFactory, PostFactory, UnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution")]


@pytest.fixture
def page():
    made = regulation(
        body=[clause("1.1", "Перше."), clause("1.2", "Друге.")],
        minutes=council_minutes(),
        in_force_from=date(2025, 9, 1),
    )
    made.save_revision().publish()
    made.refresh_from_db()
    return made


@pytest.fixture
def document(page):
    return Document.objects.get(key=page.translation_key)


@pytest.fixture
def reader():
    person = PersonFactory(account=AccountFactory())
    AppointmentFactory(person=person, post=PostFactory(unit=UnitFactory()), since=date(2025, 9, 1))
    return person


def enter(client, *groups):
    sync_groups()
    account = AccountFactory(groups=groups)
    client.force_login(account)
    return account


def ask(document, person):
    today = clock.today()
    assigning.assign(
        document=document, person=person, since=today, due_on=today + timedelta(days=7), at=clock.now(), on_date=today
    )
    return Acknowledgement.objects.get(person=person, withdrawn_at=None, confirmed_at=None)


def press(client, row, **data):
    data = data or {"text": row.edition.content_hash}
    return client.post(f"/uk/my/read/{row.pk}/", data, follow=True)


# --- The reader ----------------------------------------------------------------------------------------------------


def test_a_reader_confirms_and_is_told_that_the_sheet_is_still_to_be_signed(client, document, reader):
    row = ask(document, reader)
    client.force_login(reader.account)
    shown = client.get(f"/en/my/read/{row.pk}/").content.decode()
    assert "Перше." in shown
    assert "acknowledgement sheet" in shown

    answer = client.post(f"/en/my/read/{row.pk}/", {"text": row.edition.content_hash}, follow=True)
    assert "It counts when you have signed the acknowledgement sheet" in answer.content.decode()
    row.refresh_from_db()
    assert (row.proof, row.statement) == (Proof.CLICK, "I have read this document")
    assert "Confirmed, still to be signed" in client.get("/en/my/").content.decode()
    again = client.get(f"/en/my/read/{row.pk}/").content.decode()
    assert "You confirmed on" in again
    assert "<button" not in again.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize("data", [{"text": ""}, {"text": "0" * 64}, {"text": "\0" * 10_000}, {"other": "x"}])
def test_a_confirmation_of_another_text_than_was_shown_is_refused(client, document, reader, data):
    row = ask(document, reader)
    client.force_login(reader.account)
    assert press(client, row, **data).status_code == 200
    row.refresh_from_db()
    assert row.confirmed_at is None


def test_a_reader_is_shown_only_what_changed_since_they_last_confirmed(client, page, document, reader):
    row = ask(document, reader)
    client.force_login(reader.account)
    press(client, row)
    page.body = [clause("1.1", "Перше."), clause("1.2", "Зовсім інше друге.")]
    for block, before in zip(page.body.raw_data, page.body.raw_data, strict=True):
        block["id"] = before.get("id")
    page.in_force_from, page.correction_reason = date(2026, 1, 1), "Уточнено."
    page.save_revision().publish()

    question = Acknowledgement.objects.to_confirm().get(person=reader)
    changed = client.get(f"/uk/my/read/{question.pk}/").content.decode().split("<main")[1]
    assert "друге" in changed
    assert "Перше." not in changed
    assert "Перше." in client.get(f"/uk/my/read/{question.pk}/?whole=1").content.decode().split("<main")[1]


def test_nobody_reads_or_confirms_for_another(client, document, reader):
    row = ask(document, reader)
    enter(client, "HR")
    assert client.get(f"/uk/my/read/{row.pk}/").status_code == 404
    assert client.post(f"/uk/my/read/{row.pk}/", {"text": row.edition.content_hash}).status_code == 404


def test_a_document_taken_down_meanwhile_can_still_be_read_and_confirmed(client, page, document, reader):
    row = ask(document, reader)
    Page.objects.filter(pk=page.pk).update(live=False)  # by hand: Wagtail's screens refuse it
    client.force_login(reader.account)
    assert client.get(f"/uk/my/read/{row.pk}/").status_code == 200


def test_my_page_says_by_when_and_stays_within_its_queries(client, document, reader, django_assert_max_num_queries):
    ask(document, reader)
    client.force_login(reader.account)
    client.get("/en/my/")
    with django_assert_max_num_queries(30):
        html = client.get("/en/my/").content.decode()
    assert "last day" in html


# --- The owner -----------------------------------------------------------------------------------------------------


def test_an_owner_without_the_admin_says_that_the_document_is_still_right(client, document, reader):
    today = clock.today()
    caring.set_care(document=document, owner=reader, review_months=12, review_by=today, at=clock.now(), on_date=today)
    review = document.reviews.get()
    client.force_login(reader.account)
    assert client.get(f"/uk/my/review/{review.pk}/").status_code == 200
    client.post(f"/uk/my/review/{review.pk}/", {"note": "x" * 301})
    assert document.reviews.filter(done_on__isnull=False).count() == 0

    client.post(f"/uk/my/review/{review.pk}/", {"note": "усе \0 гаразд"})
    review.refresh_from_db()
    assert (review.done_on, review.done_by, review.note) == (today, reader.account, "усе  гаразд")


def test_another_than_the_owner_does_not_see_the_review(client, document, reader):
    today = clock.today()
    caring.set_care(
        document=document, owner=PersonFactory(), review_months=12, review_by=today, at=clock.now(), on_date=today
    )
    client.force_login(reader.account)
    assert client.get(f"/uk/my/review/{document.reviews.get().pk}/").status_code == 404


# --- The admin -----------------------------------------------------------------------------------------------------


def test_hr_assigns_a_document_to_a_unit_and_its_people_are_asked(client, document, reader):
    enter(client, "HR")
    unit = reader.appointments.get().post.unit
    today = clock.today()
    answer = client.post(
        reverse("assignment:add"),
        {"document": document.pk, "unit": unit.pk, "since": today, "due_on": today, "days": 5, "clauses": "1.2"},
    )
    assert answer.status_code == 302, answer.context["form"].errors
    assert Acknowledgement.objects.get().person == reader
    listed = client.get(reverse("assignment:index")).content.decode()
    assert document.editions.get().title in listed

    row = Assignment.objects.get()
    client.post(
        reverse("assignment:edit", args=[row.pk]),
        {"due_on": today + timedelta(days=9), "days": 5, "clauses": "", "until": ""},
    )
    row.refresh_from_db()
    assert (row.due_on, row.clauses, row.unit) == (today + timedelta(days=9), "", unit)


def test_an_assignment_to_nobody_is_refused_in_a_sentence(client, document):
    enter(client, "HR")
    today = clock.today()
    answer = client.post(
        reverse("assignment:add"), {"document": document.pk, "since": today, "due_on": today, "days": 5}
    )
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()


def test_an_owner_and_a_day_of_review_are_set_and_reported(client, document, reader):
    enter(client, "editor")
    index = reverse("document_care:index")
    assert document.editions.get().title in client.get(index, {"wants": "owner"}).content.decode()
    answer = client.post(
        reverse("document_care:edit", args=[document.pk]),
        {"owner": reader.pk, "review_months": 12, "review_by": "2026-12-01"},
    )
    assert answer.status_code == 302
    assert document.reviews.get().due_on == date(2026, 12, 1)
    assert document.editions.get().title not in client.get(index, {"wants": "owner"}).content.decode()
    assert client.get(reverse("document_care:inspect", args=[document.pk])).status_code == 200


def test_the_report_is_handed_out_as_a_file(client, document):
    enter(client, "director")
    answer = client.get(reverse("document_care:index"), {"export": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert rows[1][0] == document.editions.get().title


def test_the_readers_are_shown_by_unit_as_a_file_and_as_a_sheet(client, document, reader):
    ask(document, reader)
    enter(client, "director")
    unit = reader.appointments.get().post.unit
    assert document.editions.get().title in client.get(reverse("reading:index")).content.decode()
    page = client.get(reverse("reading:readers", args=[document.pk]), {"unit": unit.pk})
    assert str(reader) in page.content.decode()
    assert "reader-" not in page.content.decode()  # a director records no signatures
    sheet = client.get(reverse("reading:sheet", args=[document.pk]))
    assert str(reader) in sheet.content.decode()
    file = client.get(reverse("reading:file", args=[document.pk])).content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(file)))[1][1] == str(reader)


@pytest.mark.parametrize("unit", ["0", "x", "9" * 30, "-1", "٣"])
def test_a_unit_that_is_none_shows_all(client, document, reader, unit):
    ask(document, reader)
    enter(client, "director")
    assert client.get(reverse("reading:readers", args=[document.pk]), {"unit": unit}).status_code == 200


def test_a_name_like_a_formula_is_a_text_in_the_file(client, document, reader):
    reader.surname = "=HYPERLINK(1)"
    reader.save()
    ask(document, reader)
    enter(client, "director")
    file = client.get(reverse("reading:file", args=[document.pk])).content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(file)))[1][1].startswith("'=")


def test_hr_records_the_signed_sheet_of_several_people(client, document, reader):
    row = ask(document, reader)
    enter(client, "HR")
    address = reverse("reading:readers", args=[document.pk])
    sent = {
        "reader": [row.pk],
        "kind": Proof.PAPER,
        "signed_on": clock.today(),
        "file": SimpleUploadedFile("аркуш.pdf", b"%PDF-1.7"),
    }
    assert client.post(address, sent).status_code == 302
    evidence = Evidence.objects.get()
    file = client.get(reverse("reading:evidence", args=[evidence.pk]))
    assert file.content == b"%PDF-1.7"
    assert file["Content-Disposition"] == f'attachment; filename="evidence-{evidence.pk}.pdf"'
    row.refresh_from_db()
    assert row.is_enough


def test_without_ticks_or_with_the_wrong_file_the_form_says_what_to_do(client, document, reader):
    row = ask(document, reader)
    enter(client, "HR")
    address = reverse("reading:readers", args=[document.pk])
    for sent in (
        {"kind": Proof.PAPER, "signed_on": clock.today(), "place": "сейф"},
        {"reader": [row.pk, "x\0", "9" * 40], "kind": Proof.PAPER, "signed_on": clock.today(),
         "file": SimpleUploadedFile("a.exe", b"MZ")},
        {"reader": [row.pk], "kind": "nothing", "signed_on": "yesterday"},
    ):  # fmt: skip
        answer = client.post(address, sent)
        assert answer.status_code == 200
        assert answer.context["form"].errors
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("group", ["editor", "director"])
def test_who_may_not_record_signatures_is_refused(client, document, reader, group):
    row = ask(document, reader)
    enter(client, group)
    answer = client.post(reverse("reading:readers", args=[document.pk]), {"reader": [row.pk], "kind": Proof.PAPER})
    assert answer.status_code in {302, 403}
    assert not Evidence.objects.exists()


def test_an_administrator_says_what_a_confirmation_needs(client, document, reader):
    enter(client, "administrator")
    client.post(
        reverse("readingpolicy:add"), {"since": "2026-01-01", "needs": Proof.CLICK, "ground": "Пункт 5 договору"}
    )
    assert ReadingPolicy.objects.get().needs == Proof.CLICK
    again = client.post(reverse("readingpolicy:add"), {"since": "2026-01-01", "needs": Proof.PAPER})
    assert again.context["form"].non_field_errors()
    row = ask(document, reader)
    confirmed = acknowledging.confirm(
        acknowledgement=row, read=row.edition, actor=reader.account, at=clock.now(), on_date=clock.today()
    )
    assert confirmed.is_enough


def test_an_editor_chooses_for_each_edition_anew_whom_it_asks(client, page):
    from wagtail.models import Page

    page.asks = "nobody"
    page.save_revision().publish()
    sync_groups()
    account = AccountFactory(is_superuser=True)
    client.force_login(account)
    form = client.get(reverse("wagtailadmin_pages:edit", args=[Page.objects.get(pk=page.pk).pk])).context["form"]
    assert form.initial["asks"] == "changed"
