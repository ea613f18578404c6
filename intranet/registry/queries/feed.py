"""What happened lately to the public list, for those who follow it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from intranet.registry import disclosure
from intranet.registry.disclosure import PublicEntry
from intranet.registry.enums import IntroductionSlug, LeafEvent, PublicStatus
from intranet.registry.models import Leaf
from intranet.registry.queries import listing

ENTRIES = 100
TOLD = (LeafEvent.PUBLISHED, LeafEvent.CORRECTED, LeafEvent.ANNULLED)


@dataclass(frozen=True)
class Told:
    """An event of the public list: which, when, and the entry as it stands, without the name where it is annulled."""

    key: int
    event: LeafEvent
    at: datetime
    entry: PublicEntry
    name: str


def latest(*, at: datetime, origin: str) -> list[Told]:
    """Return the latest publications, corrections and annulments of what the list still shows, the newest first."""
    leaves = list(
        Leaf.objects.filter(event__in=TOLD).order_by("-id").values_list("id", "event", "at", "certificate_id")[:ENTRIES]
    )
    vocabulary = listing.furniture(IntroductionSlug.LIST).vocabulary
    rows = list(disclosure.read(disclosure.listed(at).filter(pk__in={leaf[3] for leaf in leaves}).order_by()))
    entries = dict(zip((row.id for row in rows), disclosure.entries(rows, vocabulary, origin=origin), strict=True))
    return [
        Told(key, LeafEvent(event), when, entry, entry.name if entry.status == PublicStatus.VALID else "")
        for key, event, when, certificate_id in leaves
        if (entry := entries.get(certificate_id))
    ]
