"""The columns of a file: what each makes of a cell, remembered, as the same texts come again and again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from intranet.core import words
from intranet.people import names
from intranet.registry.models import Certificate, Form, Kind
from intranet.registry.tables import cells
from intranet.registry.tables.cells import BadCell

EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}")
SPACED_HYPHEN = re.compile(r"\s*[-‐‑–—]\s*")
DATES = ("issue_date", "period_from", "period_to")
REMEMBERED = 20_000


class Cell(NamedTuple):
    """What a column's reader made of a cell: a value, or the code of what is wrong with it."""

    value: Any
    code: str = ""


class NamePart(NamedTuple):
    """A part of a name as it is written, tidied and cured."""

    written: str
    tidy: str
    cured: str
    code: str = ""


class Column:
    """Reads the cells of one column and remembers them: the same texts come again and again."""

    def __init__(self, read: Callable[[Any], Any], longest: int = 0) -> None:
        self.read, self.longest = read, longest
        self.known: dict[Any, Cell] = {}

    def __call__(self, raw: Any) -> Cell:
        if raw is True or raw is False:  # which a dictionary takes for 1 and 0
            return self._cell(raw)
        found = self.known.get(raw)
        if found is None:
            if len(self.known) > REMEMBERED:
                self.known.clear()
            found = self.known[raw] = self._cell(raw)
        return found

    def _cell(self, raw: Any) -> Cell:
        try:
            value = self.read(raw)
        except BadCell as bad:
            return Cell(None, bad.code)
        if self.longest and len(value) > self.longest:
            return Cell(value, "too_long")
        return Cell(value)


@lru_cache
def longest(column: str) -> int:
    return getattr(Certificate._meta.get_field(column), "max_length", None) or 20_000


def nothing(column: str) -> Any:
    return None if column in {*DATES, "hours", "ects"} else ""


def name_part(longest: int, raw: Any) -> NamePart:
    try:
        written = cells.text(raw)
    except BadCell as bad:
        return NamePart("", "", "", bad.code)
    if not any(map(str.isalnum, written)):
        return NamePart("", "", "")  # a dash in the place of a patronymic
    tidy = words.tidy_apostrophe(written)
    return NamePart(
        written,
        tidy,
        cured_name(SPACED_HYPHEN.sub("-", cells.one_line(tidy[:400])).strip(" ,;")),
        "too_long" if len(tidy) > longest else "",
    )


@lru_cache(maxsize=REMEMBERED)
def cured_name(part: str) -> str:
    return names.mend_case(words.fix_mixed_alphabet(part))


def line(cell: Any) -> str:
    return words.tidy_apostrophe(cells.one_line(cells.text(cell)))


def email(cell: Any) -> str:
    written = cells.one_line(cells.text(cell))
    if written and not EMAIL.fullmatch(written):
        raise BadCell("email")
    return written


folded = lru_cache(maxsize=1024)(words.search_key)


def spellings(entries: Iterable[Form] | Iterable[Kind]) -> dict[str, tuple[str, str]]:
    """Return every spelling of every entry: (code, name as proposed)."""
    found: dict[str, tuple[str, str]] = {}
    for entry in entries:
        for spelling in (entry.code, *entry.names.values()):
            found.setdefault(words.search_key(spelling), (entry.code, str(entry)))
    return found
