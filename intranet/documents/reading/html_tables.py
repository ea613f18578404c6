"""Tables of web pages: cells over several columns and rows, header rows; and tables that only lay a page out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from intranet.documents.reading.source import letters, raised, tidy

WIDEST = 60
LONGEST_CELL = 4_000
_HOLDERS = frozenset("p div li ul ol h1 h2 h3 h4 h5 h6 dd dt blockquote pre section caption".split())  # noqa: SIM905
_IGNORED = frozenset("script style template title svg math object iframe canvas audio video".split())  # noqa: SIM905
_LAYOUT = frozenset("table h1 h2 h3 h4 h5 h6".split())  # noqa: SIM905


@dataclass(frozen=True)
class Row:
    """A row of a table, or its caption, which has no cells."""

    text: str
    cells: tuple[str, ...] | None = None
    header: bool = False
    generated: str = ""


def is_layout(table: etree._Element) -> bool:
    """Say whether a table only lays the page out: it holds headings, tables or whole texts, or has one column."""
    if any(element.tag in _LAYOUT for element in table.iterdescendants()):
        return True
    rows = [[cell for cell in row if cell.tag in {"td", "th"}] for row in table.iter("tr")]
    if max((len(cells) for cells in rows), default=0) < 2:
        return True
    return any(len(letters(" ".join(map(str, cell.itertext())))) > LONGEST_CELL for cells in rows for cell in cells)


def read_table(table: etree._Element) -> Iterator[Row]:
    """Yield the caption and the rows that hold words; a cell over several rows stands once, the others are empty."""
    spans: dict[int, int] = {}
    for element in table.iter("caption", "tr"):
        if element.tag == "caption":
            text, _marks = _words(element)
            if text:
                yield Row(text.replace("\n", " "))
            continue
        made = [cell for cell in element if cell.tag in {"td", "th"}]
        cells, generated = _cells(made, spans)
        if any(cells):
            parent = element.getparent()
            head = parent is not None and parent.tag == "thead"
            header = head or (bool(made) and all(cell.tag == "th" for cell in made))
            yield Row(" ".join(cell for cell in cells if cell), tuple(cells), header, " ".join(generated))


def _cells(made: list[etree._Element], spans: dict[int, int]) -> tuple[list[str], list[str]]:
    """Return the cells of a row, those that one from above reaches into included; ``spans`` goes from row to row."""
    cells: list[str] = []
    generated: list[str] = []
    waiting = iter(made)
    while len(cells) < WIDEST:
        if spans.get(len(cells), 0) > 0:
            spans[len(cells)] -= 1
            cells.append("")
            continue
        cell = next(waiting, None)
        if cell is None:
            if any(place >= len(cells) and rows > 0 for place, rows in spans.items()):
                cells.append("")
                continue
            break
        text, marks = _words(cell)
        generated += marks
        wide, high = _span(cell, "colspan", WIDEST), _span(cell, "rowspan", 1_000)
        for place in range(len(cells), min(len(cells) + wide, WIDEST)):
            spans[place] = high - 1
        cells += [text, *[""] * (wide - 1)][: WIDEST - len(cells)]
    rest = [_words(cell) for cell in waiting]
    if rest:  # past the widest table that is read as one, the words still count
        cells[-1] = "\n".join(part for part in (cells[-1], *(text for text, _marks in rest)) if part)
    return cells, [*generated, *(mark for _text, marks in rest for mark in marks)]


def _span(cell: etree._Element, name: str, most: int) -> int:
    text = str(cell.get(name) or "").strip()
    return max(1, min(int(text), most)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _words(cell: etree._Element) -> tuple[str, list[str]]:
    """Return the words of a cell, paragraph under paragraph, and the numbers of its lists, which are not typed."""
    parts: list[str] = []
    marks: list[str] = []
    walker = etree.iterwalk(cell, events=("start", "end"))
    for event, element in walker:
        if event == "start" and element.tag in _IGNORED:
            walker.skip_subtree()
        elif event == "start":
            if element.tag in _HOLDERS or element.tag == "br":
                parts.append("\n")
            if element.tag == "li":
                marks.append(_item(element))
                parts.append(f"{marks[-1]} ")
            text = (element.text or "").replace("\n", " ")
            parts.append(raised(text) if element.tag == "sup" else text)
        if event == "end" and element is not cell:
            parts.append(("\n" if element.tag in _HOLDERS else "") + (element.tail or "").replace("\n", " "))
    return "\n".join(line for line in map(tidy, "".join(parts).split("\n")) if line), marks


def _item(element: etree._Element) -> str:
    parent = element.getparent()
    if parent is None or parent.tag != "ol":
        return "•"
    return f"{sum(1 for each in element.itersiblings('li', preceding=True)) + 1}."
