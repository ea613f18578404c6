"""The log of a letter: what befell it besides being written, handed over and taken, which its own row tells."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from intranet.core.models import Account
from intranet.notices.models import LetterEvent


def note(
    letters: Iterable[int], state: str, *, at: datetime, said: str = "", actor: Account | None = None
) -> list[LetterEvent]:
    """Write that these letters came into ``state``, in the caller's transaction."""
    events = [LetterEvent(letter_id=pk, at=at, state=state, note=said[:300], actor=actor) for pk in letters]
    return LetterEvent.objects.bulk_create(events, batch_size=1000)
