"""Who is asked again by a new edition, by when, and what counts as a confirmation. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from intranet.documents.enums import AcknowledgementProof as Proof
from intranet.documents.enums import Asks, ReadingState
from intranet.documents.rules.comparing import Change, Pair
from intranet.documents.rules.texts import FrozenBlock, anchors

# What satisfies a demand: a signature on paper satisfies any, a click only where a click is enough.
ENOUGH: dict[str, tuple[str, ...]] = {
    Proof.CLICK: (Proof.CLICK, Proof.SIGNATURE, Proof.PAPER),
    Proof.SIGNATURE: (Proof.SIGNATURE, Proof.PAPER),
    Proof.PAPER: (Proof.PAPER,),
}
# A change that is in no clause, and touches whoever must read the document: of its title, of what stands above it.
EVERYWHERE = "*"
# What is another with each edition, or only how it looks: nobody reads again for it.
NOBODY_READS_FOR = {"version_date", "layout"}
_BETWEEN = re.compile(r"[,;\s]+")


@dataclass(frozen=True)
class Standing:
    """What the state of a request to read follows from."""

    due_on: date | None
    confirmed_on: date | None
    needs: str
    proof: str
    evidence: str


def state(standing: Standing, on_date: date) -> ReadingState:
    """Return how a request to read stands on a day (JOB-02)."""
    if standing.confirmed_on is not None:
        enough = ENOUGH[standing.needs]
        signed = standing.proof in enough or standing.evidence in enough
        return ReadingState.COMPLETE if signed else ReadingState.UNSIGNED
    late = standing.due_on is not None and standing.due_on < on_date
    return ReadingState.OVERDUE if late else ReadingState.ASKED


def due_on(assigned: date, asked_on: date, days: int) -> date:
    """Return by when somebody has to read: the day of the assignment; who is asked late has so many days at least."""
    return max(assigned, asked_on + timedelta(days=days))


def numbers_in(text: str) -> tuple[str, ...]:
    """Return the clause numbers in what was typed: "3, 5.2." gives 3 and 5.2."""
    return tuple(number for part in _BETWEEN.split(text) if (number := part.strip(".")))


def touched(pairs: Iterable[Pair], older: Sequence[FrozenBlock], newer: Sequence[FrozenBlock]) -> list[str]:
    """Return the addresses of the clauses whose words changed, came or went; a new number or place is no change.

    A block without a number belongs to the clause before it.
    """
    now, before = _clause_of(newer), _clause_of(older)
    found: list[str] = []
    for pair in pairs:
        if pair.change == Change.SAME:
            continue
        address = now[pair.newer.id] if pair.newer else before[pair.older.id] if pair.older else ""
        if address not in found:
            found.append(address)
    return found


def head_is_touched(older: tuple[str, Mapping[str, Any]], newer: tuple[str, Mapping[str, Any]]) -> bool:
    """Say whether the title or the facts of a text say anything else: grade, accountability, hours …

    Such a change touches everybody who must read, whichever clauses they were given: it is in no clause. A text that
    froze no facts is compared by its title alone.
    """
    if older[0] != newer[0]:
        return True
    return bool(older[1] and newer[1]) and _weighty(older[1]) != _weighty(newer[1])


def _weighty(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name not in NOBODY_READS_FOR}


def _clause_of(blocks: Sequence[FrozenBlock]) -> dict[str, str]:
    """Return for each block the address of the clause that it belongs to; before the first one, an empty one."""
    found: dict[str, str] = {}
    current = ""
    for block, anchor in zip(blocks, anchors(blocks), strict=True):
        current = current if anchor == block.id else anchor
        found[block.id] = current
    return found


def concerns(addresses: Collection[str], clauses: Collection[str]) -> bool:
    """Say whether a change of these addresses touches the clauses that a reader was given; without any, all are."""
    if not clauses or EVERYWHERE in addresses:
        return bool(addresses)
    return any(address == each or address.startswith(f"{each}.") for address in addresses for each in clauses)


@dataclass(frozen=True)
class Version:
    """An edition in the order of publication: what it asks, and where it differs from the one before."""

    pk: int
    asks: str
    touched: tuple[str, ...]
    content_hash: str


def still_good(versions: Sequence[Version], clauses: Collection[str]) -> set[int]:
    """Return the editions whose readers need not read the last of ``versions``; unchanged content asks nobody."""
    good: set[int] = set()
    for version in reversed(versions):
        good.add(version.pk)
        if version.asks == Asks.ALL or (version.asks == Asks.CHANGED and concerns(version.touched, clauses)):
            break
    last = versions[-1].content_hash if versions else ""
    return good | {version.pk for version in versions if version.content_hash == last}
