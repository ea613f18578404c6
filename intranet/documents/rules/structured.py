"""The words of structured blocks: facts, duties' groups, the matrix, the person specification, the chart. Pure.

Their shapes are told in ``documents.rules.texts``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from intranet.documents.enums import BlockKind

SHEETS = {BlockKind.FACTS, BlockKind.MATRIX, BlockKind.PERSON_SPEC}
STRUCTURED = SHEETS | {BlockKind.DUTY_GROUP, BlockKind.CHART}
MATRIX_PARTS = ("behaviours", "leading", "negative")
CRITERION, GROUP, NOTE = "criterion", "group", "note"
ESSENTIAL, DESIRABLE, BOTH = "essential", "desirable", "both"


def lines_of(kind: str, data: Mapping[str, Any]) -> list[str]:
    """Return what a structured block says, a line for each row; the words of its columns once."""
    lines = [str(data.get("caption", "")), *_LINES[BlockKind(kind)](data)]
    return [line for line in lines if line]


def _heads(data: Mapping[str, Any]) -> str:
    """Return the words of the columns in the order in which PostgreSQL keeps the keys: hashes are made of them."""
    heads = sorted(data.get("heads", {}).items(), key=lambda item: (len(item[0]), item[0]))
    return " | ".join(head for _name, head in heads if head)


def _facts(data: Mapping[str, Any]) -> Iterator[str]:
    for row in data["rows"]:
        yield " | ".join(part for part in (row["label"], row["text"]) if part)


def _group(data: Mapping[str, Any]) -> Iterator[str]:
    yield data["heading"]


def _matrix(data: Mapping[str, Any]) -> Iterator[str]:
    yield _heads(data)
    for row in data["rows"]:
        parts = [row["value"], row["meaning"], *(part for name in MATRIX_PARTS for part in row[name])]
        yield " | ".join(part for part in parts if part)


def _person_spec(data: Mapping[str, Any]) -> Iterator[str]:
    yield _heads(data)
    for row in data["rows"]:
        parts = [row["text"], data["heads"].get(row["level"], "") if row["level"] else "", row["measured"]]
        yield " | ".join(part for part in parts if part)
    yield data["note"]
    for measure in data["legend"]:
        yield f"{measure['code']} {measure['meaning']}".strip()


def _chart(data: Mapping[str, Any]) -> Iterator[str]:
    for post in data["posts"]:
        yield " | ".join(part for part in (post["title"], post["code"], post["statutory"]) if part)


_LINES = {
    BlockKind.FACTS: _facts,
    BlockKind.DUTY_GROUP: _group,
    BlockKind.MATRIX: _matrix,
    BlockKind.PERSON_SPEC: _person_spec,
    BlockKind.CHART: _chart,
}
