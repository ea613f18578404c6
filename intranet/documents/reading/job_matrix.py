"""The matrix of behaviours: a row for each value, wherever the file puts its name and its behaviours. Pure.

Two layouts are known: columns with a heading row; and a value's name and meaning in rows of their own above a row whose
cells say which of them are leading and which are negative. What fits neither stays as it was read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from intranet.documents.reading.draft import Block
from intranet.documents.reading.source import plain
from intranet.documents.rules.structured import MATRIX_PARTS

LEADING = re.compile(
    r"(?:ymddygiadau arwain|leading behaviou?rs|лідерськ\w+ поведінк\w*|лидерск\w+ поведен\w+)", re.IGNORECASE
)
NEGATIVE = re.compile(
    r"(?:ymddygiadau negyddol|(?:negative|ineffective) behaviou?rs|негативн\w+ поведінк\w*|негативн\w+ поведен\w+)",
    re.IGNORECASE,
)
_ITEMS = re.compile(r"\s*[\n•▪·]\s*")
LONGEST_CAPTION = 160
_LABELLED = {"leading": LEADING, "negative": NEGATIVE}


@dataclass
class Piece:
    """A row of a table, or a paragraph between tables, with the place of its block."""

    cells: list[str]
    block: int


def with_matrix(blocks: list[Block]) -> list[Block]:
    """Turn the tables of behaviours into one matrix."""
    pieces = [piece for at, block in enumerate(blocks) for piece in _pieces(block, at)]
    labelled = [at for at, piece in enumerate(pieces) if _is_labelled(piece)]
    if labelled:
        return _labelled(blocks, pieces, labelled)
    return [_by_columns(block) or block for block in blocks]


def _pieces(block: Block, at: int) -> list[Piece]:
    if block.kind == "table":
        return [Piece([cell for cell in row if cell], at) for row in block.data["rows"]]
    if block.kind == "paragraph":
        return [Piece([plain(block.data["text"])], at)]
    return [Piece([], at)]


def _is_labelled(piece: Piece) -> bool:
    """Say whether a row has behaviours, the leading or the negative ones under a label within their cell."""
    labels = [cell for cell in piece.cells for label in _LABELLED.values() if _after_label(label, cell)]
    return len(piece.cells) > 1 and bool(labels)


def _after_label(label: re.Pattern[str], cell: str) -> str:
    match = label.match(cell)
    return cell[match.end() :].lstrip(" \n:–-") if match else ""


def _labelled(blocks: list[Block], pieces: list[Piece], labelled: list[int]) -> list[Block]:
    """Make the matrix of rows that carry their labels; each has its value and its meaning in the one or two before."""
    rows, taken, before = [], set(), -1
    for at in labelled:
        above = pieces[max(before + 1, at - 2) : at]
        if before >= 0 and at - before not in {2, 3}:
            return blocks
        if not above or any(len(piece.cells) != 1 for piece in above):
            return blocks
        rows.append(_row_of([piece.cells[0] for piece in above], pieces[at].cells))
        taken |= {piece.block for piece in [*above, pieces[at]]}
        before = at
    first, last = min(taken), max(taken)
    if taken != set(range(first, last + 1)) or _others(pieces, taken, labelled):
        return blocks
    caption, first = _caption(blocks, first)
    data = {"caption": caption, "heads": _heads(pieces[labelled[0]].cells), "rows": rows, "labels_in_rows": True}
    made = Block("matrix", data, [line for block in blocks[first : last + 1] for line in block.lines])
    return [*blocks[:first], made, *blocks[last + 1 :]]


def _caption(blocks: list[Block], first: int) -> tuple[str, int]:
    """Return the line that stands over the matrix and names it, and where the matrix then begins."""
    above = blocks[first - 1] if first else None
    words = plain(above.data["text"]) if above is not None and above.kind == "paragraph" else ""
    if not words or len(words) > LONGEST_CAPTION or words.endswith((".", ";", ":")):
        return "", first
    return words, first - 1


def _others(pieces: list[Piece], taken: set[int], labelled: list[int]) -> bool:
    """Say whether the blocks of the matrix hold rows that are none of its own."""
    own = {place for at in labelled for place in (at, at - 1, at - 2)}
    return any(piece.block in taken and piece.cells and at not in own for at, piece in enumerate(pieces))


def _row_of(names: list[str], cells: list[str]) -> dict[str, Any]:
    row: dict[str, Any] = {"value": names[0], "meaning": names[1] if len(names) > 1 else ""}
    row |= {name: [] for name in MATRIX_PARTS}
    for cell in cells:
        name = next((name for name, label in _LABELLED.items() if label.match(cell)), "behaviours")
        words = _after_label(_LABELLED[name], cell) if name in _LABELLED else cell
        row[name] += _items(words.removeprefix("- "))
    return row


def _heads(cells: list[str]) -> dict[str, str]:
    heads = dict.fromkeys(("value", *MATRIX_PARTS), "")
    for cell in cells:
        for name, label in _LABELLED.items():
            if match := label.match(cell):
                heads[name] = match[0]
    return heads


def _items(cell: str) -> list[str]:
    return [item for item in _ITEMS.split(cell) if item]


def _by_columns(block: Block) -> Block | None:
    """Return the matrix of a table whose heading row names its columns."""
    if block.kind != "table" or len(block.data["rows"]) < 2:
        return None
    head, *rows = block.data["rows"]
    roles = [next((name for name, label in _LABELLED.items() if label.fullmatch(cell)), "") for cell in head]
    if not {"leading", "negative"} <= set(roles) or roles.count("") != 2 or roles[0]:
        return None
    roles = ["value", *(role or "behaviours" for role in roles[1:])]
    if roles[1:] != list(MATRIX_PARTS) or not all(row[0] for row in rows):
        return None
    made = [
        {"value": row[0], "meaning": "", **{name: _items(row[roles.index(name)]) for name in MATRIX_PARTS}}
        for row in rows
    ]
    data = {"caption": block.data["caption"], "heads": dict(zip(roles, head, strict=True)), "rows": made}
    return Block("matrix", data, block.lines)
