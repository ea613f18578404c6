"""The rows that were refused, as a file: corrected, it can be imported as it is. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from intranet.registry.tables.cells import Broken, safe_cell
from intranet.registry.tables.headings import column_of

Rows = Iterator[list[Any]]
SHEET_NAME = 31


def table(
    headings: Sequence[str], places: Mapping[str, int], rows: Sequence[tuple[list[Any], str, str]],
    more: tuple[str, str],
) -> Rows:  # fmt: skip
    """Yield the heading and the rows, each with what is wrong and what is proposed behind it.

    A heading that the importer would not know is replaced by the contract's name of its column.
    """
    names = {place: column for column, place in places.items()}
    width = max(len(headings), *(len(cells) for cells, _wrong, _proposed in rows)) if rows else len(headings)
    told = [headings[place] if place < len(headings) else "" for place in range(width)]
    yield [
        text if place not in names or column_of(text) == names[place] else names[place]
        for place, text in enumerate(told)
    ] + list(more)
    for cells, wrong, proposed in rows:
        yield [_plain(cell) for cell in cells] + [""] * (width - len(cells)) + [wrong, safe_cell(proposed)]


def as_csv(tables: Sequence[tuple[str, Rows]]) -> bytes:
    """Return the rows of the first table, and of all others with the same heading, as CSV that Excel opens."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    first: list[Any] | None = None
    for _name, rows in tables:
        heading = next(rows, None)
        if heading is None or (first is not None and heading != first):
            continue
        if first is None:
            writer.writerow(heading)
            first = heading
        writer.writerows([cell.isoformat() if isinstance(cell, date) else cell for cell in row] for row in rows)
    return "\ufeff".encode() + text.getvalue().encode("utf-8", "replace")


def as_xlsx(tables: Sequence[tuple[str, Rows]]) -> bytes:
    """Return the tables as XLSX, a sheet for each."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    for number, (name, rows) in enumerate(tables, start=1):
        sheet = book.create_sheet(name[:SHEET_NAME] or str(number))
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return cell.date()
    if cell is None or isinstance(cell, (bool, int, float, date)):
        return cell
    text = cell.shown if isinstance(cell, Broken) else str(cell)
    text = text.encode("utf-8", "replace").decode()
    return safe_cell("".join(letter for letter in text if letter >= " " or letter in "\n\t"))
