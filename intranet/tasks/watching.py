"""What the log and the health page ask of Celery without knowing it: which task runs, how much waits in the queues."""

from __future__ import annotations

import logging
from typing import Any

from celery import current_app, current_task
from kombu.exceptions import ChannelError

from intranet.core import health, logs
from intranet.tasks import broker

logger = logging.getLogger(__name__)


def connect() -> None:
    """Give the rooms below what they ask; the composition root calls it."""
    health.set_queue_source(queue_lengths)
    logs.set_task_source(task_name)


def task_name() -> str:
    """Return the id of the task that runs in this thread; nothing outside tasks."""
    return str(current_task.request.id or "") if current_task else ""


def queues() -> list[str]:
    """Return the queues that our tasks are sent to."""
    routes = current_app.conf.task_routes or {}
    return sorted({current_app.conf.task_default_queue, *(route["queue"] for route in routes.values())})


def queue_lengths() -> dict[str, int]:
    """Return how many messages wait in each queue; nothing where the broker does not say."""
    try:
        with broker.quick_connection() as connection:
            return {name: _length(connection, name) for name in queues()}
    except Exception as error:  # noqa: BLE001 - each transport has errors of its own, and all mean the same here
        logger.warning("The broker does not say how long its queues are: %s", error)
        return {}


def _length(connection: Any, name: str) -> int:
    channel = connection.channel()
    try:
        return int(channel.queue_declare(name, passive=True).message_count)
    except ChannelError:  # there is no such queue yet: nothing waits in it
        return 0
    finally:
        channel.close()
