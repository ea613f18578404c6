"""What this room holds on a person."""

from __future__ import annotations

from typing import Any

from intranet.people.models import Person


def held_on(person: Person) -> dict[str, Any]:
    """Return what the person was asked to read and when they confirmed it."""
    return {
        "acknowledgements": [
            {
                "document": row.edition.title,
                "asked_on": row.asked_on.isoformat(),
                "confirmed_at": row.confirmed_at.isoformat() if row.confirmed_at else None,
            }
            for row in person.acknowledgements.select_related("edition").order_by("asked_on")
        ]
    }
