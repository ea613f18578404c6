"""A template's own header and footer, on the first page too, which gets margins of its own."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from docx.oxml.ns import qn
from docx.section import Section

_REFERENCES = (qn("r:embed"), qn("r:id"), qn("r:link"), qn("r:pict"))


def repeat_on_first_page(section: Section) -> None:
    """Give the first page the header and the footer of all pages, pictures included, unless it has its own."""
    if section.different_first_page_header_footer:
        return
    section.different_first_page_header_footer = True
    for margin, first in ((section.header, section.first_page_header), (section.footer, section.first_page_footer)):
        first.is_linked_to_previous = False
        if not margin.is_linked_to_previous:
            _copy(margin, first)


def _copy(margin: Any, first: Any) -> None:
    root = first._element
    for each in list(root):
        root.remove(each)
    renamed: dict[str, str] = {}
    for each in margin._element:
        copied = deepcopy(each)
        for part in copied.iter():
            for name in _REFERENCES:
                if key := part.get(name):
                    part.set(name, renamed.setdefault(key, _related(margin.part, first.part, key)))
        root.append(copied)


def _related(source: Any, target: Any, key: str) -> str:
    relation = source.rels[key]
    if relation.is_external:
        return str(target.relate_to(relation.target_ref, relation.reltype, is_external=True))
    return str(target.relate_to(relation.target_part, relation.reltype))
