"""A file's blocks put together as the text has them: captions over tables, lists apart, numbers before words. Pure.

A word processor's file knows no blocks: what stands there is known from the text of which it is a newer file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from intranet.documents.enums import BlockKind
from intranet.documents.rules.matching import Incoming
from intranet.documents.rules.structured import SHEETS
from intranet.documents.rules.texts import FrozenBlock, words_in

LONGEST_WHOLE = 6  # digits; a longer one counts nothing
TABLES = SHEETS | {BlockKind.TABLE}
_NUMBER = re.compile(r"(?P<tags>(?:<\w+>)*)(?P<number>\d+(?:[.\-–]\d+)*|[*†‡])[.)]?\s+(?=\S)")


def regrouped(
    older: Sequence[FrozenBlock], newer: Sequence[Incoming], above: Sequence[tuple[str, str]] = ()
) -> list[Incoming]:
    """Return the file's blocks as the text has them; ``above`` is what a file of ours states above the text."""
    found = _without_header(newer, above)
    found = _with_columns_of_blanks(older, found)
    found = _with_captions(older, found)
    return _with_numbers(older, _with_lists_apart(older, found))


def _words(block: Incoming) -> str:
    return _spaced(words_in(block.data["text"])) if block.kind == BlockKind.PARAGRAPH else ""


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _key(block: FrozenBlock) -> str:
    return block.id.replace("-", "")


def _without_header(newer: Sequence[Incoming], above: Sequence[tuple[str, str]]) -> list[Incoming]:
    """Leave out the table of what the page states of itself: it is changed in the page's own fields."""
    place, _rows = header_of(newer, above)
    return [block for at, block in enumerate(newer) if at != place]


def header_of(newer: Sequence[Incoming], above: Sequence[tuple[str, str]]) -> tuple[int, list[tuple[str, str]]]:
    """Return which block is the table of what the page states of itself, with its labels and words; -1 where none."""
    labels = {label for label, _value in above}
    for place, block in enumerate(newer):
        if block.source_id:
            break
        rows = [_stated(block.kind, row) for row in block.data["rows"]] if block.kind in TABLES else []
        if labels and rows and labels.issuperset(label for label, _value in rows):
            return place, rows
    return -1, []


def _stated(kind: str, row: Any) -> tuple[str, str]:
    """Return the label and the words of a row; of a sheet whose rows have none, nothing."""
    if kind == BlockKind.TABLE:
        return row[0], _spaced(" ".join(row[1:]))
    return row.get("label", ""), _spaced(row.get("text", ""))


def _with_columns_of_blanks(older: Sequence[FrozenBlock], newer: Sequence[Incoming]) -> list[Incoming]:
    """Put paragraphs back into a table of which only one column has words: a form to be filled in."""
    forms = {_key(block): column for block in older if (column := _only_column(block))}
    found: list[Incoming] = []
    open_form = ""
    for block in newer:
        words = _words(block)
        named = block.source_id if block.source_id in forms else ""
        if words and named:
            open_form = named
            found.append(Incoming(BlockKind.TABLE, {"caption": "", "header_rows": 0, "rows": [[words]]}, named))
        elif open_form and words in forms[open_form] and not block.source_id:
            found[-1].data["rows"].append([words])
        else:
            open_form = ""
            found.append(block)
    return found


def _only_column(block: FrozenBlock) -> set[str]:
    """Return the words of a table where no row has more than one cell with any; nothing of another block."""
    rows = block.data["rows"] if block.kind == BlockKind.TABLE else []
    worded = [[_spaced(cell) for cell in row if cell.strip()] for row in rows]
    if not rows or len(rows[0]) < 2 or any(len(row) > 1 for row in worded):
        return set()
    return {row[0] for row in worded if row}


def _with_captions(older: Sequence[FrozenBlock], newer: Sequence[Incoming]) -> list[Incoming]:
    """Take the line above a table as its caption, where the text has it so: by its permanent id, or by its words."""
    tables = [block for block in older if block.kind in TABLES]
    ids = {_key(block) for block in tables}
    captions = {_spaced(block.data.get("caption", "")) for block in tables} - {""}
    found: list[Incoming] = []
    for block in newer:
        above = found[-1] if found else None
        words = _heading_of(above) if above is not None else ""
        is_bare = block.kind in TABLES and not block.data.get("caption")
        if above is not None and is_bare and words and (above.source_id in ids or words in captions):
            data = {**block.data, "caption": words}
            found[-1] = Incoming(block.kind, data, above.source_id or block.source_id)
        else:
            found.append(block)
    return found


def _heading_of(block: Incoming) -> str:
    """Return the words of a line that may stand above a table: one in bold is read as a heading at times."""
    if block.kind == BlockKind.SECTION:
        return _spaced(f"{block.data['number']} {block.data['heading']}")
    return _words(block)


def _with_lists_apart(older: Sequence[FrozenBlock], newer: Sequence[Incoming]) -> list[Incoming]:
    """Part a list where a second one of the text follows upon the first."""
    following = {_key(block): after for block, after in pairwise(older) if block.kind == after.kind == BlockKind.LIST}
    found: list[Incoming] = []
    for block in newer:
        rest = block
        while (after := following.get(rest.source_id)) is not None and rest.kind == BlockKind.LIST:
            first = _spaced(words_in(after.data["items"][0]["text"]))
            items = rest.data["items"]
            place = next((at for at in range(len(items) - 1, 0, -1) if _said(items[at]) == first), 0)
            if not place:
                break
            found.append(replace(rest, data={**rest.data, "items": items[:place]}))
            rest = Incoming(rest.kind, {**rest.data, "items": items[place:]}, _key(after))
        found.append(rest)
    return found


def _said(item: Mapping[str, Any]) -> str:
    return _spaced(words_in(item["text"]))


def _with_numbers(older: Sequence[FrozenBlock], newer: Sequence[Incoming]) -> list[Incoming]:
    """Read the number before a paragraph as that of the clause that it is, or that it follows upon."""
    by_id = {_key(block): block for block in older}
    found: list[Incoming] = []
    counted = 0  # the whole number of the clause before
    for block in newer:
        before = by_id.get(block.source_id)
        made = numbered(block, before.kind if before is not None else BlockKind.CLAUSE)
        number = str(made.data.get("number", "")) if made.kind == BlockKind.CLAUSE else ""
        whole = int(number) if number.isdecimal() and len(number) < LONGEST_WHOLE else 0
        if made is not block and before is None and not 0 < counted == whole - 1:
            made = block
        elif made.kind in {BlockKind.CLAUSE, BlockKind.ANNEX}:
            counted = whole
        found.append(made)
    return found


def numbered(block: Incoming, kind: str) -> Incoming:
    """Return a paragraph that is known for a clause, or for a note, with its number apart from its words."""
    match = _NUMBER.match(block.data["text"]) if block.kind == BlockKind.PARAGRAPH else None
    if match is None or kind not in {BlockKind.CLAUSE, BlockKind.NOTE}:
        return block
    name = "number" if kind == BlockKind.CLAUSE else "mark"
    text = f"{match['tags']}{block.data['text'][match.end() :]}"
    return Incoming(kind, {name: match["number"], "text": text}, block.source_id)
