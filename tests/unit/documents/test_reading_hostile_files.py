"""Hostile OpenDocument texts and PDFs: read or refused in one sentence, in bounded time, and nothing is left behind."""

from __future__ import annotations

import io
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from django.utils import translation

from intranet.documents.reading import CannotRead, Draft, read
from tests.factories import office

ONE = "<text:p>1.1. x</text:p>"
ENTITY = "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"
SECONDS = 30  # of the processor; a slow machine still tells a loop from work


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


# OpenDocument.


def part(name: str, content: str) -> Callable[[], bytes]:
    return lambda: office.with_part(office.odt(ONE), name, content)


def nested(tags: tuple[str, ...], times: int) -> Callable[[], bytes]:
    opened = "".join(f"<{tag}>" for tag in tags)
    closed = "".join(f"</{tag}>" for tag in reversed(tags))
    return lambda: office.odt(opened * times + "<text:p>x</text:p>" + closed * times)


def marked(offset: int, value: bytes) -> bytes:
    """Return an ODT with bytes of each entry of its table of contents changed."""
    data = bytearray(office.with_part(office.odt(ONE), "content.xml", " " * 3_000_000))
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        data[place + offset : place + offset + len(value)] = value
        place = data.find(b"PK\x01\x02", place + 4)
    return bytes(data)


def with_many_parts() -> bytes:
    file = io.BytesIO(office.odt(ONE))
    with zipfile.ZipFile(file, "a") as archive:
        for number in range(5_001):
            archive.writestr(f"a{number}", "")
    return file.getvalue()


ODT_REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    ("cut off", lambda: office.odt(ONE)[:-200], "damaged"),
    ("cut in half", lambda: office.odt(ONE)[:400], "damaged"),
    ("locked entry by entry", lambda: marked(8, b"\x01"), "password"),
    ("lying about its size", lambda: marked(24, b"\x0a\0\0\0"), "damaged"),
    ("five thousand parts", with_many_parts, "too large"),
    ("an entity in its styles", part("styles.xml", ENTITY), "entit"),
    ("an external entity", part("content.xml", ENTITY), "entit"),
    ("broken styles", part("styles.xml", "<a"), "damaged"),
    ("no content", part("content.xml", ""), "damaged"),
    ("another root", part("content.xml", "<a/>"), "damaged"),
    ("NULs", part("content.xml", "<a>\0</a>"), "damaged"),
    ("a spreadsheet", part("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), "not a text document"),
    ("sections five thousand deep", nested(("text:section",), 5_000), "damaged"),
    ("tables two thousand deep", nested(("table:table", "table:table-row", "table:table-cell"), 2_000), "damaged"),
]


@pytest.mark.parametrize(("make", "word"), [each[1:] for each in ODT_REFUSED], ids=[each[0] for each in ODT_REFUSED])
def test_an_odt_that_cannot_be_read_is_refused_in_one_sentence(make: Callable[[], bytes], word: str) -> None:
    with pytest.raises(CannotRead) as refused:
        read_bytes(make())

    sentence = str(refused.value)
    assert word in sentence
    assert sentence.endswith(".")


LOOP = (
    "<style:style style:name='A' style:family='paragraph' style:parent-style-name='B'/>"
    "<style:style style:name='B' style:family='paragraph' style:parent-style-name='A'/>"
)
ODT_READ: list[tuple[str, Callable[[], bytes]]] = [
    ("a start beyond all numbers", lambda: office.odt(
        f"<text:list><text:list-item text:start-value='{'9' * 30}'><text:p>x</text:p></text:list-item></text:list>")),
    ("levels that are none", lambda: office.odt(
        "<text:h text:outline-level='99999999999'>x</text:h><text:h text:outline-level='-1'>y</text:h>")),
    ("a billion spaces", lambda: office.odt("<text:p>a<text:s text:c='999999999'/>b</text:p>")),
    ("styles based on each other", lambda: office.odt("<text:p text:style-name='A'>x</text:p>", automatic=LOOP)),
    ("notes in notes", lambda: office.odt(
        "<text:p>a" + "<text:note><text:note-body><text:p>n" * 300 + "</text:p></text:note-body></text:note>" * 300
        + "</text:p>")),
    ("a row of very many cells", lambda: office.odt(
        "<table:table><table:table-row>" + "<table:table-cell><text:p>x</text:p></table:table-cell>" * 5_000
        + "</table:table-row></table:table>")),
]  # fmt: skip


@pytest.mark.parametrize("make", [make for _name, make in ODT_READ], ids=[name for name, _make in ODT_READ])
def test_an_odt_that_is_only_odd_is_read_in_bounded_time(make: Callable[[], bytes]) -> None:
    started = time.process_time()

    assert read_bytes(make()).receipt.unplaced == []
    assert time.process_time() - started < SECONDS


# PDF.

CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
WORDS = b"BT /F 12 Tf 50 700 Td (1.1. The first clause of a policy.) Tj ET"


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (more, len(data), data)


def page(more: bytes = b"", box: bytes = b"[0 0 595 842]") -> bytes:
    return b"<</Type/Page/Parent 2 0 R/MediaBox%s/Resources<</Font<</F 5 0 R>>%s>>/Contents 4 0 R>>" % (box, more)


def pdf(*objects: bytes) -> bytes:
    """Return a PDF of these objects, numbered from 1, with a right table of them."""
    data, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(data))
    return data + head + table + trailer


def of_pages(count: int) -> bytes:
    document, file = pikepdf.new(), io.BytesIO()
    for _number in range(count):
        document.add_blank_page()
    document.save(file)
    return file.getvalue()


def opened_by_anybody() -> bytes:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(CATALOG, PAGES, page(), stream(WORDS), FONT))) as document:
        document.save(file, encryption=pikepdf.Encryption(owner="a", user=""))
    return file.getvalue()


PDF_REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    ("no pages", lambda: pdf(CATALOG, b"<</Type/Pages/Kids[]/Count 0>>"), "damaged"),
    ("more pages than it has", lambda: pdf(
        CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 10000>>", page(), stream(WORDS), FONT), "thousand pages"),
    ("a thousand and one pages", lambda: of_pages(1_001), "thousand pages"),
    ("pages under themselves", lambda: pdf(
        CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1/Parent 2 0 R>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>", stream(WORDS), FONT), "damaged"),
    ("a page without end", lambda: pdf(
        CATALOG, PAGES, page(box=b"[0 0 1e30 1e30]"), stream(WORDS), FONT), "damaged"),
    ("NULs alone", lambda: b"%PDF-1.7" + b"\0" * 100_000, "damaged"),
    ("a text that only names the format", lambda: b"x %PDF- x\n1. A\n1.1. B\n", "damaged"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "word"), [each[1:] for each in PDF_REFUSED], ids=[each[0] for each in PDF_REFUSED])
def test_a_pdf_that_cannot_be_read_is_refused_in_one_sentence(make: Callable[[], bytes], word: str) -> None:
    with pytest.raises(CannotRead) as refused:
        read_bytes(make())

    assert word in str(refused.value)
    assert str(refused.value).endswith(".")


IMAGE = (
    b"/Type/XObject/Subtype/Image/Width 90000/Height 90000/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode"
)
PDF_READ: list[tuple[str, Callable[[], bytes]]] = [
    ("outlines in a circle", lambda: pdf(
        b"<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R>>", PAGES, page(), stream(WORDS), FONT,
        b"<</Type/Outlines/First 7 0 R/Last 7 0 R>>", b"<</Title(a)/Parent 6 0 R/Next 7 0 R/First 7 0 R>>")),
    ("a page that is its own contents", lambda: pdf(
        CATALOG, PAGES, page().replace(b"/Contents 4 0 R", b"/Contents[3 0 R 4 0 R 3 0 R]"), stream(WORDS), FONT)),
    ("a picture of eight thousand million dots", lambda: pdf(
        CATALOG, PAGES, page(b"/XObject<</X 6 0 R>>"), stream(WORDS + b" /X Do"), FONT,
        stream(zlib.compress(b"\0" * 9), IMAGE))),
    ("programs to be run", lambda: pdf(
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>/AA<</O<</S/Launch/F(/bin/sh)>>>>>>",
        PAGES, page(), stream(WORDS), FONT)),
    ("junk before and after it", lambda: b"junk\n" * 50 + pdf(CATALOG, PAGES, page(), stream(WORDS), FONT) + b"junk"),
    ("a password for changes alone", opened_by_anybody),
]  # fmt: skip


@pytest.mark.parametrize("make", [make for _name, make in PDF_READ], ids=[name for name, _make in PDF_READ])
def test_a_pdf_that_is_only_odd_is_read(make: Callable[[], bytes]) -> None:
    draft = read_bytes(make())

    assert [block.data.get("number") for block in draft.blocks] == ["1.1"]
    assert draft.receipt.unplaced == []


@pytest.mark.soak
def test_forms_within_themselves_and_a_bomb_in_a_stream_end_in_a_sentence() -> None:
    own = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"
    circle = pdf(
        CATALOG, PAGES, page(b"/XObject<</X 6 0 R>>"), stream(WORDS + b" /X Do"), FONT, stream(b"/X Do /X Do", own)
    )
    packer = zlib.compressobj(9)
    packed = b"".join([*(packer.compress(b" " * 1_000_000) for _each in range(3_000)), packer.flush()])
    bomb = pdf(CATALOG, PAGES, page(), stream(packed, b"/Filter/FlateDecode"), FONT)

    for data in (circle, bomb):
        with pytest.raises(CannotRead, match="damaged"):
            read_bytes(data)
