"""How an edition stands on a day. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from intranet.documents.enums import EditionState


@dataclass(frozen=True)
class EditionDates:
    """What the state of an edition follows from."""

    in_force_from: date | None
    next_in_force_from: date | None  # of the edition that replaces it, where there is one
    repealed_on: date | None


def state(dates: EditionDates, on_date: date) -> EditionState:
    """Return how an edition stands on a day. Without a date of force it is never in force."""
    if dates.in_force_from is None:
        return EditionState.NOT_RECORDED
    if on_date < dates.in_force_from:
        return EditionState.FUTURE
    if dates.repealed_on is not None and on_date >= dates.repealed_on:
        return EditionState.REPEALED
    if dates.next_in_force_from is not None and on_date >= dates.next_in_force_from:
        return EditionState.PREVIOUS
    return EditionState.IN_FORCE
