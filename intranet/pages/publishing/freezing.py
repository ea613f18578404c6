"""From a page's body to frozen blocks, and from a draft's blocks to a page's body. Values only; nothing is saved."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import nh3
from wagtail.blocks import StreamValue
from wagtail.rich_text import expand_db_html

from intranet.documents.enums import BlockKind
from intranet.documents.rules.texts import FrozenBlock
from intranet.pages.job_descriptions.freezing import FREEZE, raw_value

if TYPE_CHECKING:
    from intranet.documents.reading import Block

_ALLOWED_TAGS = {"b", "strong", "i", "em", "a", "br", "p"}
_PARAGRAPH = re.compile(r"^\s*<p[^>]*>(.*?)</p>\s*$", re.DOTALL)


def frozen_blocks(body: StreamValue, language: str = "") -> list[FrozenBlock]:
    """Return a body's blocks with their links resolved and their markup cleaned; a chart speaks the language."""
    return [
        FrozenBlock(str(block.id), block.block_type, _data(block.block_type, block.value, language)) for block in body
    ]


def _data(kind: str, value: Any, language: str) -> dict[str, Any]:
    if kind in FREEZE:
        return FREEZE[kind](value, language)
    if kind == BlockKind.STANDARD:
        clause = value["clause"]
        return {"title": clause.title if clause else "", "text": _inline(clause.text) if clause else ""}
    if kind == BlockKind.LIST:
        return {"items": [{"mark": item["mark"] or "", "text": _inline(item["text"])} for item in value["items"]]}
    if kind == BlockKind.TABLE:
        return {
            "caption": value["caption"] or "",
            "header_rows": value["header_rows"] or 0,
            "rows": [[str(cell or "") for cell in row["cells"]] for row in value["rows"]],
        }
    data = {name: str(value.get(name) or "") for name in value if name != "text"}
    if "text" in value:
        data["text"] = _inline(value["text"])
    return data


def _inline(value: Any) -> str:
    """Return the markup of a rich text; one paragraph loses its wrapper, since the block has one of its own."""
    html = nh3.clean(expand_db_html(value.source if hasattr(value, "source") else str(value or "")), tags=_ALLOWED_TAGS)
    alone = _PARAGRAPH.match(html)
    if alone and "<p" not in alone[1]:
        return alone[1].strip()
    return html.strip()


def body_of(blocks: Sequence[Block], source: Iterable[Any] = ()) -> list[dict[str, Any]]:
    """Return a draft's blocks as the raw value of a page's body, each with a permanent id.

    Where ``source`` is the body of the same document in another language and has the same kinds of block in the same
    order, the pairs share their ids; otherwise every id is new.
    """
    pairs = list(source)
    paired = [block.block_type for block in pairs] == [block.kind for block in blocks]
    ids = [str(block.id) for block in pairs] if paired else [str(uuid.uuid4()) for _block in blocks]
    return [
        {"type": block.kind, "value": _value(block.kind, block.data), "id": block_id}
        for block, block_id in zip(blocks, ids, strict=True)
    ]


def _value(kind: str, data: dict[str, Any]) -> dict[str, Any]:
    if kind in FREEZE:
        return raw_value(kind, data)
    if kind == BlockKind.LIST:
        items = [{"mark": item["mark"], "text": _paragraph(item["text"])} for item in data["items"]]
        return {"items": [_item(item) for item in items]}
    if kind == BlockKind.TABLE:
        rows = [_item({"cells": [_item(cell) for cell in row]}) for row in data["rows"]]
        return {"caption": data["caption"], "header_rows": data["header_rows"], "rows": rows}
    return {name: _paragraph(text) if name == "text" else text for name, text in data.items()}


def _item(value: Any) -> dict[str, Any]:
    return {"type": "item", "value": value, "id": str(uuid.uuid4())}


def _paragraph(html: str) -> str:
    return f"<p>{nh3.clean(html, tags=_ALLOWED_TAGS)}</p>"
