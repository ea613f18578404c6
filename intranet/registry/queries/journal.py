"""The issue journal (журнал обліку видачі): every number of a period, what was issued under it, and its duplicates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from intranet.core.dates import format_date, format_decimal
from intranet.core.languages import reader_language
from intranet.registry.models import Certificate, CertificateQuerySet, Duplicate, Series
from intranet.registry.rules.volumes import counted_hours

MOST = 5000
CHUNK = 1000


@dataclass(frozen=True)
class Line:
    """A line of the journal; ``hours`` counts towards the total of its page."""

    number: str
    name: str
    document: str
    topic: str
    volume: str
    issued: str
    basis: str
    note: str
    hours: Decimal
    is_struck: bool = False


def numbers(*, since: date, until: date, series: Series | None = None) -> CertificateQuerySet:
    """Return what the journal of a period is made of: each number once, as it stands, withdrawn ones among them."""
    rows = Certificate.objects.filter(issue_date__gte=since, issue_date__lte=until, superseded_on=None)
    rows = rows.filter(Q(withdrawn_at=None) | Q(series__isnull=False))  # a number that a file brought is no gap
    return rows.filter(series=series) if series else rows


def lines(*, since: date, until: date, series: Series | None = None) -> Iterator[Line]:
    """Yield the lines of a period in the order of issue; a duplicate stands at its own date."""
    duplicates: dict[date, list[Duplicate]] = defaultdict(list)
    given = Duplicate.objects.filter(issued_on__gte=since, issued_on__lte=until)
    if series:
        given = given.filter(certificate__series=series)
    for duplicate in given.select_related("certificate__kind").order_by("issued_on", "id"):
        duplicates[duplicate.issued_on].append(duplicate)
    days = sorted(duplicates, reverse=True)
    rows = numbers(since=since, until=until, series=series).select_related("kind").order_by("issue_date", "id")
    rows = rows.prefetch_related(Prefetch("supersedes", Certificate.objects.only("id", "superseded_on")))
    for row in rows.iterator(chunk_size=CHUNK):
        while days and days[-1] < row.issue_date:
            yield from map(_of_duplicate, duplicates[days.pop()])
        yield _of(row)
    while days:
        yield from map(_of_duplicate, duplicates[days.pop()])


def _of(row: Certificate) -> Line:
    if row.withdrawn_at:
        reason = _("Withdrawn before publication; the number is not given again: %(reason)s") % {
            "reason": row.withdrawal_reason
        }
        return Line(row.record_number, "—", "—", "—", "—", _day(row.issue_date), "—", reason, Decimal(0), True)
    notes = []
    if row.annulled_on:
        notes.append(_("Annulled on %(day)s: %(basis)s") % {"day": _day(row.annulled_on), "basis": row.annulment_basis})
    if row.version > 1:
        notes.append(_("Corrected: version %(version)s") % {"version": row.version})
    return Line(
        number=row.record_number,
        name=row.full_name(),
        document=row.document_type or _("Certificate"),
        topic=row.topic,
        volume=_volume(row),
        issued=_day(row.issue_date),
        basis=row.programme or str(row.kind),
        note=". ".join(notes),
        hours=Decimal(0) if row.annulled_on else counted_hours(row.hours, row.ects),
        is_struck=bool(row.annulled_on),
    )


def _of_duplicate(duplicate: Duplicate) -> Line:
    row = duplicate.certificate
    return Line(
        number=row.record_number,
        name=row.full_name(),
        document=_("Duplicate no. %(number)s") % {"number": duplicate.number},
        topic=row.topic,
        volume=_volume(row),
        issued=_day(duplicate.issued_on),
        basis=duplicate.reason,
        note=_("Of the certificate of %(day)s") % {"day": _day(row.issue_date)},
        hours=Decimal(0),
    )


def _volume(row: Certificate) -> str:
    language = reader_language()
    hours, ects = row.volume
    return f"{format_decimal(hours, language)} / {format_decimal(ects, language)}"


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}" if reader_language() != "en" else format_date(day, "en")
