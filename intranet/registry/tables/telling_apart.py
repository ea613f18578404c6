"""Which rows of a table are no certificates: totals, signatures and notes below it, empty numbered lines. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from intranet.core.words import search_key

TOTALS = frozenset("всього усього разом итого всего total totals sum cyfanswm".split())  # noqa: SIM905
AT_THE_END = frozenset(
    "директор ректор керівник заступник голова секретар виконавець відповідальний відповідальна відповідальна особа "  # noqa: SIM905
    "примітка примітки підпис завідувач завідувачка методист м.п. мп бухгалтер руководитель заместитель председатель "
    "исполнитель ответственный примечание подпись note notes signed signature director head llofnod nodyn".split()
)
ESSENTIAL = ("issue_date", "topic", "hours", "ects")
NAMES = ("surname", "full_name")


def no_certificate(cells: list[Any], places: Mapping[str, int]) -> str:
    """Return the code of what a row is where it is no certificate, else nothing.

    Only a row without date, topic and volume can be one of these, or one that says that it is a total.
    """
    filled = [cell for cell in cells if cell is not None and str(cell).strip()]
    first = _first_word(str(filled[0])) if filled else ""
    name = next((_at(cells, places.get(column)) for column in NAMES if column in places), "")
    if first in TOTALS and (not name or _first_word(name) in TOTALS) and not _at(cells, places.get("topic")):
        return "totals"
    if any(_at(cells, places.get(column)) for column in ESSENTIAL):
        return ""
    if not any(_at(cells, place) for place in places.values()):
        return "numbered" if all(_is_counted(cell) for cell in filled) else "note"
    if not any(column in places for column in ESSENTIAL):
        return ""
    if "__" in "".join(map(str, filled)) or (first in AT_THE_END and len(filled) <= 3):
        return "note"
    return ""


def _is_counted(cell: Any) -> bool:
    return str(cell).strip().rstrip(".)").isdigit()


@lru_cache(maxsize=20_000)
def _first_word(text: str) -> str:
    return next(iter(search_key(text[:200]).split()), "")


def _at(cells: list[Any], place: int | None) -> str:
    if place is None or place >= len(cells) or cells[place] is None:
        return ""
    return str(cells[place]).strip()
