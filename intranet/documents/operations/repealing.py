"""A document is repealed by minutes or an order: it stays at its address, and says since when it is not in force."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.dates import format_date
from intranet.core.languages import reader_language
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.documents.models import Document, Edition
from intranet.documents.operations.subscribing import keep_back_repeal, tell_that_it_stays
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
    replaced_by: Document | None = None,
    at: datetime,
    actor: Account,
) -> Document:
    """Record that a document is no longer in force from a day, by minutes or an order. Raises RepealRefused.

    What an earlier record would have told subscribers and has not is told no more: this one is told.
    """
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
    if replaced_by is not None and replaced_by.pk == row.pk:
        raise RepealRefused(_("A document cannot replace itself: choose another one, or none."))
    said = {"repealed_on": from_date, "repealed_by_minutes": minutes, "repealed_by_order": order}
    if {**said, "replaced_by": replaced_by} == {name: getattr(row, name) for name in (*said, "replaced_by")}:
        return row
    _save(row, **said, replaced_by=replaced_by, repeal_recorded_at=at)
    keep_back_repeal(document=row, at=at)
    audit.record(
        "documents.repealed",
        at=at,
        actor=actor,
        subject=row,
        from_date=from_date.isoformat(),
        minutes=minutes.pk if minutes else None,
        order=order.pk if order else None,
        replaced_by=replaced_by.pk if replaced_by else None,
    )
    return row


@transaction.atomic
def take_back_repeal(*, document: Document, at: datetime, on_date: date, actor: Account) -> Document:
    """Take a repeal back whose day has not come; subscribers who were told of it are told that the document stays.

    Raises RepealRefused for one that took effect.
    """
    row = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if row.repealed_on is None or row.repealed_on <= on_date:
        raise RepealRefused(
            _("The repeal took effect and stands. What replaces the document is a document of its own.")
        )
    was = row.repealed_on
    keep_back_repeal(document=row, at=at)
    tell_that_it_stays(document=row, was=was, at=at)
    nothing = dict.fromkeys(("repealed_on", "repealed_by_minutes", "repealed_by_order", "replaced_by"))
    _save(row, **nothing, repeal_recorded_at=None)
    audit.record("documents.repeal_taken_back", at=at, actor=actor, subject=row, was=was.isoformat())
    return row


def _save(row: Document, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
