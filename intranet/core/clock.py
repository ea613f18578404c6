"""The only place that reads the clock (law 2). Views, commands and tasks call it once and pass the value down."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from intranet.core import institution


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return timezone.now()  # noqa: TID251 - the one reader


def today() -> date:
    """Return today's date in the institution's time zone."""
    return date_of(now())


def date_of(at: datetime) -> date:
    """Return the date that ``at`` falls on in the institution's time zone."""
    return at.astimezone(institution.time_zone()).date()
