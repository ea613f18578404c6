"""Which kind of file it is, by its first bytes and not by its name; what is refused is refused with the cure."""

from __future__ import annotations

import io
import zipfile
from enum import Enum

from django.utils.translation import gettext as _

from intranet.documents.reading.draft import CannotRead

LARGEST = 60_000_000


class Format(Enum):
    TEXT = "text"
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
    _refuse_others(data, filename)
    return Format.TEXT


def _of_archive(data: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise CannotRead(_damaged()) from error
    if "word/document.xml" in names:
        return Format.WORD
    if "content.xml" in names:
        raise CannotRead(
            _("This is an OpenDocument file: open it in its program, save it as DOCX and choose that file.")
        )
    raise CannotRead(_("This is not a Word document: choose a Word file (DOCX), a PDF with text, or a text file."))


def _damaged() -> str:
    return _("The file is damaged: open it in Word, save it again as DOCX and choose the new file.")


def _refuse_others(data: bytes, filename: str) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise CannotRead(
                _("The file is locked with a password: open it in Word, take the password off and save it again.")
            )
        raise CannotRead(_("This is an old Word file (.doc): open it in Word, save it as DOCX and choose that file."))
    if data.startswith(b"{\\rtf"):
        raise CannotRead(_("This is an RTF file: open it in Word, save it as DOCX and choose that file."))
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        raise CannotRead(_("This is a web page: copy its text into a Word file, save it as DOCX and choose that file."))
    if start.startswith(b"<?xml") or filename.lower().endswith((".doc", ".rtf", ".xls", ".xlsx", ".odt")):
        raise CannotRead(_("This is not a Word document: choose a Word file (DOCX), a PDF with text, or a text file."))
