"""What changes in a table or a list, row by row and cell by cell. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from intranet.documents.enums import BlockKind
from intranet.documents.rules.comparing import Change, Mark, Run, marked
from intranet.documents.rules.shapes import Heads
from intranet.documents.rules.sheet_rows import Row, rows_in
from intranet.documents.rules.structured import SHEETS
from intranet.documents.rules.texts import FrozenBlock

OF_ROWS = SHEETS | {BlockKind.TABLE, BlockKind.LIST}


@dataclass(frozen=True)
class RowChange:
    """A row that changes, comes or goes, each cell with its words marked; or the rows that stay, counted."""

    change: Change
    cells: tuple[tuple[Run, ...], ...] = ()
    count: int = 1


def row_changes(older: FrozenBlock, newer: FrozenBlock, heads: Heads) -> list[RowChange]:
    """Return what changes between two states of one table or list; rows that stay are counted, not shown."""
    before, after = rows_in(older, heads), rows_in(newer, heads)
    found: list[RowChange] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(RowChange(Change.SAME, count=j2 - j1))
        else:
            found += _replaced(before[i1:i2], after[j1:j2])
    return found


def _replaced(before: Sequence[Row], after: Sequence[Row]) -> Iterator[RowChange]:
    """Pair the rows that have most of their words in common; the others come or go."""
    start = 0
    for row in after:
        place = next((at for at in range(start, len(before)) if _is_like(before[at], row)), None)
        if place is None and len(before) == len(after) == 1:
            place = 0
        if place is None:
            yield RowChange(Change.ADDED, tuple((Run(Mark.INSERTED, cell),) for cell in row))
            continue
        yield from (_gone(each) for each in before[start:place])
        yield RowChange(Change.CHANGED, tuple(_cells(before[place], row)))
        start = place + 1
    yield from (_gone(each) for each in before[start:])


def _gone(row: Row) -> RowChange:
    return RowChange(Change.REMOVED, tuple((Run(Mark.DELETED, cell),) for cell in row))


def _cells(before: Row, after: Row) -> Iterator[tuple[Run, ...]]:
    for place in range(max(len(before), len(after))):
        old, new = (row[place] if place < len(row) else "" for row in (before, after))
        yield (Run(Mark.KEPT, new),) if old == new else marked(old, new)


def _is_like(before: Row, after: Row) -> bool:
    if before[0] and before[0] == after[0] and len(before) > 1:
        return True
    old, new = (set(" ".join(row).casefold().split()) for row in (before, after))
    return 2 * len(old & new) >= len(old | new)
