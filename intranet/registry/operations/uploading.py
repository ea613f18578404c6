"""A file between its upload and its import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.core import audit, jobs
from intranet.core.enums import JobState
from intranet.core.models import Account, Job
from intranet.core.refusals import Refusal
from intranet.registry.models import Series, Upload
from intranet.registry.operations.importing import Choice, Finding, Options, Outcome, import_file
from intranet.registry.queries.mappings import remembered
from intranet.registry.tables.headings import Layout
from intranet.registry.tables.reading import Unreadable, read

IMPORT = "registry.import"
DONE = "done"  # in the options of a file: what came of its import
MOST_AT_ONCE = 5000  # rows that somebody waits for; more are a job


class ImportedAlready(Refusal):
    """The file was imported, or is being imported; a second click changes nothing."""


@transaction.atomic
def keep_upload(*, file_name: str, data: bytes, options: dict[str, Any], at: datetime, actor: Account) -> Upload:
    """Keep an uploaded file until it is imported; retention removes it later.

    Columns that somebody mapped for a file with the same headings are mapped alike.
    """
    upload = Upload.objects.create(
        file_name=file_name[-255:],
        data=data,
        options={**options, "sheets": _as_before(data)},
        uploaded_at=at,
        uploaded_by=actor,
    )
    audit.record("registry.uploaded", at=at, actor=actor, subject=upload, file=file_name[-255:])
    return upload


def _as_before(data: bytes) -> dict[str, Any]:
    try:
        found = {sheet.name: remembered(sheet) for sheet in read(data)}
    except Unreadable:
        return {}
    return {
        name: {"heading": list(layout.heading), "places": dict(layout.places)}
        for name, layout in found.items()
        if layout
    }


@transaction.atomic
def choose(*, upload: Upload, sheet: str, layout: Layout, common: Mapping[str, str], is_left_out: bool) -> Upload:
    """Say how a sheet of an uploaded file is to be read."""
    row = Upload.objects.select_for_update().get(pk=upload.pk)
    sheets = row.options.setdefault("sheets", {})
    sheets[sheet] = {
        "heading": list(layout.heading),
        "places": dict(layout.places),
        "common": dict(common),
        "is_left_out": is_left_out,
    }
    row.options.pop("cures", None)  # taken for cells that may be others now
    row.save(update_fields=["options"])
    return row


@transaction.atomic
def take_cures(*, upload: Upload, findings: Iterable[Finding]) -> int:
    """Put what was proposed in the place of what stands in the cells; the file itself stays as it is."""
    row = Upload.objects.select_for_update().get(pk=upload.pk)
    cures = row.options.setdefault("cures", {})
    taken = 0
    for each in findings:
        if each.proposed:
            cures.setdefault(each.sheet, {}).setdefault(str(each.row), {})[each.column] = each.proposed
            taken += 1
    row.save(update_fields=["options"])
    return taken


@transaction.atomic
def give_reason(*, upload: Upload, reason: str) -> Upload:
    """Say why the late certificates of the file are registered late, once for all of them (REG-10)."""
    row = Upload.objects.select_for_update().get(pk=upload.pk)
    row.options["reason"] = reason.strip()[:300]
    row.save(update_fields=["options"])
    return row


@transaction.atomic
def start_import(*, upload: Upload, rows: int, at: datetime, actor: Account) -> Job:
    """Have a worker import the file: too many rows for somebody to wait for. The same file twice adds nothing.

    Raises ImportedAlready while a worker has it.
    """
    row = Upload.objects.select_for_update().get(pk=upload.pk)
    _refuse_twice(row)
    job = jobs.start(IMPORT, {"upload": row.pk}, started_by=actor, at=at, total=rows)
    row.options["job"] = job.pk
    row.save(update_fields=["options"])
    return job


def _refuse_twice(row: Upload) -> None:
    if row.batch_id is not None:
        raise ImportedAlready(_("This file has been imported already. Look for it among the imports."))
    known = Job.objects.filter(pk=row.options.get("job"), state__in=[JobState.WAITING, JobState.RUNNING])
    if known.exists():
        raise ImportedAlready(_("This file is being imported already. It appears among the imports when that is done."))


@jobs.handler(IMPORT, gettext_lazy("Import of certificates"))
def do_import(job: Job, at: datetime) -> dict[str, Any]:
    """Import the file of a job, all or nothing: checked first, with its progress, then written in one transaction.

    A worker that dies leaves nothing behind; the next one begins anew. One that was only slow has done the work while
    the next was checking: both tell what was written. Raises JobRefused with the importer's sentence.
    """
    upload = Upload.objects.get(pk=job.payload["upload"])
    try:
        if DONE not in upload.options:
            look_at(upload=upload, at=at, actor=upload.uploaded_by, tell=partial(_report, job, at))
        done = _import_once(upload, at)
    except Refusal as refusal:
        raise jobs.JobRefused(str(refusal)) from None
    jobs.report(job, done=done["rows"], at=at, total=done["rows"])
    return {name: done[name] for name in ("accepted", "already_there", "rejected")}


@transaction.atomic
def _import_once(upload: Upload, at: datetime) -> dict[str, int]:
    """Import the file unless that is done, by whichever worker has its row first; return what came of it."""
    row = Upload.objects.select_for_update().get(pk=upload.pk)
    if DONE not in row.options:
        return _counts(_import(row, at, row.uploaded_by))
    return dict(row.options[DONE])


def _report(job: Job, at: datetime, rows: int) -> None:
    jobs.report(job, done=rows, at=at)


def look_at(*, upload: Upload, at: datetime, actor: Account, keeps_refused: bool = False, tell: Any = None) -> Outcome:
    """Return what the import of an uploaded file would do; nothing is written. Raises CannotImport, NoSeries."""
    return import_file(
        data=bytes(upload.data),
        file_name=upload.file_name,
        options=_options(upload),
        at=at,
        actor=actor,
        dry_run=True,
        keeps_refused=keeps_refused,
        tell=tell,
    )


@transaction.atomic
def run_upload(*, upload: Upload, at: datetime, actor: Account) -> Outcome:
    """Import an uploaded file as its options say. Raises CannotImport, NoSeries, ImportedAlready."""
    row = Upload.objects.select_for_update().get(pk=upload.pk)
    _refuse_twice(row)
    return _import(row, at, actor)


def _import(row: Upload, at: datetime, actor: Account) -> Outcome:
    outcome = import_file(data=bytes(row.data), file_name=row.file_name, options=_options(row), at=at, actor=actor)
    if outcome.batches:
        row.batch, row.options[DONE] = outcome.batches[-1], _counts(outcome)
        row.save(update_fields=["batch", "options"])
    return outcome


def _counts(outcome: Outcome) -> dict[str, int]:
    return {
        "rows": outcome.rows,
        "accepted": outcome.accepted,
        "already_there": outcome.already_there,
        "rejected": outcome.rejected_rows,
    }


def _options(upload: Upload) -> Options:
    chosen = upload.options
    choices = {
        name: Choice(
            layout=Layout(tuple(sheet["heading"]), sheet["places"]) if sheet.get("places") else None,
            common=sheet.get("common", {}),
            is_left_out=sheet.get("is_left_out", False),
        )
        for name, sheet in chosen.get("sheets", {}).items()
    }
    cures = {
        sheet: {int(row): columns for row, columns in rows.items()} for sheet, rows in chosen.get("cures", {}).items()
    }
    return Options(
        mend=chosen["mend"],
        is_historical=chosen["is_historical"],
        common=chosen["common"],
        series=Series.objects.filter(pk=chosen.get("series")).first(),
        reason=chosen.get("reason", ""),
        choices=choices,
        cures=cures,
    )
