"""A calendar by the letter of RFC 5545: what calendar programs read."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar import Event as Component

from intranet.notices.operations.feeding import Said

FORM = "1"  # grows when the text below is written in another way, so that no program goes on with an older one
ASK_EVERY = timedelta(hours=6)
PRODUCT = "-//Intranet//Deadlines//EN"


def tag_of(name: str, said: Sequence[Said]) -> str:
    """Return a tag that changes with everything that the calendar says."""
    rows = [f"{s.entry.key} {s.entry.sequence} {s.entry.changed_at.isoformat()} {s.event is None}" for s in said]
    told = "\n".join([FORM, name, *rows])
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


def write(name: str, said: Sequence[Said], *, language: str) -> bytes:
    """Write the calendar; dates are days, without a time or a zone that could shift them."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", printable(name), parameters={"language": language})
    calendar.add("x-wr-calname", printable(name))
    calendar.add("refresh-interval", ASK_EVERY, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for each in said:
        calendar.add_component(_component(each, language))
    return bytes(calendar.to_ical())


def _component(said: Said, language: str) -> Component:
    entry, event = said.entry, said.event
    found = Component()
    found.add("uid", f"{entry.key.replace(':', '-')}@{_host()}")
    found.add("dtstamp", entry.changed_at)
    found.add("last-modified", entry.changed_at)
    found.add("sequence", entry.sequence)
    found.add("dtstart", entry.day)
    found.add("dtend", entry.day + timedelta(days=1))
    found.add("transp", "TRANSPARENT")  # a last day leaves the hours of the day free
    found.add("class", "PRIVATE")
    found.add("status", "CONFIRMED" if event else "CANCELLED")
    found.add("summary", printable(event.title if event else _("Cancelled")), parameters={"language": language})
    if event is None:
        return found
    for name, text in (("description", event.description), ("location", event.place)):
        if text:
            found.add(name, printable(text), parameters={"language": language})
    if event.url:
        found.add("url", absolute(event.url))
    return found


def printable(text: str) -> str:
    """Return the text without what RFC 5545 forbids: control characters other than line breaks and tabs."""
    kept = "".join(letter for letter in text if letter in "\n\t" or not (ord(letter) < 32 or ord(letter) == 127))
    return kept.encode("utf-8", "replace").decode()


def absolute(url: str) -> str:
    return f"{str(settings.WAGTAILADMIN_BASE_URL).rstrip('/')}{url}" if url.startswith("/") else url


def _host() -> str:
    return urlsplit(str(settings.WAGTAILADMIN_BASE_URL)).hostname or "localhost"


def last_change(said: Sequence[Said], otherwise: datetime) -> datetime:
    """Return when the calendar changed last."""
    return max((each.entry.changed_at for each in said), default=otherwise)
