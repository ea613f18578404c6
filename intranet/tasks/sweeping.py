"""The tick of the beat."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from intranet.core import clock
from intranet.core import sweep as tick
from intranet.tasks.delivering import share_out


@shared_task(name="intranet.tasks.sweeping.sweep")
def sweep(**unknown: Any) -> None:
    """Run the sweep; jobs go to the workers, and so do the letters that it leaves."""
    at = clock.now()
    tick.run(at=at, on_date=clock.date_of(at), jobs_to_workers=True)
    share_out(at=at)
