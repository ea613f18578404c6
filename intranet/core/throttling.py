"""How often a visitor may try: counted in Django's cache, never in the database, never in the log.

A try is counted in one of twenty-one steps, each a twentieth of the period; their sum is what was tried in the period
and up to a step more, so that the limit holds over every stretch of that length and not only from one full hour to the
next. What was refused is not counted: a visitor who waits is let in again. Without its cache the site answers anyway.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.core.cache import cache
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)

STEPS = 20
SALT = "intranet.registry.throttling"
UNASKED = "The cache could not be asked how often somebody tried."


def allowed(purpose: str, visitor: str, *, limit: int, per: timedelta, at: datetime) -> bool:
    """Count a try and say whether it is within the limit; ``visitor`` is kept as a keyed hash only."""
    window = _Window.at(purpose, visitor, per, at)
    try:
        return window.count_one(limit)
    except Exception:  # whatever a cache raises, nobody is turned away because of it
        logger.exception(UNASKED)
        return True


def seconds_to_wait(purpose: str, visitor: str, *, limit: int, per: timedelta, at: datetime) -> int:
    """Return after how many seconds the next try would be within the limit, counting nothing; 0 where it is now."""
    window = _Window.at(purpose, visitor, per, at)
    try:
        return window.seconds_until_below(limit, at)
    except Exception:
        logger.exception(UNASKED)
        return 0


@dataclass(frozen=True)
class _Window:
    """The steps that the period before a moment touches, the oldest first."""

    name: str
    seconds: float  # of a step
    newest: int

    @classmethod
    def at(cls, purpose: str, visitor: str, per: timedelta, at: datetime) -> _Window:
        seconds = per.total_seconds() / STEPS
        name = salted_hmac(SALT, f"{purpose}\0{visitor}\0{per.total_seconds()}", algorithm="sha256").hexdigest()
        return cls(f"throttle:{name[:40]}", seconds, int(at.timestamp() // seconds))

    @property
    def keys(self) -> list[str]:
        return [f"{self.name}:{number}" for number in range(self.newest - STEPS, self.newest + 1)]

    def counts(self) -> list[int]:
        found = cache.get_many(self.keys)
        return [int(found.get(key, 0)) for key in self.keys]

    def count_one(self, limit: int) -> bool:
        """Count a try where there is room for it; of two at once each is counted, and at most one is let through."""
        *older, newest = self.counts()
        if sum(older) + newest >= limit:
            return False
        key, kept = self.keys[-1], int(self.seconds * (STEPS + 2)) + 1
        cache.add(key, 0, kept)
        newest = cache.incr(key)
        cache.touch(key, kept)  # the file cache forgets the time to live when it counts
        return sum(older) + newest <= limit

    def seconds_until_below(self, limit: int, at: datetime) -> int:
        """Return when enough steps have left the window to make room for one more."""
        counts = self.counts()
        left = sum(counts)
        if left < limit:
            return 0
        for number, count in enumerate(counts, start=self.newest - STEPS):
            left -= count
            if left < limit:
                return max(1, ceil((number + STEPS + 1) * self.seconds - at.timestamp()))
        return int(self.seconds * STEPS)  # a limit of none at all
