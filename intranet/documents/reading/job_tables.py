"""The person specification and the facts of a post: from tables as read to rows that say what they are. Pure.

What is not understood whole stays a table: nothing is lost, and its editor sees it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from intranet.documents.reading.draft import Block
from intranet.documents.reading.source import plain
from intranet.documents.rules.structured import BOTH, CRITERION, DESIRABLE, ESSENTIAL, GROUP, NOTE

IS_ESSENTIAL = re.compile(r"hanfodol|essential|обов[’'ʼ`]?язков|обязательн", re.IGNORECASE)
IS_DESIRABLE = re.compile(r"dymunol|desirable|бажан|желательн", re.IGNORECASE)
_MEASURED = re.compile(
    r"dull|mesur|asesu|measur|assess|method|how|evidence|спосіб|метод|вимір|оцін|перевір|способ|измер|оцен|провер",
    re.IGNORECASE,
)
_MARK = re.compile(r"(?:y|ydw|yes|x|х|✓|✔|√|\*|\+|•|так|да)$", re.IGNORECASE)
_LEVEL_WORDS = {
    ESSENTIAL: re.compile(r"(?:e|h|essential|hanfodol|о|обов[’'ʼ`]?язков\w*|обязательн\w*)$", re.IGNORECASE),
    DESIRABLE: re.compile(r"(?:d|desirable|dymunol|б|ж|бажан\w*|желательн\w*)$", re.IGNORECASE),
}
MEASURES = {
    "form": re.compile(r"ffurflen|application|\bform\b|заяв|анкет|резюме|\bcv\b", re.IGNORECASE),
    "interview": re.compile(r"cyfwe\w*ad|interview|співбесід|собеседован", re.IGNORECASE),
    "certificate": re.compile(
        r"tystysgrif|certificat|qualification|сертиф|диплом|свідоцтв|свидетельств", re.IGNORECASE
    ),
    "presentation": re.compile(r"cyflwyniad|presentation|презентац", re.IGNORECASE),
    "reference": re.compile(r"geirda|referenc|рекомендац|характеристик", re.IGNORECASE),
    "test": re.compile(r"prawf|\btests?\b|тест|exercise|ymarfer", re.IGNORECASE),
}
# What the letters usually mean where a table does not say.
USUAL = {
    "A": "form",
    "AF": "form",
    "I": "interview",
    "C": "certificate",
    "T": "test",
    "P": "presentation",
    "R": "reference",
}
_BETWEEN = re.compile(r"\s*[/,;&+]\s*|\s+(?:and|a|ac|та|і|и)\s+")
_LEGEND = re.compile(r"(?P<code>[^\W\d_]{1,4})\s*(?:[-–—=:]\s*|\s)(?P<meaning>\D{3,80})$")
LONGEST_GROUP = 60  # characters of a row with nothing beside it that names a group; a longer one is a note


@dataclass
class Columns:
    """What the columns of a person specification are, in their order."""

    roles: list[str]
    heads: dict[str, str] = field(default_factory=dict)

    def cell(self, row: list[str], role: str) -> str:
        return row[self.roles.index(role)] if role in self.roles else ""


def columns(head: list[str]) -> Columns | None:
    """Return the columns of a head row; none where it is not one of a person specification."""
    roles = [_role(cell) for cell in head]
    has_levels = "level" in roles or (ESSENTIAL in roles and DESIRABLE in roles)
    unnamed = [at for at, role in enumerate(roles) if not role]
    if not has_levels or not unnamed or len(unnamed) > 2:
        return None
    roles[unnamed[0]] = CRITERION
    if len(unnamed) == 2:
        if "measured" in roles or unnamed[1] < max(at for at, role in enumerate(roles) if role in _LEVELS):
            return None
        roles[unnamed[1]] = "measured"
    if len(set(roles)) != len(roles):
        return None
    return Columns(roles, {role: cell for role, cell in zip(roles, head, strict=True) if role != "level"})


_LEVELS = (ESSENTIAL, DESIRABLE, "level")


def _role(cell: str) -> str:
    essential, desirable = IS_ESSENTIAL.search(cell), IS_DESIRABLE.search(cell)
    if (essential and desirable) or re.fullmatch(r"[EH]\s*/\s*D", cell.strip(), re.IGNORECASE):
        return "level"
    if essential or desirable:
        return ESSENTIAL if essential else DESIRABLE
    return "measured" if _MEASURED.match(cell) else ""


def with_specification(blocks: list[Block]) -> list[Block]:
    """Turn each table of criteria into a person specification, with its note and the key to its letters."""
    result: list[Block] = []
    place = 0
    while place < len(blocks):
        made, taken = _specification(blocks, place)
        result.append(made or blocks[place])
        place += taken
    return result


def _specification(blocks: list[Block], place: int) -> tuple[Block | None, int]:
    found = columns(blocks[place].data["rows"][0]) if blocks[place].kind == "table" else None
    if found is None:
        return None, 1
    rows, lines = list(blocks[place].data["rows"][1:]), list(blocks[place].lines)
    after = place + 1
    while after < len(blocks) and _continues(blocks[after], found):  # the table was split at a page's edge
        rows += blocks[after].data["rows"]
        lines += blocks[after].lines
        after += 1
    read = [_row(row, found) for row in rows]
    if any(row is None for row in read):
        return None, 1
    note, legend, taken = _below(blocks[after:])
    keys = _keys([row["codes"] for row in read if row], legend)
    if keys is None:
        return None, 1
    for row in read:
        assert row is not None  # noqa: S101 - looked at above
        row["measures"] = [keys[code] for code in row.pop("codes")]
    data = {
        "caption": blocks[place].data["caption"],
        "heads": {name: found.heads.get(name, "") for name in (CRITERION, ESSENTIAL, DESIRABLE, "measured")},
        "rows": read,
        "note": note,
        "legend": legend + [_legend_row(code, keys[code]) for code in keys if code not in _codes(legend)],
        "columns": found.roles,
        "level_head": blocks[place].data["rows"][0][found.roles.index("level")] if "level" in found.roles else "",
        "told": len(legend),
    }
    lines += [line for block in blocks[after : after + taken] for line in block.lines]
    return Block("person_spec", data, lines), after - place + taken


def _continues(block: Block, found: Columns) -> bool:
    if block.kind != "table" or block.data["caption"] or len(block.data["rows"][0]) != len(found.roles):
        return False
    return columns(block.data["rows"][0]) is None and all(_row(row, found) for row in block.data["rows"])


def _row(row: list[str], found: Columns) -> dict[str, Any] | None:
    """Return a row as what it is: a criterion, the heading of a group or a note; nothing where it cannot be told."""
    text, measured = found.cell(row, CRITERION), found.cell(row, "measured")
    marks = [cell for role, cell in zip(found.roles, row, strict=True) if role in _LEVELS and cell]
    level = _level(row, found)
    if not text or level is None:
        return None
    if not marks and not measured:
        kind = GROUP if len(text) <= LONGEST_GROUP and text[-1] not in ".;" else NOTE
        return {"kind": kind, "text": text, "level": "", "measured": "", "codes": [], "cells": {}}
    codes = list(dict.fromkeys(code for code in _BETWEEN.split(measured.strip(" .")) if code))
    cells = {role: cell for role, cell in zip(found.roles, row, strict=True) if role in _LEVELS}
    return {"kind": CRITERION, "text": text, "level": level, "measured": measured, "codes": codes, "cells": cells}


def _level(row: list[str], found: Columns) -> str | None:
    """Return the level that a row's marks say; nothing where a cell is no mark but a text of its own."""
    if "level" in found.roles:
        said = found.cell(row, "level")
        return "" if not said else next((level for level, word in _LEVEL_WORDS.items() if word.match(said)), None)
    chosen = []
    for level in (ESSENTIAL, DESIRABLE):
        mark = found.cell(row, level)
        if mark and not (_MARK.match(mark) or _LEVEL_WORDS[level].match(mark)):
            return None
        chosen += [level] if mark else []
    return BOTH if len(chosen) == 2 else chosen[0] if chosen else ""


def _below(blocks: list[Block]) -> tuple[str, list[dict[str, str]], int]:
    """Return the note and the key below a table, and how many blocks they are."""
    note, taken = "", 0
    legend: list[dict[str, str]] = []
    for block in blocks:
        text = plain(block.data.get("text", "")) if block.kind in {"paragraph", "note"} else ""
        told = _told(text)
        if told and not {each["key"] for each in told} & {each["key"] for each in legend}:
            legend += told
        elif block.kind == "note" and not note and not legend:
            note = f"{block.data['mark']} {text}".strip()
        else:
            break
        taken += 1
    return (note, legend, taken) if legend else ("", [], 0)


def _told(text: str) -> list[dict[str, str]]:
    """Return what a line of the key tells: a letter and its meaning, or several, parted by semicolons."""
    matches = [_LEGEND.match(part) for part in re.split(r"\s*;\s*", text.rstrip(" ."))] if text else []
    rows = [
        {"key": _measure(match["meaning"]), "code": match["code"], "meaning": match["meaning"].strip()}
        for match in matches
        if match
    ]
    known = {row["key"] for row in rows if row["key"]}
    return rows if len(rows) == len(matches) == len(known) else []


def _keys(rows: list[list[str]], legend: list[dict[str, str]]) -> dict[str, str] | None:
    """Return what each code of the rows measures; nothing where one is unknown or two mean the same."""
    told = {each["code"].casefold(): each["key"] for each in legend}
    keys: dict[str, str] = {}
    for code in dict.fromkeys(code for codes in rows for code in codes):
        key = told.get(code.casefold()) or ("" if told else USUAL.get(code.upper(), "")) or _measure(code)
        if not key or key in keys.values():
            return None
        keys[code] = key
    return keys


def _measure(words: str) -> str:
    return next((key for key, pattern in MEASURES.items() if pattern.search(words)), "")


def _codes(legend: list[dict[str, str]]) -> set[str]:
    return {each["code"] for each in legend}


def _legend_row(code: str, key: str) -> dict[str, str]:
    return {"key": key, "code": code, "meaning": ""}


def with_facts(blocks: list[Block], is_label: Callable[[str], str]) -> list[Block]:
    """Turn tables of a label and a value into facts, where the labels are those of a job description."""
    return [_facts(block) if _has_facts(block, is_label) else block for block in blocks]


def _has_facts(block: Block, is_label: Callable[[str], str]) -> bool:
    rows = block.data["rows"] if block.kind == "table" else []
    return bool(rows) and len(rows[0]) == 2 and all(is_label(row[0]) for row in rows)


def _facts(block: Block) -> Block:
    rows = [{"kind": "other", "label": label, "text": text} for label, text in block.data["rows"]]
    return Block("facts", {"caption": block.data["caption"], "rows": rows}, block.lines)
