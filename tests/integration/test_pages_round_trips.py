"""Download as Word, edit, bring back: through the screens that editors use, for each kind of document."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document

from intranet.core import clock, jobs
from intranet.core.rights import EDITOR, sync_groups
from intranet.documents.models import TextUpload
from intranet.documents.reading import Block
from intranet.pages.models.documents import DocumentPage
from intranet.pages.operations.importing_proposal import propose
from intranet.pages.publishing.freezing import body_of
from tests.factories.job_descriptions import job_description
from tests.factories.pages import regulation
from tests.factories.people import AccountFactory
from tests.factories.programmes import programme_page
from tests.factories.word_texts import TEXTS

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution")]


@pytest.fixture
def editor(client: Client) -> Client:
    sync_groups()
    client.force_login(AccountFactory(groups=[EDITOR]))
    return client


def body(name: str) -> list[dict[str, Any]]:
    skipped = {"standard", "chart"}  # they name rows of the database
    blocks = [(kind, data) for kind, data in TEXTS[name].blocks if kind not in skipped]
    return body_of([Block(kind, data, []) for kind, data in blocks])  # type: ignore[arg-type]


def with_title(name: str, make: Callable[..., Any]) -> DocumentPage:
    page: DocumentPage = make(body=body(name), title=TEXTS[name].title)
    page.save_revision()
    return page


PAGES: dict[str, Callable[[], DocumentPage]] = {
    "regulation": lambda: with_title("regulation", regulation),
    "forms": lambda: with_title("forms", regulation),
    "numbered instruction": lambda: with_title("numbered instruction", job_description),
    "sheets": lambda: with_title("sheets", job_description),
    "programme": lambda: with_title("programme", programme_page),
}


def downloaded(client: Client, page: DocumentPage) -> bytes:
    response = client.get(reverse("draft_paper", args=[page.pk, "docx"]))
    assert response.status_code == 200
    return bytes(response.content)


def changes(client: Client, page: DocumentPage, data: bytes) -> tuple[TextUpload, list[Any]]:
    """Bring a file back and return the changes that the screen shows."""
    file = SimpleUploadedFile("newer.docx", data)
    assert client.post(reverse("import_newer", args=[page.pk]), {"file": file}).status_code == 302
    jobs.run_waiting(at=clock.now())
    upload = TextUpload.objects.latest("pk")
    shown = client.get(reverse("import_changes", args=[upload.pk]))
    assert shown.status_code == 200
    return upload, shown.context["changes"]


def take_all(client: Client, page: DocumentPage, upload: TextUpload, found: list[Any]) -> list[dict[str, Any]]:
    revision = client.get(reverse("import_changes", args=[upload.pk])).context["proposal"].revision
    taken = {"taken": [each.key for each in found], "revision": revision}
    answer = client.post(reverse("import_changes", args=[upload.pk]), taken)
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    return raw(page)


def raw(page: DocumentPage) -> list[dict[str, Any]]:
    return [dict(block) for block in type(page).objects.get(pk=page.pk).get_latest_revision_as_object().body.raw_data]


def edited(data: bytes, edit: Callable[[Any], None]) -> bytes:
    document = Document(io.BytesIO(data))
    edit(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize("make", PAGES.values(), ids=PAGES)
def test_what_nobody_touched_changes_nothing(editor: Client, make: Callable[[], DocumentPage]) -> None:
    page = make()
    upload, found = changes(editor, page, downloaded(editor, page))
    assert [(each.pair.change, each.pair.block) for each in found] == []
    proposal = propose(page=page, upload=upload)
    assert [block.data for block in proposal.kept] == []
    assert proposal.stated == []


@pytest.mark.parametrize("kind", ["numbered instruction", "sheets"])
def test_facts_changed_above_the_text_are_told_by_name_and_stay(editor: Client, kind: str) -> None:
    page = PAGES[kind]()
    above = propose(page=page, upload=changes(editor, page, downloaded(editor, page))[0]).above
    label, was = above[0]
    assert was

    def edit(document: Any) -> None:
        cell = next(row.cells[1] for row in document.tables[0].rows if row.cells[0].text.strip() == label)
        cell.text = "Зовсім інше слово"

    upload, found = changes(editor, page, edited(downloaded(editor, page), edit))
    assert found == []
    [stated] = propose(page=page, upload=upload).stated
    assert (stated.label, stated.was.split(), stated.now) == (label, was.split(), "Зовсім інше слово")
    shown = editor.get(reverse("import_changes", args=[upload.pk])).content.decode()
    assert "<ins>Зовсім інше слово</ins>" in shown


def test_bold_and_links_are_proposed_and_taken_and_links_of_the_site_stay(editor: Client) -> None:
    page = with_title("regulation", regulation)
    inner = f'<a linktype="page" id="{page.get_parent().pk}">'
    page.body[2].value["text"].source = f"<p>Порядок {inner}наставництва</a> визначає наказ.</p>"
    page.save_revision()

    def edit(document: Any) -> None:
        place = next(each for each in document.paragraphs if "Порядок наставництва" in each.text)
        place.runs[-1].text = place.runs[-1].text.replace("наказ", "директор")
        next(each for each in document.paragraphs if "один навчальний рік" in each.text).runs[-1].bold = True

    upload, found = changes(editor, page, edited(downloaded(editor, page), edit))
    assert [(each.pair.block.number, each.only_looks) for each in found] == [("1.2", False), ("2.1", True)]
    before = [block["id"] for block in raw(page)]
    after = take_all(editor, page, upload, found)
    assert [block["id"] for block in after] == before
    texts = {block["value"].get("number"): block["value"].get("text") for block in after}
    assert texts["1.2"] == f"<p>Порядок {inner}наставництва</a> визначає директор.</p>"
    assert texts["2.1"] == "<p><b>Наставництво триває один навчальний рік.</b></p>"


def test_rows_of_a_person_specification_keep_their_ids_and_change_what_was_changed(editor: Client) -> None:
    page = with_title("sheets", job_description)

    def edit(document: Any) -> None:
        rows = [row for table in document.tables for row in table.rows]
        row = next(row for row in rows if "Посвідчення водія" in row.cells[0].text)
        row.cells[1].text, row.cells[2].text = "×", ""

    upload, found = changes(editor, page, edited(downloaded(editor, page), edit))
    [change] = found
    assert [row.change for row in change.rows].count("changed") == 1
    spec = {block["type"]: block for block in raw(page)}["person_spec"]
    after = {block["type"]: block for block in take_all(editor, page, upload, found)}["person_spec"]
    assert after["id"] == spec["id"]
    assert [row["id"] for row in after["value"]["rows"]] == [row["id"] for row in spec["value"]["rows"]]
    assert [row["value"]["level"] for row in after["value"]["rows"]] == ["", "essential", "essential"]
    assert [each["id"] for each in after["value"]["legend"]] == [each["id"] for each in spec["value"]["legend"]]


def test_a_changed_cell_shows_its_row_and_counts_the_others(editor: Client) -> None:
    page = with_title("regulation", regulation)

    def edit(document: Any) -> None:
        cell = next(cell for row in document.tables[0].rows for cell in row.cells if cell.text == "до 1 червня")
        cell.text = "до 15 травня"

    _upload, [change] = changes(editor, page, edited(downloaded(editor, page), edit))
    assert [(row.change, row.count) for row in change.rows] == [("same", 3), ("changed", 1), ("same", 1)]
    marks = [[(run.mark, run.text) for run in cell] for cell in change.rows[1].cells]
    assert marks[0] == [("kept", "Звіт")]
    assert ("inserted", "15 травня") in marks[1]
