"""Rows that stand together become a table: caption, header rows, cells. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intranet.documents.reading.joining import Unit

_CAPTION = re.compile(r"(?:таблиц[яа]|table|tabl)\s*(?:№\s*)?[\d.]*", re.IGNORECASE)


@dataclass
class Table:
    """A table as read."""

    rows: list[list[str]]
    header_rows: int
    lines: list[int]


def runs(units: list[Unit]) -> list[list[Unit]]:
    """Divide rows that follow each other into tables: where a blank line stands and the columns change."""
    tables: list[list[Unit]] = []
    for unit in units:
        previous = tables[-1][-1].cells if tables else None
        if previous is None or (unit.gap and len(unit.cells or ()) != len(previous)):
            tables.append([unit])
        else:
            tables[-1].append(unit)
    return tables


def table(units: list[Unit]) -> Table:
    """Make a table of rows, without columns that are empty throughout."""
    width = max(len(unit.cells or ()) for unit in units)
    rows = [list(unit.cells or ()) + [""] * (width - len(unit.cells or ())) for unit in units]
    used = [column for column in range(width) if any(row[column] for row in rows)]
    rows = [[row[column] for column in used] for row in rows]
    return Table(rows, _header_rows(units, rows), [line for unit in units for line in unit.lines])


def _header_rows(units: list[Unit], rows: list[list[str]]) -> int:
    marked = next((index for index, unit in enumerate(units) if not unit.header_row), len(units))
    if marked:
        return min(marked, len(rows) - 1) if len(rows) > 1 else 0
    if len(rows[0]) < 2:
        return 0
    worded = all(cell and len(cell) < 120 and not cell[0].isdigit() for cell in rows[0])
    if not worded:
        return 0
    numbered = len(rows) > 1 and [cell for cell in rows[1] if cell] == [str(n + 1) for n in range(len(rows[1]))]
    return 2 if numbered else 1


def is_caption(text: str) -> bool:
    """Say whether a paragraph names the table after it."""
    return len(text) < 250 and _CAPTION.match(text) is not None
