"""How the site is doing: the database answers, the broker is there, the last sweep is not old, nothing piles up.

A package's ``health.py`` has ``FIGURES: list[Figure]``: what waits there, counted up to ``CAP`` and about nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.translation import gettext_lazy as _

from intranet.core import jobs, sweep
from intranet.core.models import SweepRun

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

PERIODS = 3
CAP = 10_000  # counting stops here

Part = Literal["ok", "failing", "none"]
Status = Literal["ok", "degraded", "failing"]

_broker: Callable[[], bool] | None = None
_queues: Callable[[], dict[str, int]] | None = None


@dataclass(frozen=True)
class Figure:
    """Something that waits. ``wants_a_person``: it does not go away by itself; ``url`` is where it is seen."""

    key: str
    name: StrPromise
    count: Callable[[], int]
    wants_a_person: bool = False
    url: Callable[[], str] | None = None


@dataclass(frozen=True)
class Health:
    """``status`` is ``ok``; ``degraded`` when the sweep can do without what is amiss; or ``failing``.

    ``queues`` is None where the broker is away or nobody can ask it; ``waiting`` is empty where the database is away.
    """

    status: Status
    database: Part
    broker: Part
    last_sweep: datetime | None
    sweep_age: timedelta | None = None
    failed_steps: tuple[str, ...] = ()
    queues: dict[str, int] | None = None
    waiting: dict[str, int] = field(default_factory=dict)

    @property
    def sweep_is_old(self) -> bool:
        return self.sweep_age is None or self.sweep_age > oldest_sweep()


def set_broker_check(check: Callable[[], bool]) -> None:
    """Say how to ask the broker whether it is there, within a second; the composition root calls it."""
    global _broker  # noqa: PLW0603 - set once, at start-up
    _broker = check


def set_queue_source(lengths: Callable[[], dict[str, int]]) -> None:
    """Say how to ask the broker how many messages wait in each queue; the composition root calls it."""
    global _queues  # noqa: PLW0603 - set once, at start-up
    _queues = lengths


def oldest_sweep() -> timedelta:
    """Return how old the last sweep may be: three of its periods."""
    return PERIODS * timedelta(seconds=settings.SWEEP_PERIOD_SECONDS)


@cache
def figures() -> list[Figure]:
    """Return what waits in the installed packages, and the jobs of the house."""
    found = [Figure("jobs_waiting", _("Long work that nobody has taken"), jobs.waiting_count)]
    for config in reversed(list(apps.get_app_configs())):
        name = f"{config.name}.health"
        if config.name.startswith("intranet.") and config.label != "core" and find_spec(name):
            found += import_module(name).FIGURES
    return found


def check(*, at: datetime) -> Health:
    """Return how the site is doing at ``at``."""
    broker = _asked()
    queues = _lengths() if broker == "ok" else None
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        last = sweep.last_finished()
        waiting = {figure.key: figure.count() for figure in figures()}
    except DatabaseError:
        return Health(status="failing", database="failing", broker=broker, last_sweep=None, queues=queues)
    age = at - last.started_at if last else None
    return Health(
        status=_status(broker, last, age),
        database="ok",
        broker=broker,
        last_sweep=last.started_at if last else None,
        sweep_age=age,
        failed_steps=tuple(sorted(last.failures)) if last else (),
        queues=queues,
        waiting=waiting,
    )


def _status(broker: Part, last: SweepRun | None, age: timedelta | None) -> Status:
    if last is None or age is None or age > oldest_sweep():
        return "failing"
    return "degraded" if broker == "failing" or last.failures else "ok"


def _asked() -> Part:
    if _broker is None:
        return "none"
    return "ok" if _broker() else "failing"


def _lengths() -> dict[str, int] | None:
    return _queues() if _queues is not None else None
