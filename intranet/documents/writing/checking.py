"""Whether a Word template may be used: nothing in it may run, and nothing may be fetched from elsewhere."""

from __future__ import annotations

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
_MAY_LEAD_OUT = "/hyperlink"  # a link is followed by a person; all else Word would fetch by itself
_TRIED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("section", {"number": "1", "heading": "A"}),
    ("table", {"header_rows": 1, "rows": [["A", "B"], ["C", "D"]]}),
)


class BadWordTemplate(Refusal):
    """The file cannot be a template; the message says why and what to do."""


def check_template(data: bytes) -> None:
    """Raise BadWordTemplate where a file may not, or cannot, be written on."""
    if len(data) > LARGEST:
        raise BadWordTemplate(_("The template is larger than 2 MB: leave out its pictures, or make them smaller."))
    try:
        archive = Archive(data)
        try:
            _look_through(archive)
        finally:
            archive.close()
    except CannotRead as refusal:
        raise BadWordTemplate(str(refusal)) from refusal
    _try(data)


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


def _try(data: bytes) -> None:
    """Write a small document on it: what fails here would fail for every reader."""
    blocks = tuple(FrozenBlock(f"{place}", kind, values) for place, (kind, values) in enumerate(_TRIED))
    try:
        docx(Paper("A", "en", blocks, date(2000, 1, 1), words={"page": "{page}"}), template=data)
    except Exception as error:  # whatever a strange file makes the library raise
        raise BadWordTemplate(
            _("The file cannot be written on. Open it in Word, save it as DOCX and choose the new file.")
        ) from error
