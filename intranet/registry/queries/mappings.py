"""How the columns of a file were mapped before, and what a person sees of a file to map them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from intranet.registry.models import ColumnMapping
from intranet.registry.tables.headings import Layout, column_of, headed, heading_key, heading_texts, shown
from intranet.registry.tables.reading import Sheet, Unreadable

LOOKED_AT = 30  # rows in which a known heading is looked for
Row = tuple[int, list[Any]]


@dataclass(frozen=True)
class Look:
    """The beginning of a sheet as a person sees it, and the heading that stands in it by all appearance."""

    rows: list[Row]
    heading: tuple[int, ...]

    def texts(self) -> list[str]:
        """Return what stands above each column."""
        return heading_texts([row for number, row in self.rows if number in self.heading])

    def titles(self) -> list[str]:
        """Return the texts above the heading."""
        above = [row for number, row in self.rows if number < self.heading[0]]
        texts = [shown(cell) for row in above for cell in row if isinstance(cell, str)]
        return list(dict.fromkeys(filter(None, texts)))[:6]

    def samples(self, place: int, most: int = 3) -> list[str]:
        """Return what stands in the first rows of a column."""
        below = [row for number, row in self.rows if number > self.heading[-1]]
        values = [shown(row[place])[:60] for row in below if place < len(row)]
        return list(filter(None, values))[:most]


def look(sheet: Sheet, heading: tuple[int, ...] = ()) -> Look:
    """Return the beginning of a sheet; the heading is guessed unless it is given. Raises Unreadable."""
    rows = list(islice(sheet.rows(), LOOKED_AT))
    numbers = {number for number, _row in rows}
    return Look(rows, tuple(number for number in heading if number in numbers) or _guessed(sheet, rows))


def _guessed(sheet: Sheet, rows: list[Row]) -> tuple[int, ...]:
    try:
        return headed(sheet).heading
    except Unreadable:
        pass
    best = max(rows, key=lambda row: (sum(bool(column_of(cell)) for cell in row[1]), _texts_in(row[1])))
    return (best[0],)


def _texts_in(row: Sequence[Any]) -> int:
    return sum(isinstance(cell, str) and bool(cell.strip()) for cell in row)


def remembered(sheet: Sheet) -> Layout | None:
    """Return how a person mapped the columns of a file with the same headings, in one row or in two."""
    rows = list(islice(sheet.rows(), LOOKED_AT))
    keys: dict[str, tuple[int, ...]] = {}
    for index, (number, row) in enumerate(rows):
        keys.setdefault(heading_key([row]), (number,))
        if index + 1 < len(rows):
            keys.setdefault(heading_key([row, rows[index + 1][1]]), (number, rows[index + 1][0]))
    found = ColumnMapping.objects.filter(headings_key__in=keys).order_by("-saved_at").first()
    return Layout(keys[found.headings_key], found.places) if found else None
