"""Every question of the public list at the database: the slowest of a hundred against a primary-key lookup's median."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl

from django.db import connection
from django.utils import translation

from intranet.core import clock
from intranet.registry.models import Certificate
from intranet.registry.queries import listing
from intranet.registry.queries.filters import BadFilter, asked
from intranet.registry.queries.patience import TooSlow, patiently

TIMES = 100
QUESTIONS = (
    "", "year=2020", "year=2020&month=3", "form=distance", "kind=training", "form=distance&kind=training",
    "status=annulled", "status=valid", "order=surname", "q=шевченко", "q=ше", "q=к", "q=немає", "q=к&year=2017",
    "q=шевч&form=dual", "q=бн2020", "q=БН-2020-0300000", "q=цифрові&by=topic", "q=навчання&by=topic", "q=у&by=topic",
    "q=цифрові безпечне&by=topic", "q=гейм зно астр&by=topic", "q=курс шевченко&by=topic", "q=%&by=topic", "q=_",
    "q=" + "a" * 10_000,
)  # fmt: skip


def measure() -> None:
    """Print for each question the database's own time, 99 in 100, as a multiple of a lookup's median."""
    lookups = sorted(_database_time(_look_up) for _time in range(3 * TIMES))
    base = lookups[len(lookups) // 2]
    print(f"a primary-key lookup: {base * 1000:.2f} ms in the middle")
    with translation.override("uk"):
        for query in QUESTIONS:
            _one(query, base)


def _one(query: str, base: float) -> None:
    shown = query if len(query) < 60 else f"{query[:12]}… ({len(query)} characters)"
    try:
        times = sorted(_database_time(lambda: _ask(query)) for _time in range(TIMES))
    except (BadFilter, TooSlow) as refusal:
        print(f"?{shown}: refused: {refusal}")
    else:
        worst = times[int(0.99 * TIMES) - 1]
        print(f"?{shown}: p99 {worst * 1000:.1f} ms = {worst / base:.0f} lookups")


def _ask(query: str) -> None:
    at = clock.now()
    question = asked(dict(parse_qsl(query)))
    with patiently():
        known = listing.furniture("list", question, at=at)
        listing.page(known.settled(question), known, at=at)


def _look_up() -> None:
    Certificate.objects.filter(pk=1000).values_list("id", "public_name").first()


def _database_time(work: Callable[[], Any]) -> float:
    with _timed() as spent:
        work()
    return sum(spent)


@contextmanager
def _timed() -> Iterator[list[float]]:
    spent: list[float] = []

    def timed(execute: Callable[..., Any], *arguments: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            spent.append(time.perf_counter() - began)

    with connection.execute_wrapper(timed):
        yield spent
