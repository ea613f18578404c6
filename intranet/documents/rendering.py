"""The markup of a block, made once, at publication; citations in it are links.

Where other documents of the house are published is known by rooms above this one: they hand in who tells.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from intranet.documents.enums import BlockKind
from intranet.documents.rules import charts
from intranet.documents.rules.citing_words import Cited
from intranet.documents.rules.markup import Around, spread, surround
from intranet.documents.rules.outlines import NOWHERE, Outline, candidates, outline, spots_of
from intranet.documents.rules.references import Owner, Reference, find_references
from intranet.documents.rules.texts import FrozenBlock

PageAddress = Callable[[UUID, str], str]

_page_address: PageAddress | None = None


def set_page_address(resolver: PageAddress | None) -> None:
    """Say how to find the public page of a document: ``(key, language) -> address``, empty where there is none."""
    global _page_address  # noqa: PLW0603 - set once, at start-up
    _page_address = resolver


def page_address(key: UUID, language: str) -> str:
    return _page_address(key, language) if _page_address is not None else ""


@dataclass(frozen=True)
class Citation:
    """What a block cites: the document (none: its own), the blocks that are meant, the number as it is written.

    Without blocks the document has no such clause.
    """

    cited: str
    block_ids: tuple[str, ...]
    document: int | None = None


@dataclass(frozen=True)
class Neighbour:
    """Another document of the house as it is cited: what can be cited in it, and where it is published."""

    document: int
    outline: Outline
    address: str


Neighbours = Callable[[str, int], Neighbour | None]  # the document whose title stands at a place of a text


def render(block: FrozenBlock, *, anchor: str, language: str) -> str:
    """Return the HTML of a block; its texts are sanitised when a draft is made, so that they are marked safe here."""
    context = {"id": block.id, "anchor": anchor, "language": language, **block.data}
    if block.kind == BlockKind.CHART:
        context |= {"drawn": charts.drawing(block.data["posts"]), "tree": charts.tree(block.data["posts"])}
    return render_to_string(f"documents/blocks/{block.kind}.html", context).strip()


class Linker:
    """Makes the citations of one text links, and keeps what each block cites."""

    def __init__(
        self, blocks: list[FrozenBlock], *, language: str, title: str = "", neighbours: Neighbours | None = None
    ) -> None:
        self.outline = outline(blocks)
        self.language, self.title, self.neighbours = language, title, neighbours
        self.standing = NOWHERE
        self.citations: list[Citation] = []

    def linked(self, block: FrozenBlock) -> FrozenBlock:
        """Return a block with its citations as links; blocks are given in their order. The words stay as they are."""
        self.citations = []
        self.standing = self.standing.entering(block)
        data = dict(block.data)
        if block.kind == BlockKind.LIST:
            data["items"] = [{**item, "text": self._text(item["text"])} for item in data["items"]]
        elif block.kind == BlockKind.TABLE:
            data["rows"] = [[self._cell(cell) for cell in row] for row in data["rows"]]
        elif "text" in data:
            data["text"] = self._text(str(data["text"]))
        return replace(block, data=data)

    def _cell(self, cell: str) -> Any:
        linked = self._text(str(escape(cell)))
        return mark_safe(linked)  # noqa: S308 - escaped above; only our own links are added

    def _text(self, markup: str) -> str:
        words = spread(markup)
        found = find_references(words.text, self.language, title=self.title)
        arounds = [around for each in found if (around := self._around(each, words.text))]
        return surround(markup, words, arounds) if arounds else markup

    def _around(self, reference: Reference, text: str) -> Around | None:
        cited = text[reference.start : reference.end][:40]
        if reference.owner is Owner.OTHER:
            return self._to_neighbour(reference, text, cited)
        spots = spots_of(reference, self.outline, self.standing)
        citation = Citation(cited, tuple(spot.block_id for spot in spots))
        if spots or reference.is_missed or self._is_ambiguous(reference):
            self.citations.append(citation)
        return _link(reference, f"#{spots[0].anchor}") if spots else None

    def _is_ambiguous(self, reference: Reference) -> bool:
        """Say whether it may mean several clauses of ours: worth a word to the editor, however short the number."""
        place = reference.place
        return place.kind is Cited.CLAUSE and len(candidates(place, self.outline, self.standing)) > 1

    def _to_neighbour(self, reference: Reference, text: str, cited: str) -> Around | None:
        if self.neighbours is None or reference.title_at is None:
            return None
        neighbour = self.neighbours(text, reference.title_at)
        if neighbour is None:
            return None
        spots = spots_of(reference, neighbour.outline)
        own = replace(reference, owner=Owner.OWN)  # it says whose it is, so that a clause that is not there is missed
        if spots or own.is_missed:
            self.citations.append(Citation(cited, tuple(spot.block_id for spot in spots), neighbour.document))
        if not spots or not neighbour.address:
            return None
        return _link(reference, f"{neighbour.address}clause/{spots[0].block_id}/")


def _link(reference: Reference, href: str) -> Around:
    opening = format_html('<a class="reference" href="{}">', href)
    return Around(reference.start, reference.end, str(opening), "</a>")
