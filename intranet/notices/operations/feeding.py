"""The calendar feed: its secret address, and what a reading of it says about each event.

A reading compares the events of the day with what the feed said last (law 5): SEQUENCE grows where an event has moved,
and what is gone is said to be cancelled for a while. Only what the reader has seen counts, so that nothing has to be
kept up for calendars that nobody reads. A reading decides nothing and is not in the audit trail.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from intranet.core import audit
from intranet.core.models import Account
from intranet.notices.calendar import MOST, Event, hashed
from intranet.notices.models import CalendarEntry, CalendarFeed
from intranet.people.models import Person

SECRET_BYTES = 32
CANCELLED_FOR = timedelta(days=60)
NOTED_EVERY = timedelta(hours=1)
FIELDS = ("day", "fingerprint", "sequence", "changed_at", "cancelled_at")


@dataclass(frozen=True)
class Said:
    """What the feed says about an event; ``event`` is None for one that is cancelled."""

    entry: CalendarEntry
    event: Event | None


@transaction.atomic
def open_calendar(*, person: Person, at: datetime, actor: Account) -> str:
    """Make the secret of a person's calendar address, and return it: it is known now and never again.

    An earlier address opens nothing from now on; what calendars have been told stays known, so that events keep their
    numbers.
    """
    secret = secrets.token_urlsafe(SECRET_BYTES)
    feed, made = CalendarFeed.objects.update_or_create(
        person=person, defaults={"hashed": hashed(secret), "made_at": at, "read_at": None}
    )
    audit.record("notices.calendar_opened" if made else "notices.calendar_reset", at=at, actor=actor, subject=feed)
    return secret


@transaction.atomic
def close_calendar(*, person: Person, at: datetime, actor: Account) -> bool:
    """Let a person's calendar address open nothing any more; return whether there was one."""
    feed = CalendarFeed.objects.filter(person=person).first()
    if feed is None:
        return False
    audit.record("notices.calendar_closed", at=at, actor=actor, subject=feed)
    feed.delete()
    return True


def say(*, feed: CalendarFeed, events: list[Event], at: datetime) -> list[Said]:
    """Note what the feed says at this reading and return it: the events, then what is cancelled."""
    known = _known(feed)
    if any(_news(known, events)):
        known = _note(feed, events, at)
    elif feed.read_at is None or feed.read_at < at - NOTED_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(read_at=at)
    said = [Said(known[event.key], event) for event in events]
    gone = [entry for entry in known.values() if entry.cancelled_at and entry.cancelled_at > at - CANCELLED_FOR]
    return said + [Said(entry, None) for entry in sorted(gone, key=lambda entry: (entry.day, entry.key))]


def _known(feed: CalendarFeed) -> dict[str, CalendarEntry]:
    return {entry.key: entry for entry in CalendarEntry.objects.filter(feed=feed)}


def _news(known: dict[str, CalendarEntry], events: list[Event]) -> tuple[list[Event], list[CalendarEntry]]:
    """Return the events that the feed has not said like this, and the entries whose events are gone."""
    there = {event.key for event in events}
    beyond = events[-1].day if len(events) >= MOST else date.max  # a full calendar leaves out what is later
    unsaid = [event for event in events if not _is_said(event, known.get(event.key))]
    gone = [entry for key, entry in known.items() if key not in there and not entry.cancelled_at and entry.day < beyond]
    return unsaid, gone


def _is_said(event: Event, entry: CalendarEntry | None) -> bool:
    return entry is not None and entry.cancelled_at is None and entry.fingerprint == event.fingerprint


@transaction.atomic
def _note(feed: CalendarFeed, events: list[Event], at: datetime) -> dict[str, CalendarEntry]:
    """Write what is new, has moved, says something else, has come back or is gone.

    Two programs may read at once: the second one waits, and finds what the first has noted.
    """
    CalendarFeed.objects.select_for_update().get(pk=feed.pk)
    known = _known(feed)
    unsaid, gone = _news(known, events)
    for event in unsaid:
        entry = known.setdefault(event.key, CalendarEntry(feed=feed, key=event.key, day=event.day))
        entry.sequence += entry.cancelled_at is not None or entry.day != event.day
        entry.day, entry.fingerprint, entry.changed_at, entry.cancelled_at = event.day, event.fingerprint, at, None
    for entry in gone:
        entry.sequence, entry.changed_at, entry.cancelled_at = entry.sequence + 1, at, at
    touched = [*(known[event.key] for event in unsaid), *gone]
    changed = [entry for entry in touched if entry.pk is not None]
    CalendarEntry.objects.bulk_create([entry for entry in touched if entry.pk is None])
    CalendarEntry.objects.bulk_update(changed, FIELDS, batch_size=100)
    CalendarEntry.objects.filter(feed=feed, cancelled_at__lte=at - CANCELLED_FOR).delete()
    CalendarFeed.objects.filter(pk=feed.pk).update(read_at=at)
    return known
