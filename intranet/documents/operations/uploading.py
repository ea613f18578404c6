"""A file between its upload and the draft: kept, read by a worker, its unplaced text decided on by a person."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.core import audit, jobs
from intranet.core.models import Account, Job
from intranet.core.refusals import Refusal
from intranet.documents.models import TextUpload
from intranet.documents.operations.drafts import BEGINNING, Decision, as_json, decisions_from, draft_from, settled
from intranet.documents.reading import CannotRead, Draft, read
from intranet.documents.reading.formats import format_of

READ = "documents.read"
LONGEST_REASON = 300
STEPS = 20


class CannotDecide(Refusal):
    """Nothing was decided; the message says why."""


class UsedAlready(Refusal):
    """The text of the file is in a draft already; a second click changes nothing."""


@transaction.atomic
def keep_upload(
    *,
    file_name: str,
    data: bytes,
    kind: str,
    language: str,
    at: datetime,
    actor: Account,
    place: int | None = None,
    page: int | None = None,
    translates: int | None = None,
) -> TextUpload:
    """Keep a file and have a worker read it.

    ``page`` has a newer text in it, ``translates`` is the page that it is a translation of; else a page is to be made
    at ``place``.

    Raises CannotRead for a file that is seen at once not to be readable: then nothing is kept.
    """
    format_of(data, file_name)
    upload = TextUpload.objects.create(
        file_name=file_name.replace("\0", "")[-255:],
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        kind=kind,
        language=language,
        is_newer_text=page is not None,
        place_id=place,
        page_id=page or translates,
        uploaded_at=at,
        uploaded_by=actor,
    )
    upload.job = jobs.start(READ, {"upload": upload.pk}, started_by=actor, at=at)
    upload.save(update_fields=["job"])
    audit.record("documents.uploaded", at=at, actor=actor, subject=upload, kind=kind, language=language)
    return upload


@jobs.handler(READ, gettext_lazy("Reading of a document"))
def read_upload(job: Job, at: datetime) -> dict[str, Any]:
    """Read the file of a job; a worker that dies leaves nothing half read, and the next one begins anew.

    Raises JobRefused with the reader's sentence; then the file is not kept either.
    """
    upload = TextUpload.objects.filter(pk=job.payload["upload"]).first()
    if upload is None:
        raise jobs.JobRefused(_("The file is no longer kept. Choose it again."))
    try:
        draft = read(
            bytes(upload.data),
            filename=upload.file_name,
            kind=upload.kind,
            language=upload.language,
            progress=_teller(job, at),
        )
    except CannotRead as refusal:
        TextUpload.objects.filter(pk=upload.pk).update(data=b"")
        raise jobs.JobRefused(str(refusal)) from None
    TextUpload.objects.filter(pk=upload.pk, used_at=None).update(draft=as_json(draft))
    jobs.report(job, done=draft.receipt.lines, at=at, total=draft.receipt.lines)
    return {"lines": draft.receipt.lines, "unplaced": len(draft.receipt.unplaced)}


def _teller(job: Job, at: datetime) -> Callable[[int, int], None]:
    """Return what is told how far the reading is; it writes some twenty times, however many steps there are."""
    last = 0

    def tell(done: int, total: int) -> None:
        nonlocal last
        step = done * STEPS // total if total else 0
        if step > last:
            last = step
            jobs.report(job, done=done, total=total, at=at)

    return tell


def draft_of(upload: TextUpload) -> Draft:
    """Return what was read from a file, with its unplaced text where a person put it."""
    return settled(draft_from(upload.draft), decisions_from(upload.decisions))


@transaction.atomic
def decide(*, upload: TextUpload, decisions: Mapping[int, Decision], at: datetime, actor: Account) -> TextUpload:
    """Say what becomes of text that found no place. Raises CannotDecide, UsedAlready."""
    row = open_upload(upload)
    draft = draft_from(row.draft)
    for place, each in decisions.items():
        if not 0 <= place < len(draft.receipt.unplaced):
            raise CannotDecide(_("The file has no such text. Look at its receipt again."))
        if each.after is None and not each.reason.strip():
            raise CannotDecide(_("Say why the text is left out: the receipt keeps the reason."))
        if each.after is not None and not BEGINNING <= each.after < len(draft.blocks):
            raise CannotDecide(_("The text has no such place. Choose the clause again."))
        reason = each.reason.replace("\0", "").strip()[:LONGEST_REASON]
        row.decisions[str(place)] = {"after": each.after, "reason": "" if each.after is not None else reason}
    row.save(update_fields=["decisions"])
    audit.record("documents.text_placed", at=at, actor=actor, subject=row, count=len(decisions))
    return row


def open_upload(upload: TextUpload) -> TextUpload:
    """Return the row of a file, locked until the end of the transaction. Raises UsedAlready where it is in a draft."""
    row = TextUpload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if row.used_at is not None:
        raise UsedAlready(_("The text of this file is in a draft already. Nothing was done again."))
    if not row.draft:
        raise CannotDecide(_("The file has not been read yet. Wait until it is."))
    return row


def close_upload(row: TextUpload, *, page: int, at: datetime) -> None:
    """Note into which page the text went; the original is kept with the document from now on."""
    row.page_id, row.used_at, row.data, row.draft = page, at, b"", {}
    row.save(update_fields=["page", "used_at", "data", "draft"])


def placed_by_hand(upload: TextUpload) -> list[str]:
    """Return the text that found no place and that a person gave one."""
    texts = draft_from(upload.draft).receipt.unplaced
    return [texts[place] for place, each in sorted(decisions_from(upload.decisions).items()) if each.after is not None]
