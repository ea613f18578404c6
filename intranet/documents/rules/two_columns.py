"""Two texts beside each other as a council is given them: what is, and what is proposed, clause by clause. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from intranet.documents.rules.comparing import Change, Mark, Pair, Run, compare
from intranet.documents.rules.papers import Paper
from intranet.documents.rules.sheet_rows import NAMES
from intranet.documents.rules.texts import FrozenBlock

# What the columns are called is an institution's term of art, not a word of the interface.
HEADS = {
    "uk": ("Чинна редакція", "Запропонована редакція"),
    "en": ("Current edition", "Proposed edition"),
    "cy": ("Y fersiwn presennol", "Y fersiwn arfaethedig"),
    "ru": ("Действующая редакция", "Предлагаемая редакция"),
}


@dataclass(frozen=True)
class Cell:
    """A clause in one of the texts: its number, and its words line by line; empty where it has no such clause."""

    number: Run | None = None
    lines: tuple[tuple[Run, ...], ...] = ()


@dataclass(frozen=True)
class Row:
    """A clause in both texts."""

    left: Cell
    right: Cell
    is_moved: bool = False


@dataclass(frozen=True)
class Comparison:
    """Two texts of one document; ``paper`` is the head of the newer one, ``dates`` say of each when it holds."""

    paper: Paper
    dates: tuple[str, str]
    rows: tuple[Row, ...]

    @property
    def heads(self) -> list[tuple[str, str]]:
        return list(zip(HEADS[self.paper.language], self.dates, strict=True))


Heads = tuple[Sequence[tuple[str, str]], Sequence[tuple[str, str]]]  # of both texts: a key and a line for each part


def rows_of(
    older: Sequence[FrozenBlock],
    newer: Sequence[FrozenBlock],
    *,
    whole: bool,
    heads: Heads = ((), ()),
    columns: Mapping[str, str] = NAMES,
) -> tuple[Row, ...]:
    """Return what differs, or everything: the parts of the head first, then the clauses.

    ``columns`` are the heads of columns where a table names none.
    """
    above = compare([_head(*part) for part in heads[0]], [_head(*part) for part in heads[1]])
    pairs = [*above, *compare(older, newer, columns)]
    return tuple(_row(pair) for pair in pairs if (whole and pair.runs) or pair.is_touched)


def _head(key: str, line: str) -> FrozenBlock:
    """Return a part of the head as a block of its own kind: it is compared with its like alone."""
    return FrozenBlock(key, f"head {key}", {"number": "", "text": escape(line)})


def _row(pair: Pair) -> Row:
    left = _cell(pair.older, pair, without=Mark.INSERTED) if pair.older else Cell()
    right = _cell(pair.newer, pair, without=Mark.DELETED) if pair.newer else Cell()
    return Row(left, right, pair.is_moved)


def _cell(block: FrozenBlock, pair: Pair, *, without: Mark) -> Cell:
    mark = Mark.DELETED if without == Mark.INSERTED else Mark.INSERTED
    differs = pair.is_renumbered or pair.change in {Change.ADDED, Change.REMOVED}
    number = Run(mark if differs else Mark.KEPT, block.number) if block.number else None
    return Cell(number, _lines(run for run in pair.runs if run.mark != without))


def _lines(runs: Iterable[Run]) -> tuple[tuple[Run, ...], ...]:
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *others = run.text.split("\n")
        lines[-1].append(Run(run.mark, first))
        lines += [[Run(run.mark, part)] for part in others]
    return tuple(tuple(run for run in line if run.text) for line in lines)
