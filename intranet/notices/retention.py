"""Letters lose their texts after two years; that they were sent, and the notices, are kept. Unread links close."""

from __future__ import annotations

from datetime import datetime

from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from intranet.core.retention import Retention
from intranet.notices.models import CalendarFeed, Letter

TWO_YEARS = 730
A_YEAR = 365


def empty_letters(before: datetime) -> int:
    """Empty the letters written before a moment; addresses that are nobody's here go with their texts."""
    old = Letter.objects.filter(created_at__lt=before).exclude(text="")
    return old.filter(recipient=None).update(text="", html="", address="", unsubscribe="") + old.update(
        text="", html=""
    )


def close_unread_calendars(before: datetime) -> int:
    """Close the calendar links that no program has read since a moment: whoever still has one has forgotten it."""
    unread = CalendarFeed.objects.annotate(used_at=Coalesce("read_at", "made_at")).filter(used_at__lt=before)
    return unread.delete()[1].get("notices.CalendarFeed", 0)


RULES = [
    Retention(key="notices.letters", name=_("Texts of letters"), keep_days_default=TWO_YEARS, purge=empty_letters),
    Retention(
        key="notices.calendars",
        name=_("Calendar links that no program reads"),
        keep_days_default=A_YEAR,
        purge=close_unread_calendars,
    ),
]
