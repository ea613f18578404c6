"""The XML of a Word file that python-docx has no words for: languages, bookmarks, links, fields."""

from __future__ import annotations

import re
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

LOCALES = {"uk": "uk-UA", "en": "en-GB", "cy": "cy-GB", "ru": "ru-RU"}
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def legal(text: str) -> str:
    """Return a text that XML can hold; what it cannot is shown as unknown."""
    return _ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def element(tag: str, /, **attributes: str) -> Any:
    """Return an element of a Word file with its attributes."""
    made = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def run(text: str, language: str, *, bold: bool = False, italic: bool = False, look: str = "", style: str = "") -> Any:
    """Return a run in a language; its line feeds are line breaks. ``look`` is ``inserted`` or ``deleted``."""
    made: Any = OxmlElement("w:r")
    made.append(_properties(language, bold=bold, italic=italic, look=look))
    if style:
        made.rPr.insert(0, element("rStyle", val=style))
    for place, line in enumerate(legal(text).split("\n")):
        if place:
            made.append(OxmlElement("w:br"))
        words = OxmlElement("w:t")
        words.text = line
        words.set(qn("xml:space"), "preserve")
        made.append(words)
    return made


def _properties(language: str, *, bold: bool, italic: bool, look: str) -> Any:
    """Return how a run looks; the order of the elements is the schema's."""
    properties = OxmlElement("w:rPr")
    if bold or look == "inserted":
        properties.append(OxmlElement("w:b"))
    if italic:
        properties.append(OxmlElement("w:i"))
    if look == "deleted":
        properties.append(OxmlElement("w:strike"))
    if look:
        properties.append(element("color", val="8C1D18" if look == "deleted" else "0B5A2F"))
    if look == "inserted":
        properties.append(element("u", val="single"))
    properties.append(element("lang", val=LOCALES.get(language, language)))
    return properties


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """Put a bookmark at the beginning of a paragraph's element."""
    start, end = element("bookmarkStart", id=str(number), name=name), element("bookmarkEnd", id=str(number))
    place = 1 if paragraph.pPr is not None else 0
    paragraph.insert(place, start)
    paragraph.insert(place + 1, end)


def link(paragraph: Paragraph, address: str, runs: list[Any]) -> None:
    """Add runs that lead to an address."""
    made = OxmlElement("w:hyperlink")
    made.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    for each in runs:
        each.rPr.insert(0, element("rStyle", val="Hyperlink"))
        made.append(each)
    paragraph._p.append(made)


def field(paragraph: Any, code: str, language: str) -> None:
    """Add a field that Word computes, such as the number of the page."""
    for kind in ("begin", "instr", "separate", "text", "end"):
        made = run("1" if kind == "text" else "", language)
        if kind == "instr":
            made.remove(made.findall(qn("w:t"))[0])
            words = OxmlElement("w:instrText")
            words.text = f" {code} "
            made.append(words)
        elif kind != "text":
            made.remove(made.findall(qn("w:t"))[0])
            made.append(element("fldChar", fldCharType=kind))
        paragraph.append(made)
