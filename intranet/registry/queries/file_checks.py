"""Is this the file that was made here? The signed one by its checksum, ours by making it again and comparing bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from intranet.registry import disclosure, papers, printing
from intranet.registry.models import Certificate
from intranet.registry.queries import verifying
from intranet.registry.queries.verifying import Verified
from intranet.registry.rules.codes import addressed_codes, codes_in


class FileVerdict(StrEnum):
    """What can be said of a file that somebody sent."""

    SIGNED = "signed"  # byte for byte the signed file that was recorded here
    OURS = "ours"  # byte for byte the file that is made here
    EXTENDED = "extended"  # ours, with something after it: a signature, or anything else
    OTHER = "other"  # it names a certificate of this register and is not the file that was made for it
    UNCOMPARED = "uncompared"  # it names a certificate of this register whose file cannot be made just now
    UNKNOWN = "unknown"  # it names no certificate of this register


@dataclass(frozen=True)
class FileAnswer:
    """What the file is, and the certificate that it names."""

    verdict: FileVerdict
    found: Verified | None = None


def check(data: bytes) -> FileAnswer:
    """Say what the file is. Raises papers.NotReadable where it is neither known here nor a PDF that can be read."""
    if signed := verifying.by_checksum(hashlib.sha256(data).hexdigest()):
        return FileAnswer(FileVerdict.SIGNED, signed)
    if not papers.is_pdf(data):
        raise papers.NotReadable
    found = verifying.by_codes(addressed_codes(data.decode("latin-1")))
    found = found or verifying.by_codes(codes_in(papers.text_of(data)))
    if found is None:
        return FileAnswer(FileVerdict.UNKNOWN)
    try:
        return FileAnswer(_compared(data, found.code), found)
    except printing.CannotPrint:
        return FileAnswer(FileVerdict.UNCOMPARED, found)


def _compared(data: bytes, code: str) -> FileVerdict:
    """Compare with everything that may have been made for the certificate, its duplicates too."""
    verdict = FileVerdict.OTHER
    for made in _made(disclosure.verifiable().get(code=code)):
        if data == made:
            return FileVerdict.OURS
        if data.startswith(made):
            verdict = FileVerdict.EXTENDED
    return verdict


def _made(certificate: Certificate) -> Iterator[bytes]:
    yield printing.pdf(certificate)
    for duplicate in certificate.duplicates.all():
        yield printing.pdf(certificate, duplicate=duplicate)
