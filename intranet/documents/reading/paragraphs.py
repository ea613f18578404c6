"""From lines to logical paragraphs: each line opens something, goes on with the paragraph before it, or begins one."""

from __future__ import annotations

from intranet.documents.reading import joining, marks
from intranet.documents.reading.joining import Unit
from intranet.documents.reading.openings import Opening
from intranet.documents.reading.points import Points
from intranet.documents.reading.preamble import begins_glued
from intranet.documents.reading.sequence import Sequence
from intranet.documents.reading.source import Line


class Paragraphs(Points):
    """Walks over the lines once, with the numbers of the whole text at hand."""

    def read(self) -> list[Unit]:
        """Return the logical paragraphs in order."""
        for place, line in enumerate(self.lines):
            previous = self.units[-1] if self.units else None
            if line.cells is not None:
                self.units.append(self._unit("row", line, cells=line.cells))
                continue
            if line.note:
                self.units.append(self._unit("note", line, mark=line.note))
                continue
            opening = self._opening(place, line, previous)
            if opening is not None:
                self._open(opening, line)
            elif previous is not None and not self._begins_glued(line) and self._goes_on(previous, line):
                joining.add(previous, line, self.page)
            else:
                self.units.append(self._unit("", line))
        return self.units

    def _goes_on(self, previous: Unit, line: Line) -> bool:
        return joining.goes_on(previous, line, self.page, form=self.in_annex)

    def _begins_glued(self, line: Line) -> bool:
        """Say whether the text begins here, its number glued to its words: what stands above is no part of it."""
        return not (self.sequence.path or self.headed or self.in_annex) and begins_glued(line.text)

    def skipped(self) -> list[tuple[str, str]]:
        """Return the clause numbers that are wanting, each with the one that stands after the gap."""
        return self.body_sequence.skipped

    def out_of_order(self) -> list[tuple[str, str]]:
        """Return the clause numbers that do not follow, each with the one that stands before it."""
        return self.body_sequence.out_of_order

    def _unit(self, kind: str, line: Line, *, mark: str = "", cells: tuple[str, ...] | None = None) -> Unit:
        unit = Unit(kind, line.text, line.markup, [line.ordinal], mark=mark, cells=cells, last=line.text)
        unit.gap, unit.bold, unit.level, unit.header_row = line.gap, line.bold, line.level, line.header_row
        unit.parts = [line.text]
        return unit

    def _open(self, opening: Opening, line: Line) -> None:
        unit = self._unit(opening.kind, line, mark=opening.mark)
        if not line.mark:
            typed = len(line.text) - len(opening.rest)
            unit.text, unit.markup = opening.rest.strip(), joining.without_start(line.markup, typed)
        self.units.append(unit)

    # What a line opens, the surest signs first.

    def _opening(self, place: int, line: Line, previous: Unit | None) -> Opening | None:
        text = self.full[place]
        return (
            self._annex(text, line, previous)
            or self._named(text, line, previous)
            or self._roman(place, text, line, previous)
            or self._number(place, line, previous)
            or self._item(place, text, line, previous)
        )

    def _annex(self, text: str, line: Line, previous: Unit | None) -> Opening | None:
        head = marks.annex_head(text)
        if head is None or (previous is not None and marks.is_open(previous.text)):
            return None
        standing = line.gap or line.level or previous is None or not head.rest or marks.is_finished(previous.text)
        value = int(head.number) if head.number.isdigit() else 0
        if not standing or (value and not self.last_annex < value <= self.last_annex + 9) or text[0].islower():
            return None
        self.last_annex = value or self.last_annex
        self.in_annex, self.sequence, self.point = True, Sequence(), 0
        return Opening("annex", head.label, head.rest)

    def _named(self, text: str, line: Line, previous: Unit | None) -> Opening | None:
        head = marks.named_head(text)
        if head is None or text[0].islower() or self.in_annex:
            return None
        if not self._may_begin_section(line, head.rest, previous):
            return None
        self.point, self.headed = 0, True
        if not head.word.startswith(("ст", "art", "erth")):
            self.sequence.open_top(head.value)
        return Opening("section", "", text if not line.mark else line.text)

    def _roman(self, place: int, text: str, line: Line, previous: Unit | None) -> Opening | None:
        number = marks.leading_roman(text)
        if number is None or self.in_annex:
            return None
        value, capitals = number.path[0], marks.is_capitals(number.rest)
        if not self._may_begin_section(line, number.rest, previous) or not (number.dot or capitals):
            return None
        child = self.numbers.next_place((value, 1), place) is not None
        in_order = value == self.roman + 1 or (value > self.roman and child)
        if not in_order or not (capitals or child or marks.is_heading_like(number.rest.rstrip(".")) or not number.rest):
            return None
        self.roman, self.point, self.headed = value, 0, True
        self.sequence.open_top(value)
        return Opening("section", number.text, number.rest, number)

    def _may_begin_section(self, line: Line, rest: str, previous: Unit | None) -> bool:
        """Say whether a head may stand here: after what has ended, or as a paragraph, or by the name it has."""
        if previous is None or line.gap or line.mark or line.level or self._is_closed(previous):
            return True
        own = self.page.paragraphs and (marks.is_capitals(rest) or marks.is_heading_like(rest.rstrip(".")))
        return not marks.is_open(previous.text) and (own or marks.is_first_head(rest))

    def _number(self, place: int, line: Line, previous: Unit | None) -> Opening | None:
        number = self.numbers.leading[place]
        if number is None:
            return None
        if len(number.path) == 1:
            return self._single(place, number, line, previous)
        return self._dotted(place, number, line, previous)

    # - 1) а)

    def _item(self, place: int, text: str, line: Line, previous: Unit | None) -> Opening | None:
        if line.mark:
            return Opening("item", line.mark, line.text)
        item = marks.item_mark(text)
        if item is None:
            return None
        mark, rest = item
        if mark == "*":
            return self._starred(place, rest)
        if previous is not None and self._is_inside(previous, mark, rest, line):
            return None
        return Opening("item", mark, rest)

    def _is_inside(self, previous: Unit, mark: str, rest: str, line: Line) -> bool:
        """Say whether a dash or a bracket at the start of a line belongs to the sentence before it."""
        if not marks.is_dash(mark) and not (mark.endswith(")") and not mark.startswith("(")):
            return False
        if marks.is_open(previous.text) and not (previous.opening == "item" and previous.mark == mark):
            return True
        if not marks.is_dash(mark) or not self.page.wrapped:
            return False
        same = previous.opening == "item" and previous.mark == mark
        closed = marks.is_finished(previous.text) or previous.text.endswith(",") or line.gap
        return not closed and not same and not joining.would_fit(previous.last, rest, self.page.width)

    def _starred(self, place: int, rest: str) -> Opening:
        around = self.full[max(place - 1, 0) : place] + self.full[place + 1 : place + 2]
        return Opening("item" if any(text.startswith("*") for text in around) else "note", "*", rest)
