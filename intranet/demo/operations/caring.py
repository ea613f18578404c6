"""Who answers for the demo's documents, when they are reviewed, and who has to read which."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from intranet.demo.cast import Cast
from intranet.documents.enums import DocumentKind, Governs
from intranet.documents.models import Document
from intranet.documents.operations.assigning import assign
from intranet.documents.operations.caring import set_care
from intranet.people.enums import PostKind
from intranet.people.models import Appointment, Person, Unit
from intranet.people.operations import record_training
from intranet.people.queries import first_leading_appointments

EVERY_MONTHS = 24
ASKED = timedelta(days=9)  # before today
TO_BE_READ_WITHIN = timedelta(days=14)
TWO_YEARS, YEAR_AND_A_HALF = timedelta(days=731), timedelta(days=548)
NEXT_REVIEWS = (-6, 20, 140, 320)  # days from now: the first is overdue


def take_care(*, cast: Cast, at: datetime, on_date: date) -> None:
    """Give most regulations an owner and a day of review, and have a division read one of them."""
    owner = _holder(PostKind.HEAD_OF_HR)
    regulations = list(Document.objects.filter(kind=DocumentKind.REGULATION).order_by("pk"))
    for document, days in zip(regulations[:-1], NEXT_REVIEWS, strict=False):
        set_care(
            document=document, owner=owner, review_months=EVERY_MONTHS, review_by=on_date + timedelta(days=days),
            at=at, on_date=on_date, actor=cast.accounts["hr"],
        )  # fmt: skip
    _train_leaders(cast, at=at, on_date=on_date)
    asked_on = on_date - ASKED
    assign(
        document=Document.objects.get(governs=Governs.CPD), unit=Unit.objects.get(code="08"), clauses="3.3, 3.8",
        since=asked_on, due_on=asked_on + TO_BE_READ_WITHIN, at=at - ASKED, on_date=asked_on,
        actor=cast.accounts["hr"],
    )  # fmt: skip


def _train_leaders(cast: Cast, *, at: datetime, on_date: date) -> None:
    """Record how everybody was trained whose two years are over (CPD-08)."""
    over = first_leading_appointments().filter(since__lt=on_date - TWO_YEARS).select_related("person")
    for number, appointment in enumerate(over.order_by("since", "pk"), start=1):
        record_training(
            appointment=appointment, document_number=f"КП-{number:03}", provider="Інститут управління освітою",
            document_date=appointment.since + YEAR_AND_A_HALF, at=at, actor=cast.accounts["hr"],
        )  # fmt: skip


def _holder(kind: PostKind) -> Person:
    return Appointment.objects.select_related("person").get(post__kind=kind, until=None).person
