"""Strings as a Word table: the original beside its translation, and in a narrow first column where it stands.

That column holds, hidden, the clause's id and the hashes of the words that went out; so does its head for the page.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Cm
from lxml import etree

from intranet.documents.reading import CannotRead
from intranet.documents.reading.archive import Archive
from intranet.documents.writing.xml import element, run
from intranet.pages.translations.files.pieces import Brought, Outgoing, Piece, Returned, no_such_file
from intranet.pages.translations.translator import STATES

_WIDTHS = (Cm(3.5), Cm(10.5), Cm(10.5))
_PAGE, _ROW = "translation", "string"  # the first words of what is hidden


def written(sent: Outgoing) -> bytes:
    """Return the strings as a file."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.add_heading(sent.title, level=1)
    table = document.add_table(rows=len(sent.pieces) + 1, cols=3)
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = width
    head, *rows = list(table._tbl.tr_lst)
    head.get_or_add_trPr().append(element("tblHeader"))
    _fill_head(head.tc_lst, sent)
    for row, piece in zip(rows, sent.pieces, strict=True):
        _fill(row.tc_lst, piece, sent)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _fill_head(cells: Sequence[Any], sent: Outgoing) -> None:
    for cell, words in zip(cells, (_("Where in the text"), _("Original"), _("Translation")), strict=True):
        cell.p_lst[0].append(run(words, sent.target_language, bold=True))
    cells[0].p_lst[0].append(_hidden(_PAGE, sent.page, sent.source_language, sent.target_language))


def _fill(cells: Sequence[Any], piece: Piece, sent: Outgoing) -> None:
    first, original, translation = (cell.p_lst[0] for cell in cells)
    first.append(run(piece.place, sent.source_language))
    first.append(run(f"\n({STATES[piece.state]})", sent.target_language))
    first.append(_hidden(_ROW, piece.id, piece.source_hash, piece.target_hash))
    original.append(run(piece.source, sent.source_language))
    translation.append(run(piece.target, sent.target_language))


def _hidden(*words: str) -> Any:
    made = run(f" [{' '.join(words)}]", "en")
    made.rPr.insert(0, element("vanish"))
    return made


def read(data: bytes) -> Returned:
    """Return what a file brings back; rows that were added by hand are passed over.

    Raises CannotRead for what is no Word file, or not one that went out from here.
    """
    archive = Archive(data)
    try:
        root = archive.xml("word/document.xml")
    finally:
        archive.close()
    if root is None:
        raise CannotRead(no_such_file())
    rows = [row for each in root.iter(qn("w:tr")) if (row := _row(each))]
    heads = {head for cells in rows if len(head := _kept(cells[0], _PAGE)) == 3}
    if len(heads) != 1:
        raise CannotRead(no_such_file())
    [(page, source, target)] = heads
    found = ((_kept(cells[0], _ROW), cells[-1]) for cells in rows)
    return Returned(page, source, target, [Brought(kept[0], text, *kept[1:]) for kept, text in found if len(kept) == 3])


def _row(row: etree._Element) -> list[str]:
    """Return what the three cells of a row say; nothing of a row of another table."""
    cells = [" ".join("".join(_said(cell)).split()) for cell in row.iter(qn("w:tc"))]
    return cells if len(cells) == len(_WIDTHS) else []


def _said(cell: etree._Element) -> Iterator[str]:
    """Yield a cell's words as they are when its tracked changes are accepted; its lines become one."""
    for each in cell.iter(qn("w:t"), qn("w:p"), qn("w:br"), qn("w:tab"), qn("w:noBreakHyphen")):
        if each.tag == qn("w:noBreakHyphen"):
            yield "\u2011"
        elif each.tag != qn("w:t"):
            yield " "
        elif next(each.iterancestors(qn("w:moveFrom")), None) is None:
            yield each.text or ""


def _kept(cell: str, kind: str) -> tuple[str, ...]:
    """Return what is hidden at the end of a first cell, without its first word."""
    words = cell.rpartition("[")[2].removesuffix("]").split()
    return tuple(words[1:]) if words[:1] == [kind] else ()
