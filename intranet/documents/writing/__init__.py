"""Documents as Word files: what people edit on, and what is read back without loss (``documents.reading``)."""

from __future__ import annotations

from intranet.documents.rules.papers import Paper
from intranet.documents.rules.shapes import shapes_of
from intranet.documents.rules.two_columns import Comparison
from intranet.documents.writing.columns import Columns
from intranet.documents.writing.parts import Sheet


def docx(paper: Paper, *, template: bytes | None = None) -> bytes:
    """Return a text as a Word file, on the institution's own template where there is one.

    What is not the text itself (stamp, state, hash) stands in the margins, so that reading the file back gives the
    text and nothing else; each block carries its permanent id as a bookmark.
    """
    sheet = Sheet(paper, template=template)
    sheet.margins()
    sheet.title()
    sheet.facts()
    for shape in shapes_of(paper.blocks, paper.words):
        sheet.add(shape)
    return sheet.saved()


def comparison_docx(compared: Comparison, *, template: bytes | None = None) -> bytes:
    """Return two texts beside each other as a Word file."""
    columns = Columns(compared.paper, template=template)
    columns.landscape()
    columns.margins()
    columns.title()
    columns.rows(compared)
    return columns.saved()
