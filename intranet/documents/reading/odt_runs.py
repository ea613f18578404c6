"""What of a paragraph of an OpenDocument text is words: runs with their looks, notes and frames set aside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from intranet.documents.reading.odt_styles import TEXT, Count, Styles
from intranet.documents.reading.source import BREAK, Line, Run, raised
from intranet.documents.reading.word_walk import block_id

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_HREF = "{http://www.w3.org/1999/xlink}href"
GONE = frozenset({
    f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{OFFICE}annotation-end", f"{TEXT}number", f"{OFFICE}forms",
    f"{TEXT}note-citation", f"{TEXT}sequence-decls", f"{TEXT}variable-decls", f"{TEXT}user-field-decls",
    f"{OFFICE}event-listeners", f"{DRAW}object", f"{DRAW}object-ole", f"{TEXT}index-title-template",
    f"{TEXT}table-of-content-source", f"{TEXT}alphabetical-index-source", f"{TEXT}ruby-text",
})  # fmt: skip
_SPANS = frozenset({f"{TEXT}tab", f"{TEXT}line-break", f"{TEXT}s"})


@dataclass(frozen=True)
class Look:
    bold: bool = False
    italic: bool = False
    href: str = ""
    raised: bool = False


@dataclass
class Walk:
    """The state of a walk over one file."""

    styles: Styles
    lines: list[Line] = field(default_factory=list)
    gap: bool = False
    reason: str = ""
    notes: list[etree._Element] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    source_id: str = ""
    outline: Count | None = None
    lists: dict[str, Count] = field(default_factory=dict)
    of_style: dict[str, Count] = field(default_factory=dict)


def runs_of(walk: Walk, parent: etree._Element, look: Look) -> Iterator[Run]:
    """Yield the runs of a paragraph; its notes and frames are left on the walk, to be read after it."""
    yield from _run(parent.text, look)
    for element in parent:
        tag = element.tag
        if tag in _SPANS:
            yield Run(BREAK if tag == f"{TEXT}line-break" else " ", look.bold, look.italic)
        elif tag == f"{TEXT}note":
            walk.notes.append(element)
            yield Run(f"[{len(walk.notes)}]", generated=True)
        elif tag in {f"{DRAW}frame", f"{DRAW}text-box", f"{DRAW}custom-shape", f"{DRAW}g", f"{DRAW}rect"}:
            walk.boxes.append(element)
        elif tag in {f"{TEXT}bookmark", f"{TEXT}bookmark-start"}:
            walk.source_id = walk.source_id or block_id(str(element.get(f"{TEXT}name")))
        elif isinstance(tag, str) and tag not in GONE:
            inner = look_of(walk, str(element.get(f"{TEXT}style-name") or ""), look)
            if tag == f"{TEXT}a":
                inner = replace(inner, href=str(element.get(_HREF) or ""))
            yield from runs_of(walk, element, inner)
        yield from _run(element.tail, look)


def _run(text: str | None, look: Look) -> Iterator[Run]:
    if text:
        words = text.replace(BREAK, " ")
        yield Run(raised(words) if look.raised else words, look.bold, look.italic, look.href)


def look_of(walk: Walk, name: str, outer: Look) -> Look:
    """Return how text of a style looks within another look."""
    bold = italic = up = None
    for style in walk.styles.chain(name):
        bold = style.bold if bold is None else bold
        italic = style.italic if italic is None else italic
        up = style.raised if up is None else up
    return Look(
        outer.bold if bold is None else bold,
        outer.italic if italic is None else italic,
        outer.href,
        outer.raised if up is None else up,
    )
