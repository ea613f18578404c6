"""Reading a published copy of the list back: the CSV or XLSX file that anybody downloaded. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from intranet.registry.tables import cells
from intranet.registry.tables.cells import BadCell
from intranet.registry.tables.reading import Unreadable, rows_of_first_sheet

NEEDED = frozenset({"name", "issue_date", "record_number", "url"})


@dataclass(frozen=True)
class CopiedRow:
    """A row of a published copy: its cells by the public field's name."""

    row: int
    cells: dict[str, Any]

    def text(self, field: str) -> str:
        """Return a cell as one line; nothing where it cannot be read. A text like a formula is a text: we wrote it."""
        value = self.cells.get(field)
        try:
            return cells.one_line(cells.plain(value) if isinstance(value, str) else cells.text(value))
        except BadCell:
            return ""

    def day(self, field: str) -> date | None:
        """Return the date in a cell; nothing where there is none."""
        try:
            return cells.day(self.cells.get(field))
        except BadCell:
            return None

    @property
    def code(self) -> str:
        """Return the verification code: the last part of the address."""
        return self.text("url").rstrip("/").rpartition("/")[2]


def read_copy(data: bytes) -> Iterator[CopiedRow]:
    """Yield the rows of a published copy. Raises Unreadable."""
    rows = rows_of_first_sheet(data)
    _number, heading = next(rows, (0, []))
    names = [str(cell or "").strip().lower() for cell in heading]
    if not set(names) >= NEEDED:
        raise Unreadable("not_a_copy")
    for number, row in rows:
        yield CopiedRow(number, dict(zip(names, row, strict=False)))
