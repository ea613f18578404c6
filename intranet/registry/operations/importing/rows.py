"""A row of a table becomes the values of a certificate, or findings that say which cell, why, and the cure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

from intranet.core import words
from intranet.people import names
from intranet.people.names import Name
from intranet.registry import wording
from intranet.registry.models import Certificate, Form, Kind
from intranet.registry.operations.freezing import Facts
from intranet.registry.rules.publication import is_too_late
from intranet.registry.rules.values import Values
from intranet.registry.tables import cells
from intranet.registry.tables.cells import BadCell

EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}")
NAME_PARTS = ("surname", "given_name", "patronymic")
PLAIN_TEXTS = ("topic", "programme", "document_type", "workplace", "name_latin")
SHORTEST_FULL_NAME = 2


@dataclass(frozen=True)
class Finding:
    """Something about a cell: what it says, why that will not do, and what would."""

    row: int
    column: str
    value: str
    message: str
    proposed: str = ""

    @property
    def label(self) -> str:
        return wording.label(self.column)


@dataclass
class ReadRow:
    """A row as it was read."""

    row: int
    values: Values
    number: str
    rejected: list[Finding] = field(default_factory=list)
    mended: list[Finding] = field(default_factory=list)
    source_key: str = ""


class RowReader:
    """Reads the rows of one sheet by what the site knows: forms, kinds, signatories."""

    def __init__(
        self, places: Mapping[str, int], common: Mapping[str, str], facts: Facts, *, mend: bool, is_historical: bool
    ) -> None:
        self.places, self.common = places, common
        self.facts, self.mend, self.is_historical = facts, mend, is_historical
        self.vocabularies = {"form": _spellings(Form.objects.all()), "kind": _spellings(Kind.objects.all())}
        self.signatories: dict[str, list[int]] = {}
        for signatory in facts.signatories.values():
            for spelling in (
                signatory.name,
                f"{signatory.post} {signatory.name}",
                f"{signatory.name} {signatory.post}",
            ):
                self.signatories.setdefault(words.search_key(spelling), []).append(signatory.pk)
        self.longest = {
            name: getattr(Certificate._meta.get_field(name), "max_length", None) or 20_000
            for name in (*NAME_PARTS, *PLAIN_TEXTS, "outcomes", "email", "record_number")
        }

    def read(self, row: int, row_cells: list[Any], *, on_date: Any, late_reason: str) -> ReadRow:
        """Return the row's values with everything that is wrong with its cells."""
        reading = _Reading(self, row, row_cells)
        found: dict[str, Any] = dict(reading.name())
        for column in PLAIN_TEXTS:
            found[column] = reading.cell(column, _line)
        found["outcomes"] = reading.cell("outcomes", cells.text)
        found["email"] = reading.email()
        for column in ("issue_date", "period_from", "period_to"):
            found[column] = reading.cell(column, cells.day)
        for column in ("hours", "ects"):
            found[column] = reading.cell(column, partial(cells.amount, column=column))
        for column in ("form", "kind"):
            found[column] = reading.vocabulary(column)
        found.update(reading.signatory(found["issue_date"]))
        if found["issue_date"] and is_too_late(found["issue_date"], on_date):
            found["late_reason"] = late_reason
        number = reading.cell("record_number", _line) or ""
        reading.refuse_long({**found, "record_number": number})
        return ReadRow(row, Values(**found), number, reading.rejected, reading.mended)


class _Reading:
    """One row while it is read."""

    def __init__(self, reader: RowReader, row: int, row_cells: list[Any]) -> None:
        self.reader, self.row, self.cells = reader, row, row_cells
        self.rejected: list[Finding] = []
        self.mended: list[Finding] = []

    def raw(self, column: str) -> Any:
        place = self.reader.places.get(column)
        if place is None:
            return self.reader.common.get(column)
        return self.cells[place] if place < len(self.cells) else None

    def cell(self, column: str, read: Callable[[Any], Any]) -> Any:
        raw = self.raw(column)
        if raw is None or raw == "":
            return "" if read in (_line, cells.text) else None
        try:
            return read(raw)
        except BadCell as bad:
            self.reject(column, raw, bad.code)
            return "" if read in (_line, cells.text) else None

    def reject(self, column: str, value: Any, code: str, proposed: str = "") -> None:
        self.rejected.append(Finding(self.row, column, _shown(value), str(wording.CELLS[code]), proposed))

    def name(self) -> Mapping[str, str]:
        if "full_name" not in self.reader.places and "full_name" not in self.reader.common:
            return {column: self._part(column, self.cell(column, cells.text)) for column in NAME_PARTS}
        written = self.cell("full_name", cells.text)
        split = names.split_full_name(written)
        return self._whole("full_name", written, split)

    def _part(self, column: str, written: str) -> str:
        return self._cured(column, written, *_cure(written))

    def _whole(self, column: str, written: str, split: Name) -> Mapping[str, str]:
        mended = [names.mend_case(words.fix_mixed_alphabet(part)) for part in split]
        spaced = " ".join(written.split()) != written
        if mended != list(split) or spaced:
            proposed = " ".join(part for part in mended if part)
            self._cured(column, written, " ".join(part for part in split if part) + (" " if spaced else ""), proposed)
        return dict(zip(NAME_PARTS, mended, strict=True))

    def _cured(self, column: str, written: str, tidy: str, cured: str) -> str:
        if cured == tidy:
            return cured
        code = (
            "name_alphabets" if words.has_mixed_alphabet(tidy)
            else "name_case" if names.needs_case_mending(cells.one_line(tidy))
            else "name_spaces"
        )  # fmt: skip
        finding = Finding(self.row, column, _shown(written), str(wording.CELLS[code]), cured)
        if self.reader.mend and not words.has_mixed_alphabet(cured):
            self.mended.append(finding)
        else:
            self.rejected.append(finding)
        return cured

    def email(self) -> str:
        written: str = self.cell("email", _line)
        if written and not EMAIL.fullmatch(written):
            self.reject("email", written, "email")
            return ""
        return written

    def vocabulary(self, column: str) -> str:
        written: str = self.cell(column, _line)
        if not written:
            return ""
        spellings = self.reader.vocabularies[column]
        key = _folded(written)
        if key in spellings:
            return spellings[key][0]
        close = difflib.get_close_matches(key, spellings, n=1)
        self.reject(column, written, column, spellings[close[0]][1] if close else "")
        return next(iter(spellings.values()))[0] if spellings else ""  # so that the gate adds nothing to the finding

    def signatory(self, issue_date: Any) -> Mapping[str, Any]:
        written: str = self.cell("signatory", _line)
        if not written:
            return {}
        known = self.reader.facts.signatories
        for key in self.reader.signatories.get(words.search_key(written), ()):
            one = known[key]
            if issue_date and one.since <= issue_date and (one.until is None or issue_date < one.until):
                return {"signatory_id": key}
        if self.reader.is_historical:
            return {"signatory_text": written[:160]}
        self.reject("signatory", written, "signatory")
        return {"signatory_text": written}

    def refuse_long(self, found: Mapping[str, Any]) -> None:
        for column, longest in self.reader.longest.items():
            if len(found[column]) > longest:
                self.reject(column, found[column], "too_long")


@lru_cache(maxsize=8192)
def _cure(written: str) -> tuple[str, str]:
    """Return a part of a name with its apostrophe tidied, and as it should be."""
    tidy = words.tidy_apostrophe(written)
    return tidy, names.mend_case(words.fix_mixed_alphabet(cells.one_line(tidy)))


def _line(cell: Any) -> str:
    return words.tidy_apostrophe(cells.one_line(cells.text(cell)))


_folded = lru_cache(maxsize=1024)(words.search_key)


def _shown(value: Any) -> str:
    return str(value)[:200]


def _spellings(entries: Iterable[Form] | Iterable[Kind]) -> dict[str, tuple[str, str]]:
    """Return every spelling of every entry: (code, name as proposed)."""
    found: dict[str, tuple[str, str]] = {}
    for entry in entries:
        for spelling in (entry.code, *entry.names.values()):
            found.setdefault(words.search_key(spelling), (entry.code, str(entry)))
    return found
