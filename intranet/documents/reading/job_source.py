"""The words of a structured block in the order of its source, so that the receipt can find each line in it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from intranet.documents.reading.draft import Block
from intranet.documents.rules.structured import CRITERION

OF_JOBS = frozenset({"facts", "matrix", "person_spec"})


def job_words(block: Block) -> list[str]:
    """Return all words that a block of a job description was made from."""
    of_kind = {"facts": _facts, "matrix": _matrix, "person_spec": _specification}[block.kind]
    return [block.data["caption"], *of_kind(block.data)]


def _facts(data: Mapping[str, Any]) -> Iterator[str]:
    for row in data["rows"]:
        yield from (row["label"], row["text"])


def _matrix(data: Mapping[str, Any]) -> Iterator[str]:
    repeated = data.get("labels_in_rows", False)
    heads = data["heads"] if repeated else {}
    if not repeated:
        yield from data["heads"].values()
    for row in data["rows"]:
        yield from (row["value"], row["meaning"], *row["behaviours"])
        for name in ("leading", "negative"):
            if row[name]:
                yield from (heads.get(name, ""), *row[name])


def _specification(data: Mapping[str, Any]) -> Iterator[str]:
    heads = {**data["heads"], "level": data["level_head"]}
    yield from (heads[role] for role in data["columns"])
    for row in data["rows"]:
        if row["kind"] != CRITERION:
            yield row["text"]
            continue
        cells = {**row["cells"], CRITERION: row["text"], "measured": row["measured"]}
        yield from (cells[role] for role in data["columns"])
    yield data["note"]
    for each in data["legend"][: data["told"]]:
        yield from (each["code"], each["meaning"])
