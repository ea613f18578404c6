"""What stands in a person's calendar: collected from the packages' ``calendar_events.py``, in the person's languages.

A package's ``calendar_events.py`` has ``def events_of(person, *, period: Period) -> list[Event]``: its events of that
person in the active language, the earliest first.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils import translation

from intranet.notices.models import CalendarFeed
from intranet.people.models import Person

BACK, AHEAD = timedelta(days=60), timedelta(days=400)
MOST = 500  # events: a calendar of thousands is read by nobody


@dataclass(frozen=True)
class Period:
    """The days that a calendar shows, seen from ``on_date``."""

    on_date: date

    @property
    def since(self) -> date:
        return self.on_date - BACK

    @property
    def until(self) -> date:
        return self.on_date + AHEAD


@dataclass(frozen=True)
class Event:
    """Something that fills a day; ``key`` names the matter for as long as it lives, whatever day it moves to.

    A title names no third person: calendars are shared, and shown on the wall of an office.
    """

    key: str
    day: date
    title: str
    description: str = ""
    place: str = ""
    url: str = ""

    @property
    def fingerprint(self) -> str:
        """Return a hash of everything that a reader sees."""
        seen = json.dumps([self.day.isoformat(), self.title, self.description, self.place, self.url])
        return hashlib.sha256(seen.encode()).hexdigest()


def hashed(secret: str) -> str:
    """Return what is kept of an address's secret: its bits are all random, so that one round of SHA-256 is enough."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def feed_of(secret: str) -> CalendarFeed | None:
    """Return the feed behind an address, as long as its person has an account that opens."""
    feeds = CalendarFeed.objects.select_related("person").filter(person__account__is_active=True)
    return feeds.filter(hashed=hashed(secret)).first()


def events_of(person: Person, *, on_date: date, languages: Sequence[str]) -> list[Event]:
    """Return a person's events, the earliest first; in several languages each says itself in one after the other."""
    versions = []
    for language in languages:
        with translation.override(language):
            versions.append({event.key: event for event in _offered(person, Period(on_date))})
    return [_together([version[key] for version in versions if key in version]) for key in versions[0]]


def _offered(person: Person, period: Period) -> list[Event]:
    found: list[Event] = []
    for config in reversed(list(apps.get_app_configs())):
        name = f"{config.name}.calendar_events"
        if config.name.startswith("intranet.") and find_spec(name):
            found += import_module(name).events_of(person, period=period)[:MOST]
    return sorted(found, key=lambda event: (event.day, event.key))[:MOST]


def _together(versions: list[Event]) -> Event:
    first = versions[0]
    return Event(
        key=first.key,
        day=first.day,
        title=_joined([version.title for version in versions], " / "),
        description=_joined([version.description for version in versions], "\n\n"),
        place=_joined([version.place for version in versions], " / "),
        url=first.url,
    )


def _joined(texts: list[str], between: str) -> str:
    """Return the texts one after the other, what two languages say alike once."""
    return between.join(dict.fromkeys(text for text in texts if text))
