"""PDF files: the text in its lines, tables by their ruling lines, and what each page repeats in its margins."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.documents.reading.draft import CannotRead
from intranet.documents.reading.source import Line, Source, hyphened, letters, tidy

PAGES = Path(__file__).with_name("pdf_pages.py")  # a program: its parsers are never loaded here
SECONDS = 180
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
    order: int = 0


def read_pdf(data: bytes, progress: Callable[[int, int], None]) -> tuple[Source, list[str]]:
    """Read a PDF that has text, with the lines that only the second reader saw; refuse the others in a sentence."""
    raw, without_text, texts = _pages(data, progress)
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
    source = Source(_lines(raw), wrapped=True, warnings=warnings)
    return source, _missing(texts, source.lines)


def _pages(data: bytes, progress: Callable[[int, int], None]) -> tuple[list[_Raw], list[int], list[str]]:
    """Return the lines of all pages, the pages without any, and the plain text of each as a second reader has it."""
    raw: list[_Raw] = []
    without_text: list[int] = []
    texts: list[str] = []
    last = 0
    for page in _taken_apart(data):
        if "error" in page:
            raise CannotRead(_refusal(page["error"]))
        found = [one for one in map(partial(_raw, page["page"]), page["lines"]) if one.text]
        raw += found
        texts.append(page["text"])
        if not found:
            without_text.append(page["page"])
        last = page["of"] - page["page"]
        progress(page["page"], page["of"])
    if not texts or last:
        raise CannotRead(_refusal("damaged"))
    return raw, without_text, texts


def _taken_apart(data: bytes) -> Iterator[dict[str, Any]]:
    """Yield what a process of its own tells of each page; it is ended when it takes too long."""
    program = [sys.executable, "-P", str(PAGES), str(SECONDS)]
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        process = subprocess.Popen(
            program, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        )
    watch = threading.Timer(SECONDS, process.kill)
    watch.start()
    try:
        for line in process.stdout or ():
            with suppress(ValueError):  # the last line of a process that was ended is not whole
                yield json.loads(line)
    finally:
        watch.cancel()
        process.kill()
        process.communicate()


def _refusal(error: str) -> str:
    return {
        "locked": _("The PDF is locked with a password: save it without one and choose the new file."),
        "pages": _("The PDF has more than a thousand pages: split it and read its parts."),
    }.get(error) or _("The PDF is damaged: make it anew from the original document, or choose the Word file.")


def _raw(page: int, found: dict[str, Any]) -> _Raw:
    cells = None
    text = tidy(hyphened(found["text"]))
    if found["cells"] is not None:
        cells = tuple("\n".join(filter(None, map(tidy, cell.splitlines()))) for cell in found["cells"])
        text = " ".join(cell for cell in cells if cell)
    return _Raw(page, found["top"], found["bottom"], found["left"], text, cells, found["bold"], found["order"])


def _lines(raw: list[_Raw]) -> list[Line]:
    repeated = _repeated(raw)
    numbered = _page_numbers(raw)
    margin = Counter(round(line.left) for line in raw if line.cells is None).most_common(1)
    left = margin[0][0] if margin else 0
    lines: list[Line] = []
    for place, one in enumerate(raw):
        line = Line(len(lines) + 1, one.text, cells=one.cells, bold=one.bold)
        before = raw[place - 1] if place else None
        if before is not None and before.page == one.page and before.order == one.order:
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
                shapes.setdefault(_shape(raw[place]), []).append(place)
    inside = Counter(_shape(raw[place]) for place in set(range(len(raw))).difference(*edges.values()))
    wanted = max(3, len(edges) // 2)
    # Margins alternate on left and right pages: half of the pages are enough.
    return {
        place
        for shape, places in shapes.items()
        if inside[shape] < 2
        and len({raw[at].page for at in _level(raw, places)}) >= wanted
        and re.sub(r"[#\W]", "", shape)
        for place in _level(raw, places)
    }


def _shape(line: _Raw) -> str:
    return re.sub(r"\d+", "#", line.text)


def _level(raw: list[_Raw], places: list[int]) -> list[int]:
    """Return the places that stand at one height: what ends each page by chance does not."""
    middle = sorted(raw[place].top for place in places)[len(places) // 2]
    return [place for place in places if abs(raw[place].top - middle) < 6]


def _page_numbers(raw: list[_Raw]) -> set[int]:
    offsets: dict[int, list[int]] = {}
    for places in _edges(raw).values():
        for place in (places[0], places[-1]):
            digits = re.fullmatch(r"[-–— ]*(\d{1,4})[-–— ]*", raw[place].text)
            if digits:
                offsets.setdefault(int(digits[1]) - raw[place].page, []).append(place)
    return {place for places in offsets.values() if len(places) > 1 for place in places}


def _missing(texts: list[str], lines: list[Line]) -> list[str]:
    """Return the lines of the PDF's plain text, as another library sees it, whose words the first reader lacks."""
    words = {word for line in lines for word in _WORD.findall(line.text.casefold())}
    whole = letters("".join(line.text for line in lines))
    lost = []
    for page in texts:
        for text in page.splitlines():
            wanted = letters(text)
            if (
                len(wanted) > 3
                and wanted not in whole
                and any(word not in words for word in _WORD.findall(text.casefold()))
            ):
                lost.append(tidy(text))
    return lost
