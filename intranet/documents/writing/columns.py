"""Two texts beside each other in a Word file: what goes is struck out, what comes is bold and underlined."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE

from intranet.documents.rules.comparing import Mark, Run
from intranet.documents.rules.two_columns import Cell, Comparison
from intranet.documents.writing.parts import Sheet
from intranet.documents.writing.xml import element, run

_LOOKS = {Mark.KEPT: "", Mark.INSERTED: "inserted", Mark.DELETED: "deleted"}


class Columns(Sheet):
    """A comparison that is being written."""

    def landscape(self) -> None:
        section = self.document.sections[0]
        width, height = section.page_width, section.page_height
        if width is not None and height is not None and width < height:
            section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, height, width

    def rows(self, compared: Comparison) -> None:
        """Add what is compared, the key to its marks, and the table."""
        words = self.paper.words
        self._paragraph("")._p.append(run(words["compared"], self.language))
        key = self._paragraph("")
        key._p.append(run(f"{words['key']} ", self.language))
        self._runs(key._p, [Run(Mark.DELETED, words["deleted"]), Run(Mark.KEPT, " · ")])
        self._runs(key._p, [Run(Mark.INSERTED, words["inserted"])])
        if not compared.rows:
            self._paragraph("")._p.append(run(words["same"], self.language))
            return
        table = self.document.add_table(rows=len(compared.rows) + 1, cols=2)
        table.style = self._style("Table Grid", WD_STYLE_TYPE.TABLE)
        head, *rows = list(table._tbl.tr_lst)
        head.get_or_add_trPr().append(element("tblHeader"))
        for cell, (name, when) in zip(head.tc_lst, compared.heads, strict=True):
            cell.p_lst[0].append(run(name, self.language, bold=True))
            cell.p_lst[0].append(run(f"\n{when}", self.language))
        for element_of_row, row in zip(rows, compared.rows, strict=True):
            for cell, said in zip(element_of_row.tc_lst, (row.left, row.right), strict=True):
                self._cell(cell.p_lst[0], said)
            if row.is_moved:
                self._runs(element_of_row.tc_lst[1].p_lst[0], [Run(Mark.KEPT, f"\n({words['moved']})")])

    def _cell(self, paragraph: Any, cell: Cell) -> None:
        if cell.number is not None:
            self._runs(paragraph, [cell.number, Run(Mark.KEPT, " ")])
        for place, line in enumerate(cell.lines):
            if place:
                self._runs(paragraph, [Run(Mark.KEPT, "\n")])
            self._runs(paragraph, line)

    def _runs(self, paragraph: Any, runs: Iterable[Run]) -> None:
        for each in runs:
            paragraph.append(run(each.text, self.language, look=_LOOKS[each.mark]))
