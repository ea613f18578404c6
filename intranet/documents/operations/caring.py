"""Who answers for a document, and looking through it again by a day."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.core.terms import Term, Unit, due
from intranet.documents.enums import ReviewOutcome
from intranet.documents.models import Document, Review
from intranet.people.models import Person

LONGEST = 120  # months


class CannotCare(Refusal):
    """The owner or the review cannot be set or recorded so; the message says why."""


@transaction.atomic
def set_care(
    *,
    document: Document,
    owner: Person | None,
    review_months: int | None,
    review_by: date | None,
    at: datetime,
    on_date: date,
    actor: Account | None = None,
) -> Document:
    """Set who owns a document, how often it is reviewed, and by when next. Raises CannotCare.

    Without a day of its own the next review is one interval from now; without an interval it happens once.
    """
    document = Document.objects.select_for_update().get(pk=document.pk)
    if review_months is not None and not 1 <= review_months <= LONGEST:
        raise CannotCare(_("The interval between reviews is from 1 month to 10 years."))
    document.owner, document.review_months = owner, review_months
    document.save(update_fields=["owner", "review_months"])
    opened = document.reviews.filter(done_on=None).first()
    if review_by is None and review_months and opened is None:
        review_by = _after(on_date, review_months)
    if review_by is None:
        document.reviews.filter(done_on=None).delete()
    elif opened is None:
        Review.objects.create(document=document, due_on=review_by)
    elif opened.due_on != review_by:
        opened.due_on = review_by
        opened.save(update_fields=["due_on"])
    audit.record(
        "documents.care_set",
        at=at,
        actor=actor,
        subject=document,
        owner=owner.pk if owner else None,
        review_months=review_months,
        review_by=review_by.isoformat() if review_by else "",
    )
    return document


@transaction.atomic
def record_review(*, review: Review, at: datetime, on_date: date, actor: Account, note: str = "") -> Review:
    """Record that a document was checked and is still right; the next review opens an interval later.

    Raises CannotCare where somebody else was quicker.
    """
    row = Review.objects.select_for_update(of=("self",)).select_related("document").get(pk=review.pk)
    if row.done_on is not None:
        raise CannotCare(_("This review is done already. The next one has a day of its own."))
    _close(row, ReviewOutcome.CHECKED, note.strip(), at=at, on_date=on_date, actor=actor)
    return row


def replaced_by_new_edition(*, document: Document, at: datetime, on_date: date, actor: Account | None) -> None:
    """Close the open review of a document whose text was written anew: it has just been looked through."""
    row = document.reviews.select_for_update().filter(done_on=None).first()
    if row is not None:
        row.document = document
        _close(row, ReviewOutcome.NEW_EDITION, "", at=at, on_date=on_date, actor=actor)


def _close(
    row: Review, outcome: ReviewOutcome, note: str, *, at: datetime, on_date: date, actor: Account | None
) -> None:
    row.done_on, row.done_at, row.done_by = on_date, at, actor
    row.outcome, row.note = outcome, note[:300]
    row.save(update_fields=["done_on", "done_at", "done_by", "outcome", "note"])
    months = row.document.review_months
    if months:
        Review.objects.create(document=row.document, due_on=_after(on_date, months))
    audit.record("documents.reviewed", at=at, actor=actor, subject=row.document, outcome=outcome.value, note=row.note)


def _after(day: date, months: int) -> date:
    return due(day, Term(months, Unit.MONTHS))
