"""What befell a document's text in one language besides its editions: earlier texts of a day, and why they went."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from intranet.documents.models import Edition


class EarlierText(NamedTuple):
    """A text that another one of the same day of force has superseded; corrected, if anybody said why."""

    in_force_from: date | None
    published_at: datetime
    corrected_at: datetime | None
    reason: str | None


def earlier_texts(edition: Edition) -> list[EarlierText]:
    """Return the superseded texts of an edition's document in its language, the oldest first (one query)."""
    rows = Edition.objects.filter(
        document=edition.document_id, language=edition.language, superseded_at__isnull=False
    ).order_by("published_at", "pk")
    fields = ("in_force_from", "published_at", "correction__at", "correction__reason")
    return [EarlierText(*row) for row in rows.values_list(*fields)]


def earlier_text(edition: Edition) -> EarlierText:
    """Return what an edition that gave way tells of itself; its correction is read already."""
    correction = getattr(edition, "correction", None)
    return EarlierText(
        edition.in_force_from,
        edition.published_at,
        correction.at if correction else None,
        correction.reason if correction else None,
    )
