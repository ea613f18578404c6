"""Files of documents, as people upload them."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document


def text_file(*lines: str) -> bytes:
    return "\n\n".join(lines).encode()


def word_file(paragraphs: Sequence[str], *, ids: Sequence[str] = ()) -> bytes:
    """Return a Word file of paragraphs, with a bookmark at each that carries a permanent id."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    document = Document()
    for place, text in enumerate(paragraphs):
        paragraph = document.add_paragraph(text)
        if place < len(ids) and ids[place]:
            for tag in ("w:bookmarkEnd", "w:bookmarkStart"):
                mark = OxmlElement(tag)
                mark.set(qn("w:id"), str(place))
                if tag == "w:bookmarkStart":
                    mark.set(qn("w:name"), f"b_{ids[place].replace('-', '')}")
                paragraph._p.insert(0, mark)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()
