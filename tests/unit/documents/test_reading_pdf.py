"""PDF files: text in lines, page furniture, and the scans that are refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from intranet.documents.reading import CannotRead, Draft, read


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def pdf_of(*pages: list[str], size: int = 12) -> bytes:
    """Write a small PDF: each page's lines one below another, in Helvetica."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    for lines in pages:
        parts = [f"BT /F1 {size} Tf 72 780 Td 16 TL"]
        for line in lines:
            text = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            parts.append(f"({text}) Tj T*")
        stream = "\n".join([*parts, "ET"]).encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        page = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
        )
        objects.append(page.encode())
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (count, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (count, table, trailer)


def read_pdf(data: bytes) -> Draft:
    return read(data, filename="file.pdf", kind="regulation", language="en")


def pages() -> list[list[str]]:
    first = [
        "Lone Working Policy",
        "1. Purpose",
        "1.1. This policy sets out how members of staff work alone on the premises of",
        "the college, and what their managers do so that they come home",
        "safe.",
        "1.2. It applies to:",
        "(a) teachers and technicians;",
        "(b) visitors.",
    ]
    second = [
        "2. Duties",
        "2.1. Staff sign in before they begin, as clause",
        "1.1 of this policy demands, and they sign out after-",
        "wards.",
    ]
    third = ["2.2. Managers look at the sheet every day and ask after those who have not", "signed out."]
    return [["Town College", *lines, f"{page}"] for page, lines in enumerate([first, second, third], 1)]


def test_a_pdf_with_text_is_read_and_its_furniture_dropped() -> None:
    draft = read_pdf(pdf_of(*pages()))

    assert draft.title == "Lone Working Policy"
    clauses = [(block.data["number"], block.data["text"]) for block in draft.blocks if block.kind == "clause"]
    assert [number for number, _text in clauses] == ["1.1", "1.2", "2.1", "2.2"]
    assert clauses[0][1].endswith("so that they come home safe.")
    assert clauses[2][1].endswith("as clause 1.1 of this policy demands, and they sign out afterwards.")
    assert clauses[3][1].endswith("those who have not signed out.")
    assert [dropped.text for dropped in draft.receipt.dropped] == [
        "Town College",
        "1",
        "Town College",
        "2",
        "Town College",
        "3",
    ]
    assert all(dropped.reason for dropped in draft.receipt.dropped)
    assert (draft.receipt.unplaced, draft.receipt.accounted) == ([], draft.receipt.lines)


def test_a_pdf_without_text_is_refused_as_a_scan() -> None:
    with pytest.raises(CannotRead, match="scan"):
        read_pdf(pdf_of([]))


def test_a_page_without_text_among_others_is_named() -> None:
    draft = read_pdf(pdf_of(pages()[0], []))

    assert any("Page 2" in warning for warning in draft.warnings)


def test_a_cut_pdf_is_refused_in_a_sentence() -> None:
    with pytest.raises(CannotRead, match=r"damaged|scan"):
        read_pdf(pdf_of(*pages())[:200])
