"""The history of one deadline: what the audit trail and the notices know of it, the latest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.core import clock
from intranet.core.dates import format_date, one_stop
from intranet.core.languages import reader_language
from intranet.core.models import AuditEntry
from intranet.deadlines.enums import WaiverReason
from intranet.deadlines.models import Deadline
from intranet.deadlines.queries import told_about


@dataclass(frozen=True)
class Event:
    """Something that happened to a deadline, on a day, in a sentence."""

    on: date
    text: str


def history_of(deadline: Deadline) -> list[Event]:
    """Return what happened to a deadline, the latest first."""
    in_order = [*_opened(deadline), *_moved(deadline), *_told(deadline), *_waived(deadline), *_closed(deadline)]
    return sorted(in_order, key=lambda event: event.on)[::-1]


def _opened(deadline: Deadline) -> Iterator[Event]:
    yield Event(deadline.opened_on, _("Opened."))


def _moved(deadline: Deadline) -> Iterator[Event]:
    language = reader_language()
    for move in deadline.moves.all():
        days = {"earlier": format_date(move.earlier_due_on, language), "later": format_date(move.due_on, language)}
        if move.reopened:
            text = _("To be met again; the last day is %(later)s.")
        else:
            text = _("The last day moved from %(earlier)s to %(later)s.")
        yield Event(move.on, one_stop(text % days))


def _told(deadline: Deadline) -> Iterator[Event]:
    for notice in reversed(told_about(deadline)):
        values = {"person": notice.recipient, "subject": notice.subject}
        yield Event(clock.date_of(notice.created_at), _("%(person)s was told: %(subject)s") % values)


def _waived(deadline: Deadline) -> Iterator[Event]:
    entries = AuditEntry.objects.filter(
        subject_type=Deadline._meta.label_lower,
        subject_id=str(deadline.pk),
        action__in=["deadlines.waived", "deadlines.unwaived"],
    )
    for entry in entries.select_related("actor").order_by("at", "pk"):
        if entry.action == "deadlines.unwaived":
            text = _("%(account)s took the waiver back.") % {"account": entry.actor}
        else:
            text = _("%(account)s waived it: %(reason)s. %(note)s") % {
                "account": entry.actor,
                "reason": WaiverReason(entry.data["reason"]).label,
                "note": entry.data["note"],
            }
        yield Event(clock.date_of(entry.at), text)


def _closed(deadline: Deadline) -> Iterator[Event]:
    if deadline.met_on is not None:
        days = deadline.days_late(deadline.met_on)
        late = ngettext("Met, %(days)d day late.", "Met, %(days)d days late.", days) % {"days": days}
        yield Event(deadline.met_on, late if days else _("Met in time."))
    elif deadline.lapsed_on is not None:
        yield Event(deadline.lapsed_on, _("No longer applies."))
