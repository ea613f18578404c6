"""Importing a document in the admin: upload, receipt, text without a place, the draft; once, by whoever asks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from intranet.core import clock, jobs, retention
from intranet.core.enums import JobState
from intranet.core.models import Account, AuditEntry, Job
from intranet.core.rights import EDITOR, STAFF, sync_groups
from intranet.documents.models import Edition, SourceFile, TextUpload
from intranet.documents.operations import uploading
from intranet.documents.operations.drafts import draft_from
from intranet.documents.reading import CannotRead
from intranet.pages.models import IndexPage, RegulationPage
from tests.factories.files import text_file
from tests.factories.people import AccountFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution")]

LINES = (
    "ЗАТВЕРДЖЕНО\nНаказ № 12-од від 01.09.2025",
    "ПРАВИЛА КОРИСТУВАННЯ БІБЛІОТЕКОЮ",
    "1. ЗАГАЛЬНІ ПОЛОЖЕННЯ",
    "1.1. Ці правила діють у бібліотеці коледжу.",
    "1.2. Читач отримує квиток на один рік.",
    "2. ПОРЯДОК КОРИСТУВАННЯ",
    "2.1. Книга видається на чотирнадцять днів.",
)
RULES = text_file(*LINES)


@pytest.fixture
def editor(client: Client) -> Client:
    sync_groups()
    client.force_login(AccountFactory(groups=[EDITOR]))
    return client


def send(client: Client, data: bytes = RULES, *, name: str = "правила.txt", **values: Any) -> Any:
    return client.post(
        reverse("import_document"),
        {"file": SimpleUploadedFile(name, data), "kind": "regulation", "language": "uk", **values},
    )


def uploaded(client: Client, data: bytes = RULES, **values: Any) -> TextUpload:
    """Upload a file and have the worker read it."""
    response = send(client, data, **values)
    assert response.status_code == 302, response.context["form"].errors
    jobs.run_waiting(at=clock.now())
    return TextUpload.objects.latest("pk")


def typed(client: Client, upload: TextUpload, **values: Any) -> dict[str, Any]:
    """Return what the form of the draft proposes, as a browser sends it."""
    form = client.get(reverse("import_receipt", args=[upload.pk])).context["form"]
    proposed = {name: form[name].value() or "" for name in form.fields if name != "is_second"}
    return {**proposed, **values}


def unplaced(upload: TextUpload, *texts: str) -> TextUpload:
    upload.draft["receipt"]["unplaced"] = list(texts)
    upload.draft["receipt"]["accounted"] -= len(texts)
    upload.save(update_fields=["draft"])
    return upload


def test_a_file_becomes_a_draft_that_nobody_but_editors_sees(editor: Client) -> None:
    upload = uploaded(editor)
    shown = editor.get(reverse("import_receipt", args=[upload.pk]))
    rows = {row.text: (row.place, row.number) for row in shown.context["lines"]}
    assert rows["1.2. Читач отримує квиток на один рік."] == ("block", "1.2")
    assert rows["ПРАВИЛА КОРИСТУВАННЯ БІБЛІОТЕКОЮ"][0] == "header"

    made = editor.post(reverse("import_receipt", args=[upload.pk]), typed(editor, upload))
    page = RegulationPage.objects.get()
    assert made.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert editor.get(made.url).status_code == 200
    assert not page.live
    assert page.get_parent().slug == "regulations"
    assert (page.order.number, page.in_force_from) == ("12-од", date(2025, 9, 1))
    assert [block.value["number"] for block in page.body if block.block_type == "clause"] == ["1.1", "1.2", "2.1"]
    kept = SourceFile.objects.get()
    assert kept.file.read() == RULES
    assert kept.receipt["accounted"] == kept.receipt["lines"]
    assert not Edition.objects.exists()
    assert AuditEntry.objects.filter(action="pages.imported").count() == 1


def test_the_approval_is_as_the_person_leaves_it(editor: Client) -> None:
    upload = uploaded(editor)
    values = typed(editor, upload, title="Правила", order_number="", order_date="")
    editor.post(reverse("import_receipt", args=[upload.pk]), values)
    page = RegulationPage.objects.get()
    assert (page.title, page.order, page.in_force_from) == ("Правила", None, None)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("order_date", {"order_date": ""}),
        ("order_number", {"order_number": ""}),
        ("order_date", {"order_date": "завтра"}),
        ("title", {"title": ""}),
        ("title", {"title": "x" * 300}),
        ("minutes_date", {"minutes_number": "3"}),
        (None, {"order_date": "2999-01-01"}),
        (None, {"order_number": "", "order_date": "", "in_force_from": "2025-09-01"}),
    ],
)
def test_a_wrong_approval_is_said_at_its_field_and_nothing_is_made(
    editor: Client, field: str | None, values: dict[str, str]
) -> None:
    upload = uploaded(editor)
    response = editor.post(reverse("import_receipt", args=[upload.pk]), typed(editor, upload, **values))
    assert response.status_code == 200
    assert response.context["form"].errors[field or "__all__"]
    assert not RegulationPage.objects.exists()
    assert TextUpload.objects.get().used_at is None


def test_a_second_click_opens_the_same_draft(editor: Client) -> None:
    upload = uploaded(editor)
    address = reverse("import_receipt", args=[upload.pk])
    values = typed(editor, upload)
    first, second = editor.post(address, values), editor.post(address, values)
    assert first.url == second.url
    assert editor.get(address).url == first.url
    assert RegulationPage.objects.count() == 1
    upload.refresh_from_db()
    assert (bytes(upload.data), upload.draft) == (b"", {})


def test_the_same_file_from_two_people_makes_one_page_unless_a_second_is_wanted(editor: Client) -> None:
    other = Client()
    other.force_login(AccountFactory(groups=[EDITOR]))
    mine, theirs = uploaded(editor), uploaded(other)
    values = typed(other, theirs)
    editor.post(reverse("import_receipt", args=[mine.pk]), typed(editor, mine))

    address = reverse("import_receipt", args=[theirs.pk])
    refused = other.post(address, values)
    assert refused.status_code == 200
    assert refused.context["form"].non_field_errors()
    assert other.get(address).context["before"].pk == RegulationPage.objects.get().pk
    assert other.post(address, {**values, "is_second": "on"}).status_code == 302
    assert RegulationPage.objects.count() == 2


def test_text_without_a_place_is_put_behind_a_clause_or_left_out_for_a_reason(editor: Client) -> None:
    upload = unplaced(uploaded(editor), "Загублене <речення>.", "Сторінка 4", "Ще одна")
    address = reverse("import_receipt", args=[upload.pk])
    shown = editor.get(address)
    assert [text for _place, text in shown.context["waiting"]] == ["Загублене <речення>.", "Сторінка 4", "Ще одна"]
    assert editor.post(address, {"title": "x"}).status_code == 200, "no draft while text waits"
    assert not RegulationPage.objects.exists()

    behind = next(place for place, name in shown.context["places"] if name.startswith("1.1"))
    answer = {"decide": "1", "after-0": str(behind), "after-1": "", "after-2": "", "reason-1": "номер сторінки"}
    editor.post(address, answer)
    assert [text for _place, text in editor.get(address).context["waiting"]] == ["Ще одна"]
    editor.post(address, {"decide": "1", "after-2": "", "rest": "зайве"})
    editor.post(address, typed(editor, upload))

    page = RegulationPage.objects.get()
    kinds = [(block.block_type, block.value.get("number", "")) for block in page.body]
    assert kinds[:4] == [("section", "1"), ("clause", "1.1"), ("paragraph", ""), ("clause", "1.2")]
    assert "Загублене &lt;речення&gt;." in page.body[2].value["text"].source
    receipt = SourceFile.objects.get().receipt
    assert receipt["lines"] == receipt["accounted"]
    assert {"text": "Сторінка 4", "reason": "номер сторінки"} in receipt["dropped"]
    assert {"text": "Ще одна", "reason": "зайве"} in receipt["dropped"]
    assert receipt["placed_by_hand"] == ["Загублене <речення>."]


@pytest.mark.parametrize("after", ["99999", "-2", "abc", "9" * 500, "١", "\x00"])
def test_a_place_that_is_not_there_decides_nothing(editor: Client, after: str) -> None:
    upload = unplaced(uploaded(editor), "Загублене.")
    address = reverse("import_receipt", args=[upload.pk])
    assert editor.post(address, {"decide": "1", "after-0": after}).status_code == 302
    assert len(editor.get(address).context["waiting"]) == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("порожній.docx", b""),
        ("замкнений.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")),
        ("пошкоджений.docx", b"PK\x03\x04 nothing"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_at_the_field_and_leaves_nothing(
    editor: Client, name: str, data: bytes
) -> None:
    response = send(editor, data, name=name)
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not TextUpload.objects.exists()
    assert not Job.objects.exists()


def test_what_only_the_worker_finds_comes_back_to_the_files_field(editor: Client) -> None:
    upload = uploaded(editor, b"%PDF-1.4\nnot a real one")
    back = editor.get(reverse("import_progress", args=[upload.pk]), follow=True)
    form = back.context["form"]
    assert form.errors["file"] == [upload.job.error]
    assert (form["kind"].value(), form["language"].value()) == ("regulation", "uk")
    upload.refresh_from_db()
    assert bytes(upload.data) == b""


def test_while_the_file_is_read_its_progress_is_shown_and_then_the_receipt(editor: Client) -> None:
    response = send(editor)
    waiting = editor.get(response.url)
    assert waiting.status_code == 200
    upload = TextUpload.objects.get()
    assert editor.get(reverse("import_receipt", args=[upload.pk])).url == response.url
    jobs.report(upload.job, done=3, total=9, at=clock.now())
    assert editor.get(response.url).context["job"].total == 9
    jobs.run_waiting(at=clock.now())
    assert editor.get(response.url).url == reverse("import_receipt", args=[upload.pk])
    assert list(editor.get(reverse("import_document")).context["waiting"]) == [upload]


def test_a_worker_that_dies_is_followed_by_another(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    send(editor)
    job = Job.objects.get()
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, attempts=1, heartbeat_at=clock.now() - jobs.STALE_AFTER * 2
    )
    assert jobs.run_waiting(at=clock.now()) == 1
    assert TextUpload.objects.get().draft

    send(editor, RULES + b" ")
    later = Job.objects.latest("pk")
    Job.objects.filter(pk=later.pk).update(
        state=JobState.RUNNING, attempts=jobs.ATTEMPTS, heartbeat_at=clock.now() - jobs.STALE_AFTER * 2
    )
    jobs.run_waiting(at=clock.now())
    later.refresh_from_db()
    shown = editor.get(reverse("import_progress", args=[TextUpload.objects.latest("pk").pk]), follow=True)
    assert shown.context["form"].errors["file"] == [later.error]


def test_a_reading_that_ends_after_the_draft_was_made_changes_nothing(editor: Client) -> None:
    upload = uploaded(editor)
    editor.post(reverse("import_receipt", args=[upload.pk]), typed(editor, upload))
    TextUpload.objects.filter(pk=upload.pk).update(data=RULES)
    uploading.read_upload(upload.job, clock.now())
    assert TextUpload.objects.get(pk=upload.pk).draft == {}


def test_only_whoever_uploaded_a_file_sees_it(editor: Client) -> None:
    upload = uploaded(editor)
    other = Client()
    other.force_login(AccountFactory(groups=[EDITOR]))
    for name in ("import_progress", "import_receipt", "import_changes"):
        assert other.get(reverse(name, args=[upload.pk]), follow=True).status_code == 404


def test_who_may_add_no_pages_imports_none(client: Client) -> None:
    sync_groups()
    client.force_login(AccountFactory(groups=[STAFF]))
    assert client.get(reverse("import_document")).status_code in {302, 403}
    assert send(client).status_code in {302, 403}
    assert not TextUpload.objects.exists()


def test_the_import_is_in_the_menu_of_editors(editor: Client) -> None:
    body = editor.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("import_document") in body


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("kind", {"kind": "poem"}),
        ("language", {"language": "xx"}),
        ("place", {"place": "9" * 30}),
        ("place", {"place": "x\x00"}),
    ],
)
def test_what_is_not_offered_is_refused(editor: Client, field: str, values: dict[str, str]) -> None:
    response = send(editor, **values)
    assert response.status_code == 200
    assert field in response.context["form"].errors


def test_a_section_in_another_language_is_refused(editor: Client) -> None:
    english = IndexPage.objects.get(slug="regulations", locale__language_code="en")
    assert "place" in send(editor, place=english.pk).context["form"].errors


@pytest.mark.parametrize("failed", ["0", "x", "9" * 40, "\x00", "-1"])
def test_an_address_that_names_no_failed_file_shows_the_empty_form(editor: Client, failed: str) -> None:
    assert editor.get(reverse("import_document"), {"failed": failed}).status_code == 200


def test_files_that_nobody_took_are_swept_and_what_was_made_stays(editor: Client) -> None:
    upload = uploaded(editor)
    editor.post(reverse("import_receipt", args=[upload.pk]), typed(editor, upload))
    uploaded(editor, RULES + b" ")
    assert "documents.uploads" not in retention.purge(at=clock.now())
    TextUpload.objects.update(uploaded_at=clock.now() - timedelta(days=31))
    assert retention.purge(at=clock.now())["documents.uploads"] == 2
    assert RegulationPage.objects.exists()
    assert SourceFile.objects.exists()


def test_a_receipt_of_many_lines_is_paged_and_costs_few_queries(
    editor: Client, django_assert_max_num_queries: Any
) -> None:
    lines = [f"1.{number}. Пункт під номером {number} про бібліотеку." for number in range(1, 500)]
    upload = uploaded(editor, text_file("ПРАВИЛА", "1. ЗАГАЛЬНІ ПОЛОЖЕННЯ", *lines))
    address = reverse("import_receipt", args=[upload.pk])
    editor.get(address)
    with django_assert_max_num_queries(30):
        shown = editor.get(address)
    assert len(shown.context["lines"]) == 200
    assert len(editor.get(address, {"p": "3"}).context["lines"]) == 101
    assert all(row.place != "block" for row in editor.get(address, {"only": "apart"}).context["lines"])
    assert editor.get(address, {"p": "x\x00"}).status_code == 200


def test_what_is_kept_of_a_draft_is_the_draft(editor: Client) -> None:
    upload = uploaded(editor)
    again = draft_from(TextUpload.objects.get(pk=upload.pk).draft)
    read = uploading.read(RULES, filename="правила.txt", kind="regulation", language="uk")
    assert again == read


def test_keeping_refuses_what_cannot_be_read(institution: Any) -> None:
    account = Account.objects.create_user("u")
    with pytest.raises(CannotRead):
        uploading.keep_upload(
            file_name="x.txt", data=b"", kind="regulation", language="uk", at=clock.now(), actor=account
        )
