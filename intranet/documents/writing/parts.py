"""A Word file part by part: margins, headings, clauses, lists, tables."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from intranet.documents.rules.papers import Heading, Line, Marks, Paper, Piece, Shape, Table, Words
from intranet.documents.writing.letterhead import repeat_on_first_page
from intranet.documents.writing.xml import LOCALES, bookmark, element, field, legal, link, run

_SCHEMES = ("https://", "http://", "mailto:")
_FONT = "Arial"
_NUMBER = "Clause number"
_LOCKS = {qn("w:documentProtection"), qn("w:writeProtection")}  # of the template: the file is there to be edited


class Sheet:
    """A Word file that is being written."""

    def __init__(self, paper: Paper, *, template: bytes | None = None) -> None:
        self.paper, self.language = paper, paper.language
        self.document: WordDocument = Document(io.BytesIO(template)) if template else Document()
        self._empty()
        if template is None:
            _dress(self.document)
        self._properties()
        self._bookmarks = 0
        self.notices = dict(paper.notices)

    def _empty(self) -> None:
        """Take out what a template holds as a sample, and its lock; its styles, margins and page stay."""
        body = self.document.element.body
        for each in list(body):
            if each.tag != qn("w:sectPr"):
                body.remove(each)
        settings = self.document.settings.element
        for lock in [each for each in settings if each.tag in _LOCKS]:
            settings.remove(lock)

    def _properties(self) -> None:
        moment = datetime.combine(self.paper.dated, time(), tzinfo=UTC).replace(tzinfo=None)
        core = self.document.core_properties
        core.title, core.author = legal(self.paper.title)[:255], legal(self.paper.institution)[:255]
        core.language, core.created, core.modified = LOCALES[self.language], moment, moment
        core.last_modified_by = core.comments = ""
        core.subject = legal(self.paper.edition)[:255]

    # What stands in the margins.

    def margins(self) -> None:
        """Put the approval and the state above the first page, and what edition it is at the foot of each."""
        section = self.document.sections[0]
        repeat_on_first_page(section)
        head = section.first_page_header
        head.is_linked_to_previous = False
        self._line(head, self.paper.institution)
        for line in self.paper.stamp:
            self._line(head, line).alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._line(head, self.paper.state)
        for foot in (section.footer, section.first_page_footer):
            foot.is_linked_to_previous = False
            self._line(foot, self.paper.edition)
            self._line(foot, " · ".join(part for part in (self.paper.address, self.paper.content_hash) if part))
            self._pages(foot.add_paragraph())

    def _line(self, margin: Any, text: str) -> Paragraph:
        paragraph: Paragraph = margin.add_paragraph()
        if text:
            paragraph._p.append(run(text, self.language))
        return paragraph

    def _pages(self, paragraph: Paragraph) -> None:
        """Write "Page 1 of 3", the numbers being Word's own."""
        for place, part in enumerate(self.paper.words["page"].replace("{pages}", "{page}").split("{page}")):
            if place:
                field(paragraph._p, "PAGE" if place == 1 else "NUMPAGES", self.language)
            if part:
                paragraph._p.append(run(part, self.language))

    # The text.

    def title(self) -> None:
        self._paragraph("Title")._p.append(run(self.paper.title, self.language))

    def facts(self) -> None:
        if self.paper.facts:
            self._rows(self.paper.facts, header_rows=0)
            self.document.add_paragraph()

    def add(self, shape: Shape) -> None:
        """Add a shape of the text; how it does not answer to its original is said beside it, as a comment."""
        body = self.document.element.body
        before = len(body)
        self.language = self.paper.foreign.get(shape.id, self.paper.language)
        self._add(shape)
        self.language = self.paper.language
        if shape.id in self.notices:
            self._comment(list(body)[before - 1 : -1], self.notices.pop(shape.id))

    def _add(self, shape: Shape) -> None:
        match shape:
            case Heading():
                self._heading(shape)
            case Words():
                self._words(shape)
            case Marks():
                self._marks(shape)
            case Table():
                self._table(shape)

    def _comment(self, elements: Sequence[Any], words: str) -> None:
        """Comment on the first paragraph that says something: in the margin, so that the text stays what it is."""
        paragraphs = (each for part in elements for each in part.iter(qn("w:p")))
        runs: list[Any] = next((found for each in paragraphs if (found := each.findall(qn("w:r")))), [])
        if not runs:
            return
        marked = [Run(each, self.document) for each in (runs[0], runs[-1])]
        comment = self.document.add_comment(marked, author=legal(self.paper.institution), initials="")
        comment._comment_elm.attrib.pop(qn("w:date"), "")  # the same file for the same text
        comment.paragraphs[0]._p.append(run(words, self.language))

    def _heading(self, shape: Heading) -> None:
        # The title takes the style of its own, so that sections are of the first level: that is what Word expects.
        paragraph = self._paragraph(f"Heading {min(shape.level - 1, 3)}", shape.id)
        paragraph.paragraph_format.page_break_before = shape.new_page or None
        text = f"{shape.number} {shape.text}".strip()
        paragraph._p.append(run(text, self.language))

    def _words(self, shape: Words) -> None:
        paragraph = self._paragraph("", shape.id)
        if shape.number:
            # Bold by its style, not by itself: a number that is typed in bold reads as a part of the words.
            style = self._style(_NUMBER, WD_STYLE_TYPE.CHARACTER).style_id if shape.kind == "clause" else ""
            paragraph._p.append(run(f"{shape.number} ", self.language, style=style))
        self._lines(paragraph, shape.lines)

    def _marks(self, shape: Marks) -> None:
        for place, (mark, lines) in enumerate(shape.items):
            paragraph = self._paragraph("", shape.id if place == 0 else "")
            paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Cm(1.2), Cm(-0.6)
            paragraph._p.append(run(f"{mark or '–'} ", self.language))
            self._lines(paragraph, lines)

    def _table(self, shape: Table) -> None:
        if shape.caption:
            self._paragraph("Caption", shape.id)._p.append(run(shape.caption, self.language))
        rows = self._rows(shape.rows, header_rows=shape.header_rows)
        if shape.id and not shape.caption:  # a bookmark's name is there once
            self._mark(rows[0].find(f".//{qn('w:p')}"), shape.id)
        self.document.add_paragraph()  # Word joins two tables that nothing parts

    def _rows(self, rows: Sequence[Sequence[str]], *, header_rows: int) -> list[Any]:
        """Add a table and return the elements of its rows: python-docx looks each cell up anew, in squared time."""
        table = self.document.add_table(rows=len(rows), cols=len(rows[0]))
        table.style = self._style("Table Grid", WD_STYLE_TYPE.TABLE)
        elements: list[Any] = list(table._tbl.tr_lst)
        for place, (row, cells) in enumerate(zip(elements, rows, strict=True)):
            is_head = place < header_rows
            if is_head:
                row.get_or_add_trPr().append(element("tblHeader"))
            for cell, text in zip(row.tc_lst, cells, strict=True):
                if text:
                    cell.p_lst[0].append(run(text, self.language, bold=is_head))
        return elements

    def _lines(self, paragraph: Paragraph, lines: Iterable[Line]) -> None:
        for place, line in enumerate(lines):
            if place:
                paragraph._p.append(run("\n", self.language))
            for piece in line:
                self._piece(paragraph, piece)

    def _piece(self, paragraph: Paragraph, piece: Piece) -> None:
        made = run(piece.text, self.language, bold=piece.bold, italic=piece.italic)
        if piece.href.startswith(_SCHEMES):
            link(paragraph, legal(piece.href), [made])
        else:
            paragraph._p.append(made)

    def _paragraph(self, style: str, block_id: str = "") -> Paragraph:
        paragraph = self.document.add_paragraph(style=self._style(style) if style else None)
        if block_id:
            self._mark(paragraph._p, block_id)
        return paragraph

    def _mark(self, paragraph: Any, block_id: str) -> None:
        self._bookmarks += 1
        bookmark(paragraph, f"b_{block_id.replace('-', '')}"[:40], self._bookmarks)

    def _style(self, name: str, kind: WD_STYLE_TYPE = WD_STYLE_TYPE.PARAGRAPH) -> Any:
        """Return a style of the template, made where the template has none."""
        styles = self.document.styles
        if name not in styles:
            added: Any = styles.add_style(name, kind, builtin=name != _NUMBER)
            added.font.bold = True if name == _NUMBER else None
        return styles[name]

    def saved(self) -> bytes:
        """Return the file: the same bytes for the same text, so its parts do not carry the time of writing."""
        written, file = io.BytesIO(), io.BytesIO()
        self.document.save(written)
        with zipfile.ZipFile(written) as parts, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
            for name in parts.namelist():
                target.writestr(zipfile.ZipInfo(name), parts.read(name), zipfile.ZIP_DEFLATED)
        return file.getvalue()


def _dress(document: WordDocument) -> None:
    """Give python-docx's own template a calm look: one font, black headings, the paper that is used here."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(2)
    sizes = {"Normal": 11, "Title": 18, "Heading 1": 13, "Heading 2": 12, "Heading 3": 11, "Caption": 10}
    for name, size in sizes.items():
        style: Any = document.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            if key.endswith("Theme"):
                del fonts.attrib[key]
        for part in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{part}"), _FONT)
        if name != "Normal":
            style.font.color.rgb = None
            style.font.bold = True
