"""A newer file of a text against the text that is here: which block of the file is which block of the text. Pure.

A file that we wrote carries the permanent ids; any other is matched by words and numbers, in order, moves told apart.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from intranet.documents.enums import BlockKind
from intranet.documents.rules.comparing import words_of
from intranet.documents.rules.texts import FrozenBlock

WORD = re.compile(r"\w+")
ALIKE = 0.6  # of the words of two blocks, so that they count as one wherever they stand
ALIKE_BY_NUMBER = 0.25  # where they have the same number
ALIKE_BY_PLACE = 0.4  # where the same blocks stand before and behind them
CREDIBLE = 0.15  # below it a permanent id may have slid in Word onto another block's words
HELD = 0.8  # of the words of a block that a block of parts has among its own
COMMON = 20  # blocks; a word that stands in more of them tells nothing apart

HELD_TABLE = 0.5  # of the words of a table: its rows are what is changed in it
_HEADINGS = frozenset({BlockKind.SECTION, BlockKind.DUTY_GROUP})
_TEXTS = frozenset({BlockKind.CLAUSE, BlockKind.PARAGRAPH, BlockKind.NOTE})
_PLAIN = _HEADINGS | _TEXTS | {BlockKind.LIST, BlockKind.TABLE, BlockKind.ANNEX}


@dataclass(frozen=True)
class Incoming:
    """A block of the file, with the permanent id (without dashes) that the file carries for it, if any."""

    kind: str
    data: dict[str, Any]
    source_id: str = ""


@dataclass(frozen=True)
class Matching:
    """Which block of the text each block of the file is.

    ``held`` are blocks of the file that show a part of a block made of parts (a matrix, a person specification, a
    chart): what they say together is told by ``documents.rules.restoring``.
    """

    partner: dict[int, int]
    held: dict[int, int]


@dataclass
class _Side:
    """A block as matching sees it."""

    kind: str
    number: str
    words: str
    counted: Counter[str] = field(init=False)

    def __post_init__(self) -> None:
        self.counted = Counter(WORD.findall(self.words.casefold()))

    @property
    def family(self) -> str:
        return "heading" if self.kind in _HEADINGS else "text" if self.kind in _TEXTS else self.kind


def match(older: Sequence[FrozenBlock], newer: Sequence[Incoming]) -> Matching:
    """Return which block of the text each block of the file is; what has no partner is new, or gone."""
    work = _Work(_sides(older), _sides(FrozenBlock("", block.kind, block.data) for block in newer))
    _by_id(work, older, newer)
    held = _held(work, older, newer)
    work.taken.update(held)
    work.used.update(held.values())
    _by_words(work, lambda side: (side.kind, side.words))
    _by_words(work, lambda side: (side.family, side.words))
    _by_likeness(work)
    return Matching(dict(sorted(work.partner.items())), dict(sorted(held.items())))


class _Work:
    """What is matched so far."""

    def __init__(self, older: list[_Side], newer: list[_Side]) -> None:
        self.older, self.newer = older, newer
        self.partner: dict[int, int] = {}
        self.used: set[int] = set()  # blocks of the text that the file has
        self.taken: set[int] = set()  # blocks of the file that have their place

    def pair(self, place: int, before: int) -> None:
        self.partner[place] = before
        self.used.add(before)
        self.taken.add(place)

    def left(self) -> tuple[list[int], list[int]]:
        """Return the places, older and newer, that have no partner yet."""
        return (
            [place for place in range(len(self.older)) if place not in self.used],
            [place for place in range(len(self.newer)) if place not in self.taken],
        )


def _sides(blocks: Iterable[FrozenBlock]) -> list[_Side]:
    """Return the blocks; a number within an annex is that annex's own."""
    sides, annexes = [], 0
    for block in blocks:
        annexes += block.kind == BlockKind.ANNEX
        number = f"{annexes}:{block.number}" if block.number else ""
        sides.append(_Side(block.kind, number, words_of(block)))
    return sides


def _held(work: _Work, older: Sequence[FrozenBlock], newer: Sequence[Incoming]) -> dict[int, int]:
    """Return the blocks of the file that are parts of a block of parts: by its id, or by the words that they share."""
    before, after = work.left()
    whole = [place for place in before if work.older[place].kind not in _PLAIN]
    by_id = {older[place].id.replace("-", ""): place for place in whole}
    found = {}
    for place in after:
        side = work.newer[place]
        if side.kind not in _PLAIN:
            continue
        named = by_id.get(newer[place].source_id)
        shares = [((side.counted & work.older[each].counted).total(), each) for each in whole]
        most, likest = max(shares, default=(0, 0))
        if named is not None:
            found[place] = named
        elif most and most >= (HELD_TABLE if side.kind == BlockKind.TABLE else HELD) * side.counted.total():
            found[place] = likest
    return found


def _by_id(work: _Work, older: Sequence[FrozenBlock], newer: Sequence[Incoming]) -> None:
    """Pair the blocks whose id the file carries, the likest first where it carries one twice."""
    places = {block.id.replace("-", ""): before for before, block in enumerate(older)}
    words = {side.words: before for before, side in enumerate(work.older)}
    named = []
    for place, block in enumerate(newer):
        before = places.get(block.source_id) if block.source_id else None
        if before is None:
            continue
        here, there = work.newer[place], work.older[before]
        if here.kind != there.kind and not {here.kind, there.kind} <= _PLAIN:
            continue
        likeness = _likeness(here, there)
        slid = here.words != there.words and here.words in words
        if not slid and likeness < CREDIBLE and here.number != there.number:
            slid = any(_likeness(here, other) >= ALIKE for other in work.older)
        if not slid:
            named.append((-likeness, place, before))
    for _likeness_of, place, before in sorted(named):
        if before not in work.used and place not in work.taken:
            work.pair(place, before)


def _by_words(work: _Work, key: Callable[[_Side], Hashable]) -> None:
    """Pair what says the same wherever it stands; what several blocks say, by number, by order, by what is around."""
    repeated: list[tuple[list[int], list[int]]] = []
    for before, after in _groups(work, key):
        if len(before) == len(after):
            _pair_all(work, before, after)
        elif before and after:
            repeated.append((before, after))
    for before, after in repeated:
        by_number = {work.older[place].number: place for place in reversed(before)}
        for place in after:
            same = by_number.pop(work.newer[place].number, None) if work.newer[place].number else None
            if same is not None:
                work.pair(place, same)
    _in_order(work, key)
    for before, after in _groups(work, key):
        _pair_all(work, before, after)


def _pair_all(work: _Work, before: Iterable[int], after: Iterable[int]) -> None:
    for old_place, place in zip(before, after, strict=False):
        work.pair(place, old_place)


def _groups(work: _Work, key: Callable[[_Side], Hashable]) -> list[tuple[list[int], list[int]]]:
    """Return the places, older and newer, of all that says one thing and has no partner yet."""
    found: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, places in enumerate(work.left()):
        for place in places:
            block = (work.older, work.newer)[side][place]
            if block.words:
                found[key(block)][side].append(place)
    return list(found.values())


def _in_order(work: _Work, key: Callable[[_Side], Hashable]) -> None:
    """Pair what says the same between the same neighbours, as it follows one another in both."""
    old_keys = [("paired", place) if place in work.used else key(side) for place, side in enumerate(work.older)]
    new_keys = [
        ("paired", work.partner.get(place, -1 - place)) if place in work.taken else key(side)
        for place, side in enumerate(work.newer)
    ]
    for start, begin, size in SequenceMatcher(None, old_keys, new_keys, autojunk=False).get_matching_blocks():
        for step in range(size):
            if begin + step not in work.taken:
                work.pair(begin + step, start + step)


def _by_likeness(work: _Work) -> None:
    """Pair what says nearly the same, the likest first; its number and its neighbours speak for it."""
    scores = []
    for place, before in _candidates(work):
        here, there = work.newer[place], work.older[before]
        likeness = _likeness(here, there)
        same_number = bool(here.number) and here.number == there.number
        between = _is_between(work, place, before)
        if (
            likeness >= ALIKE
            or (same_number and likeness >= ALIKE_BY_NUMBER)
            or (between and (likeness >= ALIKE_BY_PLACE or same_number))
        ):
            scores.append((-(likeness + 0.2 * same_number + 0.1 * between), abs(place - before), place, before))
    for _score, _distance, place, before in sorted(scores):
        if place not in work.taken and before not in work.used:
            work.pair(place, before)


def _candidates(work: _Work) -> set[tuple[int, int]]:
    """Return the pairs worth a look: of one family, and with a number, a neighbour or a rarer word in common."""
    before, after = work.left()
    by_word: dict[str, list[int]] = defaultdict(list)
    by_number: dict[str, list[int]] = defaultdict(list)
    for place in before:
        by_number[work.older[place].number].append(place)
        for word in work.older[place].counted:
            by_word[word].append(place)
    by_number.pop("", None)
    few = len(before) <= COMMON
    found = set()
    for place in after:
        side = work.newer[place]
        near = set(by_number.get(side.number, ()))
        near.update(each for each in _beside(work, place) if each not in work.used)
        for word in side.counted:
            others = by_word.get(word, ())
            if few or len(others) <= COMMON:
                near.update(others)
        found |= {(place, each) for each in near if work.older[each].family == side.family}
    return found


def _beside(work: _Work, place: int) -> list[int]:
    """Return the places of the text next to the partners of a block's neighbours."""
    found = []
    for step in (-1, 1):
        neighbour = work.partner.get(place + step)
        if neighbour is not None and 0 <= neighbour - step < len(work.older):
            found.append(neighbour - step)
    return found


def _is_between(work: _Work, place: int, before: int) -> bool:
    """Say whether the neighbours of two blocks are each other's partners; the end of the text is a neighbour too."""
    for step in (-1, 1):
        inside, inside_old = 0 <= place + step < len(work.newer), 0 <= before + step < len(work.older)
        if inside != inside_old or (inside and work.partner.get(place + step) != before + step):
            return False
    return True


def _likeness(one: _Side, other: _Side) -> float:
    """Return how many of their words two blocks share, from 0 to 1, whatever their order."""
    total = one.counted.total() + other.counted.total()
    return 2 * (one.counted & other.counted).total() / total if total else 0.0
