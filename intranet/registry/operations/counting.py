"""Counting verifications: in the cache as they happen, into the database with the sweep.

A row that every verification had to lock would make all of them wait for one another. What the cache loses before the
next sweep is lost: these are statistics, and nobody is turned away or written down because of them.
"""

from __future__ import annotations

import logging
from datetime import date, timedelta
from itertools import product

from django.core.cache import cache
from django.db import transaction
from django.db.models import F

from intranet.registry.enums import VerificationOutcome, VerificationWay
from intranet.registry.models import VerificationCount

logger = logging.getLogger(__name__)

KEPT = 3 * 24 * 3600  # seconds: the days that a sweep collects
DAYS = 3


def count(way: VerificationWay, outcome: VerificationOutcome, *, on_date: date, times: int = 1) -> None:
    """Count an answer. It costs one question to the cache and can fail nobody's verification."""
    key = _key(on_date, way, outcome)
    try:
        try:
            cache.incr(key, times)
        except ValueError:  # the first of the day
            cache.add(key, 0, KEPT)
            cache.incr(key, times)
    except Exception:  # whatever a cache raises
        logger.exception("A verification could not be counted.")


def record_counts(*, on_date: date) -> int:
    """Bring what the cache has counted into the database; return how many verifications it was.

    What is taken is first taken away from the cache, so that two sweeps at once never record the same.
    """
    days = [on_date - timedelta(days=back) for back in range(DAYS)]
    wanted = {_key(*each): each for each in product(days, VerificationWay, VerificationOutcome)}
    recorded = 0
    for key, found in _counted(list(wanted)).items():
        if taken := _take(key, int(found)):
            try:
                _record(*wanted[key], taken)
            except BaseException:
                cache.incr(key, taken)
                raise
            recorded += taken
    return recorded


def _counted(keys: list[str]) -> dict[str, int]:
    try:
        return cache.get_many(keys)
    except Exception:  # whatever a cache raises: the rest of the sweep goes on, and the next one asks again
        logger.exception("The counts of verifications could not be read.")
        return {}


def _take(key: str, found: int) -> int:
    """Take what was found away from the cache; nothing where another sweep has been quicker."""
    if found <= 0:
        return 0
    left = cache.decr(key, found)
    if left >= 0:
        return found
    cache.incr(key, found)
    return 0


def _record(day: date, way: VerificationWay, outcome: VerificationOutcome, taken: int) -> None:
    with transaction.atomic():
        row, _made = VerificationCount.objects.get_or_create(day=day, way=way, outcome=outcome)
        VerificationCount.objects.filter(pk=row.pk).update(count=F("count") + taken)


def _key(day: date, way: VerificationWay, outcome: VerificationOutcome) -> str:
    return f"verified:{day:%Y%m%d}:{way.value}:{outcome.value}"
