"""What happened to a certificate, from the audit trail and from its own dates; the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from intranet.core.models import AuditEntry
from intranet.registry import wording
from intranet.registry.enums import LeafEvent, Restriction, StateSystem
from intranet.registry.models import Certificate, Leaf

MOST = 200
BY_ITS_DATES = ("registry.issued", "registry.published")


@dataclass(frozen=True)
class Event:
    """Something that happened: when, what, by whom, and what was said about it."""

    at: datetime
    what: str
    who: str = ""
    why: str = ""


def history(chain: Sequence[Certificate]) -> list[Event]:
    """Return what happened to a certificate in all its versions."""
    first, current = chain[0], chain[-1]
    events = [Event(first.registered_at, _("Issued"), _who(first.issued_by), _origin(first))]
    if current.first_published_at:
        events.append(Event(current.first_published_at, _("Published for the first time")))
    if first.batch and current.withdrawn_at and not _entries(chain, ("registry.withdrawn",)):
        why = current.withdrawal_reason
        events.append(Event(current.withdrawn_at, _("Withdrawn with its whole import"), why=why))
    for entry in _entries(chain):
        words = wording.EVENTS.get(entry.action)
        if words is not None:
            events.append(Event(entry.at, str(words), _who(entry.actor), _why(entry)))
    return sorted(events, key=lambda event: event.at, reverse=True)


def has_traces(row: Certificate) -> bool:
    """Say whether somebody could still prove what the log said of the certificate before it was erased."""
    salted = Leaf.objects.filter(certificate=row).exclude(salt=None)
    return salted.exclude(event=LeafEvent.ERASED).exists()


def _entries(chain: Sequence[Certificate], actions: Iterable[str] = ()) -> list[AuditEntry]:
    keys = [str(row.pk) for row in chain]
    rows = AuditEntry.objects.filter(subject_type=Certificate._meta.label_lower, subject_id__in=keys)
    rows = rows.filter(action__in=list(actions)) if actions else rows.exclude(action__in=BY_ITS_DATES)
    return list(rows.select_related("actor").order_by("-at", "-pk")[:MOST])


def _who(account: object) -> str:
    return str(account) if account else ""


def _origin(row: Certificate) -> str:
    parts = [str(row.batch) if row.batch else "", row.late_reason]
    return " · ".join(part for part in parts if part)


def _why(entry: AuditEntry) -> str:
    """Return what was said: the ground, the reason or basis, the identifier in the state's system."""
    data = entry.data
    words = [
        Restriction(data["ground"]).label if data.get("ground") in Restriction.values else "",
        StateSystem(data["state"]).label if data.get("state") in StateSystem.values else "",
        data.get("state_id", ""),
        f"№ {data['number']}" if "number" in data else "",
        data.get("basis", ""),
        data.get("reason", ""),
    ]
    return " · ".join(str(word) for word in words if word)
