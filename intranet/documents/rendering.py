"""The markup of a block, made once, at publication."""

from __future__ import annotations

from django.template.loader import render_to_string

from intranet.documents.rules.texts import FrozenBlock


def render(block: FrozenBlock, *, anchor: str, language: str) -> str:
    """Return the HTML of a block; its texts are sanitised when a draft is made, so that they are marked safe here."""
    context = {"id": block.id, "anchor": anchor, "language": language, **block.data}
    return render_to_string(f"documents/blocks/{block.kind}.html", context).strip()
