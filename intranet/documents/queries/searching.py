"""Clauses by their words, in whatever form they stand; the same on every database."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from intranet.documents.enums import BlockKind
from intranet.documents.models import Clause, Edition
from intranet.documents.searching import Asked, Question

AT_MOST = 50


class Hit(NamedTuple):
    """A clause that was found."""

    edition_id: int
    block_id: str
    kind: str
    anchor: str
    number: str
    heading: str
    text: str


class Hits(NamedTuple):
    """The first clauses that were found, and whether there are more."""

    found: list[Hit]
    has_more: bool


def searched(*, keys: Collection[UUID], language: str, on_date: date) -> dict[int, Edition]:
    """Return the editions that are searched, by their keys, sorted by title: those in force on a day.

    A document that has only a text without approval is searched in that text; one that is repealed is not.
    """
    rows = (
        Edition.objects.standing()
        .filter(document__key__in=keys, language=language)
        .filter(Q(in_force_from=None) | Q(in_force_from__lte=on_date))
        .filter(Q(document__repealed_on=None) | Q(document__repealed_on__gt=on_date))
        .select_related("document")
        .order_by("title", "pk")
    )
    latest: dict[int, Edition] = {}
    for edition in rows:
        other = latest.get(edition.document_id)
        if other is None or (edition.in_force_from or date.min) > (other.in_force_from or date.min):
            latest[edition.document_id] = edition
    return {edition.pk: edition for edition in latest.values()}


def clauses_with(question: Question, editions: Iterable[int], at_most: int = AT_MOST) -> Hits:
    """Return the clauses of some editions in which every word of a question stands; one asked for by number first."""
    if not question.words:
        return Hits([], has_more=False)
    rows = Clause.objects.filter(edition__in=list(editions))
    for asked in question.words:
        rows = rows.filter(_has(asked))
    first = [
        When(Q(number=question.number) & ~Q(number=""), then=Value(0)),
        When(kind__in=[BlockKind.SECTION, BlockKind.ANNEX], then=Value(1)),
    ]
    rank = Case(*first, default=2, output_field=IntegerField())
    is_approved = Case(When(edition__in_force_from=None, then=Value(1)), default=Value(0))
    ranked = rows.annotate(rank=rank).order_by("rank", is_approved, "edition__title", "edition", "position")
    found = _hits(ranked[: at_most + 1])
    return Hits(found[:at_most], len(found) > at_most)


def _has(asked: Asked) -> Q:
    return Q(lemmas__contains=f" {asked.key} ") | (
        Q(lemmas__contains=f" {asked.beginning}") if asked.beginning else Q()
    )


def _hits(rows: QuerySet[Clause]) -> list[Hit]:
    fields = ("edition_id", "block_id", "kind", "anchor", "number", "heading", "text")
    return [Hit(*row) for row in rows.values_list(*fields)]
