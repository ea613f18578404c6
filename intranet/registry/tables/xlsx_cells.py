"""The cells of an XLSX sheet as its XML tells them, one after the other. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Protocol

from intranet.registry.tables.cells import Broken

MOST_COLUMNS = 1000
MOST_OPEN = 100  # merged regions in one row
MOST_FILLED = 100_000  # rows of one merged region that its value is given to
LONGEST_TEXT = 40_000
MOST_PIECES = 500  # that the parser gives a text in, each of thousands of letters
LAST_SERIAL = 2_958_465
DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
NO_PART_OF_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
DATE_LETTERS = re.compile(r"[ymdh]", re.IGNORECASE)


class BadBook(Exception):
    """The file cannot be read as XLSX; ``code`` names the sentence that says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Style:
    """What a number format makes of a number."""

    is_date: bool = False
    figures: int = 0  # of a number with noughts in front


class Shared(Protocol):
    """What the cells of a book share."""

    epoch: datetime
    styles: list[Style]

    @property
    def texts(self) -> list[str]: ...


@dataclass
class Region:
    """Merged cells over several rows; the value stands in the first of them alone."""

    first: int
    last: int
    left: int
    right: int
    value: Any = None


class Merged:
    """The merged regions of a sheet while its rows go by, from above to below."""

    def __init__(self, regions: list[Region]) -> None:
        self.waiting = sorted(regions, key=lambda region: region.first, reverse=True)
        self.open: list[Region] = []

    def fill(self, number: int, cells: list[Any]) -> None:
        """Let the value of a merged region apply to each of its rows."""
        while self.waiting and self.waiting[-1].first <= number:
            self.open.append(self.waiting.pop())
        if not self.open:
            return
        self.open = [region for region in self.open if number <= min(region.last, region.first + MOST_FILLED)]
        if len(self.open) > MOST_OPEN:  # regions lie over one another, which no spreadsheet program allows
            raise BadBook("xlsx")
        for region in self.open:
            place = region.left
            if number == region.first:
                region.value = cells[place] if place < len(cells) else None
            elif region.value is not None:
                cells.extend([None] * (place + 1 - len(cells)))
                if cells[place] is None:
                    cells[place] = region.value


class SheetReading:
    """What the parser of a sheet tells, made into rows."""

    def __init__(self, book: Shared, found: list[tuple[int, list[Any], bool]]) -> None:
        self.book, self.found = book, found
        self.prefix = ""
        self.number = 0
        self.is_hidden = False
        self.cells: list[Any] = []
        self.place = -1
        self.kind = self.style = ""
        self.text: list[str] = []
        self.collects = self.has_formula = self.has_value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.prefix:
            name = name.removeprefix(self.prefix)
        if name == "c":
            reference = attributes.get("r")
            self.place = column_number(reference.rstrip("0123456789")) if reference else self.place + 1
            self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "")
            self.has_formula = self.has_value = False
            self.text = []
        elif name in {"v", "t"}:
            self.collects = self.has_value = True
        elif name == "f":
            self.has_formula = True
        elif name == "row":
            number = int(attributes.get("r") or self.number + 1)
            self.number = max(number, self.number + 1)
            self.is_hidden = attributes.get("hidden") in {"1", "true"}
            self.cells, self.place = [], -1
        elif name.endswith(":worksheet"):
            self.prefix = name.removesuffix("worksheet")

    def characters(self, written: str) -> None:
        if self.collects and len(self.text) < MOST_PIECES:
            self.text.append(written)

    def end(self, name: str) -> None:
        if self.prefix:
            name = name.removeprefix(self.prefix)
        if name in {"v", "t"}:
            self.collects = False
        elif name == "c":
            self._finish_cell()
        elif name == "row" and self.cells:
            self.found.append((self.number, self.cells, self.is_hidden))

    def _finish_cell(self) -> None:
        if self.has_value:
            written = self.text[0] if len(self.text) == 1 else "".join(self.text)[:LONGEST_TEXT]
            value = self._value(written)
        elif self.has_formula:
            value = Broken("formula", "=…")
        else:
            return
        if value is None or value == "":
            return
        place = self.place
        if place >= MOST_COLUMNS:
            raise BadBook("too_wide")
        if place == len(self.cells):
            self.cells.append(value)
            return
        if place > len(self.cells):
            self.cells.extend([None] * (place + 1 - len(self.cells)))
        self.cells[place] = value

    def _value(self, written: str) -> Any:
        kind = self.kind
        if kind == "s":
            return self.book.texts[abs(int(written))]
        if kind in {"inlineStr", "str"}:
            return written
        if not written:
            return Broken("formula", "=…") if self.has_formula else None
        if kind == "n":
            return self._number(written)
        return _OTHERS.get(kind, str)(written)

    def _number(self, written: str) -> Any:
        style = self.book.styles[int(self.style)] if self.style and int(self.style) < len(self.book.styles) else None
        number = float(written)
        if style is None or not (style.is_date or style.figures):
            return int(number) if number.is_integer() and abs(number) < 1e15 else number
        if style.is_date:
            return _day(number, self.book.epoch)
        return f"{int(number):0{style.figures}}" if number.is_integer() and 0 <= number < 1e15 else number


@lru_cache(maxsize=4096)
def _day(serial: float, epoch: datetime) -> Any:
    if not 1 <= serial <= LAST_SERIAL:
        return serial
    return epoch + timedelta(days=int(serial), seconds=round(serial % 1 * 86_400))


def _moment(written: str) -> Any:
    try:
        return datetime.fromisoformat(written).replace(tzinfo=None)
    except ValueError:
        return written


_OTHERS: dict[str, Callable[[str], Any]] = {
    "b": "1".__eq__,
    "e": lambda written: Broken("error", written[:40]),
    "d": _moment,
}


@lru_cache(maxsize=20_000)
def column_number(letters: str) -> int:
    """Return the place of a column: A is 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    if not 1 <= number <= 16_384:
        raise BadBook("xlsx")
    return number - 1


def style_of(number: int, code: str) -> Style:
    plain = NO_PART_OF_FORMAT.sub("", code)
    is_date = number in DATE_FORMATS or bool(DATE_LETTERS.search(plain) and plain.lower() != "general")
    figures = len(plain) if len(plain) > 1 and not plain.strip("0") else 0
    return Style(is_date, min(figures, 30))
