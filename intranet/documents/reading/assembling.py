"""From logical paragraphs to the blocks of a draft."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from intranet.documents.reading import annexes, marks, tables
from intranet.documents.reading.draft import Block
from intranet.documents.reading.joining import Unit

_SIGNATURES = re.compile(
    r"(?:розроблено|розробник\w*|підготовлено|підготував\w*|погоджено|візи|разработано|разработчик\w*|согласовано|"
    r"prepared by|drafted by|agreed by|paratowyd gan)\s*:?(?:\s|$)",
    re.IGNORECASE,
)


@dataclass
class Assembly:
    """Puts paragraphs into blocks, one after another."""

    loose_headings: bool  # a short line set apart is a heading: the text has no numbered sections
    paragraphs: bool = False  # lines are paragraphs of a word processor or a page: heads need no blank line before them

    def blocks(self, units: list[Unit]) -> list[Block]:
        """Return the blocks of the paragraphs, annexes included."""
        blocks: list[Block] = []
        place = 0
        in_annex = in_signatures = False
        while place < len(units):
            unit = units[place]
            if unit.opening == "annex":
                in_annex, in_signatures = True, False
                taken = _annex(units, place, blocks)
            elif unit.opening == "row":
                taken = _table(units, place, blocks)
            elif unit.opening == "item":
                taken = _list(units, place, blocks)
            elif not in_annex and self._signs(unit, started=in_signatures):
                begins = _SIGNATURES.match(unit.text) is not None
                _signature(unit, blocks, begins=begins)
                in_signatures, taken = True, 1
            else:
                in_signatures = in_signatures and unit.opening not in {"section", "clause"}
                blocks.append(self._plain(units, place, in_annex=in_annex))
                taken = 1
            place += taken
        return blocks

    def _signs(self, unit: Unit, *, started: bool) -> bool:
        """Say whether a paragraph belongs to the signatures after the text: “Розроблено”, posts and names."""
        if unit.opening or unit.cells is not None or len(unit.text) > 120:
            return False
        if _SIGNATURES.match(unit.text):
            return unit.gap and not unit.text.endswith(".")
        return started

    def _plain(self, units: list[Unit], place: int, *, in_annex: bool) -> Block:
        unit = units[place]
        if unit.opening == "section":
            return Block("section", {"number": unit.mark, "heading": unit.text}, unit.lines)
        if unit.opening == "clause":
            return Block("clause", {"number": unit.mark, "text": unit.markup}, unit.lines)
        if unit.opening == "note":
            return Block("note", {"mark": unit.mark, "text": unit.markup}, unit.lines)
        if not in_annex and self._is_heading(units, place):
            if self.loose_headings or unit.level:
                return Block("section", {"number": "", "heading": unit.text}, unit.lines)
            return Block("paragraph", {"text": _strong(unit)}, unit.lines)
        return Block("paragraph", {"text": _strong(unit) if unit.bold else unit.markup}, unit.lines)

    def _is_heading(self, units: list[Unit], place: int) -> bool:
        unit = units[place]
        if unit.level:
            return bool(unit.text) and len(unit.text) < 250
        if place + 1 >= len(units) or not marks.is_heading_like(unit.text):
            return False
        marked = unit.bold or marks.is_capitals(unit.text)
        if not unit.gap and not (self.paragraphs and marked and units[place + 1].opening == "clause"):
            return False
        if units[place + 1].opening == "row" and tables.is_caption(unit.text):
            return False
        following = units[place + 1]
        if len(unit.parts) > 2 or len(unit.text) > 90 or following.opening == "section":
            return False
        return marked or (self.loose_headings and following.gap)


def _strong(unit: Unit) -> str:
    return f"<b>{unit.markup}</b>" if "<b>" not in unit.markup else unit.markup


def _annex(units: list[Unit], place: int, blocks: list[Block]) -> int:
    """Begin an annex; its title, wherever it stands among the first paragraphs, moves up into the heading."""
    head = units[place]
    end = next((at for at in range(place + 1, len(units)) if units[at].opening == "annex"), len(units))
    inside = units[place + 1 : end]
    block = Block("annex", {"label": head.mark, "title": ""}, list(head.lines))
    blocks.append(block)
    of_document = re.match(r"(?:до|к|to|i)\s", head.text) is not None
    if head.text and not of_document:
        block.data["title"] = head.text
        return 1
    if of_document:
        block.data["label"] = f"{head.mark} {head.text}"
    at = annexes.title_place(inside)
    if at is None:
        return 1
    title = inside[at]
    parts = [title]
    while at + len(parts) < len(inside) and annexes.is_title_continued(parts[-1], inside[at + len(parts)]):
        parts.append(inside[at + len(parts)])
    block.data["title"] = " ".join(part.text for part in parts)
    block.lines += [line for part in parts for line in part.lines]
    del units[place + 1 + at : place + 1 + at + len(parts)]
    return 1


def _table(units: list[Unit], place: int, blocks: list[Block]) -> int:
    end = next((at for at in range(place, len(units)) if units[at].opening != "row"), len(units))
    for run in tables.runs(units[place:end]):
        made = tables.table(run)
        if made.rows and len(made.rows[0]) < 2:
            for unit in run:
                cell = next((cell for cell in unit.cells or () if cell), "")
                blocks.append(
                    Block("paragraph", {"text": html.escape(cell, quote=False).replace("\n", "<br>")}, unit.lines)
                )
            continue
        caption = ""
        if blocks and blocks[-1].kind == "paragraph" and tables.is_caption(units[place - 1].text):
            caption, made.lines = units[place - 1].text, blocks.pop().lines + made.lines
        blocks.append(
            Block("table", {"caption": caption, "header_rows": made.header_rows, "rows": made.rows}, made.lines)
        )
    return end - place


def _list(units: list[Unit], place: int, blocks: list[Block]) -> int:
    end = next((at for at in range(place, len(units)) if units[at].opening != "item"), len(units))
    items = [{"mark": unit.mark, "text": unit.markup} for unit in units[place:end]]
    blocks.append(Block("list", {"items": items}, [line for unit in units[place:end] for line in unit.lines]))
    return end - place


def _signature(unit: Unit, blocks: list[Block], *, begins: bool) -> None:
    if begins:
        blocks.append(Block("note", {"mark": "", "text": unit.markup}, list(unit.lines)))
    else:
        blocks[-1].data["text"] += f"<br>{unit.markup}"
        blocks[-1].lines += unit.lines
