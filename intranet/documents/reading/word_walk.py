"""The walk over the XML of a Word file: paragraphs with their numbers and looks, runs, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from lxml import etree

from intranet.documents.reading.source import BREAK, Line, Run, broken, markup, raised, tidy
from intranet.documents.reading.word_numbers import Numbering, Style, W, chain, integer, is_on, numbering_of, value

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_GONE = {f"{W}del", f"{W}moveFrom", FALLBACK, f"{W}rPr", f"{W}pPr", f"{W}instrText", f"{W}delText"}
_HEADING = re.compile(r"(?:heading|заголовок|pennawd) ?(\d)")
_BLOCK = re.compile("b_([0-9a-f]{32})")
_CONTENTS = re.compile(r"(?:toc|зміст|оглавление) ?\d")


@dataclass
class Walk:
    """The state of a walk over one file."""

    numbering: Numbering
    styles: dict[str, Style]
    links: dict[str, str]
    lines: list[Line] = field(default_factory=list)
    gap: bool = False
    notes: dict[str, int] = field(default_factory=dict)
    boxes: list[etree._Element] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    source_id: str = ""
    reason: str = ""


def block_id(bookmark: str) -> str:
    """Return the permanent id of a block, without dashes, that a bookmark of a file of ours names."""
    found = _BLOCK.fullmatch(bookmark)
    return found[1] if found else ""


@dataclass
class Look:
    """How the text at hand looks, and where it leads."""

    bold: bool = False
    italic: bool = False
    href: str = ""
    raised: bool = False


# Blocks: paragraphs, tables, and what wraps them.


def read_blocks(walk: Walk, parent: etree._Element) -> None:
    """Add the lines of the paragraphs and tables of a body, a text box or a margin."""
    for element in unwrapped(parent):
        if element.tag == f"{W}p":
            read_paragraph(walk, element)
        elif element.tag == f"{W}tbl":
            read_table(walk, element)


def unwrapped(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield paragraphs and tables, out of content controls, insertions and custom XML, however deep."""
    waiting = [iter(parent)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
        elif element.tag in {f"{W}p", f"{W}tbl"}:
            yield element
        elif element.tag not in _GONE and isinstance(element.tag, str) and element.tag != f"{W}sectPr":
            waiting.append(iter(element))


def read_paragraph(walk: Walk, element: etree._Element, *, note: str = "") -> None:
    """Add the line of a paragraph, and after it the lines of the text boxes anchored in it."""
    runs = list(_runs(walk, element, Look()))
    text = tidy("".join(run.text for run in runs if not run.generated))
    boxes, walk.boxes = walk.boxes, []
    if text:
        _add_paragraph(walk, element, runs, note=note)
    elif not boxes:
        walk.gap = True
    walk.source_id = ""
    for box in boxes:
        walk.gap = True
        read_blocks(walk, box)


def _add_paragraph(walk: Walk, element: etree._Element, runs: list[Run], *, note: str) -> None:
    properties = element.find(f"{W}pPr")
    styles = chain(walk.styles, value(properties.find(f"{W}pStyle")) if properties is not None else "")
    mark = "" if note else _mark(walk, properties, styles)
    level, gap = _level(properties, styles), walk.gap or _is_spaced(properties)
    furniture = walk.reason
    if any(_CONTENTS.fullmatch(style.name) for style in styles) or _is_contents(element):
        furniture = _("It is a contents list; the site makes its own.")
    part, walk.gap = False, False
    for stretch in broken(runs):
        words = tidy("".join(run.text for run in stretch if not run.generated))
        if not words:
            gap = True
            continue
        line = Line(len(walk.lines) + 1, words, note=note, gap=gap, mark=mark, level=level, part=part)
        line.soft, line.source_id, line.furniture = part, walk.source_id, furniture
        worded = [run for run in stretch if run.text.strip()]
        line.bold = all(run.bold for run in worded) or any(style.bold for style in styles[:1])
        line.markup = markup([replace(run, bold=run.bold and not line.bold) for run in stretch])
        walk.lines.append(line)
        part, gap, mark, walk.source_id = True, False, "", ""


def _is_spaced(properties: etree._Element | None) -> bool:
    spacing = properties.find(f"{W}spacing") if properties is not None else None
    before = value(spacing, "before")
    return before.isdecimal() and int(before) >= 120


def _is_contents(element: etree._Element) -> bool:
    for ancestor in element.iterancestors(f"{W}sdt"):
        gallery = ancestor.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        if value(gallery) == "Table of Contents":
            return True
    return False


def _mark(walk: Walk, properties: etree._Element | None, styles: list[Style]) -> str:
    named = numbering_of(properties) if properties is not None else None
    inherited = next((style.numbering for style in styles if style.numbering is not None), None)
    if named is not None and not named[0] and inherited is not None:
        named = (inherited[0], named[1])
    number = named or inherited
    if number is None or number[0] in {"", "0"}:
        return ""
    depth = number[1] if number[1] is not None else (inherited[1] if inherited else None)
    return walk.numbering.next_mark(number[0], depth or 0)


def _level(properties: etree._Element | None, styles: list[Style]) -> int:
    outline = properties.find(f"{W}outlineLvl") if properties is not None else None
    if outline is not None:
        level = integer(outline, 9) + 1
        return level if level < 7 else 0
    for style in styles:
        named = _HEADING.fullmatch(style.name)
        if named:
            return int(named[1])
        if style.outline is not None:
            return style.outline + 1 if style.outline < 6 else 0
    return 0


# Runs: what of a paragraph is text.


def _runs(walk: Walk, parent: etree._Element, look: Look) -> Iterator[Run]:
    for element in parent:
        tag = element.tag
        if tag in _GONE or not isinstance(tag, str):
            continue
        if tag == f"{W}txbxContent":
            walk.boxes.append(element)
        elif tag == f"{W}r":
            yield from _runs(walk, element, _look(element, look))
        elif tag == f"{W}hyperlink":
            href = walk.links.get(str(element.get(f"{_R}id")), "")
            yield from _runs(walk, element, replace(look, href=href))
        elif tag == f"{W}bookmarkStart":
            walk.source_id = walk.source_id or block_id(value(element, "name"))
        elif tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
            yield from _reference(walk, element)
        else:
            text = _text(element)
            if text is None:
                yield from _runs(walk, element, look)
            elif text:
                yield Run(raised(text) if look.raised else text, look.bold, look.italic, look.href)


def _look(run: etree._Element, outer: Look) -> Look:
    properties = run.find(f"{W}rPr")
    if properties is None:
        return outer
    bold, italic = properties.find(f"{W}b"), properties.find(f"{W}i")
    return Look(
        is_on(bold) if bold is not None else outer.bold,
        is_on(italic) if italic is not None else outer.italic,
        outer.href,
        value(properties.find(f"{W}vertAlign")) == "superscript",
    )


def _text(element: etree._Element) -> str | None:
    """Return what an element of a run reads as; None where its children are to be asked."""
    if element.tag == f"{W}t":
        return element.text or ""
    return {
        f"{W}tab": " ",
        f"{W}br": BREAK,
        f"{W}cr": BREAK,
        f"{W}ptab": " ",
        f"{W}noBreakHyphen": "-",
        f"{W}softHyphen": "",
        f"{W}sym": " ",
    }.get(str(element.tag))


def _reference(walk: Walk, element: etree._Element) -> Iterator[Run]:
    kind = "endnote" if element.tag == f"{W}endnoteReference" else "footnote"
    key = f"{kind}:{value(element, 'id')}"
    yield Run(f"[{walk.notes.setdefault(key, len(walk.notes) + 1)}]", generated=True)


# Tables.


def read_table(walk: Walk, element: etree._Element) -> None:
    """Add the lines of a table's rows."""
    walk.gap = True
    rows = [row for row in element.iter(f"{W}tr") if _outer(row, f"{W}tbl") is element and not _is_deleted(row)]
    if all(len(row.findall(f"{W}tc")) == 1 for row in rows):
        _read_box(walk, rows)
        return
    for row in rows:
        walk.marks = []
        cells = _cells(walk, row)
        if any(cells):
            line = Line(len(walk.lines) + 1, " ".join(cell for cell in cells if cell), cells=tuple(cells), gap=walk.gap)
            line.generated = " ".join(walk.marks)
            line.header_row = is_on(row.find(f"{W}trPr/{W}tblHeader"))
            line.source_id, walk.source_id = walk.source_id, ""
            line.furniture = walk.reason
            walk.lines.append(line)
            walk.gap = False
    walk.gap = True


def _read_box(walk: Walk, rows: list[etree._Element]) -> None:
    """Add the lines of a table of one column: it only draws a frame round paragraphs."""
    for row in rows:
        first = len(walk.lines)
        for cell in row.iterfind(f"{W}tc"):
            read_blocks(walk, cell)
        for line in walk.lines[first + 1 :]:
            line.part = True
    walk.gap = True


def _outer(element: etree._Element, tag: str) -> etree._Element | None:
    return next(element.iterancestors(tag), None)


def _is_deleted(row: etree._Element) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None or any(each.tag in _GONE for each in row.iterancestors())


def _cells(walk: Walk, row: etree._Element) -> list[str]:
    """Return a row's cells: empty ones follow a cell over several columns, and one over several rows stands once."""
    cells: list[str] = []
    for cell in row.iter(f"{W}tc"):
        if _outer(cell, f"{W}tr") is not row:
            continue
        properties = cell.find(f"{W}tcPr")
        text = "\n".join(part for part in (_cell_part(walk, each) for each in unwrapped(cell)) if part)
        cells.append(text)
        span = integer(properties.find(f"{W}gridSpan"), 1) if properties is not None else 1
        cells += [""] * (min(span, 60) - 1)
    return cells


def _cell_part(walk: Walk, element: etree._Element) -> str:
    """Return a cell's paragraph, its number included, or the words of a table within it."""
    if element.tag == f"{W}tbl":
        rows = (row for row in element.iter(f"{W}tr") if _outer(row, f"{W}tbl") is element and not _is_deleted(row))
        return "\n".join(" | ".join(cell for cell in _cells(walk, row) if cell) for row in rows)
    runs = [run for run in _runs(walk, element, Look()) if not run.generated]
    text = "\n".join(filter(None, (tidy("".join(run.text for run in stretch)) for stretch in broken(runs))))
    boxes, walk.boxes = walk.boxes, []
    inside = [_cell_part(walk, each) for box in boxes for each in unwrapped(box)]
    properties = element.find(f"{W}pPr")
    styles = chain(walk.styles, value(properties.find(f"{W}pStyle")) if properties is not None else "")
    mark = _mark(walk, properties, styles) if text else ""
    walk.marks.append(mark)
    return "\n".join(part for part in (f"{mark} {text}".strip(), *inside) if part)
