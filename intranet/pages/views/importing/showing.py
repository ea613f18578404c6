"""A proposed change as it is shown: words with their looks, or the rows that change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation

from intranet.documents.enums import BlockKind
from intranet.documents.rules.comparing import Change, Pair, Run, words_of
from intranet.documents.rules.looks import StyledRun, marked_looks
from intranet.documents.rules.row_changes import OF_ROWS, RowChange, row_changes
from intranet.documents.rules.taking import key_of
from intranet.pages.operations.importing_proposal import Proposal
from intranet.pages.papers.making import words as words_on_paper

_TEXTS = frozenset({BlockKind.CLAUSE, BlockKind.PARAGRAPH, BlockKind.NOTE})


@dataclass(frozen=True)
class Shown:
    """A change with what a person sees of it."""

    key: str
    pair: Pair
    runs: Sequence[Run | StyledRun] = ()
    rows: Sequence[RowChange] = ()
    only_looks: bool = False  # bold, slanted letters or links change, and no word


def shown(proposal: Proposal, language: str) -> list[Shown]:
    """Return the changes of a proposal as they are shown; the heads of columns are in the text's language."""
    with translation.override(language):
        heads = words_on_paper()
    return [_shown(pair, heads, carries_looks=proposal.carries_looks) for pair in proposal.changes]


def _shown(pair: Pair, heads: dict[str, str], *, carries_looks: bool) -> Shown:
    older, newer, key = pair.older, pair.newer, key_of(pair)
    if older is None or newer is None or pair.change != Change.CHANGED:
        return Shown(key, pair, pair.runs)
    only_looks = words_of(older) == words_of(newer)
    if older.kind in _TEXTS and newer.kind in _TEXTS:
        runs = marked_looks(older.data["text"], newer.data["text"], carries_looks=carries_looks)
        return Shown(key, pair, runs, only_looks=only_looks)
    if older.kind == newer.kind and older.kind in OF_ROWS and not (only_looks and older.kind == BlockKind.LIST):
        return Shown(key, pair, rows=row_changes(older, newer, heads))
    if older.kind == newer.kind == BlockKind.LIST:
        texts = ["<br>".join(item["text"] for item in block.data["items"]) for block in (older, newer)]
        return Shown(key, pair, marked_looks(texts[0], texts[1], carries_looks=True), only_looks=True)
    return Shown(key, pair, pair.runs)
