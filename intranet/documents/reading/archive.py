"""Opens an office file safely: no bombs, no DTD, no external entities."""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib

from django.utils.translation import gettext as _
from lxml import etree

from intranet.documents.reading.draft import CannotRead

LARGEST_PART = 120_000_000
LARGEST_WHOLE = 300_000_000
MOST_PARTS = 5_000
MOST_TAGS = 4_000_000
# All that the standard library raises over an archive that is broken, cut off, or packed in a way of its own.
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, ValueError, NotImplementedError, EOFError, RuntimeError,
    IndexError, struct.error,
)  # fmt: skip
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT_RELATIONS = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
_RELATIONS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Archive:
    """The parts of an office file, read one by one."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except UNREADABLE as error:
            raise CannotRead(damaged()) from error
        entries = self._zip.infolist()
        if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST_WHOLE:
            raise CannotRead(_too_large())
        if any(entry.flag_bits & 1 for entry in entries):
            raise CannotRead(
                _("The file is locked with a password: open it in Word, take the password off and save it again.")
            )
        self.names = frozenset(entry.filename for entry in entries)
        self._sizes = {entry.filename: entry.file_size for entry in entries}

    def xml(self, name: str) -> etree._Element | None:
        """Return a part as XML, or None where it is not there."""
        if name not in self.names:
            return None
        if self._sizes[name] > LARGEST_PART:
            raise CannotRead(_too_large())
        try:
            # Headers of an archive may lie about sizes: no more is unpacked than may be.
            with self._zip.open(name) as part:
                data = part.read(LARGEST_PART + 1)
        except UNREADABLE as error:
            raise CannotRead(damaged()) from error
        if len(data) > LARGEST_PART:
            raise CannotRead(_too_large())
        return _parsed(data)

    def close(self) -> None:
        self._zip.close()


def _parsed(data: bytes) -> etree._Element:
    wide = data[:4] in {b"\xff\xfe<\x00", b"\xfe\xff\x00<", b"<\x00?\x00", b"\x00<\x00?"}
    if _DTD.search(data.replace(b"\x00", b"") if wide else data):
        raise CannotRead(
            _("The file declares entities, as no Word document does: save it anew in Word and choose that file.")
        )
    if _STRICT in data:
        data = data.replace(_STRICT, _TRANSITIONAL).replace(_STRICT_RELATIONS, _RELATIONS)
    if data.count(b"<") > MOST_TAGS:  # a tree takes many times the memory of the text that it is written in
        raise CannotRead(_too_large())
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise CannotRead(damaged()) from error


def damaged() -> str:
    return _("The file is damaged: open it in Word, save it again as DOCX and choose the new file.")


def _too_large() -> str:
    return _(
        "Unpacked, the file is too large to be a document: take the pictures out of it, or split it, and try again."
    )
