"""Reading a file into sheets of cells, row after row. Pure: bytes in, sheets out."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from intranet.registry.tables.xlsx import Book
from intranet.registry.tables.xlsx_cells import BadBook

MOST_BYTES = 50_000_000
MOST_ROWS = 500_000
MOST_LINES = 1_048_576  # of which a sheet has no more; the blank ones are no rows of a person's
LONGEST_CELL = 1_000_000
LONGEST_LINE = 2_000_000
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
DELIMITERS = ";,\t|"
QUOTED = re.compile(r'"[^"]*"')
ZIP_START = b"PK\x03\x04"
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What programs call a table and is none: web pages and XML under the name of .xls, PDF, RTF, pictures.
NO_TABLES = (b"<", b"%PDF-", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
UPPER_BYTES = frozenset((0, 1, 4))  # of Latin and Cyrillic letters in UTF-16; NULs in a cell make no UTF-16
PIECE = 1 << 20

Rows = Iterator[tuple[int, list[Any]]]


class Unreadable(Exception):
    """The file is no table that can be read; ``code`` names the sentence that says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Sheet:
    """A sheet: its rows as (number that a spreadsheet program shows, cells), blank rows left out.

    The rows are read anew at each call, so that none need be kept; ``hidden_rows`` is known once they were read.
    """

    name: str
    rows: Callable[[], Rows]
    is_hidden: bool = False
    hidden_rows: list[int] = field(default_factory=list)


def read(data: bytes) -> list[Sheet]:
    """Return the sheets of a CSV or Excel file that hold anything. Raises Unreadable, then and while rows are read."""
    if len(data) > MOST_BYTES:
        raise Unreadable("too_large")
    if data.startswith(ZIP_START):
        sheets = _xlsx(data)
    elif data.startswith(OLE_START[:4]):
        sheets = _old_excel(data)
    elif data[:200].removeprefix(codecs.BOM_UTF8).lstrip().startswith(NO_TABLES):
        raise Unreadable("not_a_table")
    else:
        sheets = [Sheet("", lambda: _filled(_csv(data)))]
    found = [sheet for sheet in sheets if next(sheet.rows(), None)]
    if not found:
        raise Unreadable("empty")
    return found


def has_macros(data: bytes) -> bool:
    """Say whether the file carries macros, which nobody runs here."""
    try:
        return data.startswith(ZIP_START) and Book(data).has_macros
    except BadBook:
        return False


def rows_of_first_sheet(data: bytes) -> Rows:
    """Yield the rows of a table, one after the other. Raises Unreadable."""
    yield from read(data)[0].rows()


def decoded(data: bytes) -> str:
    """Return the text of a file: by its mark, as UTF-8, or as Windows-1251 where it is no UTF-8."""
    try:
        return data.decode(_encoding(data))
    except UnicodeDecodeError:
        raise Unreadable("encoding") from None


def _encoding(data: bytes) -> str:
    return next((encoding for mark, encoding in MARKS.items() if data.startswith(mark)), "") or _unmarked(data)


def _unmarked(data: bytes) -> str:
    for encoding, upper in (("utf-16-le", data[1:2000:2]), ("utf-16-be", data[0:2000:2])):
        if upper and sum(byte in UPPER_BYTES for byte in upper) > len(upper) * 4 // 5:
            return encoding
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), PIECE):
            decoder.decode(data[start : start + PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1251"
    return "utf-8"


def _csv(data: bytes) -> Iterator[list[Any]]:
    text = io.TextIOWrapper(io.BytesIO(data), encoding=_encoding(data), newline="")
    csv.field_size_limit(LONGEST_CELL)
    try:
        beginning = text.read(20_000)
        text.seek(0)
        delimiter = _delimiter(beginning)
        yield from _closed(csv.reader(_lines(text), delimiter=delimiter), delimiter)
    except csv.Error:
        raise Unreadable("csv") from None
    except UnicodeDecodeError:
        raise Unreadable("encoding") from None


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise Unreadable("csv")
        yield line


def _closed(reader: Any, delimiter: str) -> Iterator[list[Any]]:
    """Yield the rows; refuse one that a quotation mark left open has made of several, and lost their certificates."""
    line = width = 0
    for row in reader:
        if reader.line_num - line > 1 and len(row) != width and width:
            swallowed = any("\n" in cell and cell.count(delimiter) >= min(2, width - 1) for cell in row)
            if swallowed:
                raise Unreadable("csv")
        line, width = reader.line_num, max(width, len(row))
        yield row


def _delimiter(text: str) -> str:
    """Return the delimiter that the first line names (``sep=;``), else the one that parts the lines most evenly."""
    lines = [line for line in re.split(r"[\r\n]+", QUOTED.sub('""', text))[:30] if line.strip()]
    if lines and lines[0][:4].casefold() == "sep=" and lines[0][4:5] in DELIMITERS and len(lines[0]) > 4:
        return lines[0][4]
    counts = {mark: [line.count(mark) for line in lines] for mark in DELIMITERS}
    return max(DELIMITERS, key=lambda mark: (sum(count > 0 for count in counts[mark]), max(counts[mark], default=0)))


def _xlsx(data: bytes) -> list[Sheet]:
    try:
        book = Book(data)
    except BadBook as error:
        raise Unreadable(error.code) from None
    sheets = [Sheet(part.name, iter, part.is_hidden) for part in book.sheets]  # type: ignore[arg-type]
    for part, sheet in zip(book.sheets, sheets, strict=True):
        sheet.rows = _rows_of(book, part, sheet)
    return sheets


def _rows_of(book: Book, part: Any, sheet: Sheet) -> Callable[[], Rows]:
    def rows() -> Rows:
        sheet.hidden_rows.clear()
        try:
            for number, cells, is_hidden in _worth_reading(book.rows(part)):
                if is_hidden:
                    sheet.hidden_rows.append(number)
                yield number, cells
        except BadBook as error:
            raise Unreadable(error.code) from None

    return rows


def _old_excel(data: bytes) -> list[Sheet]:
    """Read what Excel wrote until 2003: small by its nature, 65,536 rows of 256 columns at most."""
    import python_calamine

    if ENCRYPTED in data:
        raise Unreadable("password")
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = []
        for about in book.sheets_metadata:
            if about.typ == python_calamine.SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_name(about.name)
                hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
                found.append(Sheet(about.name, _old_rows(sheet), hidden))
    except BaseException as error:  # the library's own panic is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise Unreadable("old_excel") from None
    return found


def _old_rows(sheet: Any) -> Callable[[], Rows]:
    offset = sheet.start[0] if sheet.start else 0
    before = [None] * (sheet.start[1] if sheet.start else 0)

    def rows() -> Rows:
        table = sheet.to_python(skip_empty_area=True)
        return _filled(((before + row) for row in table), offset + 1)

    return rows


def _filled(rows: Iterable[list[Any]], first: int = 1) -> Rows:
    for number, cells, _is_hidden in _worth_reading((number, cells, False) for number, cells in enumerate(rows, first)):
        yield number, cells


def _worth_reading(rows: Iterable[tuple[int, list[Any], bool]]) -> Iterator[tuple[int, list[Any], bool]]:
    """Yield the rows that hold anything. Whole columns that were given a format make blank rows, which do not count."""
    filled = 0
    for line, row in enumerate(rows):
        if line >= MOST_LINES:
            raise Unreadable("too_large")
        if _is_filled(row[1]):
            filled += 1
            if filled > MOST_ROWS:
                raise Unreadable("too_large")
            yield row


def _is_filled(cells: list[Any]) -> bool:
    for cell in cells:
        if cell is None or cell == "":
            continue
        if not isinstance(cell, str) or cell.strip("\ufeff \t\r\n\xa0\u200b"):
            return True
    return False
