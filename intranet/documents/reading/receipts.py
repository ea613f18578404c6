"""The receipt: every line of the source is placed, dropped with its reason, or named as unplaced. Pure."""

from __future__ import annotations

from collections import Counter
from typing import Any

from intranet.documents.reading.draft import Accounted, Block, Dropped, Receipt
from intranet.documents.reading.job_source import OF_JOBS, job_words
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
    if block.kind in OF_JOBS:
        parts = job_words(block)
    else:
        parts += [cell for row in data.get("rows", []) for cell in row]
    return " ".join(part for part in parts if part)


def placed_lines(keys: dict[int, str], blocks: list[Block]) -> set[int]:
    """Return the ordinals of the lines whose letters, ``keys``, their block really holds."""
    placed: set[int] = set()
    for block in blocks:
        held, position = letters(words_of(block)), 0
        for ordinal in block.lines:
            wanted = keys[ordinal]
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
    keys = {line.ordinal: letters(_words(line)) for line in lines}
    placed = placed_lines(keys, blocks) | header_lines
    missing = [line for line in lines if line.ordinal not in placed and line.ordinal not in dropped]
    unplaced = [_words(line) for line in missing]
    wholes = _whole(lines)
    lost = _lost(wholes, keys, second) if second is not None else []
    total = max(len(second), len(wholes)) if second is not None else len(wholes)
    account = _account(lines, blocks, placed, dropped)
    gone = {line.ordinal for line in missing}
    accounted = total - sum(not gone.isdisjoint(line.ordinal for line in whole) for whole in wholes) - len(lost)
    return Receipt(total, accounted, unplaced + lost, [dropped[key] for key in sorted(dropped)], account)


def _whole(lines: list[Line]) -> list[list[Line]]:
    """Return the paragraphs and rows of the source, each as the lines that it was divided into."""
    wholes: list[list[Line]] = []
    for line in lines:
        if line.part and wholes:
            wholes[-1].append(line)
        else:
            wholes.append([line])
    return wholes


def _account(lines: list[Line], blocks: list[Block], placed: set[int], dropped: dict[int, Dropped]) -> list[Accounted]:
    """Return what became of each line, in the order of the source."""
    place_of = {ordinal: place for place, block in enumerate(blocks) for ordinal in block.lines}
    found = []
    for line in lines:
        text = f"{line.mark} {_words(line)}".strip()
        if line.ordinal in dropped:
            found.append(Accounted(line.ordinal, text, "dropped", reason=dropped[line.ordinal].reason))
        elif line.ordinal not in placed:
            found.append(Accounted(line.ordinal, text, "unplaced"))
        elif line.ordinal in place_of:
            found.append(Accounted(line.ordinal, text, "block", place_of[line.ordinal]))
        else:
            found.append(Accounted(line.ordinal, text, "header"))
    return found


def _lost(wholes: list[list[Line]], keys: dict[int, str], second: list[str]) -> list[str]:
    """Return the lines of the second reader that the first does not have, letter for letter."""
    whole_keys = ["".join(keys[line.ordinal] + letters(line.trimmed) for line in whole) for whole in wholes]
    counted = [any(line.generated for line in whole) for whole in wholes]
    exact = Counter(key for key, generated in zip(whole_keys, counted, strict=True) if not generated)
    waiting = []
    for text in second:
        key = letters(text)
        if exact[key]:
            exact[key] -= 1
        elif key:
            waiting.append((text, key))
    if not waiting:
        return []
    # What was taken out of a line, or counted into it, stands within it: these few are compared by their letters alone.
    have = Counter(
        _sorted_key(whole, key)
        for whole, key, generated in zip(wholes, whole_keys, counted, strict=True)
        if generated or exact[key]
    )
    return [text for text, key in waiting if not _take(have, "".join(sorted(key)))]


def _take(have: Counter[str], key: str) -> bool:
    have[key] -= 1
    return have[key] >= 0


def _sorted_key(whole: list[Line], key: str) -> str:
    own = Counter(key)
    own.subtract(Counter(letters("".join(line.generated for line in whole))))
    return "".join(sorted(own.elements()))
