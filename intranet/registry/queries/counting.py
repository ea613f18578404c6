"""How often certificates were verified."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from intranet.registry.enums import VerificationOutcome, VerificationWay
from intranet.registry.models import VerificationCount


@dataclass(frozen=True)
class Verifications:
    """How many answers of one kind were given in the month that begins on ``month``."""

    month: date
    way: VerificationWay
    outcome: VerificationOutcome
    count: int


def verifications_by_month(*, since: date) -> list[Verifications]:
    """Return the numbers of each month from the day on, the newest month first: one query."""
    rows = (
        VerificationCount.objects.filter(day__gte=since)
        .annotate(month=TruncMonth("day"))
        .values_list("month", "way", "outcome")
        .annotate(total=Sum("count"))
        .order_by("-month", "way", "outcome")
    )
    return [
        Verifications(month, VerificationWay(way), VerificationOutcome(outcome), total)
        for month, way, outcome, total in rows
    ]


def verifications_since(since: date) -> int:
    """Return how many answers of every kind were given from the day on."""
    return VerificationCount.objects.filter(day__gte=since).aggregate(total=Sum("count"))["total"] or 0
