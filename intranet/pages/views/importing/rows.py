"""The account of a file as rows to look at: the source's line on one side, what became of it on the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from intranet.documents.enums import BlockKind
from intranet.documents.operations.drafts import BEGINNING
from intranet.documents.reading import Block, Draft
from intranet.documents.reading.receipts import words_of

SHORT = 80
APART = "apart"  # only what is not in the text itself


@dataclass(frozen=True)
class Row:
    """A line of the source and what became of it."""

    ordinal: int
    text: str
    place: str
    became: str
    number: str = ""
    reason: str = ""
    is_first: bool = True  # of its block


def of_account(draft: Draft, *, only: str = "") -> list[Row]:
    """Return the lines of the source; with ``only`` those that are not in the text itself."""
    rows = list(_rows(draft))
    return [row for row in rows if row.place != "block"] if only == APART else rows


def _rows(draft: Draft) -> Iterator[Row]:
    blocks = [block for each in (draft, *draft.others) for block in each.blocks]
    header, dropped, unplaced = _("Heading of the document"), _("Left out"), _("No place yet")
    before = None
    for line in draft.receipt.account:
        if line.place == "block" and line.block is not None and line.block < len(blocks):
            kind, number = name_of(blocks[line.block])
            yield Row(line.ordinal, line.text, "block", kind, number, is_first=line.block != before)
            before = line.block
        elif line.place == "header":
            yield Row(line.ordinal, line.text, "header", header)
        elif line.place == "dropped":
            yield Row(line.ordinal, line.text, "dropped", dropped, reason=line.reason)
        else:
            yield Row(line.ordinal, line.text, "unplaced", unplaced)


def name_of(block: Block) -> tuple[str, str]:
    """Return what a block is, and its number or label."""
    return str(BlockKind(block.kind).label), str(block.data.get("number") or block.data.get("label") or "")


def places_in(draft: Draft) -> list[tuple[int, str]]:
    """Return the places behind which text can be put: the beginning, and each block with its first words."""
    return [
        (BEGINNING, _("At the beginning")),
        *((place, words_of(block)[:SHORT]) for place, block in enumerate(draft.blocks)),
    ]
