"""When a certificate must be public, and when it becomes so (REG-01, REG-10)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from intranet.core.terms import Term, Unit, due

PUBLICATION_TERM = Term(15, Unit.DAYS)  # calendar days, never rolled: the fifteenth day is the last in time


def publish_due(issue_date: date) -> date:
    """Return the last day on which publication is in time (REG-01)."""
    return due(issue_date, PUBLICATION_TERM)


def is_too_late(issue_date: date, on_date: date) -> bool:
    """Say whether the time for publication has passed: a certificate registered now is late at birth (REG-10).

    A date to come is never late, were it the last one that the calendar of the computer knows.
    """
    return issue_date < on_date and on_date > publish_due(issue_date)


def days_late(issue_date: date, published_on: date) -> int:
    """Return by how many days publication came too late; nought where it was in time."""
    return max((published_on - publish_due(issue_date)).days, 0)


def public_from(*, registered_at: datetime, grace: timedelta, issue_date: date, zone: ZoneInfo) -> datetime:
    """Return the moment from which the list shows a certificate.

    The grace period, in which it can still be withdrawn, never carries it past the due day.
    """
    after_grace = registered_at + grace
    last_day = publish_due(issue_date)
    if registered_at.astimezone(zone).date() > last_day:
        return after_grace
    start_of_last_day = datetime.combine(last_day, time.min, tzinfo=zone)
    return max(registered_at, min(after_grace, start_of_last_day)).astimezone(registered_at.tzinfo)
