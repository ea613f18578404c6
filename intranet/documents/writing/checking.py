"""Whether a Word template may be used: nothing in it may run, and nothing may be fetched from elsewhere."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from intranet.core.refusals import Refusal
from intranet.documents.reading import CannotRead
from intranet.documents.reading.archive import Archive
from intranet.documents.rules.papers import Paper
from intranet.documents.rules.texts import FrozenBlock
from intranet.documents.writing import docx

LARGEST = 2_000_000
_OLD_WORD = b"\xd0\xcf\x11\xe0"  # how a file of the old Word begins, and any that is locked by a password
_TYPES = "[Content_Types].xml"
_TEMPLATE, _DOCUMENT = b"wordprocessingml.template.main+xml", b"wordprocessingml.document.main+xml"
_MAY_LEAD_OUT = "/hyperlink"  # a link is followed by a person; all else Word would fetch by itself
_TRIED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("section", {"number": "1", "heading": "A"}),
    ("table", {"header_rows": 1, "rows": [["A", "B"], ["C", "D"]]}),
)


class BadWordTemplate(Refusal):
    """The file cannot be a template; the message says why and what to do."""


def checked(data: bytes) -> bytes:
    """Return a file as the document to write on. Raises BadWordTemplate where it may not, or cannot, be one."""
    if len(data) > LARGEST:
        raise BadWordTemplate(_("The template is larger than 2 MB: leave out its pictures, or make them smaller."))
    if data.startswith(_OLD_WORD):
        raise BadWordTemplate(
            _("The file is of an old Word or locked by a password. Save it as DOCX without a password and choose that.")
        )
    try:
        archive = Archive(data)
        try:
            _look_through(archive)
        finally:
            archive.close()
    except CannotRead as refusal:
        raise BadWordTemplate(str(refusal)) from refusal
    return _tried(data)


def _as_document(data: bytes) -> bytes:
    """Return a file of Word's own kind of template (DOTX) as a document: its type is all that sets them apart."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        if _TEMPLATE not in source.read(_TYPES):
            return data
        for name in dict.fromkeys(source.namelist()):
            part = source.read(name)
            target.writestr(name, part.replace(_TEMPLATE, _DOCUMENT) if name == _TYPES else part)
    return made.getvalue()


def _look_through(archive: Archive) -> None:
    if "word/document.xml" not in archive.names:
        raise BadWordTemplate(_("This is no Word document. Save the template as DOCX and choose that file."))
    names = [name.lower() for name in archive.names]
    if any("vbaproject" in name or "activex" in name or "/embeddings/" in name for name in names):
        raise BadWordTemplate(
            _("The template holds macros or embedded objects. Save it as DOCX without them and choose that file.")
        )
    for name in sorted(archive.names):
        relations = archive.xml(name) if name.endswith(".rels") else None
        for each in relations if relations is not None else ():
            leads_out = str(each.get("TargetMode", "")).lower() == "external"
            if leads_out and not str(each.get("Type", "")).endswith(_MAY_LEAD_OUT):
                raise BadWordTemplate(
                    _("The template fetches something from elsewhere (a linked picture or template). Embed it instead.")
                )


def _tried(data: bytes) -> bytes:
    """Write a small document on it: what fails here would fail for every reader."""
    blocks = tuple(FrozenBlock(f"{place}", kind, values) for place, (kind, values) in enumerate(_TRIED))
    try:
        template = _as_document(data)
        docx(Paper("A", "en", blocks, date(2000, 1, 1), words={"page": "{page}"}), template=template)
    except Exception as error:  # whatever a strange file makes the library raise
        raise BadWordTemplate(
            _("The file cannot be written on. Open it in Word, save it as DOCX and choose the new file.")
        ) from error
    return template
