"""A run as a calendar file (RFC 5545): a day each where sessions are known, else the whole of it."""

from __future__ import annotations

from datetime import timedelta

from icalendar import Calendar, Event

from intranet.training.models import ProgrammeRun

MADE_BY = "-//intranet//courses//"


def of_run(run: ProgrammeRun, *, address: str) -> bytes:
    """Return the days of a run, all-day, with ids that stay the same."""
    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    days = [(each.on_date, each.on_date, f"session-{each.pk}") for each in run.sessions.all()]
    for first, last, key in days or [(run.starts_on, run.ends_on, f"run-{run.pk}")]:
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
        calendar.add_component(event)
    return bytes(calendar.to_ical())
