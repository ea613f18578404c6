"""Takes a PDF apart in a process of its own: hostile files may hang it or fill its memory, and then it is ended.

It is run as a program, reads the file from its standard input, and writes one line of JSON for each page: the lines and
table rows where they stand, and the plain text as another library sees it. It imports nothing of ours.
"""

from __future__ import annotations

import io
import json
import logging
import resource
import sys
from itertools import pairwise
from typing import Any

import pdfplumber
import pypdfium2

MOST_PAGES = 1_000
MOST_MEMORY = 2_000_000_000
MOST_CHARACTERS = 60_000  # on a page: more is no text
FEWEST_LINES = 5  # side by side, to be columns
NARROWEST_GUTTER = 9


def main(seconds: int) -> int:
    """Write the pages of the file on standard input."""
    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    data = sys.stdin.buffer.read()
    try:
        _write_pages(data)
    except Exception as error:  # noqa: BLE001 - a foreign parser of hostile files fails in as many ways as there are files
        told = f"{error!r} {error.__cause__!r} {error.__context__!r}"
        _write(error="locked" if "Password" in told or "password" in told else "damaged")
    return 0


def _write_pages(data: bytes) -> None:
    second = pypdfium2.PdfDocument(data)  # reads broken tables of objects in bounded time: it goes first
    if len(second) > MOST_PAGES:
        _write(error="pages")
        return
    with pdfplumber.open(io.BytesIO(data)) as document:
        count = len(document.pages)
        for number, page in enumerate(document.pages):
            text = _plain(second, number)
            lines = _page(page) if len(text) <= MOST_CHARACTERS else []
            if len(text) > MOST_CHARACTERS:
                _write(error="damaged")
                return
            _write(page=number + 1, of=count, lines=lines, text=text)
            page.close()


def _plain(document: Any, number: int) -> str:
    if number >= len(document):
        return ""
    page = document[number]
    text_page = page.get_textpage()
    text: str = text_page.get_text_range()
    text_page.close()
    page.close()
    return text


def _write(**fields: Any) -> None:
    sys.stdout.write(json.dumps(fields) + "\n")
    sys.stdout.flush()


def _page(page: Any) -> list[dict[str, Any]]:
    """Return the lines and the table rows of a page in the order in which they are read."""
    tables = [table for table in page.find_tables() if _is_table(table)]
    boxes = [table.bbox for table in tables]
    found: list[dict[str, Any]] = []
    for order, part in enumerate(_bands(page, boxes)):
        for line in part.extract_text_lines(strip=True, return_chars=True):
            middle, centre = (line["top"] + line["bottom"]) / 2, (line["x0"] + line["x1"]) / 2
            if not any(box[1] <= middle <= box[3] and box[0] <= centre <= box[2] for box in boxes):
                bold = all("bold" in char["fontname"].lower() for char in line["chars"] if char["text"].strip())
                found.append(_found(order, line["top"], line["bottom"], line["x0"], line["text"], bold=bold))
    for table in tables:
        for row, cells in zip(table.rows, table.extract(), strict=False):
            if any(cells):
                one = _found(0, row.bbox[1], row.bbox[3], row.bbox[0], "")
                one["cells"] = [cell or "" for cell in cells]
                one["order"] = _order_of(row.bbox[1], found)
                found.append(one)
    return sorted(found, key=lambda one: (one["order"], round(one["top"]), one["left"]))


def _found(order: int, top: float, bottom: float, left: float, text: str, *, bold: bool = False) -> dict[str, Any]:
    return {"order": order, "top": top, "bottom": bottom, "left": left, "text": text, "bold": bold, "cells": None}


def _order_of(top: float, found: list[dict[str, Any]]) -> int:
    above = [line["order"] for line in found if line["top"] < top]
    return max(above, default=0)


def _is_table(table: Any) -> bool:
    return len(table.rows) > 1 and max(len(row.cells) for row in table.rows) > 1


# Columns.


def _bands(page: Any, boxes: list[tuple[float, float, float, float]]) -> list[Any]:
    """Return the parts of a page from top to bottom, the left column of two before the right one."""
    words = page.extract_words()
    columns = _columns(words, page, boxes)
    if columns is None:
        return [page]
    top, bottom, gutter = columns
    left, upper, right, lower = page.bbox
    boxes_in_order = (
        (left, upper, right, top),
        (left, top, gutter, bottom),
        (gutter, top, right, bottom),
        (left, bottom, right, lower),
    )
    return [page.crop(box, strict=False) for box in boxes_in_order if box[2] - box[0] > 1 and box[3] - box[1] > 1]


def _columns(
    words: list[dict[str, Any]], page: Any, boxes: list[tuple[float, float, float, float]]
) -> tuple[float, float, float] | None:
    """Return where two columns begin and end and what divides them, or None."""
    rows = _rows([word for word in words if not any(box[1] <= word["top"] <= box[3] for box in boxes)])
    if len(rows) < FEWEST_LINES:
        return None
    width = page.width
    best: tuple[int, float, float, float] | None = None
    for gutter in (page.bbox[0] + width * part / 100 for part in range(38, 63, 2)):
        run = _run(rows, gutter, width)
        if run and (best is None or len(run) > best[0]):
            top, bottom = min(word["top"] for word in run[0]), max(word["bottom"] for word in run[-1])
            best = len(run), top - 1, bottom + 1, gutter
    return best[1:] if best is not None else None


def _rows(words: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    rows: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda word: (word["top"], word["x0"])):
        if rows and abs(rows[-1][0]["top"] - word["top"]) < 4:
            rows[-1].append(word)
        else:
            rows.append([word])
    return rows


def _run(rows: list[list[dict[str, Any]]], gutter: float, width: float) -> list[list[dict[str, Any]]]:
    """Return the longest stretch of lines that leave the gutter free and fill both sides of it."""
    best: list[list[dict[str, Any]]] = []
    run: list[list[dict[str, Any]]] = []
    for row in [*rows, None]:
        if row is not None and _leaves(row, gutter):
            run.append(row)
            continue
        if len(run) > len(best) and _fills(run, gutter, width):
            best = run
        run = []
    return best


def _leaves(row: list[dict[str, Any]], gutter: float) -> bool:
    half = NARROWEST_GUTTER / 2
    return all(word["x1"] <= gutter - half or word["x0"] >= gutter + half for word in row)


def _fills(run: list[list[dict[str, Any]]], gutter: float, width: float) -> bool:
    both = [row for row in run if _side(row, gutter, left=True) and _side(row, gutter, left=False)]
    if len(both) < FEWEST_LINES or len(both) * 3 < len(run) * 2:
        return False
    for left in (True, False):
        sides = [_side(row, gutter, left=left) for row in both]
        wide = sorted(max(word["x1"] for word in side) - min(word["x0"] for word in side) for side in sides)
        starts = sorted(min(word["x0"] for word in side) for side in sides)
        aligned = sum(abs(start - starts[len(starts) // 2]) < 4 for start in starts)
        # A gap of justified text is as wide as a gutter, but nothing starts in one line under it.
        if wide[len(wide) // 2] < width * 0.22 or aligned * 2 < len(starts):
            return False
    return _even(both)


def _side(row: list[dict[str, Any]], gutter: float, *, left: bool) -> list[dict[str, Any]]:
    """Return the words of a line on one side of the gutter."""
    return [word for word in row if (word["x1"] <= gutter) == left]


def _even(rows: list[list[dict[str, Any]]]) -> bool:
    """Say whether lines follow each other closely: columns of text do, rows of a form do not."""
    steps = sorted(two[0]["top"] - one[0]["top"] for one, two in pairwise(rows))
    height = max(rows[0][0]["bottom"] - rows[0][0]["top"], 1)
    return bool(steps[len(steps) // 2] < height * 2.6)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
