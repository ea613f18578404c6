"""The sweep: every few minutes, the steps that the packages keep in their ``sweep.py``.

A package's ``sweep.py`` has ``ORDER`` (an int; lower runs first) and
``def sweep(*, at: datetime, on_date: date) -> dict[str, int]``, which is idempotent, safe in parallel, and returns
counts (``published``, ``opened``, ``moved``, ``met``, ``overdue``, ``queued``, ``delivered``, ``failed`` …).
A step that raises does not stop the others.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

from django.apps import apps

from intranet.core import clock, jobs
from intranet.core.models import SweepRun

logger = logging.getLogger(__name__)

COUNTS = ("published", "opened", "moved", "met", "overdue", "queued", "delivered", "failed")
KEPT = timedelta(days=30)
JOBS = 100  # after every step of the packages


class Step(NamedTuple):
    order: int
    name: str
    run: Callable[..., dict[str, int]]


def steps() -> list[Step]:
    """Return the steps of the installed packages, in their order."""
    found = []
    for config in apps.get_app_configs():
        name = f"{config.name}.sweep"
        if config.name.startswith("intranet.") and config.label != "core" and find_spec(name):
            module = import_module(name)
            found.append(Step(module.ORDER, config.label, module.sweep))
    return sorted(found)


def run(*, at: datetime, on_date: date, jobs_to_workers: bool = False) -> dict[str, int]:
    """Run every step and return their summed counts; a failed step is logged, counted in ``failed_steps``, and kept.

    Jobs that no worker has taken are run here at the end, or handed to workers where the caller knows that there are
    some. Two sweeps at once do no harm: every step is safe in parallel.
    """
    tick = SweepRun.objects.create(started_at=at, on_date=on_date)
    counts: Counter[str] = Counter(dict.fromkeys(COUNTS, 0))
    failures: dict[str, str] = {}
    jobs_step = Step(JOBS, "jobs", partial(_jobs, to_workers=jobs_to_workers))
    for step in (*steps(), jobs_step):
        try:
            counts.update(step.run(at=at, on_date=on_date))
        except Exception as error:
            logger.exception("The %s step of the sweep failed.", step.name)
            failures[step.name] = type(error).__name__
    tick.counts, tick.failures, tick.finished_at = dict(counts), failures, max(at, clock.now())
    tick.save(update_fields=["counts", "failures", "finished_at"])
    SweepRun.objects.filter(started_at__lt=at - KEPT).delete()
    return {**counts, "failed_steps": len(failures)}


def last_finished() -> SweepRun | None:
    """Return the latest tick that came to its end."""
    return SweepRun.objects.exclude(finished_at=None).order_by("-started_at").first()


def _jobs(*, at: datetime, on_date: date, to_workers: bool) -> dict[str, int]:
    return {"jobs": jobs.nudge_waiting(at=at) if to_workers else jobs.run_waiting(at=at)}
