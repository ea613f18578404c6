"""Imports at once and imports killed, with real processes on PostgreSQL: no duplicates, nothing half done (law 12)."""

from __future__ import annotations

import json
import multiprocessing
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections

from intranet.core import clock, jobs
from intranet.core.enums import JobState
from intranet.core.models import Job
from intranet.registry.models import Certificate, ImportBatch, Leaf, Upload
from intranet.registry.operations import uploading
from intranet.registry.operations.importing import import_rows
from intranet.registry.operations.uploading import keep_upload, start_import
from tests import faults
from tests.factories import registry as make
from tests.factories.people import AccountFactory
from tests.faults import sizes, wait_until
from tests.integration.test_registry_import_files import HEADING, book, comma, row, saved

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
AT = datetime(2026, 2, 16, 10, tzinfo=UTC)
ROWS = 200


def rows(first: int, last: int, **changes: Any) -> list[list[Any]]:
    return [row(topic=f"Тема {number}", **changes) for number in range(first, last)]


def as_csv(first: int, last: int) -> bytes:
    return comma(*rows(first, last))


def as_xlsx(first: int, last: int) -> bytes:
    return saved(book(*rows(first, last, hours=30, issue_date=date(2026, 2, 14))))


def numbered(first: int, last: int) -> bytes:
    cells = [[f"{number}/А", *each] for number, each in zip(range(first, last), rows(first, last), strict=True)]
    return comma(*cells, heading=["Номер", *HEADING])


def _import(data: bytes, started: Any, told: Any) -> None:
    connections.close_all()
    started.wait()
    outcome = import_rows(data=data, file_name="група", at=AT)
    told.put((outcome.accepted, outcome.already_there, outcome.rejected_rows))
    connections.close_all()


def at_once(*files: bytes) -> list[tuple[int, int, int]]:
    """Import each file in a process of its own, all begun at the same moment; return what each was told."""
    make.SignatoryFactory()
    connections.close_all()
    context = multiprocessing.get_context("fork")
    started, told = context.Barrier(len(files)), context.Queue()
    processes = [context.Process(target=_import, args=(data, started, told)) for data in files]
    for process in processes:
        process.start()
    answers = [told.get(timeout=60) for _process in processes]
    for process in processes:
        process.join(60)
    return answers


@pytest.mark.parametrize(
    "files",
    [
        [as_csv(0, ROWS)] * 3,
        [as_csv(0, ROWS), as_xlsx(0, ROWS), as_csv(0, ROWS), as_xlsx(0, ROWS)],
        [as_csv(0, 150), as_csv(100, ROWS), as_xlsx(50, 180)],
        [numbered(0, 150), numbered(100, ROWS), numbered(50, 180)],
    ],
    ids=["one file", "csv and xlsx", "overlapping", "overlapping, with numbers"],
)
def test_what_several_people_import_at_once_is_there_once(files: list[bytes]) -> None:
    answers = at_once(*files)
    assert sum(accepted for accepted, _there, _rejected in answers) == ROWS == Certificate.objects.count()
    assert {rejected for _accepted, _there, rejected in answers} == {0}
    assert Certificate.objects.values("topic").distinct().count() == ROWS
    assert Certificate.objects.values("record_number").distinct().count() == ROWS
    assert Leaf.objects.values("certificate").distinct().count() == Leaf.objects.count() == ROWS
    assert sum(ImportBatch.objects.values_list("accepted", flat=True)) == ROWS


@pytest.mark.parametrize(("count", "kills"), sizes(short=(8000, 1), long=(40_000, 2)))
def test_a_worker_killed_in_the_middle_of_an_import_leaves_nothing_and_the_next_does_all(
    count: int, kills: int
) -> None:
    make.SignatoryFactory()
    actor = AccountFactory()
    issued = clock.today() - timedelta(days=3)
    data = comma(*rows(0, count, issue_date=issued.isoformat()))
    options = {"is_historical": False, "mend": False, "series": None, "common": {}}
    upload = keep_upload(file_name="велика.csv", data=data, options=options, at=clock.now(), actor=actor)
    job = start_import(upload=upload, rows=count, at=clock.now(), actor=actor)
    for _kill in range(kills):
        worker = faults.manage("sweep", "--json")
        wait_until(lambda: _is_writing(job.pk, count), seconds=120, otherwise="the worker never wrote anything")
        faults.kill(worker)
        wait_until(lambda: not faults.writing_to("registry_leaf"), seconds=30, otherwise="its locks stayed")
        assert (Certificate.objects.count(), Leaf.objects.count(), ImportBatch.objects.count()) == (0, 0, 0)
        assert Job.objects.get(pk=job.pk).state == JobState.RUNNING
        Job.objects.update(heartbeat_at=clock.now() - 2 * jobs.STALE_AFTER, done=0)
    for _time in range(2):
        assert json.loads(faults.manage("sweep", "--json").communicate(timeout=600)[0])["failed"] == 0
    job.refresh_from_db()
    assert (job.state, job.result["accepted"], job.result["rejected"]) == (JobState.DONE, count, 0)
    assert Upload.objects.get().batch == ImportBatch.objects.get()
    numbers = set(Certificate.objects.values_list("record_number", flat=True))
    assert {int(number.rpartition("-")[2]) for number in numbers} == set(range(1, count + 1)), "the numbers have a gap"
    assert Leaf.objects.filter(event="issued").count() == count


def _is_writing(job: int, count: int) -> bool:
    """Say whether the job has checked the file and writes it: into the log too, which nothing else does here."""
    return Job.objects.get(pk=job).done >= count and faults.writing_to("registry_leaf")


def _run_job(job: int, at: datetime, written: Any = None, go: Any = None) -> None:
    """Do the job; with ``written`` and ``go``, stand still between the last row and the end of the transaction."""
    connections.close_all()
    if go is not None:
        import_at_once = uploading._import

        def slowly(*what: Any) -> Any:
            outcome = import_at_once(*what)
            written.set()
            assert go.wait(60)
            return outcome

        uploading._import = slowly
    jobs.run(job, at=at)
    connections.close_all()


def test_a_job_taken_up_again_while_its_first_worker_still_commits_ends_as_done() -> None:
    make.SignatoryFactory()
    actor = AccountFactory()
    upload = keep_upload(
        file_name="повільна.csv",
        data=as_csv(0, ROWS),
        options={"is_historical": False, "mend": False, "series": None, "common": {}},
        at=AT,
        actor=actor,
    )
    job = start_import(upload=upload, rows=ROWS, at=AT, actor=actor)
    connections.close_all()
    context = multiprocessing.get_context("fork")
    written, go = context.Event(), context.Event()
    first = context.Process(target=_run_job, args=(job.pk, AT, written, go))
    first.start()
    assert written.wait(60)
    Job.objects.update(heartbeat_at=AT - 2 * jobs.STALE_AFTER)
    connections.close_all()
    second = context.Process(target=_run_job, args=(job.pk, AT))
    second.start()
    wait_until(_somebody_waits_for_a_row, seconds=60, otherwise="the second worker never came to the file")
    go.set()
    for process in (first, second):
        process.join(60)
        assert process.exitcode == 0
    job.refresh_from_db()
    assert (job.state, job.error, job.attempts) == (JobState.DONE, "", 2)
    assert job.result == {"accepted": ROWS, "already_there": 0, "rejected": 0}
    assert (Certificate.objects.count(), ImportBatch.objects.count()) == (ROWS, 1)


def _somebody_waits_for_a_row() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])
