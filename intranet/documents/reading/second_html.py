"""A second reader of web pages, made otherwise than the first: a scan of the text for tags, without a tree."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from intranet.documents.reading.decoding import decode_page

_TAG = re.compile(r"</?([a-zA-Z][\w:-]*)[^<>]*>")
_OPEN = re.compile(r"</?[a-zA-Z]")
_SILENT = frozenset("script style template title svg math object iframe canvas audio video".split())  # noqa: SIM905
_WITHIN = re.compile(
    r"a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|img|input|ins|kbd|label|mark|meta|link|nobr|q|s|"
    r"samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr|br|col|colgroup|area|map|base|param|source|html|head|"
    r".*[:-].*"
)
_HEADING = re.compile(r"h[1-6]")
_LETTER = re.compile(r"[^\W_]")
_LONGEST_CELL = 4_000


@dataclass(eq=False)
class _Table:
    """A table that the scan is in."""

    rows: int = 0
    cells: int = 0
    widest: int = 0
    letters: int = 0
    whole_text: bool = False
    divided: bool = False  # it holds a heading or another table
    caption: bool = False

    @property
    def lays_out(self) -> bool:
        return self.divided or self.whole_text or self.widest < 2


@dataclass
class _Scan:
    """Where the scan stands, and the words found with the place of each."""

    block: int = 0
    tables: list[_Table] = field(default_factory=list)
    found: list[tuple[str, tuple[tuple[_Table, int], ...], int]] = field(default_factory=list)

    def tag(self, name: str, *, closes: bool) -> None:
        if name == "table":
            self._table(closes=closes)
        elif _HEADING.fullmatch(name):
            for table in self.tables:
                table.divided = True
        elif self.tables and name == "tr" and not closes:
            self.tables[-1].rows += 1
            self.tables[-1].cells = 0
        elif self.tables and name in {"td", "th"} and not closes:
            table = self.tables[-1]
            table.cells, table.letters = table.cells + 1, 0
            table.widest = max(table.widest, table.cells)
        elif self.tables and name == "caption":
            self.tables[-1].caption = not closes
        if not _WITHIN.fullmatch(name):
            self.block += 1

    def _table(self, *, closes: bool) -> None:
        if not closes:
            for table in self.tables:
                table.divided = True
            self.tables.append(_Table())
        elif self.tables:
            self.tables.pop()

    def words(self, text: str) -> None:
        words = html.unescape(text)
        if not words.strip():
            return
        for table in self.tables:
            table.letters += len(_LETTER.findall(words))
            table.whole_text = table.whole_text or table.letters > _LONGEST_CELL
        places = tuple((table, -1 if table.caption else table.rows) for table in self.tables[:8])
        self.found.append((words, places, self.block))

    def lines(self) -> list[str]:
        """Return the words, put together by the row of a table or the block that they stand in."""
        groups: dict[tuple[int, int], list[str]] = {}
        for words, places, block in self.found:
            row = next(((id(table), row) for table, row in places if not table.lays_out), (0, block))
            groups.setdefault(row, []).append(words)
        return ["".join(parts) for parts in groups.values()]


def html_lines(data: bytes) -> list[str]:
    """Return the text of each block and each table row of a web page, hidden and repeated ones included."""
    scan = _Scan()
    text = decode_page(data)
    for name, closes, words in _tokens(text):
        if name:
            scan.tag(name, closes=closes)
        else:
            scan.words(words)
    return [line for line in scan.lines() if line.strip()]


def _tokens(text: str) -> Iterator[tuple[str, bool, str]]:
    """Yield tags and the stretches of text between them; comments and what is silent are passed over."""
    lowered = text.lower()
    place = 0
    while place < len(text):
        opening = text.find("<", place)
        if opening < 0:
            yield "", False, text[place:]
            return
        if opening > place:
            yield "", False, text[place:opening]
        tag = _TAG.match(text, opening)
        if text.startswith("<!--", opening):
            place = _after(text, "-->", opening + 4)
        elif text.startswith(("<!", "<?"), opening):
            place = _after(text, ">", opening)
        elif tag is None and _OPEN.match(text, opening):
            place = _after(text, "<", opening + 1, skip=False)  # a tag that nothing closes
        elif tag is None:
            yield "", False, "<"
            place = opening + 1
        else:
            name = tag[1].lower()
            closes = tag[0].startswith("</")
            silent = name in _SILENT and not closes and not tag[0].endswith("/>")
            yield name, closes, ""
            place = _after(text, ">", _after(lowered, f"</{name}", tag.end(), skip=False)) if silent else tag.end()


def _after(text: str, mark: str, place: int, *, skip: bool = True) -> int:
    """Return where the text goes on after a mark; without it, nothing goes on."""
    found = text.find(mark, place)
    return len(text) if found < 0 else found + (len(mark) if skip else 0)
