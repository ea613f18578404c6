"""The one door through which the public sees certificates (law 8, REG-05).

Every public page, export and feed takes its rows from ``listed`` or ``verifiable`` and its fields from ``PublicEntry``;
columns that are not named here are not even read from the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db.models import IntegerField
from django.db.models.expressions import RawSQL
from django.urls import reverse

from intranet.core.languages import in_reader_language
from intranet.registry.enums import PublicStatus
from intranet.registry.models import Certificate, CertificateQuerySet
from intranet.registry.rules.volumes import shown_volume


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """All that the public may see of a certificate; ``name`` is empty where it must not be shown."""

    name: str
    form: str
    kind: str
    topic: str
    hours: Decimal
    ects: Decimal
    issue_date: date
    record_number: str
    status: PublicStatus
    status_date: date | None
    url: str


FIELDS = tuple(field.name for field in fields(PublicEntry))


class Row(NamedTuple):
    """The columns that are read for the public."""

    id: int
    name_key: str
    sort_key: str
    number_key: str
    public_name: str
    form_id: int
    kind_id: int
    topic: str
    hours: Decimal | None
    ects: Decimal | None
    issue_date: date
    record_number: str
    annulled_on: date | None
    superseded_on: date | None
    restricted_on: date | None
    code: str


@dataclass(frozen=True)
class Vocabulary:
    """The names of forms and kinds in every language, by key."""

    forms: Mapping[int, Mapping[str, str]]
    kinds: Mapping[int, Mapping[str, str]]

    def in_reader_language(self) -> tuple[dict[int, str], dict[int, str]]:
        return (
            {key: in_reader_language(names) for key, names in self.forms.items()},
            {key: in_reader_language(names) for key, names in self.kinds.items()},
        )


def listed(at: datetime) -> CertificateQuerySet:
    """Return what the public list shows at the moment, whether or not a sweep has recorded it (REG-01)."""
    return Certificate.objects.public_at(at)


def verifiable() -> CertificateQuerySet:
    """Return what somebody who holds the code may see: all that was issued and not withdrawn."""
    return Certificate.objects.filter(withdrawn_at=None)


def findable_by_name(rows: CertificateQuerySet) -> CertificateQuerySet:
    """Keep those whose name may be searched for."""
    return rows.filter(restricted_on=None)


def read(rows: CertificateQuerySet) -> Iterator[Row]:
    """Read the public columns of the rows, and no others."""
    return (Row(*values) for values in rows.values_list(*Row._fields))


def read_counted(rows: CertificateQuerySet, count: RawSQL) -> tuple[list[Row], int]:
    """Read the public columns of a page with the number of all that match, in one query; 0 for an empty page."""
    found = list(rows.annotate(how_many=count).values_list(*Row._fields, "how_many"))
    return [Row(*values[:-1]) for values in found], found[0][-1] if found else 0


def counted(matching: CertificateQuerySet, *, most: int) -> RawSQL:
    """Return a query for the number of rows that match, counted up to ``most``."""
    try:
        sql, parameters = matching.order_by().values("pk")[:most].query.sql_with_params()
    except EmptyResultSet:
        sql, parameters = "SELECT 1 WHERE 1 = 0", ()
    return RawSQL(f"SELECT COUNT(*) FROM ({sql}) counted", parameters, IntegerField())  # noqa: S608, S611


def entries(rows: Iterable[Row], vocabulary: Vocabulary, *, origin: str = "") -> Iterator[PublicEntry]:
    """Turn rows into what the public sees, in the reader's language; ``origin`` makes the addresses whole."""
    forms, kinds = vocabulary.in_reader_language()
    address = origin + reverse("verify", args=["CODE"])
    for row in rows:
        yield entry(row, form=forms[row.form_id], kind=kinds[row.kind_id], url=address.replace("CODE", row.code))


def entry(row: Row, *, form: str, kind: str, url: str) -> PublicEntry:
    """Return what the public sees of a row."""
    hours, ects = shown_volume(row.hours, row.ects)
    status, status_date = _status(row)
    return PublicEntry(
        name="" if row.restricted_on else row.public_name,
        form=form,
        kind=kind,
        topic=row.topic,
        hours=hours,
        ects=ects,
        issue_date=row.issue_date,
        record_number=row.record_number,
        status=status,
        status_date=status_date,
        url=url,
    )


def as_dict(entry: PublicEntry) -> dict[str, Any]:
    """Return the fields of an entry in their order."""
    return {name: getattr(entry, name) for name in FIELDS}


def _status(row: Row) -> tuple[PublicStatus, date | None]:
    if row.superseded_on:
        return PublicStatus.SUPERSEDED, row.superseded_on
    if row.annulled_on:
        return PublicStatus.ANNULLED, row.annulled_on
    return PublicStatus.VALID, None
