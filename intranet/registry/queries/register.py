"""The register as staff page through it: by key, never by number of rows, so that a million is no more than a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Q

from intranet.registry.models import Certificate, CertificateQuerySet
from intranet.registry.rules import keys

MOST_COUNTED = 10_000
MOST_ID = 2**63 - 1
NEWEST = ("-issue_date", "-id")


@dataclass(frozen=True)
class RegisterPage:
    """A page of the register: its rows, and the keys at which the pages before and after it begin."""

    rows: list[Certificate]
    older: int | None = None
    newer: int | None = None


def found(rows: CertificateQuerySet, query: str) -> tuple[CertificateQuerySet, tuple[str, ...]]:
    """Return what the beginning of a surname or of a record number finds, and the order that its index serves."""
    column = "number_key" if any(letter.isdigit() for letter in query) else "name_key"
    key = keys.number_key(query) if column == "number_key" else keys.name_key(query)
    if not key:
        return rows.none(), NEWEST
    return rows.filter(**{f"{column}__gte": key, f"{column}__lt": keys.end_of(key)}), (column, *NEWEST)


def page(
    rows: CertificateQuerySet, order: Sequence[str], *, size: int, after: int | None = None, before: int | None = None
) -> RegisterPage:
    """Return the page after, or before, the certificate of a key; the first one where there is no such."""
    edge = after or before
    at_edge = Certificate.objects.filter(pk=edge).first() if edge and edge <= MOST_ID else None
    backwards = at_edge is not None and not after
    directions = [(name.lstrip("-"), name.startswith("-") != backwards) for name in order]
    if at_edge is not None:
        rows = rows.filter(_beyond(at_edge, directions))
    read = list(rows.order_by(*(f"{'-' * descends}{name}" for name, descends in directions))[: size + 1])
    shown, more = read[:size], len(read) > size
    if backwards:
        shown.reverse()
    if not shown:
        return RegisterPage([])
    return RegisterPage(
        rows=shown,
        older=shown[-1].pk if more or backwards else None,
        newer=shown[0].pk if (more if backwards else at_edge is not None) else None,
    )


def _beyond(row: Certificate, directions: Sequence[tuple[str, bool]]) -> Q:
    """Return the condition that a row comes later in the order; its first part is what the index is entered by."""
    beyond = Q()
    same = Q()
    for name, descends in directions:
        value = attrgetter(name)(row)
        beyond |= same & Q(**{f"{name}__{'lt' if descends else 'gt'}": value})
        same &= Q(**{name: value})
    first, descends = directions[0]
    return Q(**{f"{first}__{'lte' if descends else 'gte'}": attrgetter(first)(row)}) & beyond


def count(rows: CertificateQuerySet) -> int:
    """Count rows up to one more than ``MOST_COUNTED``."""
    return rows.order_by()[: MOST_COUNTED + 1].count()
