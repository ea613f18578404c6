"""What can be cited in a text, and which of its blocks a citation means. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from intranet.core.clauses import parse_number
from intranet.documents.enums import BlockKind
from intranet.documents.rules.citing_words import Cited
from intranet.documents.rules.references import Place, Reference
from intranet.documents.rules.texts import FrozenBlock, anchors


@dataclass(frozen=True)
class Spot:
    """A numbered block of a text: where it stands, and what it lies in.

    ``part`` counts sections and annexes, whether they have numbers or not; before the first it is 0.
    """

    block_id: str
    anchor: str
    kind: str
    number: str
    section: str = ""
    annex: int = 0
    part: int = 0


@dataclass(frozen=True)
class Outline:
    """What can be cited in a text, in order; ``annexes`` says which annex is meant by a number or a letter."""

    spots: tuple[Spot, ...]
    annexes: dict[str, int]


def outline(blocks: Sequence[FrozenBlock]) -> Outline:
    """Return what can be cited in a text."""
    spots: list[Spot] = []
    names: dict[str, int] = {}
    section, annex, part = "", 0, 0
    for block, anchor in zip(blocks, anchors(blocks), strict=True):
        part += begins_part(block)
        if block.kind == BlockKind.ANNEX:
            annex, section = annex + 1, ""
            named = _annex_name(str(block.data.get("label") or ""))
            names.setdefault(named or str(annex), annex)
            spots.append(Spot(block.id, anchor, block.kind, named or str(annex), annex=annex, part=part))
            continue
        number = _canonical(block.number)
        if block.kind == BlockKind.SECTION:
            section = number
        if number:
            spots.append(Spot(block.id, anchor, block.kind, number, section, annex, part))
    return Outline(tuple(spots), names)


def begins_part(block: FrozenBlock) -> bool:
    """Say whether numbers may begin again behind a block."""
    return block.kind in {BlockKind.SECTION, BlockKind.ANNEX}


@dataclass(frozen=True)
class Standing:
    """Where the block stands that cites."""

    annex: int = 0
    part: int = 0

    def entering(self, block: FrozenBlock) -> Standing:
        """Return where the next block stands."""
        return Standing(self.annex + (block.kind == BlockKind.ANNEX), self.part + begins_part(block))


NOWHERE = Standing()


def spots_of(reference: Reference, text: Outline, standing: Standing = NOWHERE) -> list[Spot]:
    """Return the blocks that a citation means, the first being the one that is linked; none where it is not there.

    A plain number is first looked for in the annex and the section in which the citing block stands. A range means
    every block from its first on up to its last one, which is cited on its own.
    """
    first = spot_of(reference.place, text, standing)
    if first is None:
        return []
    if not reference.until:
        return [first]
    last = spot_of(replace(reference.place, number=reference.until), text, standing)
    here, there = text.spots.index(first), text.spots.index(last) if last else -1
    return [spot for spot in text.spots[here:there] if spot.kind == first.kind] if there > here else [first]


def spot_of(place: Place, text: Outline, standing: Standing = NOWHERE) -> Spot | None:
    """Return the block that a place names; none where several may be meant, each section having one of that number."""
    found = candidates(place, text, standing)
    return found[0] if len(found) == 1 else None


def candidates(place: Place, text: Outline, standing: Standing = NOWHERE) -> list[Spot]:
    """Return the blocks that a place may name: the one of the citing block's own section, else all of that number."""
    if place.kind is Cited.ANNEX:
        wanted = text.annexes.get(place.number)
        return [spot for spot in text.spots if spot.kind == BlockKind.ANNEX and spot.annex == wanted][:1]
    if place.annex:
        within = [text.annexes[place.annex]] if place.annex in text.annexes else []
    else:
        within = [standing.annex, 0] if standing.annex else [0]
    for each in within:
        found = _within(place, text, each)
        if found:
            return [spot for spot in found if spot.part == standing.part] or found
    return []


def _within(place: Place, text: Outline, annex: int) -> list[Spot]:
    number = parse_number(place.number)
    alone = number is not None and number.depth == 1

    def fits(spot: Spot) -> bool:
        if spot.annex != annex or spot.number != place.number or spot.kind == BlockKind.ANNEX:
            return False
        if place.kind is Cited.SECTION:
            return spot.kind == BlockKind.SECTION or (alone and spot.kind == BlockKind.CLAUSE and not spot.section)
        return (spot.kind == BlockKind.CLAUSE or not alone) and (not place.section or spot.section == place.section)

    return [spot for spot in text.spots if fits(spot)]


def _canonical(number: str) -> str:
    parsed = parse_number(number) if number else None
    return str(parsed) if parsed else number


def _annex_name(label: str) -> str:
    """Return the number or the letter in an annex's label: 2 of "Додаток № 2", A of "Annex A"."""
    for word in reversed(re.findall(r"[\w-]+", label)):
        if parse_number(word) is not None:
            return _canonical(word)
        if len(word) == 1 and word.isupper():
            return str(word)
    return ""
