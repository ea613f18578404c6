"""In which languages a letter speaks, when it may go out, when it is tried again, what a refusal blames. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from intranet.core.terms import ONE_DAY, Calendar

ATTEMPTS = 6
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 240, 720))
WRONG_ADDRESS = re.compile(r"(?<![\d.])5\.(?:1\.(?:1|2|3|6|10)|2\.1)(?![\d.])")
MIDNIGHT = time(0)
LONGEST_REST = 366  # days: a calendar without any working day holds nothing back for ever


def letter_languages(preference: str, site_languages: Sequence[str], *, unknown_means_both: bool) -> tuple[str, ...]:
    """Return the languages of a letter, in their order.

    A recorded preference decides. Unknown, it is the site's default language; under the Welsh rule (LAW-11) both
    languages of the site together, the default one first.
    """
    if preference:
        return (preference,)
    return tuple(site_languages[:2]) if unknown_means_both else (site_languages[0],)


def names_a_wrong_address(said: str) -> bool:
    """Return whether a mail server's words blame the address itself, by the enhanced codes of RFC 3463.

    A full mailbox, a refusal of our server or of the letter's contents says nothing about the address.
    """
    return bool(WRONG_ADDRESS.search(said))


def pause_after(attempts: int) -> timedelta | None:
    """Return how long to wait after the ``attempts``-th failure; None when the letter is to be given up."""
    return PAUSES[attempts - 1] if attempts < ATTEMPTS else None


@dataclass(frozen=True)
class Quiet:
    """The hours in which no letter goes out: from ``start`` over midnight until ``until``; equal times mean none."""

    start: time
    until: time

    def covers(self, moment: time) -> bool:
        if self.start < self.until:
            return self.start <= moment < self.until
        return self.start > self.until and (moment >= self.start or moment < self.until)

    def not_before(self, hour: time) -> Quiet:
        """Return quiet hours that last until ``hour``; an hour that is quiet itself changes nothing."""
        if self.covers(hour):
            return self
        if self.start > self.until:
            return Quiet(self.start, hour)
        return Quiet(MIDNIGHT, hour)


NO_QUIET = Quiet(MIDNIGHT, MIDNIGHT)


def go_out_at(
    at: datetime,
    *,
    zone: tzinfo,
    quiet: Quiet = NO_QUIET,
    calendar: Calendar | None = None,
    due_on: date | None = None,
    legal_zone: tzinfo | None = None,
) -> datetime:
    """Return when a letter written at ``at`` may go out: now, or after the quiet hours and days off of its reader.

    It is never held past the end of ``due_on``, by the clock of ``legal_zone`` (the reader's own where none is given):
    such a letter goes out on a day off, and where even that is too late, at once. Without a calendar every day is
    worked.
    """
    opening = _opening(at, zone, quiet, calendar)
    if due_on is None:
        return opening
    end = datetime.combine(due_on + ONE_DAY, MIDNIGHT, legal_zone or zone).astimezone(UTC)
    if at >= end or opening < end:
        return opening
    opening = _opening(at, zone, quiet, None)
    return opening if opening < end else at


def _opening(at: datetime, zone: tzinfo, quiet: Quiet, calendar: Calendar | None) -> datetime:
    """Return ``at`` where it may be disturbed then, else the first moment after it at which quiet hours end."""
    if _is_open(at, zone, quiet, calendar):
        return at
    begins = quiet.until if quiet.start != quiet.until else MIDNIGHT
    today = at.astimezone(zone).date()
    for ahead in range(LONGEST_REST):
        for fold in (0, 1):  # an hour that the clock strikes twice
            moment = datetime.combine(today + ahead * ONE_DAY, begins, zone).replace(fold=fold).astimezone(UTC)
            if moment > at and _is_open(moment, zone, quiet, calendar):
                return moment
    return at


def _is_open(moment: datetime, zone: tzinfo, quiet: Quiet, calendar: Calendar | None) -> bool:
    there = moment.astimezone(zone)
    return (calendar is None or calendar.is_working(there.date())) and not quiet.covers(there.time())
