"""Where a clause is cited, and what is cited that is not there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from intranet.documents.models import Clause, Document, Edition, Reference


class CitedBy(NamedTuple):
    """A clause that cites another; ``key`` and ``title`` are those of its document."""

    block_id: str
    number: str
    anchor: str
    citing_id: str
    key: UUID
    title: str


def _in_force(document: str, language: str, on_date: date) -> Subquery:
    """Return the edition of a document (a path to it) that is in force on a day."""
    editions = Edition.objects.in_force_by(on_date).filter(document=OuterRef(document), language=language)
    return Subquery(editions.values("pk")[:1])


def cited_by(*, edition: Edition, on_date: date, block_id: str = "") -> list[CitedBy]:
    """Return what cites the clauses of an edition: its own clauses, and those of other documents in force on a day."""
    elsewhere = ~Q(clause__edition__document=edition.document_id) & Q(
        clause__edition=_in_force("clause__edition__document", edition.language, on_date)
    )
    rows = Reference.objects.filter(document=edition.document_id).exclude(block_id="")
    if block_id:
        rows = rows.filter(block_id=block_id)
    rows = rows.filter(Q(clause__edition=edition.pk) | elsewhere).exclude(
        clause__edition=edition.pk, clause__block_id=F("block_id")
    )
    fields = ("block_id", "clause__number", "clause__anchor", "clause__block_id")
    found = rows.order_by("clause__edition", "clause__position").values_list(
        *fields, "clause__edition__document__key", "clause__edition__title"
    )
    return [CitedBy(*row) for row in dict.fromkeys(found)]


class Missed(NamedTuple):
    """A citation of a clause that is not there: where it stands, and which document it means."""

    number: str
    anchor: str
    cited: str
    key: UUID
    title: str
    language: str
    cited_document: int


def missed_in(edition: Edition) -> list[Missed]:
    """Return the citations of an edition that lead nowhere."""
    return _missed(Reference.objects.filter(clause__edition=edition, block_id=""))


def left_behind(edition: Edition, on_date: date) -> list[Missed]:
    """Return the citations in other documents in force of clauses that an edition no longer has."""
    return _missed(_broken_into(edition, on_date))


def _broken_into(edition: Edition, on_date: date) -> QuerySet[Reference]:
    kept = Clause.objects.filter(edition=edition).values("block_id")
    return (
        Reference.objects.filter(document=edition.document_id)
        .exclude(clause__edition__document=edition.document_id)
        .filter(clause__edition=_in_force("clause__edition__document", edition.language, on_date))
        .exclude(block_id__in=kept)
        .exclude(block_id="")
    )


def missed_anywhere(*, languages: Collection[str], on_date: date) -> list[Missed]:
    """Return every citation in the texts in force that leads nowhere."""
    found: list[Missed] = []
    for language in languages:
        shown = _in_force("clause__edition__document", language, on_date)
        found += _missed(Reference.objects.filter(clause__edition=shown, block_id=""))
        cited = Document.objects.filter(citations__clause__edition__language=language).distinct()
        for document in cited:
            edition = Edition.objects.in_force_by(on_date).filter(document=document, language=language).first()
            if edition is not None:
                found += left_behind(edition, on_date)
    return found


def _missed(rows: QuerySet[Reference]) -> list[Missed]:
    fields = ("clause__number", "clause__anchor", "cited", "clause__edition__document__key", "clause__edition__title")
    rows = rows.order_by("clause__edition__title", "clause__position", "pk")
    return [Missed(*row) for row in rows.values_list(*fields, "clause__edition__language", "document")]
