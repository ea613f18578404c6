"""Long work as rows: started in the transaction of its cause, run by a worker or by the sweep, resumable.

A package registers ``@handler("registry.import", _("…"))`` on a callable ``(job, at) -> dict`` that does the work in
chunks, calls ``report`` after each, and survives being called again after a crash. The module that registers is
imported at start-up (its package's ``apps.py``): a worker knows no kind that nobody imported.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from intranet.core import clock
from intranet.core.enums import JobState
from intranet.core.languages import reader_language
from intranet.core.models import Account, Job
from intranet.core.refusals import Refusal

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

logger = logging.getLogger(__name__)

Handler = Callable[[Job, datetime], dict[str, Any]]
STALE_AFTER = timedelta(minutes=6)  # longer than a task may run: the worker of such a job is dead
ATTEMPTS = 3
LANGUAGE = "language"  # in the payload of every job

_handlers: dict[str, Handler] = {}
_names: dict[str, str | _StrPromise] = {}
_nudge: Callable[[int], None] | None = None


class JobRefused(Refusal):
    """The work cannot be done; the message is a sentence for the person who started it."""


def handler(kind: str, name: str | _StrPromise) -> Callable[[Handler], Handler]:
    """Register the callable that does the work of ``kind``, and what people call that work."""

    def register(function: Handler) -> Handler:
        _handlers[kind], _names[kind] = function, name
        return function

    return register


def name_of(kind: str) -> str:
    """Return what people call a kind of work, in the reader's language."""
    return str(_names.get(kind, kind))


def set_nudge(nudge: Callable[[int], None]) -> None:
    """Say how to wake a worker for a job; the composition root calls it, so that no room knows Celery."""
    global _nudge  # noqa: PLW0603 - set once, at start-up
    _nudge = nudge


def start(kind: str, payload: dict[str, Any], *, started_by: Account | None, at: datetime, total: int = 0) -> Job:
    """Record a job in the caller's transaction; on commit a worker is nudged, and the sweep is the net below.

    The job speaks the language of its starter: its failure is told in it.
    """
    job = Job.objects.create(
        kind=kind,
        payload={**payload, LANGUAGE: reader_language()},
        started_by=started_by,
        created_at=at,
        total=total,
    )
    transaction.on_commit(partial(_wake, job.pk), robust=True)
    return job


def _wake(job_id: int) -> None:
    if _nudge is not None:
        _nudge(job_id)


def report(job: Job, *, done: int, at: datetime, total: int | None = None) -> None:
    """Write how far the work has come, and that its worker lives.

    ``at`` is the job's own moment, which all its rows bear. The sign of life is the present one: a job that runs for
    longer than ``STALE_AFTER`` would otherwise be taken for dead and be run twice.
    """
    job.done, job.heartbeat_at = done, max(at, clock.now())
    if total is not None:
        job.total = total
    job.save(update_fields=["done", "total", "heartbeat_at"])


def run(job_id: int, *, at: datetime) -> bool:
    """Do the work of a job unless another worker has it; return whether it was done here."""
    claimed = Job.objects.filter(_waiting(at), pk=job_id).update(
        state=JobState.RUNNING, heartbeat_at=at, attempts=F("attempts") + 1
    )
    if not claimed:
        return False
    job = Job.objects.get(pk=job_id)
    with translation.override(job.payload.get(LANGUAGE) or translation.get_language()):
        _work(job, at)
    job.finished_at = max(at, clock.now())
    job.save(update_fields=["state", "error", "result", "finished_at"])
    return job.state == JobState.DONE


def _work(job: Job, at: datetime) -> None:
    """Call the handler and note how it ended; the work of a failed job is its own to undo or to resume."""
    try:
        if job.attempts > ATTEMPTS:
            raise JobRefused(_("The work was interrupted three times and was given up. Start it again."))
        job.result = _handlers[job.kind](job, at)
        job.state, job.error = JobState.DONE, ""
    except Refusal as refusal:
        job.state, job.error = JobState.FAILED, str(refusal)
    except Exception:
        logger.exception("Job %s of kind %s failed.", job.pk, job.kind)
        job.state = JobState.FAILED
        job.error = _("Something broke here, and the work was not finished. Those who run the site find it in the log.")


def waiting(*, at: datetime) -> list[int]:
    """Return the jobs that no worker has taken, and those whose worker died, the oldest first."""
    return list(Job.objects.filter(_waiting(at)).order_by("created_at", "pk").values_list("pk", flat=True))


def waiting_count(*, cap: int = 1000) -> int:
    """Return how many jobs no worker has taken; counting stops at ``cap``."""
    return Job.objects.filter(state=JobState.WAITING)[:cap].count()


def _waiting(at: datetime) -> Q:
    return Q(state=JobState.WAITING) | Q(state=JobState.RUNNING, heartbeat_at__lt=at - STALE_AFTER)


def run_waiting(*, at: datetime) -> int:
    """Run what no worker has taken: the net below the nudge. Return how many were done."""
    return sum(run(pk, at=at) for pk in waiting(at=at))


def nudge_waiting(*, at: datetime) -> int:
    """Wake workers for what none has taken, where there are workers; return for how many."""
    found = waiting(at=at)
    for pk in found:
        _wake(pk)
    return len(found)
