"""What a translator brings back in a file is kept as the screen keeps it: in the draft, and nothing is published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core.models import Account
from intranet.documents.rules.pairing import words_hash
from intranet.pages.models.documents import DocumentPage
from intranet.pages.operations.translating import DecisionRefused
from intranet.pages.operations.translators_work import LONGEST, keep_texts, keeps_markup
from intranet.pages.translations.files.pieces import Brought, Outgoing, Piece, Returned, outgoing
from intranet.pages.translations.standing import draft_of, translated
from intranet.pages.translations.translator import engine_of


@dataclass
class Taken:
    """What became of a file: the number of strings kept, those left as they are, and the places of those refused."""

    kept: int = 0
    unchanged: int = 0
    changed: list[str] = field(default_factory=list)  # the original says something else by now
    unfit: list[str] = field(default_factory=list)  # not the original's markup

    @property
    def refused(self) -> int:
        return len(self.changed) + len(self.unfit)


@transaction.atomic
def strings_to_send(*, page: DocumentPage) -> Outgoing:
    """Return what is translated of a page, its strings laid out anew from the original as it is now.

    Raises DecisionRefused for a page that is not translated string by string.
    """
    engine = engine_of(page)
    if engine is not None:
        engine.source.update_from_db()
    found = translated(draft_of(page))
    if engine is None or found is None:
        raise DecisionRefused(_("This page is not translated clause by clause: its text is written in the editor."))
    return outgoing(found, engine)


@transaction.atomic
def take_file(*, page: DocumentPage, returned: Returned, at: datetime, actor: Account) -> Taken:
    """Keep what was translated in a file, as a draft.

    Left alone are empty translations and those that came back as they went out; refused are those whose original has
    changed since. Raises DecisionRefused for a file of another page or language.
    """
    sent = strings_to_send(page=page)
    if not returned.is_of(sent):
        raise DecisionRefused(_("The file is of another page, or of another language. Choose the one of this page."))
    taken = Taken()
    texts = _sorted_out(returned.rows, sent.pieces, taken)
    engine = engine_of(page)
    if texts and engine is not None:
        taken.kept = keep_texts(engine=engine, texts=texts, at=at, actor=actor)
    return taken


def _sorted_out(rows: Iterable[Brought], pieces: Iterable[Piece], taken: Taken) -> dict[int, str]:
    """Return what is to be kept by the engine's numbers of the strings."""
    all_pieces = list(pieces)
    by_id = {each.id: each for each in all_pieces}
    by_words = {(each.unit, each.source_hash): each for each in all_pieces}
    names = {each.unit: each.place for each in all_pieces}
    texts: dict[int, str] = {}
    for row in rows:
        piece = _piece_of(row, by_id, by_words)
        if not row.text or words_hash(row.text) == row.target_hash or (piece and row.text == piece.target):
            taken.unchanged += 1
        elif piece is None:
            taken.changed.append(names.get(row.unit, row.id[:60]))
        elif len(row.text) > LONGEST or not keeps_markup(piece.source, row.text):
            taken.unfit.append(piece.place)
        else:
            texts[piece.segment] = row.text
    return texts


def _piece_of(row: Brought, by_id: Mapping[str, Piece], by_words: Mapping[tuple[str, str], Piece]) -> Piece | None:
    """Return the string that a row translates, wherever in its clause it stands by now; none where it has changed."""
    same = by_id.get(row.id)
    if same is not None and same.source_hash == row.source_hash:
        return same
    return by_words.get((row.unit, row.source_hash))
