"""Files of other institutions as tests make them: Word, OpenDocument, PDF, with whatever their programs would write."""

from __future__ import annotations

import html
import io
import zipfile
from typing import Any

import typst
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

W = nsdecls("w")
NAMES = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for name in ("office", "text", "table", "style", "drawing", "manifest")
}
XMLNS = (
    " ".join(f'xmlns:{"draw" if name == "drawing" else name}="{address}"' for name, address in NAMES.items())
    + ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
)
ODT = b"application/vnd.oasis.opendocument.text"


def saved(document: Any) -> bytes:
    """Return the bytes of a Word document."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def word(*content: str, numbering: str = "", parts: dict[str, str] | None = None) -> bytes:
    """Write a Word file: plain texts are paragraphs, what begins with ``<w:`` is put in as it stands."""
    document = Document()
    if numbering:
        root = document.part.numbering_part.element
        for element in reversed(list(parse_xml(f"<w:numbering {W}>{numbering}</w:numbering>"))):
            root.insert(0, element)
    for piece in content:
        if piece.startswith("<w:"):
            for element in parse_xml(f"<w:body {W}>{piece}</w:body>"):
                document.element.body.insert(len(document.element.body) - 1, element)
        else:
            document.add_paragraph(piece)
    data = saved(document)
    for name, text in (parts or {}).items():
        data = with_part(data, name, text)
    return data


def with_part(data: bytes, name: str, content: str) -> bytes:
    """Return an archive with one part more, or another in its place."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return buffer.getvalue()


def levels(*shapes: tuple[str, str], number: int = 77, extra: str = "", inside: str = "") -> str:
    """Return a numbering of several levels, as Word writes it."""
    made = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra if depth else ""}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(shapes)
    )
    return (
        f'<w:abstractNum w:abstractNumId="{number}">{made}</w:abstractNum>'
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/>{inside}</w:num>'
    )


def at(depth: int, text: str, number: int = 77) -> str:
    """Return a paragraph of a level of a numbering."""
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{html.escape(text)}</w:t></w:r></w:p>"
    )


def odt(text: str, *, automatic: str = "", common: str = "", parts: dict[str, str] | None = None) -> bytes:
    """Write an OpenDocument text: plain lines are paragraphs, what begins with ``<`` is put in as it stands."""
    body = "".join(
        line if line.startswith("<") else f"<text:p>{html.escape(line)}</text:p>" for line in text.splitlines() if line
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODT, zipfile.ZIP_STORED)
        archive.writestr(
            "content.xml",
            f"<office:document-content {XMLNS}><office:automatic-styles>{automatic}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
        archive.writestr("styles.xml", f"<office:document-styles {XMLNS}>{common}</office:document-styles>")
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def list_style(name: str, *shapes: tuple[str, str, int]) -> str:
    """Return a list style: for each level its format, what stands behind the number, how many levels it shows."""
    made = "".join(
        f'<text:list-level-style-number text:level="{depth}" style:num-format="{form}" style:num-suffix="{suffix}"'
        f' text:display-levels="{shown}"/>'
        for depth, (form, suffix, shown) in enumerate(shapes, 1)
    )
    return f'<text:list-style style:name="{name}">{made}</text:list-style>'


def pdf(source: str, *, columns: int = 1, header: str = "", numbered: bool = False, paper: str = "a5") -> bytes:
    """Set a PDF by Typst: the source is its markup, except that each line is a paragraph."""
    paragraphs = "\n\n".join(
        line if line.startswith("#") else _escaped(line) for line in source.strip().splitlines() if line.strip()
    )
    settings = [
        f'#set page(paper: "{paper}", columns: {columns}, header: [{header}]'
        + (', numbering: "1")' if numbered else ")"),
        '#set text(size: 10pt, hyphenate: false, font: "Libertinus Serif")',
        "#set par(justify: true)",
    ]
    data: bytes = typst.compile("\n".join([*settings, paragraphs]).encode())
    return data


def _escaped(line: str) -> str:
    for mark in ("\\", "#", "*", "_", "@", "$", "<", ">", "[", "]", "`", "~"):
        line = line.replace(mark, f"\\{mark}")
    # A number at the start of a line would be an item of a list of Typst's own.
    return f"#[]{line}"
