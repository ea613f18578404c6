"""Where the address of a clause leads: today, and in the editions of any day."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import F, Q, QuerySet

from intranet.core.clauses import parse_number
from intranet.documents.models import Clause, Edition
from intranet.documents.rules.addresses import Found, Held, find

LONGEST = 80


def clause_at(*, edition: Edition, address: str) -> Found | None:
    """Return where a number, an anchor or a permanent id leads in an edition, or what became of it (two queries)."""
    if not address.isprintable() or not 0 < len(address) <= LONGEST:
        return None
    named = Q(anchor=address) | Q(block_id=address)
    number = parse_number(address)
    if number is not None:
        named |= Q(number=str(number)) | Q(anchor=str(number))
    same = Clause.objects.filter(edition__document=edition.document_id, edition__language=edition.language)
    candidates = _held(
        same.filter(named).order_by(
            F("edition__in_force_from").desc(nulls_first=True),
            F("edition__superseded_at").desc(nulls_first=True),
            "position",
        )
    )
    there = Clause.objects.filter(edition=edition, block_id__in={held.block_id for held in candidates})
    return find(address, candidates, _held(there.order_by("position")))


def _held(rows: QuerySet[Clause]) -> list[Held]:
    fields = ("block_id", "anchor", "number", "edition_id", "edition__in_force_from", "edition__superseded_at")
    return [
        Held(block, anchor, number, edition, begins, superseded is None)
        for block, anchor, number, edition, begins, superseded in rows.values_list(*fields)
    ]


class Past(NamedTuple):
    """A clause in an edition: its number there, and from when that edition was in force."""

    number: str
    anchor: str
    in_force_from: date | None
    change: str


def past_of(*, edition: Edition, block_id: str) -> list[Past]:
    """Return a clause through the standing editions of its document, the newest first."""
    rows = Clause.objects.filter(
        edition__document=edition.document_id,
        edition__language=edition.language,
        edition__superseded_at=None,
        block_id=block_id,
    ).order_by(F("edition__in_force_from").desc(nulls_first=True))
    return [Past(*row) for row in rows.values_list("number", "anchor", "edition__in_force_from", "change")]
