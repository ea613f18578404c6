"""A document as it goes onto paper: its head, and the few shapes that a printer and a writer know. Pure.

What is typed by people stays data: no shape holds markup, whatever the letters in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from math import sqrt

from intranet.documents.rules.texts import FrozenBlock


@dataclass(frozen=True)
class Piece:
    """Words of one look; ``href`` is where they lead: an address, or ``#`` and the address of a clause."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""


Line = tuple[Piece, ...]


@dataclass(frozen=True)
class Heading:
    """The head of a section, an annex or a group; an annex begins on a page of its own."""

    id: str
    level: int
    number: str
    text: str
    new_page: bool = False


@dataclass(frozen=True)
class Words:
    """A clause, a paragraph or a note, with its number or mark as it is typed."""

    id: str
    kind: str
    number: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Marks:
    """A list whose marks are typed."""

    id: str
    items: tuple[tuple[str, tuple[Line, ...]], ...]


@dataclass(frozen=True)
class Table:
    """A table; every row has as many cells, each of plain text whose lines are kept."""

    id: str
    caption: str
    header_rows: int
    rows: tuple[tuple[str, ...], ...]

    @property
    def weights(self) -> list[int]:
        """Return how wide each column wants to be, so that a column of marks is narrow and none is a hair."""
        columns = [[row[place] for row in self.rows] for place in range(len(self.rows[0]))]
        return [max(_widest(cell) for cell in column) for column in columns]


def _widest(text: str) -> int:
    """Return how wide a cell wants to be, in letters: its longest word stays whole, a sentence may run on."""
    word = max((len(word) for word in text.split()), default=0)
    return max(3, min(word, 14), min(round(2 * sqrt(len(text))), 30))


Shape = Heading | Words | Marks | Table


@dataclass(frozen=True)
class Paper:
    """A document with its head and foot, all of it in its own language."""

    title: str
    language: str
    blocks: tuple[FrozenBlock, ...]
    dated: date
    institution: str = ""
    stamp: tuple[str, ...] = ()
    state: str = ""
    edition: str = ""  # which edition it is, for the foot of each page
    facts: tuple[tuple[str, str], ...] = ()
    foreign: Mapping[str, str] = field(default_factory=dict)  # by id: the language of a block that is not translated
    notices: Mapping[str, str] = field(default_factory=dict)  # by id: how a block does not answer to its original
    address: str = ""
    content_hash: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


def lines_in(markup: str) -> tuple[Line, ...]:
    """Return the lines of inline HTML: a paragraph and a break begin a new one."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return tuple(line for line in reader.finished() if any(piece.text.strip() for piece in line))


class _Reader(HTMLParser):
    """Reads the inline markup that a block may have; whatever else stands in it is words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[list[Piece]] = [[]]
        self.bold = self.italic = 0
        self.href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.bold += tag in {"b", "strong"}
        self.italic += tag in {"i", "em"}
        if tag == "a":
            self.href = dict(attrs).get("href") or ""
        if tag in {"p", "br"}:
            self.lines.append([])

    def handle_endtag(self, tag: str) -> None:
        self.bold -= tag in {"b", "strong"} and self.bold > 0
        self.italic -= tag in {"i", "em"} and self.italic > 0
        if tag == "a":
            self.href = ""
        if tag == "p":
            self.lines.append([])

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split(" "))
        self.lines[-1].append(Piece(text.replace("\n", " "), self.bold > 0, self.italic > 0, self.href))

    def finished(self) -> Iterator[Line]:
        for line in self.lines:
            yield tuple(line)


def plain_lines(text: str) -> tuple[Line, ...]:
    """Return the lines of a plain text."""
    return tuple((Piece(line),) for line in text.splitlines() if line.strip())
