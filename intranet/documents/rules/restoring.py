"""What a word processor's file says of a block, told in the block's own terms: the way back from ``shapes``. Pure.

A file knows paragraphs, lists and tables. A matrix comes back as a table, a legend as a paragraph, a row to fill in not
at all. With the block as it was at hand, the file's words are read as that block; what cannot be read so stays as it
was, and its reader is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from intranet.documents.enums import BlockKind
from intranet.documents.rules.shapes import Heads
from intranet.documents.rules.structured import BOTH, CRITERION, DESIRABLE, ESSENTIAL, GROUP, MATRIX_PARTS, NOTE
from intranet.documents.rules.texts import FrozenBlock, words_in

LONGEST_GROUP = 60  # characters of a row with nothing beside it that names a group; a longer one is a note
_DASHES = frozenset({"", "-", "–", "—", "−", "•", "·", "▪", "*"})
_BETWEEN = re.compile(r"\s*[/,;]\s*")
_BULLET = re.compile(r"^[-–—•·▪]\s*")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")

Data = dict[str, Any]
Rows = list[list[str]]


def restored(older: FrozenBlock, kind: str, data: Data, words: Heads) -> Data | None:
    """Return what a file has for a block, in the block's own terms; nothing where it cannot be told.

    ``kind`` and ``data`` are as the file was read, ``words`` the heads of columns where the block names none.
    """
    if as_kind(older.kind, kind) != kind:
        return _HEADS[older.kind, kind](data)
    if older.kind in _SHEETS:
        return _SHEETS[BlockKind(older.kind)](older.data, kind, data, words)
    if older.kind == kind == BlockKind.TABLE:
        return {**data, "header_rows": older.data["header_rows"], "rows": _refilled(older.data["rows"], data["rows"])}
    if older.kind == kind == BlockKind.LIST:
        return {**data, "items": _marked(older.data["items"], data["items"])}
    if "text" in data and "text" in older.data and _visible(older.data["text"]) == words_in(data["text"]).split():
        return {**data, "text": older.data["text"]} if _INVISIBLE.search(older.data["text"]) else data
    return data


def as_kind(older: str, kind: str) -> str:
    """Return the kind of a block that a file has: a head without its word, or a note without its mark, stays one."""
    return older if (older, kind) in _HEADS else kind


_HEADS: dict[tuple[str, str], Callable[[Data], Data]] = {
    (BlockKind.NOTE, BlockKind.PARAGRAPH): lambda data: {"mark": "", "text": data["text"]},
    (BlockKind.ANNEX, BlockKind.SECTION): lambda data: {
        "label": "",
        "title": f"{data['number']} {data['heading']}".strip(),
    },
    (BlockKind.ANNEX, BlockKind.PARAGRAPH): lambda data: {"label": "", "title": words_in(data["text"])},
    (BlockKind.SECTION, BlockKind.PARAGRAPH): lambda data: {"number": "", "heading": words_in(data["text"])},
}


def _visible(markup: str) -> list[str]:
    """Return the words that a reader sees: soft hyphens and marks of direction are no letters."""
    return _INVISIBLE.sub("", words_in(markup)).split()


# Lists: the word processor puts its own dash where there is a mark that says nothing.


def _marked(older: Sequence[Data], newer: Sequence[Data]) -> list[Data]:
    same = _same([words_in(item["text"]).split() for item in older], [words_in(item["text"]).split() for item in newer])
    plain = {item["mark"] for item in older if item["mark"] in _DASHES}
    usual = plain.pop() if len(plain) == 1 else None
    made = []
    for place, item in enumerate(newer):
        before = older[same[place]]["mark"] if place in same else usual
        keeps = before is not None and before in _DASHES and item["mark"] in _DASHES
        made.append({**item, "mark": before} if keeps else item)
    return made


def _same(older: Sequence[Any], newer: Sequence[Any]) -> dict[int, int]:
    """Return for places of the newer the place of the older one that it is: the same, or one changed where it stood."""
    keys = [repr(each) for each in older], [repr(each) for each in newer]
    found: dict[int, int] = {}
    for _tag, i1, i2, j1, j2 in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if i2 - i1 == j2 - j1:
            found.update(zip(range(j1, j2), range(i1, i2), strict=True))
    return found


# Tables: a row or a column without a word is not in what was read of a file.


def _refilled(older: Rows, newer: Rows) -> Rows:
    rows = _with_columns(older, newer)
    if all(any(row) for row in older):
        return rows
    worded = [row for row in older if any(row)]
    same = {before: place for place, before in _same(worded, rows).items()}
    behind: dict[int, int] = {}  # how many rows without a word stand behind a row of the newer table
    last, seen = -1, -1
    for row in older:
        if any(row):
            seen += 1
            last = same.get(seen, last)
        else:
            behind[last] = behind.get(last, 0) + 1
    width = len(rows[0]) if rows else len(older[0])
    made: Rows = [[""] * width for _row in range(behind.get(-1, 0))]
    for place, row in enumerate(rows):
        made += [row, *([""] * width for _row in range(behind.get(place, 0)))]
    return made


def _with_columns(older: Rows, newer: Rows) -> Rows:
    width = max((len(row) for row in older), default=0)
    used = [place for place in range(width) if any(place < len(row) and row[place] for row in older)]
    if len(used) == width or any(len(row) != len(used) for row in newer):
        return newer
    return [[row[used.index(place)] if place in used else "" for place in range(width)] for row in newer]


# The tables of a job description.


def _facts(older: Data, kind: str, data: Data, words: Heads) -> Data | None:
    rows = [[row["label"], row["text"]] for row in data["rows"]] if kind == BlockKind.FACTS else _rows(kind, data)
    if rows is None or any(len(row) != 2 for row in rows):
        return None
    before = [[row["label"] or words.get(row["kind"], ""), row["text"]] for row in older["rows"]]
    same = _same_rows(before, rows)
    made = []
    for place, (label, text) in enumerate(rows):
        known = older["rows"][same[place]] if place in same else {"kind": "other", "label": label}
        own = before[same[place]][0] if place in same else label
        made.append({**known, "label": known["label"] if label == own else label, "text": text})
    return {**older, "rows": made, "caption": _caption(older, data)}


def _matrix(older: Data, kind: str, data: Data, words: Heads) -> Data | None:
    if kind == BlockKind.MATRIX:
        made = [_split(row) for row in data["rows"]]
    else:
        rows = _rows(kind, data)
        used = ["value", *(name for name in MATRIX_PARTS if any(row[name] for row in older["rows"]))]
        if rows is None or _columns(rows[0], used, older, words) is None:
            return None
        made = [_value(dict(zip(used, row, strict=True))) for row in rows[1:]]
    return {**older, "rows": made, "caption": _caption(older, data)}


def _value(cells: Mapping[str, str]) -> Data:
    return _split({"value": cells["value"], "meaning": "", **{name: _items(cells, name) for name in MATRIX_PARTS}})


def _items(cells: Mapping[str, str], name: str) -> list[str]:
    lines = (_BULLET.sub("", line).strip() for line in cells.get(name, "").split("\n"))
    return [line for line in lines if line]


def _split(row: Data) -> Data:
    """Return a row with its value and its meaning apart: on paper they are the lines of one cell."""
    value, _break, meaning = row["value"].partition("\n")
    kept = {name: row[name] for name in ("value", "meaning", *MATRIX_PARTS)}
    return {**kept, "value": value, "meaning": meaning.replace("\n", " ")} if meaning else kept


def _person_spec(older: Data, kind: str, data: Data, words: Heads) -> Data | None:
    if kind == BlockKind.PERSON_SPEC:
        legend = _legend(older["legend"], data["legend"], told=data.get("told", 0))
        keys = {each["key"]: each["code"] for each in data["legend"]}
        rows = [{**row, "measured": [keys.get(key, key) for key in row["measures"]]} for row in data["rows"]]
    else:
        found = _criteria(older, _rows(kind, data), words)
        if found is None:
            return None
        legend, rows = older["legend"], found
    made = _as_they_were(older["rows"], rows, legend)
    if made is None:
        return None
    return {**older, "rows": made, "legend": legend, "caption": _caption(older, data)}


def _legend(older: Sequence[Data], newer: Sequence[Data], *, told: int) -> list[Data]:
    """Return the letters of the file under the keys that they have here; those that it does not explain stay."""
    own = {each["code"].casefold(): each for each in older}
    made = []
    for place, each in enumerate(newer):
        before = own.pop(each["code"].casefold(), None)
        meaning = each["meaning"] if place < told else ""
        made.append({**(before or each), "meaning": meaning or (before or each)["meaning"]})
    known = {each["key"] for each in made}
    rest = [each for each in older if each["code"].casefold() in own and each["key"] not in known]
    order = {each["code"].casefold(): place for place, each in enumerate(older)}
    return sorted([*made, *rest], key=lambda each: order.get(each["code"].casefold(), len(order)))


def _criteria(older: Data, rows: Rows | None, words: Heads) -> list[Data] | None:
    used = _columns(rows[0], ("criterion", ESSENTIAL, DESIRABLE, "measured"), older, words) if rows else None
    if rows is None or used is None:
        return None
    made = []
    for row in rows[1:]:
        cells = dict(zip(used, row, strict=True))
        levels = [level for level in (ESSENTIAL, DESIRABLE) if cells.get(level)]
        codes = [code for code in _BETWEEN.split(cells.get("measured", "").strip(" .")) if code]
        level = BOTH if len(levels) == 2 else levels[0] if levels else ""
        made.append({"kind": "", "text": cells["criterion"], "level": level, "measured": codes})
    return made


def _as_they_were(older: Sequence[Data], rows: Sequence[Data], legend: Sequence[Data]) -> list[Data] | None:
    """Return rows of codes as criteria, groups and notes; nothing where a code stands for no measure."""
    keys = {each["code"].casefold(): each["key"] for each in legend}
    kinds = {row["text"]: row["kind"] for row in older}
    made = []
    for row in rows:
        measures = [keys.get(code.casefold(), "") for code in row["measured"]]
        if not row["text"] or not all(measures):
            return None
        bare = not row["level"] and not measures
        named = kinds.get(row["text"]) or row["kind"] or _bare_kind(row["text"])
        kind = named if bare else CRITERION
        measured = "/".join(row["measured"])
        made.append(
            {"kind": kind, "text": row["text"], "level": row["level"], "measures": measures, "measured": measured}
        )
    return made


def _bare_kind(text: str) -> str:
    return GROUP if len(text) <= LONGEST_GROUP and text[-1] not in ".;" else NOTE


def _columns(head: Sequence[str], names: Sequence[str], older: Data, words: Heads) -> list[str] | None:
    """Return what the columns of a table are, by their heads; nothing where a head is a stranger or twice there."""
    own = {_folded(older["heads"].get(name) or words.get(name, "")): name for name in names}
    found = [own.get(_folded(cell), "") for cell in head]
    return found if all(found) and len(set(found)) == len(found) and found[0] == names[0] else None


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _rows(kind: str, data: Data) -> Rows | None:
    rows: Rows | None = data["rows"] if kind == BlockKind.TABLE and data["rows"] else None
    return rows


def _same_rows(older: Rows, newer: Rows) -> dict[int, int]:
    """Return for each row of the newer the one that it is: by its first cell, else by the order."""
    first = {_folded(row[0]): place for place, row in reversed(list(enumerate(older))) if row[0]}
    found = {place: first[_folded(row[0])] for place, row in enumerate(newer) if _folded(row[0]) in first}
    taken = set(found.values())
    return found | {
        place: before for place, before in _same(older, newer).items() if place not in found and before not in taken
    }


def _caption(older: Data, data: Data) -> str:
    return str(data.get("caption") or older["caption"])


_SHEETS: dict[BlockKind, Callable[[Data, str, Data, Heads], Data | None]] = {
    BlockKind.FACTS: _facts,
    BlockKind.MATRIX: _matrix,
    BlockKind.PERSON_SPEC: _person_spec,
}


def joined_tables(tables: Sequence[tuple[str, Data]]) -> tuple[str, Data]:
    """Return the parts of a table that a page's edge or a person divided as one; the kind is the first one's."""
    kind, data = tables[0]
    rows = [row for each_kind, each in tables if each_kind == kind for row in each["rows"]]
    return kind, {**data, "rows": rows}
