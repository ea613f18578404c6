"""Having certificates signed: print runs, and recording that they were signed (DOC-07)."""

from __future__ import annotations

import hashlib
import io
import tempfile
import zipfile
from collections.abc import Collection, Iterator
from datetime import date, datetime
from itertools import islice
from typing import IO, Any

import pypdfium2
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.core import audit, clock, jobs
from intranet.core.models import Account, Job
from intranet.core.refusals import Refusal
from intranet.registry import printing
from intranet.registry.enums import HolderCause, Signing
from intranet.registry.models import Certificate, HolderTelling, PrintRun, Signature
from intranet.registry.queries import signing as queries
from intranet.registry.queries.signing import Wanted
from intranet.registry.rules.signed_files import safe_name

RUN = "registry.print_run"
MOST_OF_A_RUN = 5000
SHEETS_AT_ONCE = 50
SHEETS_OF_A_FILE = 500  # of one PDF; more come as several in a zip
SCAN_MARKS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}


class CannotSign(Refusal):
    """The certificates cannot be given out to be signed, or cannot be recorded as signed."""


# --- Runs ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def make_run(*, signing: Signing, wanted: Wanted, at: datetime, actor: Account | None = None) -> PrintRun:
    """Put what waits for a signature into a run; a worker makes its file. Raises CannotSign.

    A certificate that was in an earlier run and is still unsigned goes over to this one.
    """
    keys = list(queries.unsigned(signing, wanted).values_list("pk", flat=True)[: MOST_OF_A_RUN + 1])
    if not keys:
        raise CannotSign(_("Nothing waits to be signed in this way. Choose another series, import or period."))
    if len(keys) > MOST_OF_A_RUN:
        raise CannotSign(
            _("More than %(most)s certificates wait. Choose a series, an import or a shorter period.")
            % {"most": MOST_OF_A_RUN}
        )
    run = PrintRun.objects.create(signing=signing, made_at=at, made_by=actor, size=len(keys))
    run.job = jobs.start(RUN, {"run": run.pk}, started_by=actor, at=at, total=len(keys))
    run.save(update_fields=["job"])
    Signature.objects.bulk_create(
        [Signature(certificate_id=key, signing=signing, run=run) for key in keys],
        batch_size=1000, update_conflicts=True, unique_fields=["certificate"], update_fields=["signing", "run"],
    )  # fmt: skip
    audit.record("registry.run_made", at=at, actor=actor, subject=run, signing=signing, count=len(keys))
    return run


@transaction.atomic
def make_file_again(*, run: PrintRun, at: datetime, actor: Account | None = None) -> PrintRun:
    """Have the file of a run made anew, of what is still in it."""
    run.job = jobs.start(RUN, {"run": run.pk}, started_by=actor, at=at, total=run.size)
    run.save(update_fields=["job"])
    return run


@jobs.handler(RUN, gettext_lazy("Certificates to be signed, as one file"))
def do_run(job: Job, at: datetime) -> dict[str, Any]:
    """Make the file of a run. After a crash it is made from the beginning: the same certificates give the same bytes.

    What was half made is gone with the process that made it. Raises JobRefused.
    """
    run = PrintRun.objects.get(pk=job.payload["run"])
    with tempfile.TemporaryFile() as file:
        made = _write(run, file, job, at)
        if not made:
            raise jobs.JobRefused(
                _("Nothing is left in this run: its certificates went into another, or no longer stand.")
            )
        file.seek(0)
        _keep_file(run, file, at=at)
    return {"certificates": made}


def _keep_file(run: PrintRun, file: IO[bytes], *, at: datetime) -> None:
    """Store the file under the name that the run has had from its first try on, so that no try leaves one behind."""
    storage = run.file.storage
    name = run.file.name or ""
    if not name:
        ending = "pdf" if _is_one_pdf(run) else "zip"
        name = f"signing/{get_random_string(32)}.{ending}"
        run.file.name = name
        run.save(update_fields=["file"])
    storage.delete(name)
    storage.save(name, File(file))
    run.file_made_at = at
    run.save(update_fields=["file_made_at"])


def _is_one_pdf(run: PrintRun) -> bool:
    return run.signing == Signing.PAPER and run.size <= SHEETS_OF_A_FILE


def _write(run: PrintRun, file: IO[bytes], job: Job, at: datetime) -> int:
    """Write the sheets of a run and return how many; what no longer stands is left out."""
    sheets = _counted(_sheets(run), job, at)
    if _is_one_pdf(run):
        pdf, made = _joined(sheets)
        file.write(pdf)
        return made
    made = 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        if run.signing == Signing.PAPER:
            number = 0
            while (joined := _joined(islice(sheets, SHEETS_OF_A_FILE)))[1]:
                number += 1
                made += joined[1]
                archive.writestr(f"{number:02}.pdf", joined[0])
            return made
        names: set[str] = set()
        for certificate, pdf in sheets:
            archive.writestr(_unused(safe_name(certificate.record_number), names) + ".pdf", pdf)
            made += 1
    return made


def _sheets(run: PrintRun) -> Iterator[tuple[Certificate, bytes]]:
    """Yield the certificates of a run with their PDFs, the checksums written down as they go. Raises CannotPrint."""
    made = printing.pdfs(_rows(run))
    while some := list(islice(made, SHEETS_AT_ONCE)):
        sums = {certificate.pk: hashlib.sha256(pdf).hexdigest() for certificate, pdf in some}
        signatures = list(Signature.objects.filter(certificate__in=sums))
        for signature in signatures:
            signature.original_sha256 = sums[signature.certificate_id]
        Signature.objects.bulk_update(signatures, ["original_sha256"])
        yield from some


def _rows(run: PrintRun) -> Iterator[Certificate]:
    """Yield what of a run still stands, in the order of issue, some at a time."""
    rows = queries.of_run(run).filter(withdrawn_at=None, superseded_on=None, annulled_on=None)
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), SHEETS_AT_ONCE):
        yield from rows.select_related("form", "kind").filter(pk__in=keys[start : start + SHEETS_AT_ONCE])


def _counted(
    sheets: Iterator[tuple[Certificate, bytes]], job: Job, at: datetime
) -> Iterator[tuple[Certificate, bytes]]:
    for number, sheet in enumerate(sheets, start=1):
        yield sheet
        if number % SHEETS_AT_ONCE == 0:
            jobs.report(job, done=number, at=at)


def _joined(sheets: Iterator[tuple[Certificate, bytes]]) -> tuple[bytes, int]:
    """Return one PDF of all sheets, for the printer alone, and of how many certificates it is."""
    whole, made = pypdfium2.PdfDocument.new(), 0
    for _certificate, pdf in sheets:
        single = pypdfium2.PdfDocument(pdf)
        whole.import_pages(single)
        single.close()
        made += 1
    out = io.BytesIO()
    if made:
        whole.save(out)
    whole.close()
    return out.getvalue(), made


def _unused(name: str, names: set[str]) -> str:
    found, number = name, 1
    while found.casefold() in names:
        number += 1
        found = f"{name} ({number})"
    names.add(found.casefold())
    return found


# --- Signed --------------------------------------------------------------------------------------------------------


@transaction.atomic
def record_signed(*, certificates: Collection[int], signed_on: date, at: datetime, actor: Account | None = None) -> int:
    """Record that certificates were signed on paper; their holders are told. Return how many were newly signed.

    What is signed already, or no longer stands, is passed over. Raises CannotSign.
    """
    check_day(signed_on, at=at)
    rows = list(queries.signable().filter(pk__in=certificates).order_by("issue_date", "id"))
    if rows and rows[-1].issue_date > signed_on:
        raise CannotSign(
            _("Certificate %(number)s was issued after that day. Give a later date, or record it apart.")
            % {"number": rows[-1].record_number}
        )
    signatures = locked_signatures([row.pk for row in rows], signing=Signing.PAPER)
    fresh = [signature for signature in signatures if signature.signed_on is None]
    for signature in fresh:
        signature.signed_on, signature.recorded_at, signature.recorded_by = signed_on, at, actor
    Signature.objects.bulk_update(fresh, ["signed_on", "recorded_at", "recorded_by"], batch_size=500)
    tell_ready([signature.certificate_id for signature in fresh], at=at)
    if fresh:
        only = fresh[0] if len(fresh) == 1 else None
        audit.record(
            "registry.signed", at=at, actor=actor, subject=only, count=len(fresh), signed_on=signed_on.isoformat()
        )
    return len(fresh)


@transaction.atomic
def keep_scan(
    *, certificate: Certificate, data: bytes, name: str, at: datetime, actor: Account | None = None
) -> Signature:
    """Keep the scan of a certificate that was signed on paper. Raises CannotSign."""
    ending = next((ending for mark, ending in SCAN_MARKS.items() if data.startswith(mark)), None)
    if ending is None:
        raise CannotSign(_("A scan is a PDF, JPEG or PNG. Save it as one of these and try again."))
    signature = Signature.objects.select_for_update().filter(certificate=certificate).first()
    if signature is None or signature.signed_on is None:
        raise CannotSign(_("Record first on which day the certificate was signed."))
    if signature.file:
        raise CannotSign(_("A signed file or scan of this certificate is kept already; it is not replaced."))
    store(signature, data, name=name, ending=ending)
    signature.save()
    audit.record("registry.scan_kept", at=at, actor=actor, subject=signature, sha256=signature.sha256)
    return signature


def check_day(signed_on: date, *, at: datetime) -> None:
    """Refuse a day that has not come. Raises CannotSign."""
    if signed_on > clock.date_of(at):
        raise CannotSign(_("The day of the signature lies in the future. Give a date up to today."))


def locked_signatures(keys: Collection[int], *, signing: Signing) -> list[Signature]:
    """Return the signature rows of the certificates, made where there are none, locked."""
    Signature.objects.bulk_create(
        [Signature(certificate_id=key, signing=signing) for key in keys], batch_size=1000, ignore_conflicts=True
    )
    return list(Signature.objects.select_for_update(of=("self",)).filter(certificate__in=keys).order_by("pk"))


def store(signature: Signature, data: bytes, *, name: str, ending: str) -> None:
    """Put a file into the store under a name that tells nothing, with its checksum; the caller saves the row."""
    signature.file.save(f"{get_random_string(32)}.{ending}", ContentFile(data), save=False)
    signature.file_name, signature.sha256 = name[-255:], hashlib.sha256(data).hexdigest()


def tell_ready(keys: Collection[int], *, at: datetime) -> None:
    """Note, in the caller's transaction, that the holders are to be told that their certificates are ready."""
    HolderTelling.objects.bulk_create(
        [HolderTelling(certificate_id=key, cause=HolderCause.READY, noted_at=at) for key in keys],
        batch_size=1000, ignore_conflicts=True,
    )  # fmt: skip
