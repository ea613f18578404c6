"""Addresses that stay: what a number that has changed hands, or has gone, means today. Pure.

A clause's permanent id always means that clause. A number means the clause that has it now; where none has, the one
that had it last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from intranet.core.clauses import parse_number


@dataclass(frozen=True)
class Held:
    """A block of an edition under the address that it had there."""

    block_id: str
    anchor: str
    number: str = ""
    edition: int = 0
    in_force_from: date | None = None
    is_standing: bool = True  # no correction has taken that edition's place


@dataclass(frozen=True)
class Gone:
    """A numbered block that is no longer in the text: its last number, and from when the edition was that had it.

    ``anchors`` are the addresses that it was the last to have: none where another block has its number now.
    """

    block_id: str
    number: str
    in_force_from: date | None
    anchors: tuple[str, ...] = ()


class Fate(Enum):
    """What became of an address."""

    STANDS = "stands"
    RENUMBERED = "renumbered"
    GONE = "gone"


@dataclass(frozen=True)
class Found:
    """Where an address leads."""

    fate: Fate
    held: Held  # in the text that is shown or, where it is gone, in the edition that had it last
    was: Held | None = None  # as it was when it had the address that was asked for


def former_anchors(present: Sequence[Held], earlier: Iterable[Held]) -> dict[str, list[str]]:
    """Return for the blocks of a text the anchors that they had in earlier editions and that nothing has now.

    ``earlier`` are the blocks of the earlier editions, the latest edition first.
    """
    taken = {held.anchor for held in present} | {held.block_id for held in present}
    here = {held.block_id for held in present}
    former: dict[str, list[str]] = {}
    for held in earlier:
        if held.anchor in taken:
            continue
        taken.add(held.anchor)
        if held.block_id in here:
            former.setdefault(held.block_id, []).append(held.anchor)
    return former


def gone(present: Sequence[Held], earlier: Iterable[Held]) -> list[Gone]:
    """Return the numbered blocks of earlier editions that are no longer in a text, the latest edition's first.

    ``earlier`` are the blocks of the earlier editions, the latest edition first.
    """
    here = {held.block_id for held in present}
    taken = {held.anchor for held in present} | here
    anchors: dict[str, list[str]] = {}
    last: dict[str, Held] = {}
    for held in earlier:
        if held.number and held.anchor not in taken:
            taken.add(held.anchor)
            anchors.setdefault(held.block_id, []).append(held.anchor)
        if held.number and held.is_standing and held.block_id not in here:
            last.setdefault(held.block_id, held)
    return [
        Gone(held.block_id, held.number, held.in_force_from, tuple(anchors.get(held.block_id, ())))
        for held in last.values()
    ]


def find(address: str, candidates: Sequence[Held], present: Sequence[Held]) -> Found | None:
    """Return where a number, an anchor or a permanent id leads, or None where no edition ever had it.

    ``candidates`` are the blocks that have it in any edition, the latest edition first; ``present`` are, of the text
    that is shown, those blocks and the ones that have it there.
    """
    number = _canonical(address)
    stands = _named(present, address, number)
    if stands:
        return Found(Fate.STANDS, stands)
    today = {held.block_id: held for held in present}
    last = _named(candidates, address, number)
    if last is None:
        return None
    if last.block_id in today:
        return Found(Fate.RENUMBERED, today[last.block_id], last)
    return Found(Fate.GONE, last, last)


def _named(blocks: Sequence[Held], address: str, number: str) -> Held | None:
    """Return the first block of that id or anchor; a number that is no anchor (of an annex's clause) comes after."""
    exact = next((held for held in blocks if address in {held.block_id, held.anchor}), None)
    return exact or next((held for held in blocks if number and _canonical(held.number) == number), None)


def _canonical(number: str) -> str:
    parsed = parse_number(number)
    return str(parsed) if parsed else ""
