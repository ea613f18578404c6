"""A second reader of the same file, made otherwise than the first: it says how many lines there are, and their words.

It knows nothing of structure. What the first reader loses, the receipt finds by it.
"""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree

_BREAKS = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PART = re.compile(r"word/(?:document\d*|footnotes|endnotes|header\d*|footer\d*)\.xml")


def text_lines(data: bytes) -> list[str]:
    """Return the non-blank lines of a text file."""
    return [line for line in _BREAKS.split(_decoded(data)) if line.strip()]


def _decoded(data: bytes) -> str:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", errors="replace")
    if 0 in data[:400]:
        return data.decode(
            "utf-16-le" if data[1:400:2].count(0) > data[:400:2].count(0) else "utf-16-be", errors="replace"
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1251", errors="replace")


def word_lines(data: bytes) -> list[str]:
    """Return the text of each paragraph and table row of a Word file, part by part, from its text runs alone."""
    result: list[str] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist(), key=lambda name: (not name.startswith("word/document"), name)):
            if _PART.fullmatch(name):
                part = archive.read(name).replace(_STRICT, _W[1:-1].encode())
                parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
                result += _holders(etree.fromstring(part, parser))
    return result


def _holders(root: etree._Element) -> list[str]:
    words: dict[etree._Element, list[str]] = {}
    known: dict[etree._Element, etree._Element | None] = {}
    deleted: dict[etree._Element, bool] = {}
    for run in root.iter(f"{_W}t"):
        parent = run.getparent()
        if parent is None:
            continue
        if parent not in known:
            known[parent] = _holder(run, deleted)
        holder = known[parent]
        if holder is not None:
            words.setdefault(holder, []).append(run.text or "")
    return [text for text in ("".join(parts) for parts in words.values()) if text.strip()]


def _holder(run: etree._Element, deleted: dict[etree._Element, bool]) -> etree._Element | None:
    """Return the outermost table row that a run stands in, else its paragraph; None where it was moved or deleted."""
    row = paragraph = None
    for element in run.iterancestors():
        tag = element.tag
        if tag in {f"{_W}moveFrom", f"{_W}del", _FALLBACK}:
            return None
        if tag == f"{_W}tr":
            if element not in deleted:  # a row may have very many cells: it is looked at once
                deleted[element] = element.find(f"{_W}trPr/{_W}del") is not None
            if deleted[element]:
                return None
            row = element
        elif tag == f"{_W}p" and paragraph is None:
            paragraph = element
    return row if row is not None else paragraph
