"""The receipt: every line of the source is placed, dropped with its reason, or named as unplaced. Pure."""

from __future__ import annotations

from collections import Counter
from typing import Any

from intranet.documents.reading.draft import Block, Dropped, Receipt
from intranet.documents.reading.source import Line, letters, plain


def words_of(block: Block) -> str:
    """Return all words that a block shows."""
    data: dict[str, Any] = block.data
    parts = [
        data.get("label", ""),
        data.get("number", ""),
        data.get("heading", ""),
        data.get("title", ""),
        data.get("mark", ""),
    ]
    parts += [plain(data.get("text", "")), data.get("caption", "")]
    for item in data.get("items", []):
        parts += [item["mark"], plain(item["text"])]
    for row in data.get("rows", []):
        parts += row
    return " ".join(part for part in parts if part)


def placed_lines(lines: list[Line], blocks: list[Block]) -> set[int]:
    """Return the ordinals of the lines whose letters their block really holds."""
    by_ordinal = {line.ordinal: line for line in lines}
    placed: set[int] = set()
    for block in blocks:
        held, position = letters(words_of(block)), 0
        for ordinal in block.lines:
            wanted = letters(_words(by_ordinal[ordinal]))
            found = held.find(wanted, position)
            if found >= 0:
                position = found + len(wanted)
            if found >= 0 or wanted in held or _stands_apart(wanted, held):
                placed.add(ordinal)
    return placed


def _stands_apart(wanted: str, held: str) -> bool:
    """Say whether all letters are there in order, though something (the mark of a footnote) stands between them."""
    rest = iter(held)
    return all(letter in rest for letter in wanted)


def _words(line: Line) -> str:
    return " ".join(line.cells) if line.cells is not None else line.text


def receipt(
    lines: list[Line],
    *,
    blocks: list[Block],
    header_lines: set[int],
    dropped: dict[int, Dropped],
    second: list[str] | None,
) -> Receipt:
    """Account for every line; ``second`` are the lines as the second reader has them, where it reads in lines."""
    placed = placed_lines(lines, blocks) | header_lines
    unplaced = [_words(line) for line in lines if line.ordinal not in placed and line.ordinal not in dropped]
    lost = _lost(lines, second) if second is not None else []
    total = max(len(second), len(lines)) if second is not None else len(lines)
    return Receipt(total, total - len(unplaced) - len(lost), unplaced + lost, [dropped[key] for key in sorted(dropped)])


def _lost(lines: list[Line], second: list[str]) -> list[str]:
    """Return the lines of the second reader that the first does not have, letter for letter."""
    exact = Counter(letters(_words(line) + line.trimmed) for line in lines if not line.generated)
    waiting = []
    for text in second:
        key = letters(text)
        if exact[key]:
            exact[key] -= 1
        elif key:
            waiting.append(text)
    # What was taken out of a line, or counted into it, stands within it: these few are compared by their letters alone.
    have = Counter(_key(line) for line in lines if line.generated or exact[letters(_words(line) + line.trimmed)])
    return [text for text in waiting if not _take(have, "".join(sorted(letters(text))))]


def _take(have: Counter[str], key: str) -> bool:
    have[key] -= 1
    return have[key] >= 0


def _key(line: Line) -> str:
    own = Counter(letters(_words(line) + line.trimmed))
    own.subtract(Counter(letters(line.generated)))
    return "".join(sorted(own.elements()))
