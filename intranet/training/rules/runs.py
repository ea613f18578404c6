"""What follows from the dates and the size of a run. Pure (PRG-02)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from intranet.training.enums import RunState


@dataclass(frozen=True)
class RunDates:
    """The days that decide what a run is; ``sign_up_until`` is the last one on which people may sign up."""

    starts_on: date
    ends_on: date
    sign_up_until: date
    cancelled: bool = False
    completed: bool = False


def state(dates: RunDates, on_date: date) -> RunState:
    """Return what a run is on a day."""
    if dates.cancelled:
        return RunState.CANCELLED
    if dates.completed:
        return RunState.COMPLETED
    if on_date > dates.ends_on:
        return RunState.ENDED
    if on_date <= dates.sign_up_until:
        return RunState.OPEN
    return RunState.RUNNING if on_date >= dates.starts_on else RunState.CLOSED


def free_places(size: int | None, taken: int) -> int | None:
    """Return how many places are free; nothing where the group has no limit."""
    return None if size is None else max(0, size - taken)


def who_moves_up(waiting: Sequence[int], *, size: int | None, taken: int) -> Sequence[int]:
    """Return who gets a place, the longest waiting first."""
    free = free_places(size, taken)
    return waiting if free is None else waiting[:free]


def has_attended(sessions: Iterable[int], present: set[int]) -> bool:
    """Propose completion for whoever was at every session; a run without sessions proposes it for nobody."""
    asked = set(sessions)
    return bool(asked) and asked <= present


def attended_hours(hours: dict[int, Decimal], present: set[int]) -> Decimal:
    """Return the hours of the sessions that somebody was at."""
    return sum((hours[session] for session in present if session in hours), Decimal(0))
