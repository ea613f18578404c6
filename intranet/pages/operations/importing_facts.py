"""What a newer file states above a text otherwise than its page: told to the editor, who changes the page's fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from intranet.documents.reading import Draft
from intranet.documents.reading.approval import parse_date
from intranet.documents.rules.matching import Incoming
from intranet.documents.rules.regrouping import header_of
from intranet.pages.models.documents import DocumentPage
from intranet.pages.reading import facts


@dataclass(frozen=True)
class StatedOtherwise:
    """A fact of the page by its name, as the draft has it and as the file does, in words of the text's language."""

    label: str
    was: str
    now: str


def stated_otherwise(
    saved: DocumentPage, read: Draft, blocks: Sequence[Incoming], above: Sequence[tuple[str, str]]
) -> list[StatedOtherwise]:
    """Return the facts that a file states otherwise than a draft; what it does not state at all is no difference.

    ``above`` is what stands above the draft's text. The text's language is active.
    """
    now = dict(above)
    return [
        StatedOtherwise(label, now.get(label, ""), said)
        for label, said in _stated(saved.document_kind, read, blocks, above)
        if said and not _is_same(now.get(label, ""), said)
    ]


def _stated(
    kind: str, read: Draft, blocks: Sequence[Incoming], above: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """Yield what the file states: the rows of its table that have our labels, then what its reader knew by others."""
    rows = header_of(blocks, above)[1]
    yield from rows
    named = {label for label, _said in rows}
    for name in facts.ABOVE.get(kind, ()):
        said = read.header.get(name, "")
        label = facts.label(kind, name) if said else ""
        # The words of another fact were taken for this one: labels are alike ("category" of a grade, of a language).
        is_anothers = any(_is_same(value, said) for other, value in above if other != label)
        if label and label not in named and not is_anothers:
            yield label, said


def _is_same(was: str, said: str) -> bool:
    if was.casefold().split() == said.casefold().split():
        return True
    day = parse_date(was)
    return day is not None and day == parse_date(said)
