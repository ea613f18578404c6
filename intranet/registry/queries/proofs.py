"""Proofs from the log: which entries a certificate has, where they stand, and that they stand there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.db.models import Max

from intranet.registry import disclosure
from intranet.registry.models import BLOCK, Block, Head, Leaf
from intranet.registry.rules import leaves, merkle
from intranet.registry.rules.leaves import Frozen
from intranet.registry.rules.numbers import typed_code


class Tree:
    """The log at a size: the hash of any range of its entries, made of the blocks."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._blocks: dict[int, list[bytes]] = {}

    def root(self) -> bytes:
        """Return the root hash at this size."""
        return self.hash_of(0, self.size)

    def hash_of(self, start: int, end: int) -> bytes:
        """Return the hash of a range, which the algorithms ask for at the tree's own divisions."""
        first = start // BLOCK
        if end <= (first + 1) * BLOCK:
            return merkle.root(self._block(first)[start - first * BLOCK : end - first * BLOCK])
        whole = self._roots[first : end // BLOCK]
        rest = end % BLOCK
        return merkle.root([*whole, merkle.root(self._block(end // BLOCK)[:rest])] if rest else whole)

    @cached_property
    def _roots(self) -> list[bytes]:
        roots = Block.objects.filter(number__lt=self.size // BLOCK).order_by("number").values_list("root", flat=True)
        return [bytes(root) for root in roots]

    def _block(self, number: int) -> list[bytes]:
        if number not in self._blocks:
            kept = Block.objects.filter(number=number).values_list("hashes", flat=True).first() or b""
            self._blocks[number] = split(kept)[: self.size - number * BLOCK]
        return self._blocks[number]


def split(hashes: bytes | memoryview) -> list[bytes]:
    """Return the hashes that stand side by side."""
    whole = bytes(hashes)
    return [whole[place : place + merkle.HASH_BYTES] for place in range(0, len(whole), merkle.HASH_BYTES)]


@dataclass(frozen=True)
class Proved:
    """An entry of the log, and the path from it to the head; what it says where the public may know."""

    hash: str
    index: int | None
    path: list[str]
    salt: str = ""
    content: str = ""


@dataclass(frozen=True)
class Proof:
    """All that the log holds on one certificate."""

    checkpoint: str
    verifier: str
    entries: list[Proved]


def newest_head() -> Head | None:
    """Return the newest head of the log."""
    return Head.objects.order_by("-size").first()


def verifiers() -> list[str]:
    """Return the public key of every head, the newest first."""
    found = Head.objects.order_by("verifier").values("verifier").annotate(last=Max("size")).order_by("-last")
    return [str(row["verifier"]) for row in found]


def consistency(old: Head, new: Head) -> dict[str, object]:
    """Return the proof that one head extends another, both of them with it."""
    path = merkle.consistency(old.size, new.size, Tree(new.size).hash_of)
    return {"first": old.checkpoint, "second": new.checkpoint, "path": [step.hex() for step in path]}


def as_dict(proof: Proof) -> dict[str, object]:
    """Return a proof as JSON has it; an entry that nobody may read has neither salt nor content."""
    entries = [
        {name: value for name, value in asdict(entry).items() if value is not None and value != ""}
        for entry in proof.entries
    ]
    return {"checkpoint": proof.checkpoint, "verifier": proof.verifier, "entries": entries}


def proof(code: str) -> Proof | None:
    """Return the entries of the certificate with the code; None where there is none, or it was withdrawn.

    What an entry said of a name that is withheld now, or that it was withheld once, is not told: such entries are given
    by their hash alone.
    """
    known = typed_code(code)
    places = {"name": "public_name", "form": "form__code", "kind": "kind__code"}
    names = [places.get(name, name) for name in Told._fields]
    found = disclosure.verifiable().filter(code=known).values_list(*names).first() if known else None
    if found is None:
        return None
    head = newest_head()
    entries = list(_entries(Told(*found), Tree(head.size if head else 0)))
    return Proof(head.checkpoint if head else "", head.verifier if head else "", entries)


class Told(NamedTuple):
    """What of a certificate its entries are told by."""

    code: str
    name: str
    form: str
    kind: str
    topic: str
    hours: Decimal | None
    ects: Decimal | None
    issue_date: date
    record_number: str
    annulled_on: date | None
    superseded_on: date | None
    restricted_on: date | None
    pk: int


def _entries(row: Told, tree: Tree) -> Iterator[Proved]:
    rows = list(
        Leaf.objects.filter(certificate_id=row.pk).order_by("pk").values_list("event", "at", "salt", "hash", "index")
    )
    events = [event for event, *_rest in rows]
    history = leaves.unfolded(events, annulled_on=row.annulled_on, superseded_on=row.superseded_on)
    frozen = Frozen._make(row[: len(Frozen._fields)])
    for (event, at, salt, hashed, index), (flags, standing) in zip(rows, history, strict=True):
        place = index if index is not None and index < tree.size else None
        path = [] if place is None else merkle.inclusion(place, tree.size, tree.hash_of)
        is_told = salt is not None and flags.is_named == (row.restricted_on is None)
        yield Proved(
            hash=bytes(hashed).hex(),
            index=place,
            path=[step.hex() for step in path],
            salt=bytes(salt or b"").hex() if is_told else "",
            content=leaves.content(event, at, frozen, standing).decode() if is_told else "",
        )
