"""A run as a calendar file (RFC 5545): a day each where sessions are known, else the whole of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db.models import prefetch_related_objects
from icalendar import Calendar, Event

from intranet.training.models import ProgrammeRun

MADE_BY = "-//intranet//courses//"


def of_run(run: ProgrammeRun, *, address: str) -> bytes:
    """Return the days of a run, all-day, with ids that stay the same."""
    return of_runs([run], addresses={run.pk: address})


def of_runs(runs: Sequence[ProgrammeRun], *, addresses: Mapping[int, str]) -> bytes:
    """Return the days of several runs as one calendar; an event has the same id in every file that it is in."""
    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    prefetch_related_objects(list(runs), "sessions")
    for run in runs:
        days = [(each.on_date, each.on_date, f"session-{each.pk}") for each in run.sessions.all()]
        for first, last, key in days or [(run.starts_on, run.ends_on, f"run-{run.pk}")]:
            calendar.add_component(_event(run, first, last, key, addresses[run.pk]))
    return bytes(calendar.to_ical())


def _event(run: ProgrammeRun, first: date, last: date, key: str, address: str) -> Event:
    event = Event()
    event.add("uid", f"{key}@{address.split('/')[2].split(':', maxsplit=1)[0]}")
    event.add("dtstamp", run.created_at)
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))
    event.add("summary", run.topic)
    event.add("url", address)
    if run.place:
        event.add("location", run.place)
    if run.schedule:
        event.add("description", run.schedule)
    if run.cancelled_on:
        event.add("status", "CANCELLED")
    return event
