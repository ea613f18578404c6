"""What web pages, OpenDocument texts and old Word files carry over; and the ids that a file of ours brings back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from intranet.documents.reading import CannotRead, Draft, read
from intranet.documents.reading.draft import Block
from tests.factories import office

ID = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def read_file(data: bytes, name: str = "file") -> Draft:
    return read(data, filename=name, kind="regulation", language="uk")


def of_kind(draft: Draft, kind: str) -> list[Block]:
    return [block for block in draft.blocks if block.kind == kind]


PAGE = """<!DOCTYPE html><html><head><title>Коледж</title></head><body><main>
<p>ЗАТВЕРДЖЕНО<br>наказ від 05.09.2024 № 77</p>
<h1>Положення про ключі</h1><h2>1. Загальне</h2>
<p>1.1. Дивись <a href="https://example.org/a?b=1&amp;c">сайт</a>, <a href="javascript:alert(1)">інше</a> і
<b>це</b>.</p>
<table><caption>Таблиця 1. Ключі</caption><tr><th rowspan=2>Місце<th colspan=2>Ключ<tr><th>номер<th>вид
<tr><td rowspan=2>Цех<td>1<td>новий<tr><td>2<td>старий</table></main></body></html>"""


def test_a_web_page_keeps_links_tables_and_the_stamp() -> None:
    draft = read_file(PAGE.encode(), "page.html")

    assert draft.title == "Положення про ключі"
    assert (draft.approval.order_number, draft.approval.order_date) == ("77", date(2024, 9, 5))
    (clause,) = of_kind(draft, "clause")
    assert clause.data["text"] == ('Дивись <a href="https://example.org/a?b=1&amp;c">сайт</a>, інше і <b>це</b>.')
    (table,) = of_kind(draft, "table")
    assert table.data == {
        "caption": "Таблиця 1. Ключі",
        "header_rows": 2,
        "rows": [
            ["Місце", "Ключ", ""],
            ["", "номер", "вид"],
            ["Цех", "1", "новий"],
            ["", "2", "старий"],
        ],
    }
    assert draft.receipt.unplaced == []


def test_an_odt_keeps_looks_links_footnotes_and_names_what_it_leaves_out() -> None:
    text = (
        "ПОЛОЖЕННЯ про ключі\n1. Загальне\n<text:p>1.1. Дивись <text:span text:style-name='T1'>це</text:span> і "
        "<text:a xlink:href='https://example.org/'>сайт</text:a><text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>Внизу.</text:p></text:note-body></text:note>.<draw:frame><draw:image/></draw:frame>"
        "</text:p>\n<text:tracked-changes><text:changed-region/></text:tracked-changes>"
    )
    bold = "<style:style style:name='T1'><style:text-properties fo:font-weight='bold'/></style:style>"
    margin = "<style:master-page><style:header><text:p>Коледж</text:p></style:header></style:master-page>"
    draft = read_file(office.odt(text, automatic=bold, common=margin), "file.odt")

    (clause,) = of_kind(draft, "clause")
    assert clause.data["text"] == 'Дивись <b>це</b> і <a href="https://example.org/">сайт</a>[1].'
    assert [block.data for block in of_kind(draft, "note")] == [{"mark": "[1]", "text": "Внизу."}]
    assert [dropped.text for dropped in draft.receipt.dropped] == ["Коледж"]
    assert any("tracked changes" in warning for warning in draft.warnings)
    assert any("picture" in warning for warning in draft.warnings)


MARKED = f"<w:p><w:bookmarkStart w:id='1' w:name='b_{ID}'/><w:r><w:t>1.1. Перше.</w:t></w:r></w:p>"


def test_a_word_file_of_ours_brings_back_the_ids_of_its_blocks() -> None:
    row = (
        f"<w:tbl><w:tr><w:tc><w:p><w:bookmarkStart w:id='2' w:name='b_{ID[::-1]}'/><w:r><w:t>а</w:t></w:r></w:p></w:tc>"
    )
    row += "<w:tc><w:p><w:r><w:t>б</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    other = "<w:p><w:bookmarkStart w:id='3' w:name='_GoBack'/><w:r><w:t>1.2. Друге.</w:t></w:r></w:p>"
    draft = read_file(office.word("ПОЛОЖЕННЯ про ключі", "1. Загальне", MARKED, other, row))

    assert [block.source_id for block in draft.blocks] == ["", ID, "", ID[::-1]]


def test_the_id_of_an_emptied_paragraph_is_not_given_to_the_next() -> None:
    emptied = f"<w:p><w:bookmarkStart w:id='1' w:name='b_{ID}'/></w:p>"
    draft = read_file(office.word("ПОЛОЖЕННЯ про ключі", "1. Загальне", emptied, "1.1. Друге."))

    assert [block.source_id for block in draft.blocks] == ["", ""]


def test_the_reading_of_a_pdf_tells_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    data = office.pdf("1. A\n1.1. B\n#pagebreak()\n1.2. C\n#pagebreak()\n1.3. D")
    read(data, filename="a.pdf", kind="regulation", language="uk", progress=lambda done, of: told.append((done, of)))

    assert told == [(1, 3), (2, 3), (3, 3)]


def converter(folder: Path, script: str) -> None:
    """Put a program in the place of LibreOffice."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


OLD = [b"{\\rtf1 x}", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600]


@pytest.mark.parametrize("data", OLD, ids=["rtf", "doc"])
def test_an_old_word_file_is_converted_where_a_converter_is(
    data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ready.docx").write_bytes(office.word("ПОЛОЖЕННЯ про ключі", "1. Загальне", "1.1. Перше."))
    converter(tmp_path, f'mkdir -p made && cp "{tmp_path}/ready.docx" made/source.docx')
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    draft = read_file(data)

    assert [block.data["number"] for block in of_kind(draft, "clause")] == ["1.1"]
    assert any("converted" in warning for warning in draft.warnings)


@pytest.mark.parametrize("script", ["exit 1", "sleep 30"])
def test_a_converter_that_fails_or_hangs_ends_in_a_sentence(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    converter(tmp_path, script)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr("intranet.documents.reading.converting.SECONDS", 0.3)

    with pytest.raises(CannotRead, match="converted"):
        read_file(OLD[0])


@pytest.mark.parametrize("data", OLD, ids=["rtf", "doc"])
def test_without_a_converter_the_sentence_says_the_way_out(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(CannotRead, match="save it as DOCX"):
        read_file(data)
