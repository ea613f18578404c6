"""A second reader of OpenDocument texts, made otherwise than the first: every text node, by its paragraph or row."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

_URN = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TEXT, _TABLE, _OFFICE, _STYLE, _DRAW = (_URN % name for name in ("text", "table", "office", "style", "drawing"))
_SILENT = frozenset(
    [f"{_TEXT}{name}" for name in ("tracked-changes", "number", "note-citation", "ruby-text", "index-title-template")]
    + [f"{_TEXT}table-of-content-source", f"{_TEXT}alphabetical-index-source", f"{_OFFICE}annotation"]
    + [f"{_DRAW}object", f"{_DRAW}object-ole", f"{_OFFICE}forms"]
)
_PARAGRAPHS = frozenset({f"{_TEXT}p", f"{_TEXT}h"})


def odt_lines(data: bytes) -> list[str]:
    """Return the text of each paragraph and table row, footnotes and the margins of pages included."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        roots = [_root(archive, name) for name in ("content.xml", "styles.xml") if name in archive.namelist()]
    found: dict[etree._Element, list[str]] = {}
    for root in roots:
        for part in root.iter(f"{_OFFICE}text", *(f"{_STYLE}{name}" for name in _margin_names())):
            _gather(part, found)
    return [text for text in ("".join(parts) for parts in found.values()) if text.strip()]


def _margin_names() -> list[str]:
    return [f"{margin}{which}" for margin in ("header", "footer") for which in ("", "-left", "-first")]


def _root(archive: zipfile.ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(archive.read(name), parser)


def _gather(part: etree._Element, found: dict[etree._Element, list[str]]) -> None:
    """Put the text nodes under an element to the outermost row that they stand in, else to their paragraph."""
    holders: list[etree._Element | None] = [None]
    walker = etree.iterwalk(part, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            holders.append(_holder(element, holders[-1]))
            if element.tag in _SILENT:
                walker.skip_subtree()
            else:
                _put(found, holders[-1], element.text)
        else:
            holders.pop()
            if element is not part:
                _put(found, holders[-1], element.tail)


def _holder(element: etree._Element, outer: etree._Element | None) -> etree._Element | None:
    if element.tag == f"{_TEXT}note":
        return None
    if outer is not None and outer.tag == f"{_TABLE}table-row":
        return outer
    if element.tag == f"{_TABLE}table-row" or element.tag in _PARAGRAPHS:
        return element
    # What a frame holds, other than its paragraphs, is no text of the paragraph that it hangs on.
    return None if element.tag in {f"{_DRAW}frame", f"{_DRAW}custom-shape"} else outer


def _put(found: dict[etree._Element, list[str]], holder: etree._Element | None, text: str | None) -> None:
    if holder is not None and text:
        found.setdefault(holder, []).append(text)
