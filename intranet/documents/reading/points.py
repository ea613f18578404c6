"""What “3.” at the start of a line opens: a section, a clause numbered without dots, or an item of a list."""

from __future__ import annotations

from intranet.documents.reading import marks
from intranet.documents.reading.joining import Unit
from intranet.documents.reading.marks import Number
from intranet.documents.reading.openings import NUMBERED_ITEM, Clauses, Opening
from intranet.documents.reading.source import Line


class Points(Clauses):
    """A walk that knows numbers of one part too."""

    def _single(self, place: int, number: Number, line: Line, previous: Unit | None) -> Opening | None:
        value, rest = number.path[0], number.rest
        if not self._may_open(place, number, line, previous):
            return None
        if self._begins_again(place, number, line, previous):
            self.misnumbered.append(f"{number.text}. {rest}")
            self.sequence.open_top(self.sequence.top + 1)
            return Opening("section", number.text, rest, number)
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

    def _may_open(self, place: int, number: Number, line: Line, previous: Unit | None) -> bool:
        heads = self._heads_its_clause(place, number)
        if not (number.dot or line.mark or line.level or heads or (marks.is_capitals(number.rest) and self.sectioned)):
            return False
        return previous is None or bool(line.mark) or not self._is_torn(place, number, line, previous)

    def _is_torn(self, place: int, number: Number, line: Line, previous: Unit) -> bool:
        """Say whether “3.” belongs to the sentence before it, which a line break has torn."""
        if marks.awaits_number(previous.text) or marks.is_open(previous.text):
            return True
        apart = line.gap or (number.dot and not self.page.wrapped and marks.starts_upper(number.rest))
        last = NUMBERED_ITEM.match(previous.mark) if previous.opening == "item" else None
        listed = last is not None and int(last[1]) + 1 == number.path[0]
        return not (apart or listed or self._is_closed(previous) or self._heads_its_clause(place, number))

    def _heads_its_clause(self, place: int, number: Number) -> bool:
        """Say whether a line is the next section's head by what follows: its own first clause, within a few lines."""
        child = self.numbers.next_place((number.path[0], 1), place)
        near = child is not None and child - place <= 4
        worded = number.dot or marks.is_heading_like(number.rest)
        if number.path == (1,) and not self.sequence.top and marks.is_first_head(number.rest):
            return True
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

    def _begins_again(self, place: int, number: Number, line: Line, previous: Unit | None) -> bool:
        """Say whether “1.” is a head that a list on a page numbers anew: its clauses are those of the next section."""
        top = self.sequence.top
        child = self.numbers.next_place((top + 1, 1), place)
        if self.in_annex or not 1 <= number.path[0] <= top or child is None or child - place > 3:
            return False
        rivals = [self.numbers.next_place(path, place) for path in ((number.path[0], 1), (top + 1,))]
        if any(rival is not None and rival < child for rival in rivals):
            return False
        closed = previous is None or line.gap or self._is_closed(previous)
        return closed and marks.is_heading_like(number.rest.rstrip(".:"))

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
            last = NUMBERED_ITEM.match(unit.mark) if unit.opening == "item" else None
            if last and int(last[1]) + 1 == value:
                return True
            if last:
                break
        return value == 1 and (previous.text.endswith(":") or self.in_annex)

    def _is_point(self, place: int, number: Number, line: Line) -> bool:
        """Say whether “3.” is a clause of a text whose clauses are numbered through without dots."""
        value = number.path[0]
        if self.in_annex or not number.rest or (self.sectioned and not self._may_count(value)):
            return False
        if not marks.starts_upper(number.rest) and not line.mark:
            return False
        if value == self.point + 1 or (value > 1 and value == self.counted + 1):
            return True
        follows = self.numbers.next_place((value + 1,), place) is not None
        return (self.point == 0 and follows) or (value == 1 and line.gap and follows)

    def _may_count(self, value: int) -> bool:
        """Say whether clauses may be 1, 2, 3 though others are 1.1: under heads that take no such numbers."""
        bare = len(self.sequence.path) < 2 and value == 1
        return self.headed and (self.point > 0 or bare) and value == self.point + 1
