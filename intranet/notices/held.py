"""What this room holds on a person: notices and letters, and how they wish to be told."""

from __future__ import annotations

from typing import Any

from intranet.notices.models import CalendarFeed, Letter, Notice, Preference, SwitchedOff
from intranet.notices.queries import failing_of
from intranet.people.models import Person


def held_on(person: Person) -> dict[str, Any]:
    """Return the notices told and the letters written to ``person``."""
    told = ("kind_key", "channel", "context", "due_on", "created_at", "read_at", "receipt_at", "cancelled_at")
    written = ("address", "languages", "subject", "text", "state", "created_at", "sent_at")
    read_by_programs = ("made_at", "read_at")
    chosen = ("language_recorded_at", "time_zone", "digest_hour", "statutory_on_paper", "changed_at")
    failing = failing_of(person)
    return {
        "preferences": list(Preference.objects.filter(person=person).values(*chosen)),
        "switched_off": sorted(SwitchedOff.objects.filter(person=person).values_list("kind_key", flat=True)),
        "address_fails_since": failing.since if failing else None,
        "calendar_links": list(CalendarFeed.objects.filter(person=person).values(*read_by_programs)),
        "notices": list(Notice.objects.filter(recipient=person).order_by("pk").values(*told)),
        "letters": list(Letter.objects.filter(recipient=person).order_by("pk").values(*written)),
    }
