"""Internships, for those who do them."""

from __future__ import annotations

from django.db.models import QuerySet

from intranet.people.models import Person
from intranet.training.models import Internship


def own_internships(person: Person | None) -> QuerySet[Internship]:
    """Return a person's own internships, the latest first."""
    return Internship.objects.with_contract().filter(person=person) if person else Internship.objects.none()


def own_internship(person: Person | None, pk: int) -> Internship | None:
    """Return one of a person's own internships."""
    return own_internships(person).filter(pk=pk).first() if pk < 2**63 else None
