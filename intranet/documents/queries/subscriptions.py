"""Who still has to be told of which edition."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from intranet.documents.models import Document, Subscription
from intranet.notices.enums import LetterState
from intranet.notices.models import Letter

PREFIX = "subscription:"
REPEAL = ":repeal"
REPEALED = ":repealed:"


def matter_of(subscription_id: int) -> str:
    """Return by what name the letters to a subscriber go together."""
    return f"{PREFIX}{subscription_id}"


def repeal_matter_of(subscription_id: int) -> str:
    """Return by what name the letters about a repeal go together: they are taken back with it."""
    return f"{PREFIX}{subscription_id}{REPEAL}"


def repeal_key(subscription_id: int, recorded_at: datetime) -> str:
    """Return the key of the letter that tells a subscriber of a repeal as it was recorded."""
    return f"{PREFIX}{subscription_id}{REPEALED}{recorded_at.isoformat()}"


def asking_key(subscription_id: int, at: datetime) -> str:
    """Return the key of a letter that asks an address to confirm."""
    return f"subscribe:{subscription_id}:{at.isoformat()}"


def asked_since(subscription_id: int, moment: datetime) -> bool:
    """Say whether an address was asked to confirm after a moment."""
    asking = Letter.objects.filter(about=matter_of(subscription_id), key__startswith="subscribe:")
    return asking.filter(created_at__gt=moment).exists()


def times_asked(address: str, moment: datetime) -> int:
    """Count the letters that have asked an address to confirm something after a moment."""
    return Letter.objects.filter(address=address, key__startswith="subscribe:", created_at__gt=moment).count()


def letter_key(subscription_id: int, edition_id: int) -> str:
    """Return the key of the letter that tells a subscriber of an edition: it makes sure that it is told once."""
    return f"{PREFIX}{subscription_id}:{edition_id}"


def untold() -> QuerySet[Subscription]:
    """Return the confirmed subscriptions with an ``edition`` that was published since and that no letter tells of.

    An edition is told of in the language of the subscription; one that a correction has superseded is not. What an
    address misses while letters come back from it, it is told when it works again.
    """
    key = Concat(
        Value(PREFIX),
        Cast("pk", CharField()),
        Value(":"),
        Cast("document__editions__pk", CharField()),
        output_field=CharField(),
    )
    fresh = (
        Subscription.objects.confirmed()
        .reached()
        .filter(
            document__editions__superseded_at=None,
            document__editions__language=F("language"),
            document__editions__published_at__gt=F("confirmed_at"),
        )
    )
    fresh = fresh.annotate(edition=F("document__editions__pk"), letter_key=key)
    return fresh.filter(~Exists(Letter.objects.filter(key=OuterRef("letter_key"))))


def untold_texts() -> set[tuple[UUID, str]]:
    """Return the documents and languages of which somebody has to be told."""
    return set(untold().values_list("document__key", "language").distinct())


def untold_of(key: UUID, languages: Collection[str], *, at_most: int) -> list[Subscription]:
    """Return those who have to be told of a document's editions, the longest waiting first."""
    rows: QuerySet[Any] = untold().filter(document__key=key, language__in=languages)
    return list(rows.order_by("edition", "pk")[:at_most])


def told_before(subscriptions: Collection[int], editions: Collection[int]) -> set[str]:
    """Return the keys of the letters that have told some of these subscribers of some of these editions."""
    keys = {letter_key(subscription, edition) for subscription in subscriptions for edition in editions}
    return {key for key in Letter.objects.filter(key__in=keys).values_list("key", flat=True) if key}


def _repeal_matter() -> Concat:
    return Concat(Value(PREFIX), Cast("pk", CharField()), Value(REPEAL), output_field=CharField())


def untold_of_repeals() -> QuerySet[Subscription]:
    """Return the subscriptions to documents whose repeal was recorded since and that no letter tells of."""
    fresh = Subscription.objects.confirmed().reached().filter(document__repeal_recorded_at__gt=F("confirmed_at"))
    told = Letter.objects.filter(
        about=OuterRef("matter"), created_at__gte=OuterRef("document__repeal_recorded_at"), key__contains=REPEALED
    )
    rows = fresh.annotate(matter=_repeal_matter()).filter(~Exists(told))
    return rows.select_related("document__replaced_by").order_by("pk")


def told_of_repeal(document: Document) -> QuerySet[Subscription]:
    """Return the subscriptions whose last letter about the document's standing told of a repeal."""
    letters = Letter.objects.filter(about=OuterRef("matter")).exclude(state=LetterState.CANCELLED)
    last = Subquery(letters.order_by("-created_at", "-pk").values("key")[:1])
    rows = Subscription.objects.reached().filter(document=document).annotate(matter=_repeal_matter(), last=last)
    return rows.filter(last__contains=REPEALED).order_by("pk")


def subscribers_of(document: Document) -> dict[str, int]:
    """Count the addresses that get letters about a document, and those of them from which letters come back."""
    rows = Subscription.objects.confirmed().filter(document=document)
    confirmed = rows.count()
    return {"confirmed": confirmed, "failing": confirmed - rows.reached().count()}
