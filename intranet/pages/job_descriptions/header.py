"""The header of a job description as read from a file: its date, its layout, and the posts that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from intranet.documents.reading.approval import parse_date
from intranet.pages.enums import Layout
from intranet.people.models import Post

if TYPE_CHECKING:
    from intranet.documents.reading import Draft

FACTS_OF_SHEETS = 3  # a header with so many facts is a table of them


def values_of(draft: Draft) -> dict[str, Any]:
    """Return what a draft's header says beside its plain words."""
    facts = {
        key: value for key, value in draft.header.items() if value and key not in {"title", "heading", "institution"}
    }
    has_tables = any(block.kind in {"person_spec", "matrix"} for block in draft.blocks)
    values: dict[str, Any] = {
        "layout": Layout.SHEETS if has_tables or len(facts) >= FACTS_OF_SHEETS else Layout.NUMBERED,
        "version_date": parse_date(facts.get("version_date", "")),
        "accountable_post": _titled(facts.get("accountable_to", ""), draft.language),
    }
    post = Post.objects.filter(code=facts["post_id"]).first() if facts.get("post_id") else None
    return {name: value for name, value in {**values, "post": post}.items() if value is not None}


def _titled(title: str, language: str) -> Post | None:
    """Return the only post of a title; none where there are several, or none."""
    if not title:
        return None
    found = [post for post in Post.objects.all() if _folded(post.titles.get(language, "")) == _folded(title)]
    return found[0] if len(found) == 1 else None


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
