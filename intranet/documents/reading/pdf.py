"""PDF files: the text in its lines, tables by their ruling lines, and what each page repeats in its margins."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pdfplumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.documents.reading import second_reader
from intranet.documents.reading.draft import CannotRead
from intranet.documents.reading.source import Line, Source, letters, tidy

MOST_PAGES = 1_000
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_WORD = re.compile(r"\w+")


@dataclass
class _Raw:
    """A line or a table row where it stands on its page."""

    page: int
    top: float
    bottom: float
    left: float
    text: str
    cells: tuple[str, ...] | None = None
    bold: bool = False


def read_pdf(data: bytes) -> Source:
    """Read a PDF that has text; refuse a scan, a locked and a damaged one."""
    raw, without_text = _pages(data)
    if not any(letters(line.text) for line in raw):
        raise CannotRead(
            _(
                "This PDF is a scan: it holds pictures of pages and no text. "
                "Have it recognised (OCR) and choose the result, or choose the Word file."
            )
        )
    text = " ".join(line.text for line in raw)
    if len(_UNMAPPED.findall(text)) * 20 > len(text.split()):
        raise CannotRead(
            _("The letters of this PDF cannot be told: its fonts do not say what they mean. Choose the Word file.")
        )
    warnings = []
    if without_text:
        warnings.append(
            ngettext("Page %(pages)s holds no text.", "Pages %(pages)s hold no text.", len(without_text))
            % {"pages": ", ".join(str(page) for page in without_text)}
        )
    return Source(_lines(raw), wrapped=True, warnings=warnings)


def _pages(data: bytes) -> tuple[list[_Raw], list[int]]:
    raw: list[_Raw] = []
    without_text: list[int] = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > MOST_PAGES:
                raise CannotRead(_("The PDF has more than a thousand pages: split it and read its parts."))
            for number, page in enumerate(document.pages, 1):
                found = _page(page, number)
                raw += found
                if not found:
                    without_text.append(number)
                page.close()
    except CannotRead:
        raise
    except Exception as error:  # a foreign parser of hostile files: it fails in as many ways as a file can be broken
        if "Password" in f"{error!r} {error.__cause__!r} {error.__context__!r}":
            raise CannotRead(
                _("The PDF is locked with a password: save it without one and choose the new file.")
            ) from error
        raise CannotRead(
            _("The PDF is damaged: make it anew from the original document, or choose the Word file.")
        ) from error
    return raw, without_text


def _page(page: Any, number: int) -> list[_Raw]:
    tables = [table for table in page.find_tables() if _is_table(table)]
    boxes = [table.bbox for table in tables]
    result: list[_Raw] = []
    for line in page.extract_text_lines(strip=True, return_chars=True):
        middle, centre = (line["top"] + line["bottom"]) / 2, (line["x0"] + line["x1"]) / 2
        if not any(box[1] <= middle <= box[3] and box[0] <= centre <= box[2] for box in boxes):
            bold = all("bold" in char["fontname"].lower() for char in line["chars"] if char["text"].strip())
            result.append(_Raw(number, line["top"], line["bottom"], line["x0"], tidy(line["text"]), bold=bold))
    for table in tables:
        for row, cells in zip(table.rows, table.extract(), strict=False):
            texts = tuple("\n".join(tidy(part) for part in (cell or "").splitlines()) for cell in cells)
            if any(texts):
                text = " ".join(cell for cell in texts if cell)
                result.append(_Raw(number, row.bbox[1], row.bbox[3], row.bbox[0], text, cells=texts))
    return sorted((line for line in result if line.text), key=lambda line: (round(line.top), line.left))


def _is_table(table: Any) -> bool:
    return len(table.rows) > 1 and max(len(row.cells) for row in table.rows) > 1


def _lines(raw: list[_Raw]) -> list[Line]:
    repeated = _repeated(raw)
    numbered = _page_numbers(raw)
    margin = Counter(round(line.left) for line in raw if line.cells is None).most_common(1)
    left = margin[0][0] if margin else 0
    lines: list[Line] = []
    for place, one in enumerate(raw):
        line = Line(len(lines) + 1, one.text, cells=one.cells, bold=one.bold)
        before = raw[place - 1] if place else None
        if before is not None and before.page == one.page:
            height = max(before.bottom - before.top, 1)
            indented = 8 < one.left - left < 60 and abs(before.left - left) < 4
            line.gap = one.top - before.bottom > height * 0.9 or indented
        if place in repeated:
            line.furniture = _("It stands in the margin of each page.")
        elif place in numbered:
            line.furniture = _("It is a page number.")
        lines.append(line)
    return lines


def _edges(raw: list[_Raw]) -> dict[int, list[int]]:
    """Return the places of the first and last two lines of each page."""
    pages: dict[int, list[int]] = {}
    for place, line in enumerate(raw):
        pages.setdefault(line.page, []).append(place)
    return {page: sorted({*places[:2], *places[-2:]}) for page, places in pages.items()}


def _repeated(raw: list[_Raw]) -> set[int]:
    edges = _edges(raw)
    if len(edges) < 3:
        return set()
    shapes: dict[str, list[int]] = {}
    for places in edges.values():
        for place in places:
            if raw[place].cells is None and letters(raw[place].text):
                shapes.setdefault(re.sub(r"\d+", "#", raw[place].text), []).append(place)
    wanted = max(3, len(edges) // 2)
    # Margins alternate on left and right pages: half of the pages are enough.
    return {
        place
        for shape, places in shapes.items()
        if len({raw[at].page for at in places}) >= wanted and re.sub(r"[#\W]", "", shape)
        for place in places
    }


def _page_numbers(raw: list[_Raw]) -> set[int]:
    offsets: dict[int, list[int]] = {}
    for places in _edges(raw).values():
        for place in (places[0], places[-1]):
            digits = re.fullmatch(r"[-–— ]*(\d{1,4})[-–— ]*", raw[place].text)
            if digits:
                offsets.setdefault(int(digits[1]) - raw[place].page, []).append(place)
    return {place for places in offsets.values() if len(places) > 1 for place in places}


def missing_from_pdf(data: bytes, lines: list[Line]) -> list[str]:
    """Return the lines of the PDF's plain text, as another library sees it, whose words the first reader lacks."""
    words = {word for line in lines for word in _WORD.findall(line.text.casefold())}
    whole = letters("".join(line.text for line in lines))
    lost = []
    for page in second_reader.pdf_words(data):
        for text in page.splitlines():
            wanted = letters(text)
            if (
                len(wanted) > 3
                and wanted not in whole
                and any(word not in words for word in _WORD.findall(text.casefold()))
            ):
                lost.append(tidy(text))
    return lost
