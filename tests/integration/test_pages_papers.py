"""Each edition as PDF and as a Word file; two editions, and two languages, beside each other; drafts for editors."""

from __future__ import annotations

import io
import re
import threading
import zipfile
from datetime import date
from typing import Any

import pikepdf
import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from PIL import Image
from wagtail.models import Locale, PageViewRestriction

from intranet.core.models import AuditEntry
from intranet.core.rights import ADMINISTRATOR, EDITOR, STAFF, sync_groups
from intranet.documents import printing, queries
from intranet.documents.models import Edition, WordTemplate
from intranet.documents.printing import keeping
from intranet.documents.reading import read
from intranet.pages.models import RegulationPage
from tests.factories.pages import clause, council_minutes, regulation, section
from tests.factories.people import AccountFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution")]

OLD, NEW = date(2024, 9, 1), date(2026, 1, 1)
TABLE = {
    "caption": "Таблиця 1. Обсяг",
    "header_rows": 1,
    "rows": [{"cells": ["Вид", "Години"]}, {"cells": ["Стажування", "30"]}],
}
BODY = [
    section("1", "Загальні положення"),
    clause("1.1", "Перелік оприлюднюють за 15 днів."),
    clause("1.2", "Строк визначено у <b>пункті 1.1</b> цього Положення: #set text(red) $x$ &lt;b&gt; 😀"),
    {"type": "table", "value": TABLE},
]


@pytest.fixture(autouse=True)
def _own_folder(settings: LazySettings, tmp_path: Any) -> None:
    settings.VAR_DIR = tmp_path


def publish(page: RegulationPage, **values: Any) -> RegulationPage:
    page.refresh_from_db()
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


@pytest.fixture
def page() -> RegulationPage:
    made = publish(regulation(body=BODY), in_force_from=OLD, minutes=council_minutes())
    kept = [dict(block) for block in made.body.raw_data]
    kept[1]["value"] = {"number": "1.1", "text": "<p>Перелік оприлюднюють за 20 днів.</p>"}
    kept[2]["value"] = {**kept[2]["value"], "number": "1.3"}
    return publish(made, in_force_from=NEW, body=[*kept, clause("1.4", "Цілком нове.")])


def pdf(client: Client, address: str) -> pikepdf.Pdf:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), answer.content[:300]
    return pikepdf.open(io.BytesIO(answer.content))


def languages_in(document: pikepdf.Pdf) -> set[str]:
    """Return the languages that the document and its parts name."""
    found = {str(document.Root.Lang)}
    for each in document.objects:
        if isinstance(each, pikepdf.Dictionary) and "/Lang" in each:
            found.add(str(each.Lang))
    return found


def tags_in(document: pikepdf.Pdf) -> set[str]:
    parts = (each for each in document.objects if isinstance(each, pikepdf.Dictionary))
    return {str(each.S) for each in parts if "/P" in each and "/S" in each}


def words_of(word: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(word)) as file:
        return file.read("word/document.xml").decode()


# --- An edition ------------------------------------------------------------------------------------------------------


def test_an_edition_is_an_archivable_and_accessible_pdf_in_its_language(client: Client, page: RegulationPage):
    document = pdf(client, f"{page.url}document.pdf")
    with document.open_metadata() as said:
        assert (said["pdfaid:part"], said["pdfaid:conformance"], said["pdfuaid:part"]) == ("2", "A", "1")
        assert said["dc:title"] == page.title
    assert bool(document.Root.MarkInfo.Marked)
    assert languages_in(document) == {"uk"}
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Link"} <= tags_in(document)
    assert str(document.docinfo.CreationDate).startswith("D:20260101")


def test_an_edition_of_a_day_is_the_text_of_that_day(client: Client, page: RegulationPage):
    today, then = (client.get(f"{page.url}{day}document.docx").content for day in ("", "2024-09-01/"))
    assert "за 20 днів" in words_of(today)
    assert "за 15 днів" in words_of(then)
    assert client.get(f"{page.url}2020-01-01/document.pdf").status_code == 404
    assert client.get(f"{page.url}2026-99-99/document.pdf").status_code == 404
    assert client.get(f"{page.url}document.exe").status_code == 404


def test_the_same_edition_gives_the_same_bytes_and_is_made_once(
    client: Client, page: RegulationPage, monkeypatch: pytest.MonkeyPatch
):
    first = client.get(f"{page.url}document.pdf")
    monkeypatch.setattr(printing.Printable, "pdf", lambda _self: pytest.fail("made twice"))
    again = client.get(f"{page.url}document.pdf")
    assert again.content == first.content
    assert client.get(f"{page.url}document.pdf", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_however_many_ask_at_once_one_is_made(monkeypatch: pytest.MonkeyPatch):
    made = []

    class Slow(printing.Printable):
        def pdf(self) -> bytes:
            made.append(1)
            return b"%PDF"

    one = Slow(printing.Source("edition"), {"title": "x"})
    got: list[bytes] = []
    threads = [threading.Thread(target=lambda: got.append(keeping.kept(one))) for _each in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert (len(made), got) == (1, [b"%PDF"] * 6)


def test_who_would_wait_too_long_is_told_so(client: Client, page: RegulationPage, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keeping, "WAIT", 0.0)
    monkeypatch.setattr(keeping, "_locked", lambda _descriptor: False)
    answer = client.get(f"{page.url}document.pdf")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")


def test_only_the_newest_are_kept(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keeping, "MOST_KEPT", 2)
    monkeypatch.setattr(printing.Printable, "pdf", lambda _self: b"%PDF")
    for number in range(4):
        keeping.kept(printing.Printable(printing.Source("edition"), {"title": str(number)}))
    assert len(list(keeping.folder().glob("*.pdf"))) == 2


def test_what_is_for_staff_is_for_staff_on_paper_too(client: Client, page: RegulationPage):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    for name in ("document.pdf", "document.docx", "compare/2024-09-01/2026-01-01/document.pdf"):
        answer = client.get(f"{page.url}{name}")
        assert answer.status_code == 302, name
    client.force_login(AccountFactory(groups=(STAFF,)))
    assert client.get(f"{page.url}document.docx").status_code == 200


def test_the_page_links_to_its_files(client: Client, page: RegulationPage):
    assert f'href="{page.url}document.pdf"' in client.get(page.url).content.decode()
    assert f'href="{page.url}2024-09-01/document.docx"' in client.get(f"{page.url}2024-09-01/").content.decode()


# --- Word ------------------------------------------------------------------------------------------------------------


def test_a_word_file_is_read_back_as_the_same_text(client: Client, page: RegulationPage):
    word = client.get(f"{page.url}document.docx").content
    draft = read(word, filename="document.docx", kind="regulation", language="uk")
    edition = Edition.objects.standing().get(in_force_from=NEW)
    kept = queries.text_of(edition)
    assert draft.title == page.title
    assert [block.source_id for block in draft.blocks] == [block.id.replace("-", "") for block in kept]
    assert [(block.kind, block.data) for block in draft.blocks] == [(block.kind, block.data) for block in kept]
    assert draft.receipt.unplaced == []


def test_a_word_file_has_real_headings_header_rows_and_languages(client: Client, page: RegulationPage):
    document = Word(io.BytesIO(client.get(f"{page.url}document.docx").content))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.text]
    assert styles[:2] == ["Title", "Heading 1"]
    assert document.core_properties.title == page.title
    xml = document.element.xml
    assert "w:tblHeader" in xml
    assert xml.count("<w:r>") == xml.count('<w:lang w:val="uk-UA"/>')


# --- Beside each other -----------------------------------------------------------------------------------------------

COMPARED = "compare/2024-09-01/2026-01-01/document"


def test_two_editions_are_a_table_of_two_columns_for_the_council(client: Client, page: RegulationPage):
    document = Word(io.BytesIO(client.get(f"{page.url}{COMPARED}.docx").content))
    (table,) = document.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0][0].startswith("Чинна редакція")
    assert rows[0][1].startswith("Запропонована редакція")
    assert ["1.1 Перелік оприлюднюють за 15 днів.", "1.1 Перелік оприлюднюють за 20 днів."] in rows
    assert ["", "1.4 Цілком нове."] in rows
    assert len(rows) == 4  # the third differs in its number
    whole = Word(io.BytesIO(client.get(f"{page.url}{COMPARED}.docx?all=1").content))
    assert len(whole.tables[0].rows) == 8  # the title, the approval, and every block


def test_what_changed_is_not_marked_by_colour_alone(client: Client, page: RegulationPage):
    document = Word(io.BytesIO(client.get(f"{page.url}{COMPARED}.docx").content))
    runs = [run for cell in document.tables[0].rows[1].cells for run in cell.paragraphs[0].runs]
    assert [run.text for run in runs if run.font.strike] == ["15"]
    assert [run.text for run in runs if run.font.underline] == ["20"]


def test_the_comparison_is_an_accessible_pdf(client: Client, page: RegulationPage):
    document = pdf(client, f"{page.url}{COMPARED}.pdf")
    assert {"/Table", "/TH"} <= tags_in(document)
    assert document.pages[0].mediabox[2] > document.pages[0].mediabox[3]
    assert client.get(f"{page.url}compare/2020-01-01/2026-01-01/document.pdf").status_code == 404


def test_two_languages_stand_beside_each_other_each_in_its_own(client: Client, page: RegulationPage):
    other = page.copy_for_translation(Locale.objects.get(language_code="en"))
    texts = ["", "The list is published within 20 days.", "The period is set in clause 1.1.", "", "Quite new."]
    body = [{**block, "value": {**block["value"]}} for block in page.body.raw_data]
    for block, text in zip(body, texts, strict=True):
        block["value"] |= {"text": f"<p>{text}</p>"} if text else {}
    body[0]["value"]["heading"] = "General provisions"
    body[3]["value"] = {**TABLE, "caption": "Table 1. Hours", "rows": [{"cells": ["Kind", "Hours"]}]}
    said = {"title": "Regulation on mentoring", "reason_not_recorded": "Translated"}
    publish(other, **said, body=body, in_force_from=NEW, minutes=page.minutes)
    for address in (f"{page.url}with/en/document.pdf", f"{other.url}with/uk/document.pdf"):
        document = pdf(client, address)
        assert languages_in(document) == {"uk", "en"}
    for code in ("uk", "cy", "xx"):
        assert client.get(f"{page.url}with/{code}/document.pdf").status_code == 404
    PageViewRestriction.objects.create(page=other, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(f"{page.url}with/en/document.pdf").status_code == 404


# --- Drafts ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def draft(page: RegulationPage) -> RegulationPage:
    page.body = [*[dict(block) for block in page.body.raw_data][:-1], clause("1.9", "Запропоноване.")]
    page.save_revision()
    return page


def test_an_editor_has_the_draft_and_what_it_would_change_as_files(client: Client, draft: RegulationPage):
    sync_groups()
    client.force_login(AccountFactory(is_superuser=True))
    word = client.get(reverse("draft_paper", args=[draft.pk, "docx"]))
    assert "Запропоноване" in words_of(word.content)
    compared = client.get(reverse("draft_comparison", args=[draft.pk, "docx"]))
    assert "Запропоноване" in words_of(compared.content)
    assert "Цілком нове" in words_of(compared.content)
    for name in ("draft_paper", "draft_comparison"):
        assert client.get(reverse(name, args=[draft.pk, "pdf"])).content[:4] == b"%PDF"
    assert list(keeping.folder().glob("*.pdf")) == []
    shown = client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()
    assert reverse("draft_paper", args=[draft.pk, "docx"]) in shown


@pytest.mark.parametrize("name", ["draft_paper", "draft_comparison"])
def test_nobody_else_has_a_draft(client: Client, draft: RegulationPage, name: str):
    sync_groups()
    address = reverse(name, args=[draft.pk, "docx"])
    assert client.get(address).status_code == 302
    client.force_login(AccountFactory(groups=(STAFF,)))
    assert client.get(address).status_code in {302, 403}
    assert client.get(reverse(name, args=[999_999, "docx"])).status_code in {302, 403, 404}


# --- The institution's own template ----------------------------------------------------------------------------------


def own_template() -> bytes:
    document = Word()
    document.add_paragraph("Зразок, який не переходить у документи")
    document.styles["Normal"].font.name = "Georgia"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def changed(word: bytes, **parts: bytes) -> bytes:
    """Return a Word file with parts put in; ``rels`` is added to the relations of the document."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/_rels/document.xml.rels":
                data = data.replace(b"</Relationships>", parts.get("rels", b"") + b"</Relationships>")
            new.writestr(name, data)
        for name in parts.keys() - {"rels"}:
            new.writestr(name.replace("__", "/").replace("_bin", ".bin"), parts[name])
    return file.getvalue()


OUTSIDE = (
    b'<Relationship Id="rId99" TargetMode="External" Target="https://elsewhere.example/t.dotm" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/>'
)


def of_type(word: bytes, kind: str) -> bytes:
    """Return a Word file that says of itself what kind of Word file it is."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            plain = b"vnd.openxmlformats-officedocument.wordprocessingml.document.main"
            new.writestr(name, old.read(name).replace(plain, kind.encode()))
    return file.getvalue()


def send(client: Client, data: bytes) -> Any:
    file = SimpleUploadedFile("наш.docx", data)
    return client.post(reverse("word_template"), {"file": file})


def test_word_files_are_written_on_the_institutions_own_template(client: Client, page: RegulationPage):
    sync_groups()
    client.force_login(AccountFactory(groups=(ADMINISTRATOR,)))
    assert send(client, own_template()).status_code == 302
    assert AuditEntry.objects.filter(action="documents.word_template_kept").exists()
    word = client.get(f"{page.url}document.docx").content
    document = Word(io.BytesIO(word))
    assert document.styles["Normal"].font.name == "Georgia"
    assert "Зразок" not in words_of(word)
    assert client.get(reverse("word_template")).status_code == 200
    client.post(reverse("word_template"), {"drop": "1"})
    assert not WordTemplate.objects.exists()


def letterhead() -> bytes:
    """Return a locked template with a logo above every page and nothing of its own above the first."""
    document = Word()
    picture = io.BytesIO()
    Image.new("RGB", (30, 10), "navy").save(picture, "PNG")
    document.sections[0].header.paragraphs[0].add_run("Наш коледж").add_picture(picture)
    lock = OxmlElement("w:documentProtection")
    lock.set(qn("w:edit"), "readOnly")
    document.settings.element.insert(0, lock)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_letterhead_stands_on_the_first_page_too_and_the_file_can_be_edited(client: Client, page: RegulationPage):
    sync_groups()
    client.force_login(AccountFactory(groups=(ADMINISTRATOR,)))
    send(client, letterhead())
    document = Word(io.BytesIO(client.get(f"{page.url}document.docx").content))
    first = document.sections[0].first_page_header
    assert "Наш коледж" in first.paragraphs[0].text
    (key,) = re.findall(r'r:embed="(\w+)"', first._element.xml)
    assert first.part.related_parts[key].blob.startswith(b"\x89PNG")
    assert not [each for each in document.settings.element if each.tag == qn("w:documentProtection")]


def test_a_template_of_words_own_kind_is_taken(client: Client, page: RegulationPage):
    sync_groups()
    client.force_login(AccountFactory(groups=(ADMINISTRATOR,)))
    kind = "vnd.openxmlformats-officedocument.wordprocessingml.template.main"
    assert send(client, of_type(own_template(), kind)).status_code == 302
    assert Word(io.BytesIO(client.get(f"{page.url}document.docx").content)).styles["Normal"].font.name == "Georgia"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 broken",
        b"x" * 2_000_001,
        changed(own_template(), word__vbaProject_bin=b"x"),
        changed(own_template(), rels=OUTSIDE),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000,
        of_type(own_template(), "vnd.ms-word.template.macroEnabledTemplate.main"),
    ],
    ids=["nothing", "damaged", "large", "macros", "from elsewhere", "locked by a password", "for macros"],
)
def test_a_template_that_could_do_harm_is_refused_in_a_sentence(client: Client, data: bytes):
    sync_groups()
    client.force_login(AccountFactory(groups=(ADMINISTRATOR,)))
    answer = send(client, data)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert not WordTemplate.objects.exists()


def test_only_administrators_change_the_template(client: Client):
    sync_groups()
    client.force_login(AccountFactory(groups=(EDITOR,)))
    assert send(client, own_template()).status_code in {302, 403}
    assert not WordTemplate.objects.exists()
