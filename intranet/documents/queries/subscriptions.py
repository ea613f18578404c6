"""Who still has to be told of which edition."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from intranet.documents.models import Subscription
from intranet.notices.models import Letter

PREFIX = "subscription:"


def letter_key(subscription_id: int, edition_id: int) -> str:
    """Return the key of the letter that tells a subscriber of an edition: it makes sure that it is told once."""
    return f"{PREFIX}{subscription_id}:{edition_id}"


def untold() -> QuerySet[Subscription]:
    """Return the confirmed subscriptions with an ``edition`` that was published since and that no letter tells of.

    An edition is told of in the language of the subscription; one that a correction has superseded is not.
    """
    key = Concat(
        Value(PREFIX),
        Cast("pk", CharField()),
        Value(":"),
        Cast("document__editions__pk", CharField()),
        output_field=CharField(),
    )
    fresh = Subscription.objects.confirmed().filter(
        document__editions__superseded_at=None,
        document__editions__language=F("language"),
        document__editions__published_at__gt=F("confirmed_at"),
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
