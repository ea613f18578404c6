"""Meetings, minutes and orders: recorded once, found again when they are named again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.clock import date_of
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.governance.models import Body, Meeting, Minutes, Order


class RecordRefused(Refusal):
    """The meeting, minutes or order cannot be recorded so; the message says why."""


def _refuse_future(day: date, at: datetime) -> None:
    if day > date_of(at):
        raise RecordRefused(_("The date is in the future: record it when it has been signed."))


@transaction.atomic
def add_meeting(
    *,
    body: Body,
    on_date: date,
    number: str = "",
    place: str = "",
    agenda: str = "",
    at: datetime,
    actor: Account | None = None,
) -> Meeting:
    """Note a meeting, past or to come. Raises RecordRefused where it is noted already."""
    meeting = Meeting(body=body, on_date=on_date, number=number.strip(), place=place.strip(), agenda=agenda.strip())
    _refuse_second_meeting(meeting)
    _date_agenda(meeting, at)
    meeting.save()
    audit.record(
        "governance.meeting_added",
        at=at,
        actor=actor,
        subject=meeting,
        body=body.pk,
        on_date=on_date.isoformat(),
        number=meeting.number,
    )
    return meeting


@transaction.atomic
def change_meeting(
    *,
    meeting: Meeting,
    body: Body,
    on_date: date,
    number: str,
    place: str,
    agenda: str,
    at: datetime,
    actor: Account | None = None,
) -> Meeting:
    """Move or correct a meeting. Raises RecordRefused where that would make it another one's double."""
    before = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if body.pk != before.body_id and meeting.minutes.exists():
        raise RecordRefused(_("This meeting has minutes: it cannot become another body’s meeting."))
    meeting.body, meeting.on_date = body, on_date
    meeting.number, meeting.place, meeting.agenda = number.strip(), place.strip(), agenda.strip()
    _refuse_second_meeting(meeting)
    _date_agenda(meeting, at)
    meeting.save()
    audit.record(
        "governance.meeting_changed",
        at=at,
        actor=actor,
        subject=meeting,
        before={"on_date": before.on_date.isoformat(), "number": before.number},
        after={"on_date": on_date.isoformat(), "number": meeting.number},
    )
    return meeting


def _date_agenda(meeting: Meeting, at: datetime) -> None:
    """Keep since when a meeting has an agenda."""
    meeting.agenda_on = (meeting.agenda_on or date_of(at)) if meeting.agenda else None


def _refuse_second_meeting(meeting: Meeting) -> None:
    same = Meeting.objects.filter(body=meeting.body, on_date=meeting.on_date, number=meeting.number)
    if same.exclude(pk=meeting.pk).exists():
        raise RecordRefused(_("This meeting is noted already. Open it, or give this one a number of its own."))


@transaction.atomic
def record_minutes(
    *,
    body: Body,
    number: str,
    date: date,
    meeting: Meeting | None = None,
    scan: Any = None,
    at: datetime,
    actor: Account | None = None,
) -> Minutes:
    """Record the minutes of a body, or return those recorded under the same number and date.

    Raises RecordRefused for a missing number, a future date, and another body's meeting.
    """
    number = number.strip()
    if not number:
        raise RecordRefused(_("The number of the minutes is missing."))
    _refuse_future(date, at)
    _refuse_others_meeting(body, meeting)
    known = Minutes.objects.filter(body=body, number=number, date=date).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            minutes = Minutes.objects.create(
                body=body, number=number, date=date, meeting=meeting, scan=scan, recorded_on=date_of(at)
            )
    except IntegrityError:  # another clerk was quicker
        return Minutes.objects.get(body=body, number=number, date=date)
    audit.record(
        "governance.minutes_recorded",
        at=at,
        actor=actor,
        subject=minutes,
        body=body.pk,
        number=number,
        date=date.isoformat(),
    )
    return minutes


@transaction.atomic
def change_minutes(
    *,
    minutes: Minutes,
    body: Body,
    number: str,
    date: date,
    meeting: Meeting | None,
    scan: Any,
    at: datetime,
    actor: Account | None = None,
) -> Minutes:
    """Correct minutes that were recorded wrongly, or add the scan. Raises RecordRefused."""
    before = Minutes.objects.select_for_update().get(pk=minutes.pk)
    number = number.strip()
    if not number:
        raise RecordRefused(_("The number of the minutes is missing."))
    _refuse_future(date, at)
    _refuse_others_meeting(body, meeting)
    if Minutes.objects.filter(body=body, number=number, date=date).exclude(pk=minutes.pk).exists():
        raise RecordRefused(_("Minutes of this body with this number and date are recorded already."))
    minutes.body, minutes.number, minutes.date, minutes.meeting, minutes.scan = body, number, date, meeting, scan
    minutes.save()
    audit.record(
        "governance.minutes_changed",
        at=at,
        actor=actor,
        subject=minutes,
        before={"body": before.body_id, "number": before.number, "date": before.date.isoformat()},
        after={"body": body.pk, "number": number, "date": date.isoformat()},
    )
    return minutes


def _refuse_others_meeting(body: Body, meeting: Meeting | None) -> None:
    if meeting is not None and meeting.body_id != body.pk:
        raise RecordRefused(_("That meeting was another body’s. Choose a meeting of the body whose minutes these are."))


@transaction.atomic
def record_order(
    *, number: str, date: date, subject: str = "", scan: Any = None, at: datetime, actor: Account | None = None
) -> Order:
    """Record an order, or return the one recorded under the same number and date.

    Raises RecordRefused for a missing number and a future date.
    """
    number = number.strip()
    if not number:
        raise RecordRefused(_("The number of the order is missing."))
    _refuse_future(date, at)
    known = Order.objects.filter(number=number, date=date).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            order = Order.objects.create(number=number, date=date, subject=subject.strip(), scan=scan)
    except IntegrityError:  # another clerk was quicker
        return Order.objects.get(number=number, date=date)
    audit.record("governance.order_recorded", at=at, actor=actor, subject=order, number=number, date=date.isoformat())
    return order


@transaction.atomic
def change_order(
    *,
    order: Order,
    number: str,
    date: date,
    subject: str,
    scan: Any,
    at: datetime,
    actor: Account | None = None,
) -> Order:
    """Correct an order that was recorded wrongly, or add the scan. Raises RecordRefused."""
    before = Order.objects.select_for_update().get(pk=order.pk)
    number = number.strip()
    if not number:
        raise RecordRefused(_("The number of the order is missing."))
    _refuse_future(date, at)
    if Order.objects.filter(number=number, date=date).exclude(pk=order.pk).exists():
        raise RecordRefused(_("An order with this number and date is recorded already."))
    order.number, order.date, order.subject, order.scan = number, date, subject.strip(), scan
    order.save()
    audit.record(
        "governance.order_changed",
        at=at,
        actor=actor,
        subject=order,
        before={"number": before.number, "date": before.date.isoformat()},
        after={"number": number, "date": date.isoformat()},
    )
    return order
