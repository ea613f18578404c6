"""Number the rest for me: the numbers of the blocks after a chosen one, each following from the one before. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intranet.core.clauses import ClauseNumber, parse_number
from intranet.documents.enums import BlockKind


@dataclass(frozen=True)
class Numbered:
    """A block that can have a number: its place in the text, its kind and the number that it has."""

    place: int
    block_id: str
    kind: str
    number: str


@dataclass(frozen=True)
class Renumbered:
    """A block whose number becomes another."""

    block_id: str
    before: str
    after: str


def renumber(blocks: Sequence[Numbered], start: str) -> list[Renumbered]:
    """Return the blocks after ``start`` (a block's id) whose number changes; that block keeps the number it has.

    The depth of each number stays: 3.4.1 stays a sub-clause of the clause before it, sections count on, and a block
    without a number stays without. Annexes have numbers of their own: counting ends where the next one begins. A number
    that is a word, or Roman where the others are not, stays as it is.
    """
    places = [index for index, block in enumerate(blocks) if block.block_id == start]
    first = parse_number(blocks[places[0]].number) if places else None
    if not places or first is None:
        return []
    section = _section_before(blocks, places[0])
    last, changed = first, []
    for block in blocks[places[0] + 1 :]:
        if block.kind == BlockKind.ANNEX:
            break
        written = parse_number(block.number)
        if written is None:
            continue
        if block.kind == BlockKind.SECTION:
            number = _next_section(section, written, last)
            section = last = number
        elif section is not None and (section.roman or section.depth == written.depth):
            last = number = _apart(last, section, written)
        else:
            last = number = _following(last, written.depth)
        if str(number) != block.number:
            changed.append(Renumbered(block.block_id, block.number, str(number)))
    return changed


def _section_before(blocks: Sequence[Numbered], place: int) -> ClauseNumber | None:
    for block in reversed(blocks[: place + 1]):
        if block.kind == BlockKind.ANNEX:
            return None
        if block.kind == BlockKind.SECTION:
            return parse_number(block.number)
    return None


def _next_section(section: ClauseNumber | None, written: ClauseNumber, last: ClauseNumber) -> ClauseNumber:
    """Return the number of the next section; a text's first one begins where the clauses before it left off."""
    if section is not None:
        return _plus_one(section)
    return _plus_one(ClauseNumber(last.parts[:1], roman=written.roman)) if last.roman == written.roman else written


def _apart(last: ClauseNumber, section: ClauseNumber, written: ClauseNumber) -> ClauseNumber:
    """Number clauses that do not begin with their section's number (II. … 1. 2. 3.): anew in each section."""
    if last == section:
        return ClauseNumber(((1, 0),) * written.depth)
    return _following(last, written.depth)


def _following(last: ClauseNumber, depth: int) -> ClauseNumber:
    """Return the number of a depth that follows another: 3.4 is followed by 3.5, by 3.4.1 or by 4."""
    if depth > last.depth:
        return ClauseNumber(last.parts + ((1, 0),) * (depth - last.depth))
    return _plus_one(ClauseNumber(last.parts[:depth]))


def _plus_one(number: ClauseNumber) -> ClauseNumber:
    value, _inserted = number.parts[-1]
    return ClauseNumber((*number.parts[:-1], (value + 1, 0)), roman=number.roman)
