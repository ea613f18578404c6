"""Reading what the state's system answered about certificates: number, state, identifier, why (LAW-10). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from intranet.core.words import search_key
from intranet.registry.enums import StateSystem
from intranet.registry.tables import cells
from intranet.registry.tables.cells import BadCell
from intranet.registry.tables.reading import Unreadable, rows_of_first_sheet

MOST_ROWS = 100_000
HEADINGS = {
    "number": ("record_number", "record number", "number", "номер", "обліковий номер", "регистрационный номер", "rhif"),
    "state": ("state", "status", "стан", "статус", "состояние", "statws"),
    "state_id": ("id", "state_id", "identifier", "ідентифікатор", "идентификатор"),
    "refusal": ("why", "reason", "refusal", "message", "причина", "чому", "повідомлення", "сообщение", "rheswm"),
}
STATES = {
    StateSystem.SENT: ("sent", "надіслано", "відправлено", "передано", "отправлено", "anfonwyd"),
    StateSystem.ACCEPTED: ("accepted", "registered", "прийнято", "зареєстровано", "принято", "derbyniwyd"),
    StateSystem.REFUSED: ("refused", "rejected", "відхилено", "відмовлено", "отклонено", "отказано", "gwrthodwyd"),
}
COLUMN_OF = {search_key(word): column for column, words in HEADINGS.items() for word in words}
STATE_OF = {search_key(word): state for state, words in STATES.items() for word in words}


@dataclass(frozen=True)
class Answer:
    """A row of the file; ``state`` is empty where its word is none that is known."""

    row: int
    number: str
    state: StateSystem | None
    state_id: str = ""
    refusal: str = ""
    written_state: str = ""


def read_answers(data: bytes) -> Iterator[Answer]:
    """Yield what the file says, row by row. Raises Unreadable."""
    rows = rows_of_first_sheet(data)
    _number, heading = next(rows, (0, []))
    places = {COLUMN_OF.get(search_key(_line(cell))): place for place, cell in reversed(list(enumerate(heading)))}
    if not {"number", "state"} <= set(places):
        raise Unreadable("no_state_columns")
    for count, (row, found) in enumerate(rows):
        if count >= MOST_ROWS:
            raise Unreadable("too_many_answers")
        texts = {
            column: _line(found[place]) if place < len(found) else "" for column, place in places.items() if column
        }
        yield Answer(
            row=row,
            number=texts["number"],
            state=STATE_OF.get(search_key(texts["state"])),
            state_id=texts.get("state_id", ""),
            refusal=texts.get("refusal", ""),
            written_state=texts["state"],
        )


def _line(cell: Any) -> str:
    try:
        return cells.one_line(cells.text(cell))
    except BadCell:
        return ""
