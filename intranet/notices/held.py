"""What this room holds on a person: notices and letters."""

from __future__ import annotations

from typing import Any

from intranet.notices.models import Letter, Notice
from intranet.people.models import Person


def held_on(person: Person) -> dict[str, Any]:
    """Return the notices told and the letters written to ``person``."""
    told = ("kind_key", "channel", "context", "due_on", "created_at", "read_at", "receipt_at", "cancelled_at")
    written = ("address", "languages", "subject", "text", "state", "created_at", "sent_at")
    return {
        "notices": list(Notice.objects.filter(recipient=person).order_by("pk").values(*told)),
        "letters": list(Letter.objects.filter(recipient=person).order_by("pk").values(*written)),
    }
