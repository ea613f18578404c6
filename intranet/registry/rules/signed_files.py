"""What a signed file is, by its bytes: whether it carries a signature at all, and the PDF inside it. Pure.

Nothing here checks a signature: that it is valid, whose it is and when it was made, the services of the trust provider
say. What is recognised is that there is one, so that an unsigned file is not taken for a signed one (DOC-07).
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum

LARGEST = 20_000_000  # of one file, and of the PDF inside a container
MOST_INSIDE = 100  # entries of a container
NAME_LENGTH = 100
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")  # the object identifier of CMS signed data
_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]")
_SUB_FILTER = re.compile(rb"/SubFilter\s*/(?:ETSI\.|adbe\.)")
_PEM = re.compile(rb"-----BEGIN [A-Z0-9 ]+-----([A-Za-z0-9+/=\s]+)-----END")
_UNSAFE = re.compile(r"[^\w.-]+")
_ENDINGS = re.compile(r"(?:\.(?:pdf|p7s|p7m|asice|sce))+$", re.IGNORECASE)
_ADDITIONS = re.compile(
    r"(?:[ _.-]*\(\d{1,3}\)|[ _.-]+(?:signed|sign|підписано|підпис|подписано|подпись))+$", re.IGNORECASE
)


class Container(StrEnum):
    """How a signature and what it signs stand together."""

    PDF = "pdf"  # the signature is inside the PDF (PAdES)
    CMS = "p7s"  # the signature is a file of its own, or wraps the PDF (CAdES)
    ASIC = "asice"  # a zip with the PDF and its signature (ASiC-E)


@dataclass(frozen=True)
class SignedFile:
    """A file that came back: its container, whether it has a signature, the PDF that it holds where it holds one."""

    container: Container
    is_signed: bool
    pdf: bytes = b""


def read_signed(data: bytes) -> SignedFile | None:
    """Return what the bytes are; None where they are none of the three containers."""
    # A PDF that stands in a container as it is begins near the container's beginning: so the containers come first.
    if data[:4] == b"PK\x03\x04":
        return _container(data)
    if b"%PDF-" in data[:1024] and not _is_cms(data):
        return SignedFile(Container.PDF, _has_signature(data), data)
    return _cms(data)


def _is_cms(data: bytes) -> bool:
    return data.startswith(b"\x30") and _SIGNED_DATA in data[:32]


def _has_signature(pdf: bytes) -> bool:
    """Say whether the PDF has a signature field that was filled: a byte range within the file, and a filter for it."""
    if not _SUB_FILTER.search(pdf):
        return False
    for found in _BYTE_RANGE.finditer(pdf):
        start, length, after, rest = map(int, found.groups())
        if start == 0 and 0 < length < after and rest > 0 and after + rest <= len(pdf):
            return True
    return False


def _container(data: bytes) -> SignedFile | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            entries = parts.infolist()
            names = [entry.filename for entry in entries]
            is_asic = any(name.lower().startswith("meta-inf/") and "signature" in name.lower() for name in names)
            if not is_asic or len(entries) > MOST_INSIDE or any(entry.flag_bits & 1 for entry in entries):
                return None
            inside = next((entry for entry in entries if entry.filename.lower().endswith(".pdf")), None)
            pdf = part(parts, inside) if inside else b""
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        return None
    return SignedFile(Container.ASIC, is_signed=True, pdf=pdf or b"") if pdf is not None else None


def part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, *, most: int = LARGEST) -> bytes | None:
    """Return an entry of an archive; None where it is larger than it may be, whatever its heading says."""
    if entry.file_size > most:
        return None
    with archive.open(entry) as file:
        data = file.read(most + 1)
    return data if len(data) <= most else None


def _cms(data: bytes) -> SignedFile | None:
    raw = data
    text = found[1] if (found := _PEM.search(data[:LARGEST])) else data
    if not raw.startswith(b"\x30"):
        try:
            raw = base64.b64decode(b"".join(text.split()), validate=True)
        except (binascii.Error, ValueError):
            return None
    if not _is_cms(raw):
        return None
    start, end = raw.find(b"%PDF-"), raw.rfind(b"%%EOF")
    return SignedFile(Container.CMS, is_signed=True, pdf=raw[start : end + 5] if 0 <= start < end else b"")


def safe_name(record_number: str) -> str:
    """Return a record number as the name of a file that every system takes."""
    plain = _UNSAFE.sub("-", unicodedata.normalize("NFC", record_number)).strip(".-")
    return plain[:NAME_LENGTH] or "certificate"


def stems(file_name: str) -> list[str]:
    """Return what may be the record number in the name of a file, as it is first and without additions next."""
    name = unicodedata.normalize("NFC", file_name.replace("\\", "/").rpartition("/")[2])
    whole = _ENDINGS.sub("", name)
    return list(dict.fromkeys(stem for stem in (whole, _ENDINGS.sub("", _ADDITIONS.sub("", whole))) if stem))
