"""The strings of a page as they go out to a translator, and as they come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from wagtail_localize.models import Translation

from intranet.documents.rules.pairing import State, words_hash
from intranet.documents.writing.xml import legal
from intranet.pages.translations.standing import Translated
from intranet.pages.translations.translator import Line, Row, rows_of


@dataclass(frozen=True)
class Piece:
    """A string of the original; ``id`` is the clause's permanent id and the string's place in it."""

    id: str
    place: str
    source: str
    target: str
    state: State
    segment: int

    @property
    def unit(self) -> str:
        return unit_of(self.id)

    @property
    def source_hash(self) -> str:
        return words_hash(self.source)

    @property
    def target_hash(self) -> str:
        return words_hash(self.target)


@dataclass(frozen=True)
class Outgoing:
    """What goes out: of which page and between which languages."""

    page: str
    title: str
    source_language: str
    target_language: str
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class Brought:
    """A string that came back, with the hashes of the words that went out."""

    id: str
    text: str
    source_hash: str
    target_hash: str

    @property
    def unit(self) -> str:
        return unit_of(self.id)


@dataclass(frozen=True)
class Returned:
    """What came back: of which page and between which languages, as the file says."""

    page: str
    source_language: str
    target_language: str
    rows: Sequence[Brought]

    def is_of(self, sent: Outgoing) -> bool:
        own = (self.page, self.source_language, self.target_language)
        return own == (sent.page, sent.source_language, sent.target_language)


def outgoing(found: Translated, engine: Translation) -> Outgoing:
    """Return the strings of a page as the translator's screen has them."""
    page, source = found.page, found.source
    rows = rows_of(found, engine)
    return Outgoing(
        page=str(page.translation_key),
        title=legal(source.title),
        source_language=source.locale.language_code,
        target_language=page.locale.language_code,
        pieces=[_piece(row, line, place) for row in rows for place, line in enumerate(row.lines, start=1)],
    )


def _piece(row: Row, line: Line, place: int) -> Piece:
    return Piece(
        id=f"{row.pair.id}.{place}",
        place=row.place,
        source=legal(line.source),
        target=legal(line.value),
        state=State.CURRENT if line.is_done else State.STALE if line.value else State.MISSING,
        segment=line.segment,
    )


def unit_of(piece: str) -> str:
    return piece.rpartition(".")[0]


def no_such_file() -> str:
    return _("This is no translation file: choose the Word or XLIFF file that you downloaded here and filled in.")


def too_large() -> str:
    return _("A translation file is at most 10 MB: choose the Word or XLIFF file that you downloaded here.")
