"""What a newer file proposes to change in a text: its blocks under the ids of the text, then the two compared. Pure."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from intranet.documents.enums import BlockKind
from intranet.documents.rules.comparing import Change, Pair, compare
from intranet.documents.rules.looks import same_looks
from intranet.documents.rules.matching import Incoming, Matching, match
from intranet.documents.rules.regrouping import TABLES, numbered, regrouped
from intranet.documents.rules.restoring import as_kind, joined_tables, restored
from intranet.documents.rules.shapes import Heads
from intranet.documents.rules.structured import SHEETS
from intranet.documents.rules.texts import FrozenBlock

_ELSEWHERE = frozenset({BlockKind.STANDARD, BlockKind.CHART})  # written in another place, for many texts at once


@dataclass(frozen=True)
class Proposed:
    """Pairs in the file's order, among them those that stay; ``kept`` are blocks that no file can change."""

    pairs: list[Pair]
    kept: list[FrozenBlock]


def proposed(
    older: Sequence[FrozenBlock],
    blocks: Sequence[Incoming],
    heads: Heads,
    *,
    seed: str,
    carries_looks: bool,
    above: Sequence[tuple[str, str]] = (),
) -> Proposed:
    """Return what a file changes in a text.

    ``heads`` are the words of columns where a table names none, ``above`` is what stands above the text on paper and
    is no part of it, ``seed`` is what the ids of new blocks are made of, so
    that they are the same at each look; ``carries_looks`` says whether the file can tell bold and links.
    """
    incoming = regrouped(older, blocks, above)
    newer, kept = _newer(seed, incoming, older, match(older, incoming), heads)
    pairs = [_of_one_block(pair) for pair in compare(older, newer, heads)]
    return Proposed([_beside_words(pair, carries_looks=carries_looks) for pair in pairs], kept)


def _newer(
    seed: str, incoming: Sequence[Incoming], older: Sequence[FrozenBlock], matching: Matching, heads: Heads
) -> tuple[list[FrozenBlock], list[FrozenBlock]]:
    """Return the file's blocks with permanent ids, and those of the draft that no file can change.

    An id is the partner's, else one that is the same at each look.
    """
    found: list[FrozenBlock] = []
    kept: list[FrozenBlock] = []
    parts: dict[int, list[Incoming]] = defaultdict(list)
    for place, before in (*matching.partner.items(), *matching.held.items()):
        parts[before].append(incoming[place])
    for place, block in enumerate(incoming):
        before = matching.partner.get(place, matching.held.get(place, -1))
        if before < 0:
            found.append(FrozenBlock(str(uuid.uuid5(uuid.NAMESPACE_OID, f"{seed}:{place}")), block.kind, block.data))
        elif before in parts:
            told = _told(older[before], parts.pop(before), heads)
            found.append(told or older[before])
            kept += [] if told else [older[before]]
    return found, kept


def _told(older: FrozenBlock, parts: Sequence[Incoming], heads: Heads) -> FrozenBlock | None:
    """Return what the file says of a block; nothing where only the editor can change it."""
    if older.kind not in SHEETS:
        has_number = bool(older.number or older.data.get("mark"))
        block = numbered(parts[0], older.kind) if has_number else parts[0]
        data = None if older.kind in _ELSEWHERE else restored(older, block.kind, block.data, heads)
        kind = as_kind(older.kind, block.kind)
        return FrozenBlock(older.id, kind, data) if data is not None else None
    tables = [(block.kind, block.data) for block in parts if block.kind in TABLES]
    data = restored(older, *joined_tables(tables), heads) if tables else None
    return FrozenBlock(older.id, older.kind, data) if data is not None else None


def _of_one_block(pair: Pair) -> Pair:
    """Return a pair whose newer side has the permanent id of the older one, which is what it is paired for."""
    if pair.older is None or pair.newer is None or pair.older.id == pair.newer.id:
        return pair
    return replace(pair, newer=FrozenBlock(pair.older.id, pair.newer.kind, pair.newer.data))


def _beside_words(pair: Pair, *, carries_looks: bool) -> Pair:
    """Return a pair that says the same as changed where something else differs: its looks, a tick in a row."""
    older, newer = pair.older, pair.newer
    if pair.change != Change.SAME or older is None or newer is None or older.kind != newer.kind:
        return pair
    if older.kind in SHEETS:
        return pair if older.data == newer.data else replace(pair, change=Change.CHANGED)
    looks = zip(_markups(older), _markups(newer), strict=False) if carries_looks else ()
    return pair if all(same_looks(*each) for each in looks) else replace(pair, change=Change.CHANGED)


def _markups(block: FrozenBlock) -> list[str]:
    if block.kind == BlockKind.LIST:
        return [item["text"] for item in block.data["items"]]
    return [block.data["text"]] if block.kind in {BlockKind.CLAUSE, BlockKind.PARAGRAPH, BlockKind.NOTE} else []
