"""OpenDocument texts: numbers resolved from list styles and the outline, tables, footnotes, changes as accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from lxml import etree

from intranet.documents.reading.archive import Archive, damaged
from intranet.documents.reading.draft import CannotRead
from intranet.documents.reading.odt_runs import DRAW, GONE, OFFICE, Look, Walk, look_of, runs_of
from intranet.documents.reading.odt_styles import STYLE, TEXT, Count, number, read_styles
from intranet.documents.reading.source import Line, Run, Source, broken, markup, tidy

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
PARAGRAPHS = frozenset({f"{TEXT}p", f"{TEXT}h"})
_INDEXES = frozenset(f"{TEXT}{name}" for name in ("table-of-content", "alphabetical-index", "illustration-index"))
WIDEST = 60


def read_odt(data: bytes) -> Source:
    """Read an ODT file, tracked changes as if all were accepted."""
    archive = Archive(data)
    try:
        manifest = archive.xml("META-INF/manifest.xml")
        if manifest is not None and next(manifest.iter(f"{_MANIFEST}encryption-data"), None) is not None:
            raise CannotRead(
                _("The file is locked with a password: take the password off in its program and save it again.")
            )
        content, common = archive.xml("content.xml"), archive.xml("styles.xml")
        text = content.find(f"{OFFICE}body/{OFFICE}text") if content is not None else None
        if text is None:
            raise CannotRead(damaged())
        walk = Walk(read_styles(common, content))
        walk.outline = Count(walk.styles.outline)
        _blocks(walk, text)
        _notes(walk)
        _margins(walk, common)
    except RecursionError as error:
        raise CannotRead(damaged()) from error
    finally:
        archive.close()
    if not any(not line.furniture for line in walk.lines):
        raise CannotRead(
            _("The file holds no text: if it is made of pictures of pages, have them recognised as text first.")
        )
    return Source(walk.lines, paragraphs=True, warnings=_warnings(text))


def _warnings(text: etree._Element) -> list[str]:
    warnings = []
    if next(text.iter(f"{TEXT}changed-region"), None) is not None:
        warnings.append(_("The file has tracked changes: it was read as if all of them were accepted."))
    pictures = sum(1 for _each in text.iter(f"{DRAW}image"))
    if pictures:
        warnings.append(
            ngettext(
                "%(count)d picture was not carried over: put it in by hand.",
                "%(count)d pictures were not carried over: put them in by hand.",
                pictures,
            )
            % {"count": pictures}
        )
    return warnings


# Blocks.


def _blocks(walk: Walk, parent: etree._Element) -> None:
    for element in parent:
        if not isinstance(element.tag, str) or element.tag in GONE:
            continue
        if element.tag in PARAGRAPHS:
            _paragraph(walk, element)
        elif element.tag == f"{TEXT}list":
            _list(walk, element, None, 1)
        elif element.tag == f"{TABLE}table":
            _table(walk, element)
        elif element.tag in _INDEXES:
            outer, walk.reason = walk.reason, walk.reason or _("It is a contents list; the site makes its own.")
            _blocks(walk, element)
            walk.reason = outer
        else:
            _blocks(walk, element)


def _list(walk: Walk, element: etree._Element, outer: Count | None, depth: int) -> None:
    count = outer or _count(walk, element)
    for item in element:
        start = item.get(f"{TEXT}start-value")
        first = item.tag == f"{TEXT}list-item"
        for part in item:
            if part.tag == f"{TEXT}list":
                _list(walk, part, count, depth + 1)
            elif part.tag in PARAGRAPHS:
                own = count
                mark = own.next_mark(depth, number(start, 1) if start is not None else None) if first else ""
                first = False
                _paragraph(walk, part, mark=mark, listed=True)
            elif part.tag == f"{TABLE}table":
                _table(walk, part)


def _count(walk: Walk, element: etree._Element) -> Count:
    """Return the count that a list goes on with, or begins."""
    name = str(element.get(f"{TEXT}style-name") or _style_of_first(walk, element))
    levels = walk.styles.lists.get(name, {})
    continued = walk.lists.get(str(element.get(f"{TEXT}continue-list")))
    if continued is None and element.get(f"{TEXT}continue-numbering") == "true":
        continued = walk.of_style.get(name)
    count = continued or Count(levels)
    key = element.get("{http://www.w3.org/XML/1998/namespace}id")
    if key is not None:
        walk.lists[key] = count
    walk.of_style[name] = count
    return count


def _style_of_first(walk: Walk, element: etree._Element) -> str:
    paragraph = next(element.iter(*PARAGRAPHS), None)
    name = str(paragraph.get(f"{TEXT}style-name") or "") if paragraph is not None else ""
    return next((style.list_style for style in walk.styles.chain(name) if style.list_style), "")


def _paragraph(walk: Walk, element: etree._Element, *, mark: str = "", listed: bool = False, note: str = "") -> None:
    name = str(element.get(f"{TEXT}style-name") or "")
    runs = list(runs_of(walk, element, look_of(walk, name, Look())))
    boxes, walk.boxes = walk.boxes, []
    level = number(element.get(f"{TEXT}outline-level"), 1) if element.tag == f"{TEXT}h" else 0
    if any(run.text.strip() for run in runs if not run.generated):
        if level and not listed and not note:
            mark = _outline_mark(walk, element, level)
        _add(walk, runs, mark=mark, level=level if level < 7 else 0, note=note)
    elif not boxes:
        walk.gap = True
    walk.source_id = ""
    for box in boxes:
        walk.gap = True
        _blocks(walk, box)


def _outline_mark(walk: Walk, element: etree._Element, level: int) -> str:
    if walk.outline is None or element.get(f"{TEXT}is-list-header") == "true":
        return ""
    start = element.get(f"{TEXT}start-value")
    return walk.outline.next_mark(level, number(start, 1) if start is not None else None)


def _add(walk: Walk, runs: list[Run], *, mark: str, level: int, note: str) -> None:
    part, gap, walk.gap = False, walk.gap, False
    for stretch in broken(runs):
        words = tidy("".join(run.text for run in stretch if not run.generated))
        if not words:
            gap = True
            continue
        line = Line(len(walk.lines) + 1, words, mark=mark, level=level, note=note, gap=gap, part=part)
        line.soft, line.source_id, line.furniture = part, walk.source_id, walk.reason
        line.bold = all(run.bold for run in stretch if run.text.strip())
        line.markup = markup([replace(run, bold=run.bold and not line.bold) for run in stretch])
        walk.lines.append(line)
        part, gap, mark, walk.source_id = True, False, "", ""


# Tables.


def _table(walk: Walk, element: etree._Element) -> None:
    walk.gap = True
    for row, header in _rows(element):
        walk.marks = []
        cells = _cells(walk, row)
        if any(cells):
            line = Line(len(walk.lines) + 1, " ".join(cell for cell in cells if cell), cells=tuple(cells), gap=walk.gap)
            line.generated, line.header_row, line.furniture = " ".join(walk.marks), header, walk.reason
            line.source_id, walk.source_id = walk.source_id, ""
            walk.lines.append(line)
            walk.gap = False
    walk.gap = True


def _rows(element: etree._Element, *, header: bool = False) -> Iterator[tuple[etree._Element, bool]]:
    for child in element:
        if child.tag == f"{TABLE}table-row":
            yield child, header
        elif isinstance(child.tag, str) and child.tag.startswith(f"{TABLE}table-"):
            yield from _rows(child, header=header or child.tag == f"{TABLE}table-header-rows")


def _cells(walk: Walk, row: etree._Element) -> list[str]:
    """Return a row's cells; those that another reaches into are empty, for the file names them."""
    cells: list[str] = []
    for cell in row:
        if cell.tag not in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}:
            continue
        text = _cell(walk, cell)
        repeated = number(cell.get(f"{TABLE}number-columns-repeated"), 1)
        cells += [text, *[""] * (min(repeated, WIDEST) - 1)]
    return cells


def _cell(walk: Walk, cell: etree._Element) -> str:
    """Return the words of a cell, paragraph under paragraph, as a walk of their own reads them."""
    inner = Walk(walk.styles, notes=walk.notes, lists=walk.lists, of_style=walk.of_style, outline=walk.outline)
    _blocks(inner, cell)
    walk.source_id = walk.source_id or next((line.source_id for line in inner.lines if line.source_id), "")
    parts = []
    for line in inner.lines:
        walk.marks += [line.mark, line.generated]
        words = " | ".join(each for each in line.cells if each) if line.cells is not None else line.text
        parts.append(f"{line.mark} {words}".strip())
    return "\n".join(parts)


# Footnotes, and what stands in the margins of each page.


def _notes(walk: Walk) -> None:
    place = 0
    while place < len(walk.notes):  # a footnote may hold another
        element = walk.notes[place]
        place += 1
        for paragraph in element.iterfind(f"{TEXT}note-body/*"):
            if paragraph.tag in PARAGRAPHS:
                _paragraph(walk, paragraph, note=f"[{place}]")
            else:
                _blocks(walk, [paragraph])  # type: ignore[arg-type]  # a list is walked as an element is


def _margins(walk: Walk, common: etree._Element | None) -> None:
    walk.reason = _("It stands in the margin of each page.")
    for element in common.iter(f"{STYLE}master-page") if common is not None else ():
        for margin in element:
            if str(margin.tag).startswith((f"{STYLE}header", f"{STYLE}footer")):
                _blocks(walk, margin)
    walk.reason = ""
