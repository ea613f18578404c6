"""Word files: our own walk over their XML; tracked insertions, content controls, fields and footnotes count too."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from lxml import etree

from intranet.documents.reading.archive import Archive, damaged
from intranet.documents.reading.draft import CannotRead
from intranet.documents.reading.source import Source
from intranet.documents.reading.word_numbers import W, read_numbering, read_styles, value
from intranet.documents.reading.word_walk import FALLBACK, Walk, read_blocks, read_paragraph, read_table, unwrapped

_PICTURES = {
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic",
    "{urn:schemas-microsoft-com:vml}imagedata",
}
_TRACKED = {f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"}


def read_word(data: bytes) -> Source:
    """Read a DOCX file, tracked changes as if all were accepted."""
    archive = Archive(data)
    try:
        root = archive.xml(main_part(archive.names))
        body = root.find(f"{W}body") if root is not None else None
        if root is None or body is None:
            raise CannotRead(damaged())
        walk = Walk(
            read_numbering(archive.xml("word/numbering.xml")),
            read_styles(archive.xml("word/styles.xml")),
            _links(archive),
        )
        read_blocks(walk, body)
        _footnotes(walk, archive)
        _margins(walk, archive)
        warnings = _warnings(archive, root)
    except RecursionError as error:
        raise CannotRead(damaged()) from error
    finally:
        archive.close()
    if not any(not line.furniture for line in walk.lines):
        raise CannotRead(
            _("The file holds no text: if it is made of pictures of pages, have them recognised as text first.")
        )
    return Source(walk.lines, paragraphs=True, warnings=warnings)


def main_part(names: Iterable[str]) -> str:
    """Return the part that holds the text: Word in a browser calls it ``document2.xml``."""
    found = sorted(name for name in names if re.fullmatch(r"word/document\d*\.xml", name))
    return found[0] if found else "word/document.xml"


def _links(archive: Archive) -> dict[str, str]:
    root = archive.xml(f"word/_rels/{main_part(archive.names).removeprefix('word/')}.rels")
    if root is None:
        return {}
    return {str(each.get("Id")): str(each.get("Target")) for each in root if each.get("TargetMode") == "External"}


def _warnings(archive: Archive, root: etree._Element) -> list[str]:
    warnings = []
    if any(next(root.iter(tag), None) is not None for tag in _TRACKED):
        warnings.append(_("The file has tracked changes: it was read as if all of them were accepted."))
    if any(name.endswith("vbaProject.bin") for name in archive.names):
        warnings.append(_("The file has macros: they were left out."))
    pictures = sum(1 for tag in _PICTURES for each in root.iter(tag) if not _in_fallback(each))
    if pictures:
        warnings.append(
            ngettext(
                "%(count)d picture was not carried over: put it in by hand.",
                "%(count)d pictures were not carried over: put them in by hand.",
                pictures,
            )
            % {"count": pictures}
        )
    if next(root.iter(f"{W}altChunk"), None) is not None:
        warnings.append(_("The file embeds another document, which was not read: open it in Word and save it again."))
    return warnings


def _in_fallback(element: etree._Element) -> bool:
    return any(each.tag == FALLBACK for each in element.iterancestors())


# Footnotes, and what stands in the margins of each page.


def _footnotes(walk: Walk, archive: Archive) -> None:
    for kind in ("footnote", "endnote"):
        root = archive.xml(f"word/{kind}s.xml")
        for element in root.iterfind(f"{W}{kind}") if root is not None else []:
            key = f"{kind}:{value(element, 'id')}"
            mark = f"[{walk.notes[key]}]" if key in walk.notes else "*"
            for part in unwrapped(element):
                if part.tag == f"{W}p":
                    read_paragraph(walk, part, note=mark)
                else:
                    read_table(walk, part)


def _margins(walk: Walk, archive: Archive) -> None:
    walk.reason = _("It stands in the margin of each page.")
    for name in sorted(archive.names):
        if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name):
            root = archive.xml(name)
            if root is not None:
                read_blocks(walk, root)
    walk.reason = ""
