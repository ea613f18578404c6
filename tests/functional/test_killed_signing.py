"""A worker that is killed while it makes the file of a run loses nothing and leaves nothing half made (DOC-07)."""

from __future__ import annotations

import zipfile
from datetime import timedelta

import pytest
from django.db.models import F

from intranet.core import clock, jobs
from intranet.core.enums import JobState
from intranet.core.models import Job
from intranet.registry import printing
from intranet.registry.enums import Signing
from intranet.registry.models import PrintRun, Series, Signature
from intranet.registry.operations.issuing import issue_many
from intranet.registry.operations.signing import SHEETS_AT_ONCE, make_run
from intranet.registry.queries.signing import Wanted
from tests import faults
from tests.factories.registry import SignatoryFactory, ValuesFactory
from tests.faults import sizes, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres, pytest.mark.usefixtures("institution")]


@pytest.mark.parametrize("sheets", sizes(short=(150,), long=(2000,)))
def test_a_zip_to_be_signed_is_whole_after_its_maker_was_killed(sheets: int) -> None:
    SignatoryFactory()
    Series.objects.update(signing=Signing.QUALIFIED)
    issue_many(values=[ValuesFactory(late_reason="пізно") for _each in range(sheets)], at=clock.now())
    run = make_run(signing=Signing.QUALIFIED, wanted=Wanted(), at=clock.now())
    maker = faults.manage("sweep")
    try:
        wait_until(
            lambda: Job.objects.get(pk=run.job_id).done >= SHEETS_AT_ONCE, seconds=120, otherwise="it never began"
        )
    finally:
        faults.kill(maker)
    assert Job.objects.get(pk=run.job_id).state == JobState.RUNNING
    assert PrintRun.objects.get().file_made_at is None
    Job.objects.update(heartbeat_at=F("heartbeat_at") - jobs.STALE_AFTER - timedelta(minutes=1))
    assert jobs.run(run.job_id, at=clock.now())
    run.refresh_from_db()
    rows = [each.certificate for each in Signature.objects.select_related("certificate").order_by("certificate")]
    with zipfile.ZipFile(run.file.open("rb")) as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == sorted(f"{row.record_number}.pdf" for row in rows)
        assert archive.read(f"{rows[0].record_number}.pdf") == printing.pdf(rows[0])
    assert len(rows) == sheets
    assert not Signature.objects.filter(original_sha256="").exists()
