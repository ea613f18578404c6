"""What was issued to a person of the institution."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from intranet.people.models import Person
from intranet.registry.models import Certificate, CertificateQuerySet
from intranet.registry.rules.volumes import counted_hours, credits_of, shown


@dataclass(frozen=True)
class HoursOfYear:
    """Hours and credits of the certificates issued here to a person in a year (VOL-02)."""

    year: int
    hours: Decimal
    ects: Decimal
    certificates: int


def of_person(person: Person) -> CertificateQuerySet:
    """Return the certificates issued here to the person, the newest first; annulled ones are among them."""
    return (
        Certificate.objects.standing()
        .filter(person=person)
        .select_related("form", "kind")
        .order_by("-issue_date", "-id")
    )


def hours_by_year(person: Person) -> list[HoursOfYear]:
    """Return what counts for the person by year of issue, the newest first; sums are rounded once, at the end."""
    totals: dict[int, list[Decimal]] = defaultdict(list)
    rows = Certificate.objects.standing().filter(person=person, annulled_on=None).order_by()
    for issue_date, hours, ects in rows.values_list("issue_date", "hours", "ects"):
        totals[issue_date.year].append(counted_hours(hours, ects))
    return [
        HoursOfYear(year, shown(sum(parts, Decimal(0))), shown(credits_of(sum(parts, Decimal(0)))), len(parts))
        for year, parts in sorted(totals.items(), reverse=True)
    ]
