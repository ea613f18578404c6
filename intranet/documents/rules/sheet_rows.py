"""The rows of a table or a list as they stand on paper: heads of columns, ticks, depths. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from intranet.documents.enums import BlockKind
from intranet.documents.rules.papers import Marks, Table, Words
from intranet.documents.rules.shapes import Heads, shapes_of
from intranet.documents.rules.structured import MATRIX_PARTS, SHEETS
from intranet.documents.rules.texts import FrozenBlock

Row = tuple[str, ...]
PLACED = SHEETS | {BlockKind.CHART}  # what these say hangs on where it stands: in which column, below which post
# Heads of columns for whoever only asks whether two sheets say the same: each is its own name.
NAMES: Heads = {
    name: name
    for name in (
        *("value", *MATRIX_PARTS),
        *("criterion", "essential", "desirable", "measured"),
        *("staff", "budget", "deputising", "other"),
    )
}


def rows_in(block: FrozenBlock, heads: Heads) -> list[Row]:
    """Return the rows of a table, a list or a chart, its caption first; ``heads`` are where it names none."""
    rows: list[Row] = []
    for shape in shapes_of([block], heads):
        if isinstance(shape, Table):
            rows += [(shape.caption,)] if shape.caption else []
            rows += shape.rows
        elif isinstance(shape, Marks):
            rows += [(mark, *_texts(lines)) for mark, lines in shape.items]
        elif isinstance(shape, Words):
            rows.append(tuple(_texts(shape.lines)))
        elif shape.text:
            rows.append((shape.text,))
    return rows


def lines_in_columns(block: FrozenBlock, heads: Heads) -> str:
    """Return what such a block says, a line for each row, its cells apart: an empty one tells the column of others."""
    between = " " if block.kind == BlockKind.CHART else " | "
    lines = (" ".join(between.join(row).split()).rstrip(" |") for row in rows_in(block, heads))
    return "\n".join(line for line in lines if line)


def _texts(lines: Sequence[Sequence[object]]) -> list[str]:
    return ["\n".join("".join(getattr(piece, "text", "") for piece in line) for line in lines)]
