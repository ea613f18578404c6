"""What this room holds on a person: the deadlines that they answer for."""

from __future__ import annotations

from typing import Any

from intranet.deadlines.models import Deadline
from intranet.people.models import Person


def held_on(person: Person) -> dict[str, Any]:
    """Return the deadlines of ``person``, finished ones too."""
    fields = ("rule_key", "label", "anchor", "due_on", "opened_on", "met_on", "lapsed_on", "waiver_reason")
    return {"deadlines": list(Deadline.objects.filter(responsible=person).order_by("due_on", "pk").values(*fields))}
