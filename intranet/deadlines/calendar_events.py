"""A person's deadlines in their calendar: each fills its last day."""

from __future__ import annotations

from django.utils.translation import gettext as _

from intranet.deadlines import queries
from intranet.notices.calendar import MOST, Event, Period
from intranet.notices.calendar_text import absolute
from intranet.people.models import Person


def events_of(person: Person, *, period: Period) -> list[Event]:
    """Return what a person has to see to, an absent colleague's and their role's included."""
    in_period = queries.rows_of(person, period.on_date).filter(due_on__gte=period.since, due_on__lte=period.until)
    rows = list(in_period[:MOST])
    return [_event(row.matter, each) for row, each in zip(rows, queries.shown(rows, period.on_date), strict=True)]


def _event(matter: str, deadline: queries.Shown) -> Event:
    return Event(
        key=matter,
        day=deadline.due_on,
        title=_("Last day: %(what)s (%(label)s)") % {"what": deadline.name, "label": deadline.label},
        description="\n".join(_lines(deadline)),
        url=deadline.url,
    )


def _lines(deadline: queries.Shown) -> list[str]:
    lines = [_("%(what)s: %(label)s") % {"what": deadline.name, "label": deadline.label}]
    if deadline.clause:
        lines.append(_("As required by: %(clause)s") % {"clause": deadline.clause})
    if deadline.clause_url:
        lines.append(absolute(deadline.clause_url))
    return lines
