"""Reading a file into sheets of cells. Pure: bytes in, sheets out."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

MOST_BYTES = 50_000_000
MOST_UNPACKED = 400_000_000
LONGEST_CELL = 20_000
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
DELIMITERS = ";,\t|"
ZIP_START = b"PK\x03\x04"
OLE_START = b"\xd0\xcf\x11\xe0"


class Unreadable(Exception):
    """The file is no table that can be read; ``code`` names the sentence that says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Sheet:
    """A sheet: its rows as (number that a spreadsheet program shows, cells), blank rows left out."""

    name: str
    rows: list[tuple[int, list[Any]]]


def read(data: bytes) -> list[Sheet]:
    """Return the sheets of a CSV or XLSX file that hold anything. Raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable("too_large")
    if data.startswith(OLE_START):
        raise Unreadable("old_excel")
    sheets = _xlsx(data) if data.startswith(ZIP_START) else [Sheet("", list(_filled(_csv(data))))]
    found = [sheet for sheet in sheets if sheet.rows]
    if not found:
        raise Unreadable("empty")
    return found


def rows_of_first_sheet(data: bytes) -> Iterator[tuple[int, list[Any]]]:
    """Yield the rows of a table that may be large, one after the other where the file lets it. Raises Unreadable."""
    if data.startswith((OLE_START, ZIP_START)):
        yield from read(data)[0].rows
    else:
        yield from _filled(_csv(data))


def decoded(data: bytes) -> str:
    """Return the text of a file: by its mark, as UTF-8, or as Windows-1251 where it is no UTF-8."""
    encoding = next((encoding for mark, encoding in MARKS.items() if data.startswith(mark)), "") or _unmarked(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable("encoding") from None


def _unmarked(data: bytes) -> str:
    nothing = data[:2000].count(0)
    if nothing > len(data[:2000]) // 50:
        return "utf-16-le" if data[1:2000:2].count(0) > data[0:2000:2].count(0) else "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1251"
    return "utf-8"


def _csv(data: bytes) -> Iterator[list[Any]]:
    text = decoded(data)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        yield from reader
    except csv.Error:
        raise Unreadable("csv") from None


def _delimiter(text: str) -> str:
    """Return the delimiter that parts the first lines most evenly."""
    lines = [line for line in text[:20_000].splitlines()[:30] if line.strip()]
    counts = {mark: [_outside_quotes(line, mark) for line in lines] for mark in DELIMITERS}
    return max(DELIMITERS, key=lambda mark: (sum(count > 0 for count in counts[mark]), max(counts[mark], default=0)))


def _outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])


def _xlsx(data: bytes) -> list[Sheet]:
    import python_calamine

    _refuse_bombs(data)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = book.sheet_names
        return [
            Sheet(name, list(_filled(book.get_sheet_by_name(name).to_python(skip_empty_area=False)))) for name in names
        ]
    except (python_calamine.CalamineError, OSError, ValueError):
        raise Unreadable("xlsx") from None


def _refuse_bombs(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        raise Unreadable("xlsx") from None
    if unpacked > MOST_UNPACKED:
        raise Unreadable("too_large")
    if "xl/workbook.xml" not in names:
        raise Unreadable("not_a_table")


def _filled(rows: Iterable[list[Any]]) -> Iterator[tuple[int, list[Any]]]:
    for number, cells in enumerate(rows, start=1):
        if any(cell.strip() if isinstance(cell, str) else cell is not None for cell in cells):
            yield number, cells
