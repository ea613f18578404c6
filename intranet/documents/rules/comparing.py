"""Two editions clause by clause: what changed, what came, what went, what has another number or place. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from intranet.documents.enums import BlockKind
from intranet.documents.rules.shapes import Heads
from intranet.documents.rules.sheet_rows import NAMES, PLACED, lines_in_columns
from intranet.documents.rules.structured import STRUCTURED, lines_of
from intranet.documents.rules.texts import FrozenBlock, words_in

TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
WORD = re.compile(r"\w+")
ALIKE = 0.6  # of the words of two clauses without a common id, so that they count as one


class Change(StrEnum):
    """What happened to a clause between two editions. One that moved may have changed as well."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


class Mark(StrEnum):
    """How a run of words stands in the newer text."""

    KEPT = "kept"
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True)
class Run:
    """Words that are marked alike."""

    mark: Mark
    text: str


@dataclass(frozen=True)
class Pair:
    """A clause in both editions, or in one of them, with its words marked."""

    older: FrozenBlock | None
    newer: FrozenBlock | None
    change: Change
    is_renumbered: bool = False
    is_moved: bool = False
    runs: tuple[Run, ...] = ()

    @property
    def is_touched(self) -> bool:
        return self.change != Change.SAME or self.is_renumbered or self.is_moved

    @property
    def block(self) -> FrozenBlock:
        """Return the clause as it stands, or as it last stood."""
        block = self.newer or self.older
        assert block is not None  # noqa: S101 - a pair has one of the two
        return block


def compare(older: Sequence[FrozenBlock], newer: Sequence[FrozenBlock], heads: Heads = NAMES) -> list[Pair]:
    """Return the clauses of both in the newer order, each removed one behind what stood before it.

    Clauses are the same by their permanent id; where a text was read anew and has other ids, by number and likeness.
    ``heads`` are the words of columns where a table names none, for who shows what is marked.
    """
    partner = _partners(older, newer)
    moved = _moved(partner)
    gone = _gone_after(older, newer, partner)
    pairs = [_removed(block, heads) for block in gone.get(-1, ())]
    for place, block in enumerate(newer):
        before = partner.get(place)
        if before is None:
            pairs.append(Pair(None, block, Change.ADDED, runs=_whole(block, Mark.INSERTED, heads)))
        else:
            pairs.append(_pair(older[before], block, heads, is_moved=place in moved))
        pairs += [_removed(block, heads) for block in gone.get(place, ())]
    return pairs


def words_of(block: FrozenBlock) -> str:
    """Return what a block says, without its number and its markup; a line for each item and row.

    What was published keeps hashes of it: it stays as it is. Two texts are compared by ``_shown``, which says more.
    """
    data = block.data
    if block.kind == BlockKind.LIST:
        lines = [f"{item['mark']} {words_in(item['text'])}".strip() for item in data["items"]]
    elif block.kind == BlockKind.TABLE:
        lines = [data.get("caption", ""), *(" | ".join(row) for row in data["rows"])]
    elif block.kind in STRUCTURED:
        lines = lines_of(block.kind, data)
    elif block.kind == BlockKind.STANDARD:
        lines = [data["title"], words_in(data["text"])]
    else:
        lines = [block.heading, words_in(str(data.get("text", "")))]
    plain = (" ".join(line.split()) for line in lines)
    return "\n".join(line for line in plain if line)


def marked(older: str, newer: str) -> tuple[Run, ...]:
    """Return the newer text with what was inserted and what was deleted, word by word."""
    before, after = TOKEN.findall(older), TOKEN.findall(newer)
    runs: list[Run] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(Run(Mark.KEPT, "".join(after[j1:j2])))
            continue
        if i2 > i1:
            runs.append(Run(Mark.DELETED, "".join(before[i1:i2])))
        if j2 > j1:
            runs.append(Run(Mark.INSERTED, "".join(after[j1:j2])))
    return tuple(_joined(runs))


def _joined(runs: Sequence[Run]) -> Iterator[Run]:
    """Join a change that only a space parts, so that a rewritten phrase reads as one."""
    deleted = inserted = ""
    for place, run in enumerate(runs):
        between = run.mark == Mark.KEPT and run.text.isspace() and 0 < place < len(runs) - 1
        if run.mark == Mark.DELETED or between:
            deleted += run.text
        if run.mark == Mark.INSERTED or between:
            inserted += run.text
        if run.mark == Mark.KEPT and not between:
            yield from _changes(deleted, inserted)
            deleted = inserted = ""
            yield run
    yield from _changes(deleted, inserted)


def _changes(deleted: str, inserted: str) -> Iterator[Run]:
    if deleted:
        yield Run(Mark.DELETED, deleted)
    if inserted:
        yield Run(Mark.INSERTED, inserted)


def _partners(older: Sequence[FrozenBlock], newer: Sequence[FrozenBlock]) -> dict[int, int]:
    """Return for each place of the newer text the place of the same clause in the older one."""
    places = {block.id: place for place, block in enumerate(older)}
    partner = {place: places[block.id] for place, block in enumerate(newer) if block.id in places}
    taken = set(partner.values())
    left = [place for place in range(len(older)) if place not in taken]
    open_ones = [place for place in range(len(newer)) if place not in partner]
    for place in open_ones:
        found = _likest(newer[place], older, left)
        if found is not None:
            partner[place] = found
            left.remove(found)
    return partner


def _likest(block: FrozenBlock, older: Sequence[FrozenBlock], left: Sequence[int]) -> int | None:
    """Return the place of the clause that is most like it; one with its number needs to be half as like."""
    mine = _counted(block)
    best, place_of_best = 0.0, None
    for place in left:
        other = older[place]
        if other.kind != block.kind:
            continue
        likeness = _likeness(mine, _counted(other))
        if block.number and other.number == block.number:
            likeness *= 2
        if likeness > best:
            best, place_of_best = likeness, place
    return place_of_best if best >= ALIKE else None


def _counted(block: FrozenBlock) -> Counter[str]:
    return Counter(WORD.findall(words_of(block).casefold()))


def _likeness(mine: Counter[str], other: Counter[str]) -> float:
    """Return how many of the words two clauses share, from 0 to 1, whatever their order."""
    total = mine.total() + other.total()
    return 2 * (mine & other).total() / total if total else 1.0


def _moved(partner: dict[int, int]) -> set[int]:
    """Return the places of the newer text that are out of the older order: as few as explain the difference."""
    places = sorted(partner)
    tails: list[int] = []
    tail_of: list[int] = []
    back: dict[int, int | None] = {}
    for index, place in enumerate(places):
        at = bisect_left(tails, partner[place])
        back[index] = tail_of[at - 1] if at else None
        if at == len(tails):
            tails.append(partner[place])
            tail_of.append(index)
        else:
            tails[at], tail_of[at] = partner[place], index
    kept: set[int] = set()
    index_of: int | None = tail_of[-1] if tail_of else None
    while index_of is not None:
        kept.add(places[index_of])
        index_of = back[index_of]
    return set(places) - kept


def _gone_after(
    older: Sequence[FrozenBlock], newer: Sequence[FrozenBlock], partner: dict[int, int]
) -> dict[int, list[FrozenBlock]]:
    """Return the removed clauses by the place in the newer text behind which they are shown; -1 is the beginning."""
    place_of = {before: place for place, before in partner.items()}
    found: dict[int, list[FrozenBlock]] = {}
    behind = -1
    for before, block in enumerate(older):
        if before in place_of:
            behind = place_of[before]
        else:
            found.setdefault(behind, []).append(block)
    return found


def _pair(older: FrozenBlock, newer: FrozenBlock, heads: Heads, *, is_moved: bool) -> Pair:
    before, after = _shown(older, heads), _shown(newer, heads)
    return Pair(
        older,
        newer,
        Change.SAME if before == after else Change.CHANGED,
        is_renumbered=older.number != newer.number,
        is_moved=is_moved,
        runs=_whole(newer, Mark.KEPT, heads) if before == after else marked(before, after),
    )


def _removed(block: FrozenBlock, heads: Heads) -> Pair:
    return Pair(block, None, Change.REMOVED, runs=_whole(block, Mark.DELETED, heads))


def _shown(block: FrozenBlock, heads: Heads) -> str:
    """Return what a reader sees of a block: of a sheet its columns too, since a tick in another one is a change."""
    return lines_in_columns(block, heads) if block.kind in PLACED else words_of(block)


def _whole(block: FrozenBlock, mark: Mark, heads: Heads) -> tuple[Run, ...]:
    text = _shown(block, heads)
    return (Run(mark, text),) if text else ()
