"""Hours and ECTS credits (VOL-01…05). Decimal throughout: rounded where shown, never in sums."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

HOURS_PER_CREDIT = Decimal(30)
HOURS_PER_INTERNSHIP_DAY = Decimal(6)
CENT = Decimal("0.01")


class Volume(NamedTuple):
    """A volume in both units."""

    hours: Decimal
    ects: Decimal


def credits_of(hours: Decimal) -> Decimal:
    """Return the credits that the hours are worth, unrounded (VOL-01)."""
    return hours / HOURS_PER_CREDIT


def hours_of(ects: Decimal) -> Decimal:
    """Return the hours that the credits are worth (VOL-01)."""
    return ects * HOURS_PER_CREDIT


def shown(number: Decimal) -> Decimal:
    """Return the number as it is shown: two decimals, half up, no trailing noughts (VOL-01)."""
    rounded = number.quantize(CENT, rounding=ROUND_HALF_UP)
    whole = rounded.to_integral_value()
    return whole if rounded == whole else rounded.normalize()


def shown_volume(hours: Decimal | None, ects: Decimal | None) -> Volume:
    """Return hours and credits as shown; the unit that the document does not state is computed (REG-03, VOL-05)."""
    if hours is None:
        hours = hours_of(ects or Decimal(0))
    return Volume(shown(hours), shown(credits_of(hours) if ects is None else ects))


def counted_hours(hours: Decimal | None, ects: Decimal | None) -> Decimal:
    """Return the hours that the document counts for, in its authored unit and unrounded (VOL-02, VOL-05)."""
    return hours if hours is not None else hours_of(ects or Decimal(0))


def disagrees(hours: Decimal | None, ects: Decimal | None) -> bool:
    """Say whether both are stated and differ from 30 : 1; then both are kept and a notice is shown (VOL-05)."""
    return hours is not None and ects is not None and shown(credits_of(hours)) != shown(ects)


def internship_hours(days: int) -> Decimal:
    """Return the hours of so many days of internship (VOL-03)."""
    return days * HOURS_PER_INTERNSHIP_DAY


def scientific_internship_hours(weeks: int) -> Decimal:
    """Return the hours of so many completed weeks of scientific internship (VOL-04)."""
    return weeks * HOURS_PER_CREDIT
