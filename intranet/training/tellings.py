"""What those who sign up are told: whether they have a place, what changed, that the run is cancelled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from intranet.core.dates import format_date
from intranet.core.languages import reader_language
from intranet.notices.kinds import Kind

PLACE, WAITING, CHANGED, CANCELLED, CONFIRM = (
    "training.place", "training.waiting", "training.changed", "training.cancelled", "training.confirm",
)  # fmt: skip


def words(context: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what the texts below take, in the reader's language."""
    language = reader_language()
    return {
        "topic": context["topic"],
        "first_day": format_date(date.fromisoformat(context["starts_on"]), language),
        "last_day": format_date(date.fromisoformat(context["ends_on"]), language),
        "place": context.get("place") or "—",
        "times": context.get("times") or "—",
        "reason": context.get("reason", ""),
    }


EXAMPLE = {
    "topic": "Цифрові інструменти викладача",
    "starts_on": "2026-03-09",
    "ends_on": "2026-03-13",
    "place": "А-204",
    "times": "09:00–15:00",
    "reason": "—",
}

KINDS = [
    Kind(
        key=PLACE,
        name=_("A place in a course"),
        subject=_("You have a place: %(topic)s"),
        body=_(
            "You have a place in “%(topic)s”, from %(first_day)s to %(last_day)s. Place: %(place)s. Times: %(times)s. "
            "If you cannot come, give the place back in good time: somebody else may be waiting for it."
        ),
        apart=True,
        words=words,
        example=EXAMPLE,
    ),
    Kind(
        key=WAITING,
        name=_("On the waiting list of a course"),
        subject=_("You are on the waiting list: %(topic)s"),
        body=_(
            "All places in “%(topic)s”, which begins on %(first_day)s, are taken. You are on the waiting list and will "
            "be told as soon as a place is yours."
        ),
        words=words,
        example=EXAMPLE,
    ),
    Kind(
        key=CHANGED,
        name=_("A course has changed"),
        subject=_("Days, times or place have changed: %(topic)s"),
        body=_(
            "“%(topic)s” now runs from %(first_day)s to %(last_day)s. Place: %(place)s. Times: %(times)s. If you "
            "cannot come, give the place back in good time."
        ),
        apart=True,
        words=words,
        example=EXAMPLE,
    ),
    Kind(
        key=CANCELLED,
        name=_("A course is cancelled"),
        subject=_("Cancelled: %(topic)s"),
        body=_("“%(topic)s”, which was to begin on %(first_day)s, will not take place. Reason: %(reason)s"),
        apart=True,
        words=words,
        example=EXAMPLE,
    ),
    Kind(
        key=CONFIRM,
        offered=False,
        name=_("Confirm that you want to take part"),
        subject=_("Confirm that you want to take part: %(topic)s"),
        body=_(
            "Somebody gave this address to sign up for “%(topic)s”, which begins on %(first_day)s. If it was you, open "
            "the page and confirm: only then is a place kept for you. If it was not you, there is nothing to do."
        ),
        words=words,
        example=EXAMPLE,
    ),
]
