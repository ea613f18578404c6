"""Recording that a paper sheet was signed, or that a file with a qualified signature was handed in."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.documents.enums import AcknowledgementProof
from intranet.documents.models import Acknowledgement, Document, Evidence

LARGEST = 10 * 1024 * 1024
BEGINNINGS = {
    AcknowledgementProof.PAPER: (b"%PDF", b"\x89PNG", b"\xff\xd8\xff"),
    # A CMS signature is DER or PEM; an ASiC container is a ZIP; a PDF may be signed within.
    AcknowledgementProof.SIGNATURE: (b"\x30", b"-----BEGIN", b"PK\x03\x04", b"%PDF"),
}


class CannotRecord(Refusal):
    """The signatures cannot be recorded so; the message says why."""


@dataclass(frozen=True)
class Scan:
    """A file as it was handed in."""

    name: str
    data: bytes


@transaction.atomic
def record_signatures(
    *,
    document: Document,
    kind: str,
    signed_on: date,
    rows: Collection[Acknowledgement],
    scan: Scan | None = None,
    place: str = "",
    at: datetime,
    on_date: date,
    actor: Account,
) -> Evidence:
    """Record that several people have signed for a document on a day, with the scan or where the paper is kept.

    Who has not confirmed on the site is confirmed by this. Raises CannotRecord.
    """
    _refuse(kind, signed_on, on_date, rows)
    _refuse_file(kind, scan, place)
    evidence = Evidence.objects.create(
        document=document,
        kind=kind,
        signed_on=signed_on,
        place=place.strip(),
        name=scan.name[:255] if scan else "",
        sha256=hashlib.sha256(scan.data).hexdigest() if scan else "",
        data=scan.data if scan else None,
        added_at=at,
        added_by=actor,
    )
    chosen = Acknowledgement.objects.select_for_update(of=("self",)).standing().filter(edition__document=document)
    found = list(chosen.filter(pk__in=[row.pk for row in rows]))
    for row in found:
        if signed_on < row.asked_on:
            raise CannotRecord(
                _("%(person)s was asked on %(day)s: nobody signs before that. Check the date.")
                % {"person": row.person, "day": f"{row.asked_on:%d.%m.%Y}"}
            )
        row.evidence = evidence
        if row.confirmed_at is None:
            row.confirmed_at, row.confirmed_on, row.confirmed_edition_id = at, signed_on, row.edition_id
            row.proof = kind
    fields = ["evidence", "confirmed_at", "confirmed_on", "confirmed_edition", "proof"]
    Acknowledgement.objects.bulk_update(found, fields, batch_size=500)
    audit.record(
        "documents.signatures_recorded",
        at=at,
        actor=actor,
        subject=evidence,
        document=document.pk,
        kind=kind,
        signed_on=signed_on.isoformat(),
        sha256=evidence.sha256,
        acknowledgements=[row.pk for row in found],
    )
    return evidence


def _refuse(kind: str, signed_on: date, on_date: date, rows: Collection[Acknowledgement]) -> None:
    if not rows:
        raise CannotRecord(_("Tick those who have signed."))
    if kind not in BEGINNINGS:
        raise CannotRecord(_("Choose what was signed."))
    if signed_on > on_date:
        raise CannotRecord(_("The date is in the future: record it when it has been signed."))


def _refuse_file(kind: str, scan: Scan | None, place: str) -> None:
    if scan is None and not place.strip():
        raise CannotRecord(_("Add the file, or say where the paper is kept."))
    if scan is None and kind == AcknowledgementProof.SIGNATURE:
        raise CannotRecord(_("An electronic signature is a file: add it."))
    if scan is not None and len(scan.data) > LARGEST:
        raise CannotRecord(_("The file is larger than 10 MB. Scan it at a lower resolution."))
    if scan is not None and not scan.data.startswith(BEGINNINGS[AcknowledgementProof(kind)]):
        raise CannotRecord(
            _("This is no file with a signature: .p7s, .p7m, .asice or a signed PDF is.")
            if kind == AcknowledgementProof.SIGNATURE
            else _("This is no scan: PDF, PNG or JPEG is.")
        )
