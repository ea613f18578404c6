"""How the site is doing: the database answers, the broker is there, the last sweep is not old."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.conf import settings
from django.db import DatabaseError, connection

from intranet.core import sweep

PERIODS = 3

Part = Literal["ok", "failing", "none"]

_broker: Callable[[], bool] | None = None


@dataclass(frozen=True)
class Health:
    """``status`` is ``ok``; ``degraded`` when only the broker is away (the sweep can do without); or ``failing``."""

    status: Literal["ok", "degraded", "failing"]
    database: Part
    broker: Part
    last_sweep: datetime | None


def set_broker_check(check: Callable[[], bool]) -> None:
    """Say how to ask the broker whether it is there, within a second; the composition root calls it."""
    global _broker  # noqa: PLW0603 - set once, at start-up
    _broker = check


def check(*, at: datetime) -> Health:
    """Return how the site is doing at ``at``. A sweep is old after three of its periods."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        last = sweep.last_finished()
    except DatabaseError:
        return Health(status="failing", database="failing", broker=_asked(), last_sweep=None)
    broker = _asked()
    oldest = at - PERIODS * timedelta(seconds=settings.SWEEP_PERIOD_SECONDS)
    status: Literal["ok", "degraded", "failing"] = "degraded" if broker == "failing" else "ok"
    if last is None or last.started_at < oldest:
        status = "failing"
    return Health(status=status, database="ok", broker=broker, last_sweep=last.started_at if last else None)


def _asked() -> Part:
    if _broker is None:
        return "none"
    return "ok" if _broker() else "failing"
