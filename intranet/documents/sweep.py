"""Whoever has to read something and was not asked is asked: new starters, new assignments, new editions (law 5)."""

from __future__ import annotations

from datetime import date, datetime

from intranet.documents.operations.asking import ask_readers_of_all
from intranet.documents.operations.indexing import make_outdated_again

ORDER = 30  # behind publications, before the deadlines that follow from a question


def sweep(*, at: datetime, on_date: date) -> dict[str, int]:
    """Compare who has to read what with who was asked; make anew what was made of a text in an earlier way."""
    return {"asked": ask_readers_of_all(at=at, on_date=on_date), "made_again": make_outdated_again(on_date=on_date)}
