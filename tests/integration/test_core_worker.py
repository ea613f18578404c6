"""The real worker: a process of its own, Redis between us, and the clock that wakes it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from intranet.core.models import SweepRun


@pytest.mark.redis
@pytest.mark.django_db(transaction=True)
def test_the_clock_wakes_the_sweep(
    celery_worker_process: subprocess.Popen[bytes], eventually: Callable[..., Any]
) -> None:
    run = eventually(
        lambda: SweepRun.objects.exclude(finished_at=None).first(), seconds=60, otherwise="no sweep was ever finished"
    )
    assert run.failures == {}
    assert celery_worker_process.poll() is None
