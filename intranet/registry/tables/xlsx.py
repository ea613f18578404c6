"""Reading XLSX as it streams by: memory for the distinct texts and one row, whatever the size of the sheet. Pure.

A reader that loads whole sheets takes more memory than an import may, trusts the file about its dimensions, and tells
nothing of formulas without a value, of errors, of hidden rows and of merged cells.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.parsers import expat

from intranet.registry.tables.xlsx_cells import (
    LONGEST_TEXT,
    MOST_COLUMNS,
    MOST_PIECES,
    BadBook,
    Merged,
    Region,
    SheetReading,
    Style,
    column_number,
    style_of,
)

PART = 1 << 16
MOST_UNPACKED = 400_000_000
MOST_TEXTS = 64_000_000
MOST_PARTS = 5000
MOST_MERGED = 20_000
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - what a cell holds has no time zone
EPOCH_OF_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 - as above
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')


@dataclass(frozen=True)
class Part:
    """A sheet of the book and where it stands in the file."""

    name: str
    path: str
    is_hidden: bool


class Book:
    """An XLSX file, opened. Raises BadBook."""

    def __init__(self, data: bytes) -> None:
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise BadBook("xlsx") from None
        self.sizes = {part.filename: part.file_size for part in self.archive.infolist()}
        if sum(self.sizes.values()) > MOST_UNPACKED or len(self.sizes) > MOST_PARTS:
            raise BadBook("too_large")
        if any(part.flag_bits & 1 for part in self.archive.infolist()):
            raise BadBook("password")
        if "xl/workbook.xml" not in self.sizes:
            raise BadBook("ods" if "content.xml" in self.sizes else "not_a_table")
        self.has_macros = "xl/vbaProject.bin" in self.sizes
        self.epoch = EPOCH
        self.sheets = self._sheets()
        self.styles = self._styles() if "xl/styles.xml" in self.sizes else []
        self._texts: list[str] | None = None

    @property
    def texts(self) -> list[str]:
        """The texts that the cells share."""
        if self._texts is None:
            self._texts = self._shared() if "xl/sharedStrings.xml" in self.sizes else []
        return self._texts

    def rows(self, part: Part) -> Iterator[tuple[int, list[Any], bool]]:
        """Yield number, cells and whether the row is hidden, for every row of the sheet that has a value."""
        found: list[tuple[int, list[Any], bool]] = []
        reading = SheetReading(self, found)
        merged = Merged(self._merged(part.path))
        for _part in self._parsed(part.path, reading.start, reading.end, reading.characters):
            for number, cells, is_hidden in found:
                merged.fill(number, cells)
                yield number, cells, is_hidden
            found.clear()

    def _merged(self, path: str) -> list[Region]:
        """Return the regions of merged cells that reach over several rows; they stand behind the rows in the file."""
        found: list[Region] = []
        before = b""
        for part in self._parts(path):
            piece = before + part
            if b"mergeCell" in piece:
                for match in MERGED.finditer(piece):
                    left, right = column_number(match[1].decode()), column_number(match[3].decode())
                    if match.end() > len(before) and int(match[4]) > int(match[2]) and left < MOST_COLUMNS:
                        found.append(Region(int(match[2]), int(match[4]), left, right))
            before = piece[-200:]
        return found[:MOST_MERGED]

    def _parts(self, path: str) -> Iterator[bytes]:
        try:
            with self.archive.open(path) as stream:
                while part := stream.read(PART):
                    yield part
        except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError, NotImplementedError, RuntimeError):
            raise BadBook("xlsx") from None

    def _parsed(self, path: str, start: Any, end: Any, characters: Any) -> Iterator[None]:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = characters
        try:
            for part in self._parts(path):
                parser.Parse(part, False)
                yield
            parser.Parse(b"", True)
            yield
        except (expat.ExpatError, ValueError, IndexError, OverflowError):
            raise BadBook("xlsx") from None

    def _sheets(self) -> list[Part]:
        targets: dict[str, str] = {}
        found: list[tuple[str, str, bool]] = []

        def relation(name: str, attributes: dict[str, str]) -> None:
            if _local(name) == "Relationship":
                targets[attributes.get("Id", "")] = attributes.get("Target", "")

        def sheet(name: str, attributes: dict[str, str]) -> None:
            if _local(name) == "sheet":
                key = next((value for key, value in attributes.items() if _local(key) == "id"), "")
                state = attributes.get("state", "visible")
                found.append((attributes.get("name", ""), key, state != "visible"))
            elif _local(name) == "workbookPr" and attributes.get("date1904") in {"1", "true"}:
                self.epoch = EPOCH_OF_1904

        self._read("xl/_rels/workbook.xml.rels", relation)
        self._read("xl/workbook.xml", sheet)
        parts = [Part(name, _path(targets.get(key, "")), hidden) for name, key, hidden in found]
        return [part for part in parts if part.path in self.sizes]

    def _styles(self) -> list[Style]:
        formats: dict[int, str] = {}
        found: list[Style] = []
        inside: list[str] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            local = _local(name)
            inside.append(local)
            if local == "numFmt":
                formats[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
            elif local == "xf" and "cellXfs" in inside:
                number = int(attributes.get("numFmtId", "0"))
                found.append(style_of(number, formats.get(number, "")))

        self._read("xl/styles.xml", start, lambda _name: inside.pop())
        return found

    def _shared(self) -> list[str]:
        if self.sizes["xl/sharedStrings.xml"] > MOST_TEXTS:
            raise BadBook("too_large")
        reading = _TextsReading()
        for _part in self._parsed("xl/sharedStrings.xml", reading.start, reading.end, reading.characters):
            pass
        return reading.found

    def _read(self, path: str, start: Callable[..., Any], end: Callable[..., Any] | None = None) -> None:
        for _part in self._parsed(path, start, end, None):
            pass


class _TextsReading:
    """What the parser of the shared texts tells; how a word is pronounced is no part of it."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.text: list[str] = []
        self.is_text = self.is_aside = False

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        local = _local(name)
        if local == "si":
            self.text = []
        elif local == "t":
            self.is_text = True
        elif local == "rPh":
            self.is_aside = True

    def end(self, name: str) -> None:
        local = _local(name)
        if local == "si":
            self.found.append("".join(self.text)[:LONGEST_TEXT])
        elif local == "t":
            self.is_text = False
        elif local == "rPh":
            self.is_aside = False

    def characters(self, written: str) -> None:
        if self.is_text and not self.is_aside and len(self.text) < MOST_PIECES:
            self.text.append(written)


def _path(target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join("xl", target))


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _refuse_doctype(*_what: Any) -> None:
    raise BadBook("xlsx")
