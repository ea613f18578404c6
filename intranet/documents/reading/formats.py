"""Which kind of file it is, by its first bytes and not by its name; what is refused is refused with the cure."""

from __future__ import annotations

import io
import re
import zipfile
from enum import Enum

from django.utils.translation import gettext as _

from intranet.documents.reading.archive import UNREADABLE, damaged
from intranet.documents.reading.draft import CannotRead

LARGEST = 60_000_000
_WORD = re.compile(r"word/document\d*\.xml")
_PAGE = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--.{0,1500}?-->\s*)*<(?:!doctype\s+html|html|head|body|meta)\b",
    re.IGNORECASE | re.DOTALL,
)


class Format(Enum):
    TEXT = "text"
    HTML = "html"
    ODT = "odt"
    OLD = "old"  # .doc and .rtf, which LibreOffice converts where it is installed
    WORD = "word"
    PDF = "pdf"


def format_of(data: bytes, filename: str) -> Format:
    """Return the format of a file that can be read; raise CannotRead for any other."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise CannotRead(_("The file is empty: choose the file that holds the document."))
    if len(data) > LARGEST:
        raise CannotRead(_("The file is larger than 60 MB: take the pictures out of it, or split it, and try again."))
    if data.startswith(b"PK"):
        return _of_archive(data)
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _of_compound(data)
    if data.startswith(b"{\\rtf"):
        return Format.OLD
    if _is_page(data, filename):
        return Format.HTML
    if _is_other(data, filename):
        raise CannotRead(not_a_document())
    return Format.TEXT


def _of_archive(data: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            mimetype = _mimetype(archive) if "content.xml" in names else b""
    except UNREADABLE as error:
        raise CannotRead(damaged()) from error
    if any(_WORD.fullmatch(name) for name in names):
        return Format.WORD
    if "content.xml" in names:
        return _of_opendocument(mimetype)
    raise CannotRead(not_a_document())


def _of_opendocument(mimetype: bytes) -> Format:
    if mimetype.strip() not in {b"", b"application/vnd.oasis.opendocument.text"} and b"text" not in mimetype:
        raise CannotRead(not_a_document())
    return Format.ODT


def not_a_document() -> str:
    return _(
        "This is not a text document: choose a Word file (DOCX), an OpenDocument text (ODT), a PDF with text, "
        "a web page or a text file."
    )


def _mimetype(archive: zipfile.ZipFile) -> bytes:
    try:
        with archive.open("mimetype") as part:
            return part.read(200)
    except (KeyError, RuntimeError):  # it is not there, or is locked: what reads the parts says so
        return b""


def _of_compound(data: bytes) -> Format:
    """Tell an old Word file from a locked new one, which stands in the same kind of container, and from other files."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise CannotRead(
            _("The file is locked with a password: open it in Word, take the password off and save it again.")
        )
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "PowerPoint Document")):
        raise CannotRead(not_a_document())
    return Format.OLD


def _is_page(data: bytes, filename: str) -> bool:
    start = data[:4000].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return _PAGE.match(start) is not None or (
        filename.lower().endswith((".html", ".htm", ".xhtml")) and start.startswith(b"<")
    )


def _is_other(data: bytes, filename: str) -> bool:
    return data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml") or filename.lower().endswith(
        (".doc", ".rtf", ".xls", ".xlsx", ".odt")
    )
