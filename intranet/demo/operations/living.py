"""The months behind the demo: the sweeps that would have run, on the days on which they had something to say."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta

from intranet.core import clock, institution, sweep
from intranet.demo import material
from intranet.demo.operations.handling import handle_today
from intranet.registry.models import Certificate

# Days ago. Reminders come 7, 12, 14 and 15 days after issue, escalations on the 16th: those of the certificate that was
# released too late, and of every one that is held back today.
OF_THOSE_HELD_BACK = (64, 59, 57, 56, 55, 51, *range(15, 0, -1))
REMEMBERED = timedelta(days=150)
PUBLIC_AFTER = timedelta(days=2)
SWEPT_AT = time(12, 0)


def live_through(*, at: datetime) -> dict[str, int]:
    """Run the sweeps of the past months, do the day's work at the desk, and sweep; return the summed counts.

    Must not be called inside a transaction: letters are delivered.
    """
    on_date = clock.date_of(at)
    counts: Counter[str] = Counter()
    for day in sorted(_days(on_date)):
        counts.update(sweep.run(at=datetime.combine(day, SWEPT_AT, tzinfo=institution.time_zone()), on_date=day))
    handle_today(at=at, on_date=on_date)
    counts.update(sweep.run(at=at, on_date=on_date))
    return dict(counts)


def _days(on_date: date) -> set[date]:
    """Return the days with reminders, and those on which certificates were issued or had just become public."""
    issued = Certificate.objects.filter(is_historical=False, issue_date__gt=on_date - REMEMBERED)
    dates = set(issued.order_by().values_list("issue_date", flat=True).distinct())
    days = {material.days_before(on_date, days) for days in OF_THOSE_HELD_BACK}
    return {day for day in days | dates | {day + PUBLIC_AFTER for day in dates} if day < on_date}
