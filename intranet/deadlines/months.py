"""A month as a calendar page shows it: weeks of days, Monday first."""

from __future__ import annotations

from calendar import Calendar as Grid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from intranet.core.dates import month_names, weekday_names
from intranet.core.languages import reader_language
from intranet.deadlines import queries
from intranet.deadlines.queries import Scope, Shown
from intranet.deadlines.queries.months import days_between

FIRST_YEAR, LAST_YEAR = 1900, 2999


@dataclass(frozen=True)
class DayShown:
    """One day of the grid."""

    on: date
    is_of_month: bool
    is_today: bool
    deadlines: tuple[Shown, ...]
    number: int
    further: int
    is_capped: bool


def month_of(text: str, on_date: date) -> date:
    """Return the first day of the month that an address names as 2026-02; of the present one for anything else."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return on_date.replace(day=1)
    return first if FIRST_YEAR <= first.year <= LAST_YEAR else on_date.replace(day=1)


def shown(first: date, scope: Scope, on_date: date) -> dict[str, Any]:
    """Return what the template of a calendar takes."""
    weeks = Grid().monthdatescalendar(first.year, first.month)
    found = days_between(weeks[0][0], weeks[-1][-1], scope, on_date)
    rows = [deadline for day in found.values() for deadline in day.deadlines]
    by_pk = {each.pk: each for each in queries.shown(rows, on_date)}

    def day_shown(on: date) -> DayShown:
        day = found.get(on)
        return DayShown(
            on=on,
            is_of_month=on.month == first.month,
            is_today=on == on_date,
            deadlines=tuple(by_pk[each.pk] for each in day.deadlines) if day else (),
            number=day.number if day else 0,
            further=day.further if day else 0,
            is_capped=day.is_capped if day else False,
        )

    grid = [[day_shown(on) for on in week] for week in weeks]
    return {
        "first": first,
        "month_name": month_names(reader_language())[first.month],
        "weekdays": list(weekday_names(reader_language()).values()),
        "weeks": grid,
        "days": [day for week in grid for day in week if day.is_of_month and day.number],
        "previous": f"{first - timedelta(days=1):%Y-%m}",
        "next": f"{first + timedelta(days=31):%Y-%m}",
    }
