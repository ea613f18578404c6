"""What this room holds on a person."""

from __future__ import annotations

from typing import Any

from intranet.people.models import Person
from intranet.registry.models import Certificate, Draft

COLUMNS = (
    "surname",
    "given_name",
    "patronymic",
    "name_latin",
    "email",
    "workplace",
    "topic",
    "hours",
    "ects",
    "outcomes",
    "issue_date",
    "period_from",
    "period_to",
)


def held_on(person: Person) -> dict[str, Any]:
    """Return the certificates issued to the person here, and those being prepared."""
    of_certificate = (*COLUMNS, "record_number", "public_name", "registered_at", "first_published_at", "annulled_on")
    return {
        "certificates": list(Certificate.objects.filter(person=person).values(*of_certificate)),
        "drafts": list(Draft.objects.filter(person=person).values(*COLUMNS)),
    }
