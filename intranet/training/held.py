"""What this room holds on a person."""

from __future__ import annotations

from typing import Any

from intranet.people.models import Person


def held_on(person: Person) -> dict[str, Any]:
    """Return the runs that the person signed up for, the sessions that they were at, and their internships."""
    rows = person.sign_ups.select_related("run").prefetch_related("attendances__session")
    return {
        "sign_ups": [
            {
                "topic": row.run.topic,
                "starts_on": row.run.starts_on,
                "signed_up_at": row.signed_up_at,
                "state": row.state,
                "sessions": [each.session.on_date for each in row.attendances.all()],
            }
            for row in rows
        ],
        "internships": [
            {
                "topic": row.topic,
                "contract": str(row.contract),
                "starts_on": row.starts_on,
                "ends_on": row.ends_on,
                "days": row.days,
                "supervisor": row.supervisor,
                "completed_on": row.completed_on,
            }
            for row in person.internships.select_related("contract")
        ],
    }
