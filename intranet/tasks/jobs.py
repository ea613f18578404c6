"""Long work, nudged on commit; the sweep is the net below."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from intranet.core import clock
from intranet.core import jobs as work

AN_HOUR = 3600


@shared_task(name="intranet.tasks.jobs.run", soft_time_limit=AN_HOUR - 60, time_limit=AN_HOUR)
def run(*, job_id: int, **unknown: Any) -> None:
    """Do the work of a job unless another worker has it."""
    work.run(job_id, at=clock.now())
