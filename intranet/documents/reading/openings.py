"""Where the walk over a text stands, and whether a dotted number at the start of a line opens a clause."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intranet.documents.reading import joining, marks
from intranet.documents.reading.joining import Unit
from intranet.documents.reading.marks import Number
from intranet.documents.reading.sequence import Fit, Numbers, Sequence
from intranet.documents.reading.source import Line, Source

NUMBERED_ITEM = re.compile(r"(\d+)\.$")


@dataclass(frozen=True)
class Opening:
    """What a line opens, with its mark as typed and the rest of the line."""

    kind: str
    mark: str
    rest: str
    number: Number | None = None
    fit: Fit = Fit.NONE


class Clauses:
    """The state of a walk, and the clauses that are numbered 3.4."""

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
        self.headed = False  # sections are named, or numbered in Roman figures
        self.misnumbered: list[str] = []  # heads whose clauses belong to a section of another number
        self.units: list[Unit] = []

    def _dotted(self, place: int, number: Number, line: Line, previous: Unit | None) -> Opening | None:
        fit = self.sequence.fit(number)
        if line.mark:
            fit = Fit.NEXT if fit in {Fit.NONE, Fit.AGAIN} else fit
        elif fit is Fit.NONE:
            fit = self._out_of_order(place, number, line, previous)
            if fit is Fit.NONE:
                return None
        elif not (
            self._is_unmistakable(place, number, fit, previous)
            or self._is_plausible(place, number, fit, line, previous)
            or self._is_ours(number, line)
        ):
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

    def _out_of_order(self, place: int, number: Number, line: Line, previous: Unit | None) -> Fit:
        """Return how a number that does not follow opens a clause all the same: after a head, past a gap, or oddly."""
        if not self._is_ours(number, line) and not self._stands_apart(number, line, previous):
            return Fit.NONE
        headed = previous is not None and (previous.opening == "section" or previous.level > 0 or self._heads(previous))
        if headed and set(number.path[1:]) == {1}:
            return Fit.NEXT
        return Fit.GAP if self.sequence.jumps(number) and not self._fills_later(place, number) else Fit.ODD

    def _is_ours(self, number: Number, line: Line) -> bool:
        """Say whether a block of a file that we wrote begins here, with a number: a paragraph begins with none."""
        return bool(line.source_id) and not marks.starts_lower(number.rest)

    def _stands_apart(self, number: Number, line: Line, previous: Unit | None) -> bool:
        """Say whether a sentence begins with the number, and the one before it has ended in its own line."""
        if previous is None or not marks.starts_upper(number.rest) or marks.awaits_number(previous.text):
            return False
        if number.dot and self._is_closed(previous) and self.sequence.jumps(number):
            return True
        if not (number.dot or (not self.numbers.dot_is_usual and (line.gap or self.page.paragraphs))):
            return False
        ended = self._is_closed(previous) or (line.gap and not self.page.wrapped) or self._heads(previous)
        return ended and (
            not self.page.wrapped or line.gap or joining.would_fit(previous.last, line.text, self.page.width)
        )

    def _heads(self, unit: Unit) -> bool:
        """Say whether a paragraph is a head without a number: its look is all that tells."""
        return not unit.opening and marks.is_heading_like(unit.text) and (unit.bold or marks.is_capitals(unit.text))

    def _is_unmistakable(self, place: int, number: Number, fit: Fit, previous: Unit | None) -> bool:
        """Say whether a number is next, though a bracket before it was not closed, or is the first after a title."""
        if fit is not Fit.NEXT or not number.dot or not marks.starts_upper(number.rest) or previous is None:
            return False
        if marks.awaits_number(previous.text) or _refers(previous.text):
            return False
        first = not self.sequence.path and number.path == (1, 1) and not marks.is_open(previous.text)
        followed = self.numbers.next_place((1, 2), place) is not None
        return previous.text.endswith((".", ";")) or (first and followed)

    def _fills_later(self, place: int, number: Number) -> bool:
        """Say whether the clause that is wanting before this number comes after it: then this is a reference."""
        path = self.sequence.path
        level = len(number.path)
        step = path[level - 1] + 1 if level <= len(path) else 1
        return self.numbers.next_place((*number.path[:-1], step), place) is not None

    def _is_closed(self, previous: Unit) -> bool:
        if previous.opening in {"section", "row", "note", "annex"} or previous.level:
            return bool(previous.text) or previous.opening != "section"
        return marks.is_finished(previous.text) or marks.is_capitals(previous.text)


def _refers(tail: str) -> bool:
    """Say whether the last word of an unfinished sentence asks for a number."""
    return marks.REFERRING.fullmatch(tail.rsplit(" ", 1)[-1]) is not None
