"""Damaged, locked, enormous and hostile files: read or refused in one sentence, in bounded time, without trace."""

from __future__ import annotations

import io
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from django.utils import translation

from intranet.documents.reading import CannotRead, Draft, read
from tests.factories import office

P = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
CELL = "<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield
    assert list(tmp_path.iterdir()) == []


def read_bytes(data: bytes) -> Draft:
    return read(data, filename="file", kind="regulation", language="uk")


def body(content: str) -> bytes:
    return office.with_part(
        office.word("x"), "word/document.xml", f"<w:document {office.W}><w:body>{content}</w:body></w:document>"
    )


def locked_pdf() -> bytes:
    file = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(file, encryption=pikepdf.Encryption(owner="a", user="b"))
    return file.getvalue()


def pdf(content: bytes) -> bytes:
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" + content + b"\nstartxref\n9\n%%EOF"


MANIFEST = (
    '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry><m:encryption-data/>'
    "</m:file-entry></m:manifest>"
)
REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    ("a locked ODT", lambda: office.odt("x", parts={"META-INF/manifest.xml": MANIFEST}), "password"),
    ("a locked PDF", locked_pdf, "password"),
    ("a damaged ODT", lambda: office.with_part(office.odt("x"), "content.xml", "<a"), "damaged"),
    ("an ODT with an entity", lambda: office.with_part(office.odt("x"), "content.xml", "<!DOCTYPE a []><a/>"), "entit"),
    ("an ODT without text", lambda: office.odt(""), "no text"),
    ("a Word file that is cut off", lambda: office.word("x")[:-3000], "damaged"),
    ("tables ten thousand deep", lambda: body(("<w:tbl><w:tr><w:tc>" + P) * 10_000), "damaged"),
    ("runs five thousand deep", lambda: body("<w:p>" + "<w:r>" * 5_000 + "</w:r>" * 5_000 + "</w:p>"), "damaged"),
    (
        "ODT lists in lists",
        lambda: office.odt(
            "<text:list><text:list-item>" * 3_000 + "<text:p>x</text:p>" + "</text:list-item></text:list>" * 3_000
        ),
        "damaged",
    ),
    ("a page of tags alone", lambda: b"<html>" + b"<div>" * 100_000, "no text"),
    (
        "a PDF whose tables point at each other",
        lambda: pdf(b"xref\n0 1\n0000000000 65535 f \ntrailer<</Size 3/Root 1 0 R/Prev 9>>"),
        "damaged",
    ),
    (
        "a PDF whose pages hold themselves",
        lambda: pdf(b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 99999999>>endobj\ntrailer<</Size 3/Root 1 0 R>>"),
        "damaged",
    ),
    ("a PDF of brackets", lambda: pdf(b"2 0 obj " + b"[" * 100_000), "damaged"),
    ("a PDF that is cut off", lambda: office.pdf("1. A\n1.1. B")[:900], "damaged"),
]


@pytest.mark.parametrize(("make", "word"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED])
def test_what_cannot_be_read_is_refused_in_one_sentence(make: Callable[[], bytes], word: str) -> None:
    with pytest.raises(CannotRead) as refused:
        read_bytes(make())

    sentence = str(refused.value)
    assert word in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


READ: list[tuple[str, Callable[[], bytes]]] = [
    ("a hundred thousand empty paragraphs", lambda: body("<w:p/>" * 100_000 + P.format("x"))),
    ("a row of many cells", lambda: body(f"<w:tbl><w:tr>{CELL * 5_000}</w:tr></w:tbl>")),
    ("cells over a billion columns", lambda: body(
        "<w:tbl>"
        + ("<w:tr><w:tc><w:tcPr><w:gridSpan w:val='999999999'/></w:tcPr>" + P.format("x") + f"</w:tc>{CELL}</w:tr>")
        * 200 + "</w:tbl>")),
    ("many references to footnotes", lambda: body(
        "<w:p>" + "".join(f"<w:r><w:footnoteReference w:id='{n}'/></w:r>" for n in range(5_000)) + "</w:p>"
        + P.format("x"))),
    ("ODT rows repeated a million times", lambda: office.odt(
        "<table:table><table:table-row table:number-rows-repeated='1000000'><table:table-cell "
        "table:number-columns-repeated='9999999'><text:p>x</text:p></table:table-cell></table:table-row></table:table>")),
    ("a page of open brackets", lambda: b"<html><p>x" + b"<" * 50_000),
    ("a page of open comments", lambda: b"<html><p>x</p>" + b"<!--" * 50_000),
    ("a page of open links", lambda: b"<html><p>x</p>" + b"<a " * 50_000),
    ("a page of cells over all rows", lambda: b"<html><table>"
     + b"<tr><td rowspan=65000 colspan=1000>x<td rowspan=9999>y" * 500 + b"</table>"),
    ("a page that names a file of the machine", lambda:
     b"<!DOCTYPE html [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><html><p>&a;&#0;&#xD800;&#99999999;x</p>"),
]  # fmt: skip


@pytest.mark.parametrize("make", [make for _name, make in READ], ids=[name for name, _make in READ])
def test_what_is_only_odd_is_read_in_bounded_time(make: Callable[[], bytes]) -> None:
    data = make()
    started = time.process_time()
    draft = read_bytes(data)

    assert draft.receipt.unplaced == []
    assert "root:" not in "".join(each.text for each in draft.receipt.account)
    assert time.process_time() - started < 8


def test_a_bomb_in_an_odt_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intranet.documents.reading.archive.LARGEST_WHOLE", 1_000_000)

    with pytest.raises(CannotRead, match="too large"):
        read_bytes(office.odt("x", parts={"Pictures/a": "0" * 1_000_001}))


def test_a_part_of_tags_alone_is_refused_before_it_is_a_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intranet.documents.reading.archive.MOST_TAGS", 1_000)

    with pytest.raises(CannotRead, match="too large"):
        read_bytes(body("<w:p/>" * 1_001))


def test_a_bomb_in_a_bomb_is_not_opened() -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "0" * 5_000_000)
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("a.docx", inner.getvalue())

    with pytest.raises(CannotRead, match="not a text document"):
        read_bytes(outer.getvalue())


def test_a_pdf_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    data = office.pdf("1. A\n1.1. B")
    monkeypatch.setattr("intranet.documents.reading.pdf.SECONDS", 0.01)

    with pytest.raises(CannotRead, match="damaged"):
        read_bytes(data)


@pytest.mark.soak
def test_enormous_files_are_read_or_refused() -> None:
    started = time.process_time()
    draft = read_bytes(body("".join(P.format(f"1.{n}. " + "слово " * 60) for n in range(1, 20_000))))
    picture = office.word("1. Загальне", "1.1. Перше.", parts={"word/media/a.bmp": "ab" * 24_000_000})

    assert (draft.receipt.lines, draft.receipt.unplaced) == (19_999, [])
    assert read_bytes(picture).receipt.unplaced == []
    with pytest.raises(CannotRead, match="60 MB"):
        read_bytes(b"a" * 61_000_000)
    assert time.process_time() - started < 120
