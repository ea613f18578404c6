"""A document is repealed by minutes or an order: it stays at its address, and says since when it is not in force."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.dates import format_date
from intranet.core.languages import reader_language
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.documents.models import Document, Edition
from intranet.governance.models import Minutes, Order


class RepealRefused(Refusal):
    """The document cannot be repealed so; the message says why."""


@transaction.atomic
def repeal(
    *,
    document: Document,
    from_date: date,
    minutes: Minutes | None = None,
    order: Order | None = None,
    at: datetime,
    actor: Account,
) -> Document:
    """Record that a document is no longer in force from a day, by minutes or an order. Raises RepealRefused."""
    row = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if minutes is None and order is None:
        raise RepealRefused(_("A document is repealed by an approval: choose the minutes or the order."))
    first = (
        Edition.objects.standing().filter(document=row, in_force_from__isnull=False).order_by("in_force_from").first()
    )
    if first is None or first.in_force_from is None:
        raise RepealRefused(_("This document has never been in force: there is nothing to repeal."))
    if from_date <= first.in_force_from:
        raise RepealRefused(
            _("It came into force on %(date)s: it cannot end before that.")
            % {"date": format_date(first.in_force_from, reader_language())}
        )
    row.repealed_on, row.repealed_by_minutes, row.repealed_by_order = from_date, minutes, order
    row.save(update_fields=["repealed_on", "repealed_by_minutes", "repealed_by_order"])
    audit.record(
        "documents.repealed",
        at=at,
        actor=actor,
        subject=row,
        from_date=from_date.isoformat(),
        minutes=minutes.pk if minutes else None,
        order=order.pk if order else None,
    )
    return row


@transaction.atomic
def take_back_repeal(*, document: Document, at: datetime, on_date: date, actor: Account) -> Document:
    """Take a repeal back whose day has not come. Raises RepealRefused for one that took effect."""
    row = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if row.repealed_on is None or row.repealed_on <= on_date:
        raise RepealRefused(
            _("The repeal took effect and stands. What replaces the document is a document of its own.")
        )
    was = row.repealed_on.isoformat()
    row.repealed_on, row.repealed_by_minutes, row.repealed_by_order = None, None, None
    row.save(update_fields=["repealed_on", "repealed_by_minutes", "repealed_by_order"])
    audit.record("documents.repeal_taken_back", at=at, actor=actor, subject=row, was=was)
    return row
