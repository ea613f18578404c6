"""A file between its upload and its import."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from intranet.core import audit, jobs
from intranet.core.models import Account, Job
from intranet.core.refusals import Refusal
from intranet.registry.models import Upload
from intranet.registry.operations.importing import Outcome, import_rows

IMPORT = "registry.import"
MOST_AT_ONCE = 5000  # rows that somebody waits for; more are a job


@transaction.atomic
def keep_upload(*, file_name: str, data: bytes, options: dict[str, Any], at: datetime, actor: Account) -> Upload:
    """Keep an uploaded file until it is imported; retention removes it later."""
    upload = Upload.objects.create(
        file_name=file_name[-255:], data=data, options=options, uploaded_at=at, uploaded_by=actor
    )
    audit.record("registry.uploaded", at=at, actor=actor, subject=upload, file=file_name)
    return upload


@transaction.atomic
def start_import(*, upload: Upload, rows: int, at: datetime, actor: Account) -> Job:
    """Have a worker import the file: too many rows for somebody to wait for. The same file twice adds nothing."""
    return jobs.start(IMPORT, {"upload": upload.pk}, started_by=actor, at=at, total=rows)


@jobs.handler(IMPORT, gettext_lazy("Import of certificates"))
def do_import(job: Job, at: datetime) -> dict[str, Any]:
    """Import the file of a job. Raises JobRefused with the importer's sentence."""
    upload = Upload.objects.get(pk=job.payload["upload"])
    try:
        outcome = run_upload(upload=upload, at=at, actor=upload.uploaded_by)
    except Refusal as refusal:
        raise jobs.JobRefused(str(refusal)) from None
    jobs.report(job, done=outcome.rows, at=at)
    return {"accepted": outcome.accepted, "already_there": outcome.already_there, "rejected": outcome.rejected_rows}


@transaction.atomic
def run_upload(*, upload: Upload, at: datetime, actor: Account, dry_run: bool = False) -> Outcome:
    """Import an uploaded file as its options say, or only look. Raises CannotImport, NoSeries."""
    outcome = import_rows(
        data=bytes(upload.data),
        file_name=upload.file_name,
        at=at,
        actor=actor,
        mend=upload.options["mend"],
        is_historical=upload.options["is_historical"],
        common=upload.options["common"],
        dry_run=dry_run,
    )
    if outcome.batches:
        upload.batch = outcome.batches[-1]
        upload.save(update_fields=["batch"])
    return outcome
