"""What this room holds on a person."""

from __future__ import annotations

from typing import Any

from intranet.people.models import Person


def held_on(person: Person) -> dict[str, Any]:
    """Return the person's seats on bodies."""
    seats = person.memberships.select_related("body")
    return {
        "memberships": [
            {"body": seat.body.names, "role": seat.role, "since": seat.since, "until": seat.until} for seat in seats
        ]
    }
