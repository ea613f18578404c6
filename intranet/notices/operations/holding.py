"""When letters go out: the institution's quiet hours and days off, by the clock of each recipient."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Min, Q

from intranet.core import institution
from intranet.core.models import Institution
from intranet.core.terms import Calendar
from intranet.notices import queries
from intranet.notices.models import PENDING, Letter, Preference
from intranet.notices.rules import NO_QUIET, Quiet, go_out_at

CHUNK = 1000


@dataclass(frozen=True)
class Hours:
    """When the institution's letters may go out; made once for a run."""

    zone: ZoneInfo
    quiet: Quiet = NO_QUIET
    calendar: Calendar | None = None
    other_zones: dict[str, ZoneInfo] = field(default_factory=dict)  # those that recipients have chosen

    def go_out_at(
        self, at: datetime, *, zone: str = "", due_on: date | None = None, digest_hour: int | None = None
    ) -> datetime:
        """Return when a letter to a reader in ``zone`` may go out; a digest waits for the hour that they chose."""
        quiet = self.quiet if digest_hour is None else self.quiet.not_before(time(digest_hour))
        return go_out_at(
            at,
            zone=self.other_zones.get(zone, self.zone),
            quiet=quiet,
            calendar=self.calendar,
            due_on=due_on,
            legal_zone=self.zone,
        )

    def is_day_off(self, at: datetime, zone: str = "") -> bool:
        """Say whether letters rest on the day that it is where the reader is."""
        there = at.astimezone(self.other_zones.get(zone, self.zone)).date()
        return self.calendar is not None and not self.calendar.is_working(there)

    def may_be_open(self, at: datetime, on_date: date, *, reader: str, due_on: str) -> Q:
        """Return which rows may have to go out now: their reader's clock allows it, or their last day is near.

        ``reader`` is the path to the recipient, ``due_on`` to the last day. A few too many are named, never too few.
        """
        in_zone = f"{reader}__preference__time_zone"
        here, *there = (self._open_in(zone, at, on_date, due_on) for zone in ("", *self.other_zones))
        ready = here if not self.other_zones else here & ~Q(**{f"{in_zone}__in": list(self.other_zones)})
        for zone, condition in zip(self.other_zones, there, strict=True):
            ready |= condition & Q(**{in_zone: zone})
        return ready

    def _open_in(self, zone: str, at: datetime, on_date: date, due_on: str) -> Q:
        opening = self.go_out_at(at, zone=zone)
        if opening <= at:
            return Q(pk__isnull=False)
        return Q(**{f"{due_on}__gte": on_date, f"{due_on}__lte": opening.astimezone(self.zone).date()})


def hours_of_letters(site: Institution | None = None) -> Hours:
    """Return when letters may go out today; at any hour where the operator asked for that (``LETTERS_AT_ANY_HOUR``)."""
    site = site or institution.current()
    if settings.LETTERS_AT_ANY_HOUR:
        return Hours(zone=ZoneInfo(site.time_zone))
    decided = queries.post_settings()
    chosen = Preference.objects.exclude(time_zone__in=["", site.time_zone]).values_list("time_zone", flat=True)
    return Hours(
        zone=ZoneInfo(site.time_zone),
        quiet=Quiet(decided.quiet_from, decided.quiet_until),
        calendar=queries.working_days() if decided.rests_on_days_off else None,
        other_zones={zone: ZoneInfo(zone) for zone in chosen.distinct().order_by("time_zone")},
    )


def hold_back(*, at: datetime, on_date: date) -> int:
    """Let failed letters wait whose next attempt fell into quiet hours; return how many. Idempotent.

    A letter that a person sent again by hand has no error any more and is not held.
    """
    hours = hours_of_letters()
    due = Letter.objects.filter(state__in=PENDING, next_attempt_at__lte=at).exclude(last_error="")
    held, last = 0, 0
    while rows := list(
        due.filter(pk__gt=last)
        .annotate(due_on=Min("notices__due_on", filter=Q(notices__due_on__gte=on_date)))
        .order_by("pk")
        .values_list("pk", "due_on", "recipient__preference__time_zone")[:CHUNK]
    ):
        by_moment: dict[datetime, list[int]] = defaultdict(list)
        for pk, due_on, zone in rows:
            by_moment[hours.go_out_at(at, zone=zone or "", due_on=due_on)].append(pk)
        for moment, letters in by_moment.items():
            if moment > at:
                held += due.filter(pk__in=letters).update(next_attempt_at=moment)
        last = rows[-1][0]
    return held
