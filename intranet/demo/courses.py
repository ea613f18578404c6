"""What certificates are issued for: the programmes and the shorter events, as values of a certificate. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from intranet.demo import material

HOURS_IN_A_CREDIT = 30  # VOL-01


@dataclass(frozen=True)
class Course:
    """A programme or an event, taught from a day on."""

    topic: str
    form: str
    kind: str
    outcomes: str
    taught_since: date
    hours: Decimal | None = None
    ects: Decimal | None = None
    programme: str = ""


def programmes(on_date: date) -> list[Course]:
    """Return the programmes; a long one says its volume in credits, a short one in hours (VOL-05)."""
    facts, courses = material.table("programmes"), []
    for row in material.table("documents")["documents"]:
        if "programme" not in row:
            continue
        programme = facts[row["programme"]]
        whole = programme["contact_hours"] + programme["self_study_hours"]
        in_credits = programme["contact_hours"] == programme["self_study_hours"] and whole > HOURS_IN_A_CREDIT
        courses.append(
            Course(
                topic=programme["topic"]["uk"],
                form=programme["form"],
                kind=programme["kind"],
                outcomes=programme["outcomes"]["uk"],
                taught_since=material.days_before(on_date, row["editions"][0]["in_force"]["days"] - 14),
                hours=None if in_credits else Decimal(programme["contact_hours"]),
                ects=Decimal(whole) / HOURS_IN_A_CREDIT if in_credits else None,
                programme=programme["topic"]["uk"],
            )
        )
    return courses


def events() -> list[Course]:
    """Return the shorter events, taught from the beginning."""
    rows: list[dict[str, Any]] = material.table("certificates")["events"]
    return [
        Course(
            topic=row["topic"],
            form=row["form"],
            kind=row["kind"],
            outcomes=row["outcomes"],
            taught_since=date.min,
            hours=Decimal(row["hours"]),
        )
        for row in rows
    ]
