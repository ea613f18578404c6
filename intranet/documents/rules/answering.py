"""Which block of a file in another language is which block of the original: by id, by number, by place. Pure.

No word is the same in two languages: what is common to both is the permanent id in a file of ours, the numbers, and the
order of headings, paragraphs, lists and tables between them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from intranet.documents.enums import BlockKind
from intranet.documents.rules.comparing import words_of
from intranet.documents.rules.matching import Incoming
from intranet.documents.rules.texts import FrozenBlock

ODD = 3  # times as long as its original: a translation that may be of something else
SHORT = 40  # letters; the length of so short a text says nothing

_ALIKE = {
    BlockKind.DUTY_GROUP.value: BlockKind.SECTION.value,
    BlockKind.NOTE.value: BlockKind.PARAGRAPH.value,
}


@dataclass(frozen=True)
class Answer:
    """A block of the original with the one of the file that translates it, or one of the two alone."""

    source: FrozenBlock | None
    target: Incoming | None
    is_doubtful: bool = False


def answers(source: Sequence[FrozenBlock], target: Sequence[Incoming]) -> list[Answer]:
    """Return every block of both in the original's order, what the file has besides behind what it follows there."""
    partner = _partners(source, target)
    place_of = {theirs: place for place, theirs in partner.items()}
    behind: dict[int, list[Incoming]] = {}
    last = -1
    for place, block in enumerate(target):
        last = partner.get(place, last)
        if place not in partner:
            behind.setdefault(last, []).append(block)
    found = [Answer(None, block) for block in behind.get(-1, ())]
    for place, original in enumerate(source):
        answer = target[place_of[place]] if place in place_of else None
        found.append(Answer(original, answer, answer is not None and _is_odd(original, answer)))
        found += [Answer(None, block) for block in behind.get(place, ())]
    return found


def _partners(source: Sequence[FrozenBlock], target: Sequence[Incoming]) -> dict[int, int]:
    """Return for places of the file the places of the original."""
    mine = [FrozenBlock("", block.kind, block.data) for block in target]
    ids = {block.id.replace("-", ""): place for place, block in enumerate(source)}
    known = _unique(source)
    numbers = _unique(mine)
    partner: dict[int, int] = {}
    for place, block in enumerate(target):
        found = ids.get(block.source_id) if block.source_id else None
        if found is not None and _kind(source[found].kind) == _kind(block.kind):
            partner[place] = found
    for key, place in numbers.items():
        if key in known and place not in partner and known[key] not in partner.values():
            partner[place] = known[key]
    _between(source, mine, partner)
    return partner


def _kind(kind: str) -> str:
    return _ALIKE.get(kind, kind)


def _unique(blocks: Sequence[FrozenBlock]) -> dict[tuple[str, int, str], int]:
    """Return the places of the blocks by kind, annex and number, where these say which block it is."""
    found: dict[tuple[str, int, str], int] = {}
    counted: Counter[tuple[str, int, str]] = Counter()
    annexes = 0
    for place, block in enumerate(blocks):
        annexes += block.kind == BlockKind.ANNEX
        number = block.number.strip(". ") if block.kind != BlockKind.ANNEX else "annex"
        if number:
            key = (_kind(block.kind), annexes, number)
            found[key] = place
            counted[key] += 1
    return {key: place for key, place in found.items() if counted[key] == 1}


def _between(source: Sequence[FrozenBlock], target: Sequence[FrozenBlock], partner: dict[int, int]) -> None:
    """Pair what stands in the same order between the blocks that are paired already."""
    fixed = [(-1, -1), *_ascending(sorted(partner.items())), (len(target), len(source))]
    for (place, theirs), (next_place, next_theirs) in pairwise(fixed):
        mine = [each for each in range(place + 1, next_place) if each not in partner]
        taken = set(partner.values())
        own = [each for each in range(theirs + 1, next_theirs) if each not in taken]
        shapes = [_shape(source[each]) for each in own], [_shape(target[each]) for each in mine]
        for start, begin, size in SequenceMatcher(None, *shapes, autojunk=False).get_matching_blocks():
            partner.update(zip(mine[begin : begin + size], own[start : start + size], strict=True))


def _shape(block: FrozenBlock) -> tuple[str, str]:
    """Return what two blocks have in common that translate each other: one of another number is another one."""
    return _kind(block.kind), block.number.strip(". ")


def _ascending(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for place, theirs in pairs:
        if not found or theirs > found[-1][1]:
            found.append((place, theirs))
    return found


def _is_odd(original: FrozenBlock, answer: Incoming) -> bool:
    """Say whether a translation is so much longer or shorter than its original that a person should look."""
    lengths = sorted(len(words_of(each)) for each in (original, FrozenBlock("", answer.kind, answer.data)))
    return lengths[1] > SHORT and lengths[1] > ODD * lengths[0]
