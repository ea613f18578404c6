"""The blocks of a text: what they say, where they are found, and the hash of the whole. Pure.

``FrozenBlock.data`` by kind. Texts are inline HTML, all else is plain; ``heads`` are the words of the columns, empty
where the house's own words in the text's language do.

- section {number, heading}; clause {number, text}; paragraph {text}; list {items: [{mark, text}]};
  table {caption, header_rows, rows: [[cell]]}; annex {label, title}; note {mark, text}
- facts {caption, rows: [{kind: staff|budget|deputising|other, label, text}]}, the text plain
- duty_group {heading}: the clauses after it, numbered through, are its duties
- matrix {caption, heads: {value, behaviours, leading, negative},
  rows: [{value, meaning, behaviours: [str], leading: [str], negative: [str]}]}
- person_spec {caption, heads: {criterion, essential, desirable, measured}, note, legend: [{key, code, meaning}],
  rows: [{kind: group|criterion|note, text, level: essential|desirable|both|"", measures: [key], measured: "A/I"}]}
- standard {title, text}: a clause that stands in many documents, as it read at publication
- chart {caption, posts: [{title, code, statutory, parent}]}: depth first, ``parent`` a place in the list or -1,
  ``statutory`` the statutory role or empty
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from intranet.documents.enums import BlockKind
from intranet.documents.rules.structured import STRUCTURED, lines_of

_TAGS = re.compile(r"<[^>]+>")
_BREAKS = re.compile(r"<br\s*/?>|</p>\s*<p[^>]*>")


@dataclass(frozen=True)
class FrozenBlock:
    """A block of a document as it was published: its permanent id, its kind and its content by kind."""

    id: str
    kind: str
    data: dict[str, Any]

    @property
    def number(self) -> str:
        return str(self.data.get("number", "") or "")

    @property
    def heading(self) -> str:
        """Return what a contents list shows for it: a section's heading, an annex's label and title."""
        if self.kind == BlockKind.SECTION:
            return str(self.data["heading"])
        if self.kind == BlockKind.ANNEX:
            return ". ".join(part for part in (self.data.get("label"), self.data.get("title")) if part)
        return ""


def content_hash(title: str, blocks: Iterable[FrozenBlock], facts: Mapping[str, Any] | None = None) -> str:
    """Return the SHA-256 of a text: its title, its blocks in order, whatever the markup they are shown in, its facts.

    A text without facts has the hash that it had before there were any.
    """
    content: dict[str, Any] = {"title": title, "blocks": [[block.id, block.kind, block.data] for block in blocks]}
    if facts:
        content["facts"] = facts
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def anchors(blocks: Sequence[FrozenBlock]) -> list[str]:
    """Return the address of each block within its page: ``3.3``, ``annex-1``, ``annex-1.2``.

    A block without a number is addressed by its permanent id. A number that begins again in another section has the
    section in its address, ``section-II.1``; where that is taken too, the id stands in: an address means one place.
    """
    taken: set[str] = set()
    result = []
    annexes = sections = 0
    prefix = section = ""
    for block in blocks:
        if block.kind == BlockKind.SECTION:
            sections += 1
            section = f"section-{block.number or sections}"
        if block.kind == BlockKind.ANNEX:
            annexes += 1
            prefix = anchor = f"annex-{annexes}"
            section = ""
        elif block.number:
            anchor = f"{prefix}.{block.number}" if prefix else block.number
            if anchor in taken and section and block.kind != BlockKind.SECTION:
                anchor = f"{prefix}.{section}.{block.number}" if prefix else f"{section}.{block.number}"
        else:
            anchor = block.id
        if anchor in taken:
            anchor = block.id
        taken.add(anchor)
        result.append(anchor)
    return result


def plain_text(block: FrozenBlock) -> str:
    """Return the words of a block without markup, for searching and for comparing."""
    data = block.data
    parts: list[str] = [block.number, block.heading]
    if block.kind == BlockKind.LIST:
        parts += [f"{item['mark']} {words_in(item['text'])}" for item in data["items"]]
    elif block.kind == BlockKind.TABLE:
        parts += [data.get("caption", ""), *(" ".join(row) for row in data["rows"])]
    elif block.kind in STRUCTURED:
        parts += lines_of(block.kind, data)
    elif block.kind == BlockKind.STANDARD:
        parts += [data["title"], words_in(data["text"])]
    else:
        parts.append(words_in(str(data.get("text", ""))))
    return " ".join(part for part in parts if part).strip()


def words_in(markup: str) -> str:
    """Return the words of a rich text: a break parts them, other markup does not."""
    return html.unescape(_TAGS.sub("", _BREAKS.sub(" ", markup)))
