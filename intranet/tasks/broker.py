"""What the rooms below ask of Celery without knowing it: to wake a worker, and whether the broker is there."""

from __future__ import annotations

import logging
from typing import Any

from celery import current_app
from kombu.exceptions import OperationalError

from intranet.core import health
from intranet.core import jobs as work
from intranet.tasks import jobs

logger = logging.getLogger(__name__)

PATIENCE = 1.0  # seconds
QUICK: dict[str, Any] = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE, "max_retries": 0}


def connect() -> None:
    """Give the rooms below their nudge and their broker check; the composition root calls it."""
    work.set_nudge(nudge)
    health.set_broker_check(reachable)


def nudge(job_id: int) -> None:
    """Wake a worker for a job. A broker that is down costs a second at most: the sweep is the net below."""
    try:
        with quick_connection() as connection:
            jobs.run.apply_async(kwargs={"job_id": job_id}, connection=connection, retry=False)
    except (OperationalError, OSError):
        logger.warning("No worker could be woken for job %s; the sweep will take it.", job_id)


def reachable() -> bool:
    """Say whether the broker answers, within about a second."""
    try:
        with quick_connection() as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, interval_step=0, timeout=PATIENCE)
    except Exception:  # noqa: BLE001 - each transport has errors of its own, and all mean the same here
        return False
    return True


def quick_connection() -> Any:
    """Return a connection of its own that does not wait long; the brokers of files and of memory know no waiting."""
    options = dict(current_app.conf.broker_transport_options or {})
    if str(current_app.conf.broker_url).startswith(("redis", "amqp")):
        options.update(QUICK)
    return current_app.connection_for_write(connect_timeout=PATIENCE, transport_options=options)
