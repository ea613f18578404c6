"""The meetings of a person's bodies in their calendar."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from intranet.governance.models import Meeting, Membership
from intranet.notices.calendar import MOST, Event, Period
from intranet.people.models import Person


def events_of(person: Person, *, period: Period) -> list[Event]:
    """Return the meetings of the bodies on which a person sits on the day of the meeting."""
    held = Q(until=None) | Q(until__gt=OuterRef("on_date"))
    seats = Membership.objects.filter(held, since__lte=OuterRef("on_date"), person=person, body=OuterRef("body"))
    meetings = (
        Meeting.objects.filter(Exists(seats), on_date__gte=period.since, on_date__lte=period.until)
        .select_related("body")
        .order_by("on_date", "pk")
    )
    return [_event(meeting) for meeting in meetings[:MOST]]


def _event(meeting: Meeting) -> Event:
    words = {"body": str(meeting.body), "number": meeting.number}
    title = _("Meeting No. %(number)s: %(body)s") if meeting.number else _("Meeting: %(body)s")
    # Not the agenda: it may name people, and a calendar is shown to others.
    return Event(key=f"meeting:{meeting.pk}", day=meeting.on_date, title=title % words, place=meeting.place)
