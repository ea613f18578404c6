"""Signed files that come back in bulk: matched with their certificates, each outcome named (DOC-07)."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from django.core.files import File
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.core import audit, jobs
from intranet.core.models import Account, Job
from intranet.registry import papers
from intranet.registry.enums import ReturnOutcome, Signing
from intranet.registry.models import Certificate, CertificateQuerySet, Signature, SignedBatch
from intranet.registry.operations.signing import CannotSign, check_day, locked_signatures, store, tell_ready
from intranet.registry.rules import keys
from intranet.registry.rules.codes import addressed_codes, codes_in
from intranet.registry.rules.signed_files import LARGEST, SignedFile, part, read_signed, stems

TAKE_OVER = "registry.signed_files"
MOST_FILES = 5000
LARGEST_WHOLE = 500_000_000  # unpacked
NOW_FILES, NOW_BYTES = 50, 20_000_000  # that somebody waits for; more are a job
FILES_AT_ONCE = 25
IGNORED = ("__MACOSX/", ".DS_Store", "Thumbs.db")
BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)


@dataclass(frozen=True)
class Returned:
    """One file that came back; no bytes where it is too large or damaged."""

    name: str
    data: bytes
    problem: ReturnOutcome | None = None


@transaction.atomic
def keep_returned(
    *, files: Iterable[tuple[str, IO[bytes]]], signed_on: date, at: datetime, actor: Account | None = None
) -> SignedBatch:
    """Keep files that came back until they are taken over, zips among them unpacked. Raises CannotSign."""
    check_day(signed_on, at=at)
    names: list[str] = []
    batch = SignedBatch(signed_on=signed_on, uploaded_at=at, uploaded_by=actor)
    with tempfile.TemporaryFile() as whole:
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
            for name, file in files:
                names.append(name)
                for each in _unpacked(name, file):
                    if len(archive.namelist()) >= MOST_FILES or whole.tell() > LARGEST_WHOLE:
                        raise CannotSign(_too_much())
                    entry = zipfile.ZipInfo(f"{len(archive.namelist())}/{each.name}")
                    entry.comment = (each.problem or "").encode()
                    archive.writestr(entry, each.data or b"")
            count = len(archive.namelist())
        if not count:
            raise CannotSign(_("There are no files in it. Choose the signed files, or a zip of them."))
        size = whole.tell()
        whole.seek(0)
        batch.file_name = ", ".join(names)[:255]
        batch.file.save(f"{get_random_string(32)}.zip", File(whole), save=False)
    batch.save()
    if count > NOW_FILES or size > NOW_BYTES:
        batch.job = jobs.start(TAKE_OVER, {"batch": batch.pk}, started_by=actor, at=at, total=count)
        batch.save(update_fields=["job"])
    audit.record("registry.signed_files_kept", at=at, actor=actor, subject=batch, files=count)
    return batch


def _too_much() -> str:
    return _("This is too much at once: at most %(files)s files and %(megabytes)s MB. Return them in parts.") % {
        "files": MOST_FILES,
        "megabytes": LARGEST_WHOLE // 1_000_000,
    }


def _unpacked(name: str, file: IO[bytes]) -> Iterator[Returned]:
    """Yield the file, or what is in it where it is a zip that is no signed container."""
    try:
        archive = zipfile.ZipFile(file)
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except BROKEN:
        file.seek(0)
        data = file.read(LARGEST + 1)
        yield Returned(_plain(name), data) if len(data) <= LARGEST else _without(name, ReturnOutcome.TOO_LARGE)
        return
    if any(entry.filename.lower().startswith("meta-inf/") for entry in entries):
        file.seek(0)
        yield Returned(_plain(name), file.read(LARGEST + 1))
        return
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > LARGEST_WHOLE:
        raise CannotSign(_too_much())
    for entry in entries:
        if not entry.filename.startswith(IGNORED[0]) and not entry.filename.endswith(IGNORED[1:]):
            yield _entry(archive, entry)


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Returned:
    try:
        data = part(archive, entry)
    except BROKEN:
        return _without(entry.filename, ReturnOutcome.UNREADABLE)
    return (
        Returned(_plain(entry.filename), data)
        if data is not None
        else _without(entry.filename, ReturnOutcome.TOO_LARGE)
    )


def _without(name: str, problem: ReturnOutcome) -> Returned:
    return Returned(_plain(name), b"", problem)


def _plain(name: str) -> str:
    """Return the last part of a name, without what cannot be shown or stored."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())[-200:] or "?"


@jobs.handler(TAKE_OVER, gettext_lazy("Signed files that came back"))
def do_take_over(job: Job, at: datetime) -> dict[str, Any]:
    """Take over the files of a job; called again after a crash it goes on after the last chunk that was written."""
    batch = SignedBatch.objects.get(pk=job.payload["batch"])
    take_over(batch=batch, at=at, job=job)
    return counts(batch)


def counts(batch: SignedBatch) -> dict[str, int]:
    """Count the outcomes of a batch."""
    found: dict[str, int] = {}
    for each in batch.outcomes:
        found[each["outcome"]] = found.get(each["outcome"], 0) + 1
    return found


def take_over(*, batch: SignedBatch, at: datetime, job: Job | None = None) -> SignedBatch:
    """Match the files of a batch with certificates, some in a transaction, and let go of what was uploaded."""
    if batch.finished_at is not None:
        return batch
    with batch.file.open("rb") as file, zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        while len(batch.outcomes) < len(entries):
            done = len(batch.outcomes)
            _take_some(batch, [_reread(archive, entry) for entry in entries[done : done + FILES_AT_ONCE]], at=at)
            if job is not None:
                jobs.report(job, done=len(batch.outcomes), at=at)
    _finish(batch, at=at)
    return batch


def _reread(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Returned:
    problem = ReturnOutcome(entry.comment.decode()) if entry.comment else None
    return Returned(entry.filename.partition("/")[2], archive.read(entry), problem)


@transaction.atomic
def _finish(batch: SignedBatch, *, at: datetime) -> None:
    stored = batch.file.name or ""
    batch.finished_at, batch.file = at, ""
    batch.save(update_fields=["finished_at", "file"])
    audit.record("registry.signed_files_taken", at=at, actor=batch.uploaded_by, subject=batch, **counts(batch))
    transaction.on_commit(lambda: batch.file.storage.delete(stored))


@transaction.atomic
def _take_some(batch: SignedBatch, files: list[Returned], *, at: datetime) -> None:
    for each in files:
        outcome, certificate = _take(each, batch, at=at)
        batch.outcomes.append(
            {
                "file": each.name,
                "outcome": outcome.value,
                "certificate": certificate.pk if certificate else None,
                "number": certificate.record_number if certificate else "",
            }
        )
    batch.save(update_fields=["outcomes"])


def _take(each: Returned, batch: SignedBatch, *, at: datetime) -> tuple[ReturnOutcome, Certificate | None]:
    """Take one file over, or say why not."""
    found = None if each.problem else read_signed(each.data)
    if found is None:
        return each.problem or ReturnOutcome.UNREADABLE, None
    digest = hashlib.sha256(each.data).hexdigest()
    if known := Signature.objects.filter(sha256=digest).select_related("certificate").first():
        return ReturnOutcome.ALREADY_THERE, known.certificate
    if not found.is_signed:
        return ReturnOutcome.NOT_SIGNED, None
    named, inside = _by_name(each.name), _by_content(found)
    if named and inside and named.pk != inside.pk:
        return ReturnOutcome.MISNAMED, named
    certificate = inside or named
    if certificate is None:
        return ReturnOutcome.UNKNOWN, None
    return _record(certificate, each.name, each.data, found, batch, at=at), certificate


def _record(
    certificate: Certificate, name: str, data: bytes, found: SignedFile, batch: SignedBatch, *, at: datetime
) -> ReturnOutcome:
    if certificate.withdrawn_at or certificate.superseded_on or certificate.annulled_on:
        return ReturnOutcome.NOT_STANDING
    if batch.signed_on < certificate.issue_date:
        return ReturnOutcome.TOO_EARLY
    [signature] = locked_signatures([certificate.pk], signing=Signing.QUALIFIED)
    if signature.signed_on is not None:
        return ReturnOutcome.OTHER_FILE
    signature.signing = Signing.QUALIFIED
    signature.signed_on, signature.recorded_at, signature.recorded_by = batch.signed_on, at, batch.uploaded_by
    store(signature, data, name=name, ending=found.container.value)
    signature.save()
    tell_ready([certificate.pk], at=at)
    return ReturnOutcome.MATCHED


def _by_name(name: str) -> Certificate | None:
    """Return the certificate whose record number is the file's name; the version that stands before all others."""
    for stem in stems(name):
        if key := keys.number_key(stem):
            found = _only(Certificate.objects.filter(number_key=key, superseded_on=None, withdrawn_at=None))
            found = found or _only(Certificate.objects.filter(number_key=key, superseded_on=None))
            if found:
                return found
    return None


def _only(rows: CertificateQuerySet) -> Certificate | None:
    """Return the one row; two numbers that differ in punctuation alone are told apart by what is in the file."""
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None


def _by_content(found: SignedFile) -> Certificate | None:
    """Return the certificate of the PDF inside: by its checksum, by the verify address, by the code in its words."""
    if not found.pdf:
        return None
    digest = hashlib.sha256(found.pdf).hexdigest()
    by_sum = Certificate.objects.filter(signature__original_sha256=digest)
    if one := by_sum.first() or _of_codes(addressed_codes(found.pdf.decode("latin-1"))):
        return one
    try:
        return _of_codes(codes_in(papers.text_of(found.pdf)))
    except papers.NotReadable:
        return None


def _of_codes(codes: list[str]) -> Certificate | None:
    return Certificate.objects.filter(code__in=codes).first() if codes else None
