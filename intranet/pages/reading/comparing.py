"""What a reader is shown of two editions beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intranet.documents import queries
from intranet.documents.models import Edition
from intranet.documents.rules.comparing import Change, Pair, Run, compare
from intranet.documents.rules.texts import FrozenBlock, anchors
from intranet.pages.publishing.freezing import frozen_blocks
from intranet.pages.reading import columns, heads

WORDS: dict[Change, str | Promise] = {
    Change.CHANGED: _("changed"),
    Change.ADDED: _("added"),
    Change.REMOVED: _("removed"),
}


@dataclass(frozen=True)
class Row:
    """A clause that differs, with its words marked and a link to where it stands in the newer text."""

    kind: str
    number: str
    anchor: str
    was: str
    change: str
    words: tuple[str | Promise, ...]
    runs: tuple[Run, ...]


def of_editions(older: Edition, newer: Edition, *, url: str = "") -> dict[str, Any]:
    """Return the context of a comparison: what differs, and how much of the text stayed as it was.

    ``url`` is the address of the document's page.
    """
    return {
        **of_texts(queries.text_of(older), queries.text_of(newer), newer.language),
        "older": older,
        "newer": newer,
        "newer_url": f"{url}{newer.in_force_from}/" if newer.in_force_from else url,
        "title": newer.title,
        "differences": heads.differences(heads.of_edition(older), heads.of_edition(newer)),
        "is_backwards": bool(older.in_force_from and newer.in_force_from and older.in_force_from > newer.in_force_from),
        "editions": list(queries.history(newer)),
    }


def of_draft(edition: Edition, draft: Any, *, url: str) -> dict[str, Any]:
    """Return the context of a comparison of a draft, a page, with an edition; ``url`` is where it is shown."""
    language = draft.locale.language_code
    return {
        **of_texts(queries.text_of(edition), frozen_blocks(draft.body, language), language),
        "older": edition,
        "newer_url": url,
        "title": draft.title,
        "differences": heads.differences(heads.of_edition(edition), heads.of_text(draft)),
    }


def of_texts(before: list[FrozenBlock], after: list[FrozenBlock], language: str) -> dict[str, Any]:
    """Return the rows of what differs between two texts of a language, and how many blocks stayed as they were."""
    places = dict(zip((block.id for block in after), anchors(after), strict=True))
    pairs = compare(before, after, columns.words_in(language))
    rows = [_row(pair, places) for pair in pairs if pair.is_touched]
    return {"rows": rows, "unchanged": len(pairs) - len(rows)}


def _row(pair: Pair, places: dict[str, str]) -> Row:
    words: list[str | Promise] = [WORDS[pair.change]] if pair.change in WORDS else []
    if pair.is_renumbered:
        words.append(_("renumbered"))
    if pair.is_moved:
        words.append(_("moved"))
    return Row(
        kind=pair.block.kind,
        number=pair.block.number,
        anchor=places.get(pair.newer.id, "") if pair.newer else "",
        was=_number(pair.older) if pair.is_renumbered else "",
        change=pair.change.value,
        words=tuple(words),
        runs=pair.runs,
    )


def _number(block: FrozenBlock | None) -> str:
    return block.number if block else ""
