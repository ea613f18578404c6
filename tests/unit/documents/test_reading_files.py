"""Which files are read, and in what sentence the others are refused."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterator

import pytest
from django.utils import translation

from intranet.documents.reading import CannotRead, Draft, read

TEXT = "ПОЛОЖЕННЯ\nпро гурток\n\n1. Загальне\n1.1. Ґудзики їхні.\n"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def read_bytes(data: bytes, filename: str = "file.txt") -> Draft:
    return read(data, filename=filename, kind="regulation", language="uk")


def refusal_of(data: bytes, filename: str = "file.txt") -> str:
    with pytest.raises(CannotRead) as refused:
        read_bytes(data, filename)
    return str(refused.value)


ENCODINGS = ["utf-8", "utf-8-sig", "cp1251", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_text_in_every_encoding_reads_the_same(encoding: str) -> None:
    draft = read_bytes(TEXT.encode(encoding))

    assert draft.title == "ПОЛОЖЕННЯ про гурток"
    assert [block.data["text"] for block in draft.blocks if block.kind == "clause"] == ["Ґудзики їхні."]
    assert (draft.receipt.lines, draft.receipt.unplaced) == (4, [])


def zip_of(**parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return buffer.getvalue()


REFUSED = [
    (b"", "empty"),
    (b"  \n\n\t ", "empty"),
    (b"\x00" * 100, "empty"),
    (bytes(range(256)) * 40, "not a text"),
    (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "not a text"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "DOCX"),
    (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
    (b"{\\rtf1\\ansi text}", "RTF"),
    (b"<!DOCTYPE html><html><body> <script>x</script></body></html>", "no text"),
    (b"PK\x03\x04 broken", "damaged"),
    (zip_of(content_xml="<x/>"), "damaged"),
    (zip_of(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_xml="<x/>"), "not a text document"),
    (zip_of(xl__workbook_xml="<x/>"), "not a text document"),
    (zip_of(word__document_xml="<w:document"), "damaged"),
    (zip_of(word__document_xml='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'), "entities"),
    (zip_of(word__document_xml="<x/>"), "damaged"),
    (b"%PDF-1.7 broken", "damaged"),
]


@pytest.mark.parametrize(("data", "word"), REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence_with_the_cure(data: bytes, word: str) -> None:
    sentence = refusal_of(data)

    assert word in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intranet.documents.reading.archive.LARGEST_WHOLE", 1_000_000)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<x/>")
        archive.writestr("word/media/a", b"0" * 1_000_001)

    assert len(buffer.getvalue()) < 5_000
    assert "too large" in refusal_of(buffer.getvalue())


def test_a_part_that_lies_about_its_size_is_not_unpacked_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intranet.documents.reading.archive.LARGEST_PART", 1_000)

    assert "too large" in refusal_of(zip_of(word__document_xml="<x>" + "0" * 2_000 + "</x>"))


HOSTILE = [
    "а" * 200_000,
    "-" * 200_000 + "x",
    "1." * 60_000,
    "(" * 100_000,
    "слово " * 40_000,
    "| " * 60_000,
    "\t" * 60_000 + "x",
    "**" * 60_000,
    "<ul " * 40_000,
    "І" * 60_000,
    "слово слово слово слово\n" * 8_000,
    "1. Розділ\n1.1. Пункт\n" * 2_000,
    "- пункт;\n" * 6_000,
    "Додаток 1\n" * 4_000,
    "а-\nб\n" * 4_000,
    "1\n2\n3\n" * 4_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_takes_no_more_than_its_length_demands(text: str) -> None:
    started = time.process_time()
    draft = read_bytes(text.encode())

    assert draft.receipt.unplaced == []
    assert time.process_time() - started < 6


def test_ten_megabytes_of_one_line_are_refused_at_once() -> None:
    started = time.process_time()

    assert "too large" in refusal_of(b"a" * 10_000_000)
    assert time.process_time() - started < 3


def test_bidirectional_and_zero_width_marks_are_taken_out() -> None:
    draft = read_bytes("1. Загальне\n1.1. Текст\u202e навиворіт\u200b.".encode())

    assert [block.data["text"] for block in draft.blocks if block.kind == "clause"] == ["Текст навиворіт."]
    assert draft.receipt.unplaced == []
