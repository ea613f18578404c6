"""From lines to logical paragraphs: each line opens something, goes on with the paragraph before it, or begins one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intranet.documents.reading import joining, marks
from intranet.documents.reading.joining import Unit
from intranet.documents.reading.marks import Number
from intranet.documents.reading.sequence import Fit, Numbers, Sequence
from intranet.documents.reading.source import Line, Source

_NUMBERED_ITEM = re.compile(r"(\d+)\.$")


@dataclass(frozen=True)
class Opening:
    """What a line opens, with its mark as typed and the rest of the line."""

    kind: str
    mark: str
    rest: str
    number: Number | None = None
    fit: Fit = Fit.NONE


class Paragraphs:
    """Walks over the lines once, with the numbers of the whole text at hand."""

    def __init__(self, source: Source) -> None:
        self.lines = source.lines
        self.page = joining.page_of(source.lines, wrapped=source.wrapped, paragraphs=source.paragraphs)
        self.full = [f"{line.mark} {line.text}".strip() if line.cells is None else "" for line in source.lines]
        self.numbers = Numbers(self.full)
        self.sectioned = self.numbers.next_place((1, 1), -1) is not None
        self.sequence = self.body_sequence = Sequence()
        self.in_annex = False
        self.last_annex = 0
        self.roman = 0
        self.point = self.counted = 0
        self.units: list[Unit] = []

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
            elif previous is not None and joining.goes_on(previous, line, self.page, form=self.in_annex):
                joining.add(previous, line, self.page)
            else:
                self.units.append(self._unit("", line))
        return self.units

    def skipped(self) -> list[tuple[str, str]]:
        """Return the clause numbers that are wanting, each with the one that stands after the gap."""
        return self.body_sequence.skipped

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
        if previous is not None and not (line.gap or line.level or self._is_closed(previous)):
            return None
        self.point = 0
        if not head.word.startswith(("ст", "art", "erth")):
            self.sequence.open_top(head.value)
        return Opening("section", "", text if not line.mark else line.text)

    def _roman(self, place: int, text: str, line: Line, previous: Unit | None) -> Opening | None:
        number = marks.leading_roman(text)
        if number is None or self.in_annex:
            return None
        value, capitals = number.path[0], marks.is_capitals(number.rest)
        closed = previous is None or line.gap or bool(line.mark) or self._is_closed(previous)
        if not closed or not (number.dot or capitals):
            return None
        child = self.numbers.next_place((value, 1), place) is not None
        in_order = value == self.roman + 1 or (value > self.roman and child)
        if not in_order or not (capitals or child or marks.is_heading_like(number.rest.rstrip(".")) or not number.rest):
            return None
        self.roman, self.point = value, 0
        self.sequence.open_top(value)
        return Opening("section", number.text, number.rest, number)

    def _number(self, place: int, line: Line, previous: Unit | None) -> Opening | None:
        number = self.numbers.leading[place]
        if number is None:
            return None
        if len(number.path) == 1:
            return self._single(place, number, line, previous)
        return self._dotted(place, number, line, previous)

    # 3.4

    def _dotted(self, place: int, number: Number, line: Line, previous: Unit | None) -> Opening | None:
        fit = self.sequence.fit(number)
        if line.mark:
            fit = Fit.NEXT if fit in {Fit.NONE, Fit.AGAIN} else fit
        elif fit is Fit.NONE or not self._is_plausible(place, number, fit, line, previous):
            return None
        self.sequence.open_clause(number, fit)
        return Opening("clause", number.text, number.rest, number, fit)

    def _is_plausible(self, place: int, number: Number, fit: Fit, line: Line, previous: Unit | None) -> bool:
        upper = not number.rest or not marks.starts_lower(number.rest)
        closed = previous is None or self._is_closed(previous) or (line.gap and not self.page.wrapped)
        sure = upper and closed
        if fit is Fit.AGAIN and not (sure and number.dot):
            return False
        if previous is not None and (marks.awaits_number(previous.text) or not closed):
            tail = previous.text
            if marks.is_open(tail) or tail.endswith(",") or marks.awaits_number(tail) or _refers(tail):
                return False
        if not upper and (not closed or fit is Fit.GAP):
            return False
        if fit is Fit.GAP and (not closed or self._fills_later(place, number)):
            return False
        if not sure and not number.dot and self.numbers.dot_is_usual:
            return False
        return sure or not self.numbers.stronger_later(number, place)

    def _fills_later(self, place: int, number: Number) -> bool:
        """Say whether the clause that is wanting before this number comes after it: then this is a reference."""
        path = self.sequence.path
        level = len(number.path)
        step = path[level - 1] + 1 if level <= len(path) else 1
        return self.numbers.next_place((*number.path[:-1], step), place) is not None

    # 3.

    def _single(self, place: int, number: Number, line: Line, previous: Unit | None) -> Opening | None:
        value, rest = number.path[0], number.rest
        heads = self._heads_its_clause(place, number)
        if not (number.dot or line.mark or line.level or heads or (marks.is_capitals(rest) and self.sectioned)):
            return None
        if previous is not None and not line.mark and self._is_torn(place, number, line, previous):
            return None
        if self._is_section(place, number, line, previous):
            self.sequence.open_top(value)
            self.point = 0
            return Opening("section", number.text, rest, number)
        if self._is_next_item(value, previous):
            return Opening("item", f"{value}.", rest, number)
        if self._is_point(place, number, line):
            self.point = self.counted = value
            self.sequence.open_top(value)
            return Opening("clause", number.text, rest, number)
        return None

    def _is_torn(self, place: int, number: Number, line: Line, previous: Unit) -> bool:
        """Say whether “3.” belongs to the sentence before it, which a line break has torn."""
        if marks.awaits_number(previous.text) or marks.is_open(previous.text):
            return True
        apart = line.gap or (number.dot and not self.page.wrapped and marks.starts_upper(number.rest))
        last = _NUMBERED_ITEM.match(previous.mark) if previous.opening == "item" else None
        listed = last is not None and int(last[1]) + 1 == number.path[0]
        return not (apart or listed or self._is_closed(previous) or self._heads_its_clause(place, number))

    def _heads_its_clause(self, place: int, number: Number) -> bool:
        """Say whether a line is the next section's head by what follows: its own first clause, within a few lines."""
        child = self.numbers.next_place((number.path[0], 1), place)
        near = child is not None and child - place <= 4
        worded = number.dot or marks.is_heading_like(number.rest)
        return near and worded and number.path[0] == self.sequence.top + 1 and not marks.starts_lower(number.rest)

    def _is_section(self, place: int, number: Number, line: Line, previous: Unit | None) -> bool:
        value, rest = number.path[0], number.rest
        step = value - self.sequence.top
        if self.point or (not rest and self.in_annex) or not 1 <= step <= 3:
            return False
        if self.numbers.has_children(value, place):
            return step == 1 or marks.is_heading_like(rest.rstrip(".:")) or not rest
        if self.in_annex or self.roman:
            return False
        return marks.is_capitals(rest) or line.level > 0 or self._looks_like_head(step, number, previous)

    def _looks_like_head(self, step: int, number: Number, previous: Unit | None) -> bool:
        if (step > 1 and not self.sequence.top) or (previous is not None and previous.text.endswith((":", ";"))):
            return False
        return marks.is_heading_like(number.rest) and not self._is_next_item(number.path[0], previous)

    def _is_next_item(self, value: int, previous: Unit | None) -> bool:
        """Say whether “3.” goes on with a list, or begins one that the paragraph before announces."""
        if previous is None:
            return False
        for unit in reversed(self.units[-12:]):
            if unit.opening in {"section", "clause", "annex"}:
                break
            last = _NUMBERED_ITEM.match(unit.mark) if unit.opening == "item" else None
            if last and int(last[1]) + 1 == value:
                return True
            if last:
                break
        return value == 1 and (previous.text.endswith(":") or self.in_annex)

    def _is_point(self, place: int, number: Number, line: Line) -> bool:
        """Say whether “3.” is a clause of a text whose clauses are numbered through without dots."""
        value = number.path[0]
        if self.in_annex or self.sectioned or not number.rest:
            return False
        if not marks.starts_upper(number.rest) and not line.mark:
            return False
        if value == self.point + 1 or (value > 1 and value == self.counted + 1):
            return True
        follows = self.numbers.next_place((value + 1,), place) is not None
        return (self.point == 0 and follows) or (value == 1 and line.gap and follows)

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

    def _is_closed(self, previous: Unit) -> bool:
        if previous.opening in {"section", "row", "note", "annex"} or previous.level:
            return bool(previous.text) or previous.opening != "section"
        return marks.is_finished(previous.text) or marks.is_capitals(previous.text)


def _refers(tail: str) -> bool:
    """Say whether the last word of an unfinished sentence asks for a number."""
    return marks.REFERRING.fullmatch(tail.rsplit(" ", 1)[-1]) is not None
