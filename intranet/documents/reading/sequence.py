"""Whether a number at the start of a line opens a clause: only where it is plausible in the sequence. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from enum import Enum

from intranet.documents.reading import marks
from intranet.documents.reading.marks import Number

WIDEST_GAP = 6


class Fit(Enum):
    """How a number stands to the one before it."""

    NEXT = "next"
    GAP = "gap"
    AGAIN = "again"  # a number given twice, as hands do
    ODD = "odd"  # out of its order, and a clause all the same: what follows still goes on from the one before it
    NONE = "none"


class Numbers:
    """The numbers that all lines of a text start with: what comes later decides what an earlier one is."""

    def __init__(self, texts: list[str]) -> None:
        self.leading = [marks.leading_number(text) for text in texts]
        self._places: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for place, number in enumerate(self.leading):
            if number is not None:
                self._places[number.path].append(place)
        dotted = [number for number in self.leading if number is not None and len(number.path) > 1]
        with_dot = sum(number.dot for number in dotted)
        self.dot_is_usual = with_dot * 5 >= len(dotted) * 4 and with_dot > 1

    def next_place(self, path: tuple[int, ...], after: int) -> int | None:
        """Return where ``path`` stands next after a line."""
        places = self._places.get(path, [])
        index = bisect_right(places, after)
        return places[index] if index < len(places) else None

    def has_children(self, value: int, after: int) -> bool:
        """Say whether ``value``.1 follows, and no other ``value`` stands between: items of lists are numbered too."""
        child = self.next_place((value, 1), after)
        rival = self.next_place((value,), after)
        return child is not None and (rival is None or child < rival)

    def stronger_later(self, number: Number, after: int) -> bool:
        """Say whether the same number opens a later line in a better way."""
        place = self.next_place(number.path, after)
        if place is None:
            return False
        later = self.leading[place]
        return later is not None and marks.starts_upper(later.rest) and later.dot >= number.dot


class Sequence:
    """Where the numbering of a text stands."""

    def __init__(self) -> None:
        self.top = 0
        self.path: tuple[int, ...] = ()
        self.odd: tuple[int, ...] = ()
        self.skipped: list[tuple[str, str]] = []
        self.out_of_order: list[tuple[str, str]] = []

    def open_top(self, value: int) -> None:
        """Open a section, or a point numbered without dots."""
        self.top, self.path = value, (value,)

    def fit(self, number: Number) -> Fit:
        """Return how a dotted number stands to the last one: next in some level, a first child, or after a gap."""
        path = number.path
        if self.odd and path in {(*self.odd[:-1], self.odd[-1] + 1), (*self.odd, 1)} and path[:-1] != self.path[:-1]:
            return Fit.NEXT
        if not self.path or path[0] != self.top:
            opens = path[1:] == (1,) * (len(path) - 1) and (not self.path or 0 < path[0] - self.top <= 2)
            return Fit.NEXT if opens else Fit.NONE
        return Fit.NEXT if path == (*self.path, 1) else self._later(number, path)

    def _later(self, number: Number, path: tuple[int, ...]) -> Fit:
        level = len(path)
        if path == self.path and level > 1:
            return Fit.AGAIN
        if level > len(self.path):
            # A level that the source skips (1 → 1.1.1), or a first child that is not the first (3 → 3.2).
            child = path[: len(self.path)] == self.path and level == len(self.path) + 1
            return Fit.GAP if child and path[-1] <= 3 else Fit.NONE
        step = path[-1] - self.path[level - 1]
        if path[: level - 1] != self.path[: level - 1] or step < 1:
            return Fit.NONE
        if number.inserted:
            return Fit.NEXT
        return Fit.NEXT if step == 1 else Fit.GAP if step <= WIDEST_GAP else Fit.NONE

    def jumps(self, number: Number) -> bool:
        """Say whether a number goes on within its own section, past a gap of any width."""
        level = len(number.path)
        return (
            level <= len(self.path)
            and number.path[: level - 1] == self.path[: level - 1]
            and number.path[-1] > self.path[level - 1]
        )

    def open_clause(self, number: Number, fit: Fit) -> None:
        """Open a clause."""
        if fit is Fit.ODD and self.path:
            self.out_of_order.append((number.text, ".".join(map(str, self.path))))
            self.odd = number.path
            return
        self.odd = ()
        if fit is Fit.GAP:
            level = len(number.path)
            before = self.path[level - 1] if level <= len(self.path) else 0
            self.skipped.append((".".join(map(str, (*number.path[:-1], before + 1))), number.text))
        self.top, self.path = number.path[0], number.path
