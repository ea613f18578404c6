"""Whether each clause of a translation answers to its original as it stands (law 9). Pure.

A clause and its translation share their permanent id. What a translation was made from is known by the hash of the
original's words at the time; markup and numbers make no translation old.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from intranet.documents.enums import BlockKind
from intranet.documents.rules.comparing import words_of
from intranet.documents.rules.texts import FrozenBlock


class State(StrEnum):
    """How a clause of a translation stands to its original."""

    CURRENT = "current"
    STALE = "stale"  # the original says something else by now
    MISSING = "missing"  # nobody has translated it
    EXTRA = "extra"  # the original has no such clause (any more)


@dataclass(frozen=True)
class Unit:
    """What is translated as one: a block under its permanent id, or a field of the page under its name."""

    id: str
    kind: str
    words: str

    @property
    def hash(self) -> str:
        return words_hash(self.words)

    @property
    def needs_translation(self) -> bool:
        """Say whether it says anything in a language: numbers and dashes do not, a chart is drawn in each language."""
        return self.kind != BlockKind.CHART and any(letter.isalpha() for letter in self.words)


@dataclass(frozen=True)
class Decided:
    """What was said of a unit: the hashes of the original's and of the translation's words at that time."""

    source_hash: str
    target_hash: str
    only_marked: bool = False  # it may be published as it is, with its mark


@dataclass(frozen=True)
class Paired:
    """A unit of an original with its translation, how the two stand, and which words the translation was made from."""

    state: State
    source: Unit | None
    target: Unit | None
    made_from: str = ""
    may_be_marked: bool = False

    @property
    def id(self) -> str:
        unit = self.source or self.target
        assert unit is not None  # noqa: S101 - a pair has one of the two
        return unit.id

    @property
    def is_open(self) -> bool:
        """Say whether somebody has to decide what becomes of it."""
        return self.state in {State.STALE, State.MISSING} and not self.may_be_marked


@dataclass(frozen=True)
class Frozen:
    """The pairing of an edition's blocks with those of the original, as it is kept with the edition."""

    source: str = ""  # the original's language; nothing for an original
    blocks: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # by id: state, and what it was made from

    def as_json(self) -> dict[str, Any]:
        return {"source": self.source, "blocks": {key: list(value) for key, value in self.blocks.items()}}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Frozen:
        blocks = {key: (str(value[0]), str(value[1])) for key, value in data.get("blocks", {}).items()}
        return cls(str(data.get("source", "")), blocks)


def words_hash(words: str) -> str:
    """Return the hash of words, whatever the spaces between them."""
    return hashlib.sha256(" ".join(words.split()).encode("utf-8", "replace")).hexdigest()


def units_of(blocks: Iterable[FrozenBlock]) -> list[Unit]:
    """Return the blocks of a text as what is translated."""
    return [Unit(block.id, block.kind, words_of(block)) for block in blocks]


def pair(
    source: Sequence[Unit],
    target: Sequence[Unit],
    decided: Mapping[str, Sequence[Decided]],
    former: Mapping[str, frozenset[str]] | None = None,
) -> list[Paired]:
    """Return the units of an original with their translations, in the original's order, then those it has not.

    ``decided`` is what was said of each unit, the oldest first; ``former`` the hashes of words that the original had:
    a "translation" that says what the original says or said is none, unless somebody said so.
    """
    translations = {unit.id: unit for unit in target}
    known = former or {}
    pairs = [
        _paired(unit, translations.get(unit.id), decided.get(unit.id, ()), known.get(unit.id, frozenset()))
        for unit in source
    ]
    own = {unit.id for unit in source}
    return pairs + [Paired(State.EXTRA, None, unit) for unit in target if unit.id not in own and unit.words]


def _paired(source: Unit, target: Unit | None, decided: Sequence[Decided], former: frozenset[str]) -> Paired:
    if not source.needs_translation:
        return Paired(State.CURRENT, source, target, source.hash)
    right = [each for each in decided if not each.only_marked]
    marked = any(each.only_marked and each.source_hash == source.hash for each in decided)
    if target is None or not target.words:
        return Paired(State.MISSING, source, target, may_be_marked=marked)
    made_from = _made_from(source, target, right)
    if made_from:
        state = State.CURRENT if made_from == source.hash else State.STALE
        return Paired(state, source, target, made_from, marked and state is State.STALE)
    if target.hash == source.hash or target.hash in former:
        return Paired(State.MISSING, source, target, may_be_marked=marked)
    return Paired(State.CURRENT, source, target, source.hash)


def _made_from(source: Unit, target: Unit, right: Sequence[Decided]) -> str:
    """Return which words of the original a translation answers to: the present ones, if that was said of it."""
    of_these_words = [each.source_hash for each in right if each.target_hash == target.hash]
    if source.hash in of_these_words:
        return source.hash
    if of_these_words:
        return of_these_words[-1]
    if not right or target.hash == source.hash:
        return ""
    return right[-1].source_hash


def frozen(pairs: Iterable[Paired], source: str) -> Frozen:
    """Return what is kept with the edition; numbers need no pairing."""
    kept = [each for each in pairs if each.source is None or each.source.needs_translation]
    return Frozen(source, {each.id: (each.state.value, each.made_from) for each in kept})


def stands_now(was: str, made_from: str, source_hash: str | None) -> State:
    """Return how a frozen clause stands to the original of today: ``source_hash`` is none where it has no such clause.

    A clause that was published as missing stays missing until a new edition has it.
    """
    if source_hash is None:
        return State.EXTRA
    if was == State.MISSING:
        return State.MISSING
    return State.CURRENT if made_from == source_hash else State.STALE
