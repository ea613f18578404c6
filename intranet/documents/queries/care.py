"""Who answers for a document, when it is reviewed, and what nobody has seen to."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from intranet.core import institution
from intranet.core.languages import reader_language
from intranet.documents.models import Document, Edition, Review


def in_care() -> QuerySet[Any]:
    """Return every document that has been published, with its title, the day of its review, and its approval.

    ``review_by`` is the day of the open review, ``checked_on`` of the last one done, ``is_approved`` whether a
    standing edition has a day of force.
    """
    editions = Edition.objects.standing().filter(document=OuterRef("pk"))
    reviews = Review.objects.filter(document=OuterRef("pk"))
    rows: QuerySet[Any] = (
        Document.objects.titled(reader_language(), institution.current().default_language)
        .filter(Exists(editions))
        .select_related("owner")
        .annotate(
            is_approved=Exists(editions.filter(in_force_from__isnull=False)),
            review_by=Subquery(reviews.filter(done_on=None).values("due_on")[:1]),
            checked_on=Subquery(reviews.filter(done_on__isnull=False).order_by("-done_on").values("done_on")[:1]),
        )
    )
    return rows


def neglected(what: str, on_date: date) -> QuerySet[Any]:
    """Return the documents that want something: an ``owner``, a ``review`` day, a late ``review``, an ``approval``."""
    rows = in_care().exclude(repealed_on__lte=on_date)
    match what:
        case "owner":
            return rows.filter(owner=None)
        case "no_review":
            return rows.filter(review_by=None)
        case "review":
            return rows.filter(review_by__lt=on_date)
        case "approval":
            return rows.filter(is_approved=False)
    return rows


def reviews_of(document: Document) -> QuerySet[Review]:
    """Return the reviews that were done, the latest first."""
    return document.reviews.filter(done_on__isnull=False).select_related("done_by__person").order_by("-done_on", "-pk")
