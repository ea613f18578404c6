"""A row of a table becomes the values of a certificate, or findings that say which cell, why, and the cure."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

from intranet.core import words
from intranet.people import names
from intranet.registry import wording
from intranet.registry.models import Form, Kind
from intranet.registry.operations.freezing import Facts
from intranet.registry.operations.importing.columns import (
    DATES,
    REMEMBERED,
    Column,
    cured_name,
    email,
    folded,
    line,
    longest,
    name_part,
    nothing,
    spellings,
)
from intranet.registry.operations.importing.findings import Finding
from intranet.registry.rules.publication import is_too_late
from intranet.registry.rules.values import Values
from intranet.registry.tables import cells
from intranet.registry.tables.cells import BadCell

NAME_PARTS = ("surname", "given_name", "patronymic")
LINES = ("topic", "programme", "document_type", "workplace", "name_latin")


@dataclass(slots=True)
class ReadRow:
    """A row as it was read: what ``Values`` takes, under the same names."""

    row: int
    found: dict[str, Any]
    number: str
    rejected: list[Finding] = field(default_factory=list)
    mended: list[Finding] = field(default_factory=list)
    source_key: str = ""
    number_key: str = ""
    code: str = ""  # of verification, where a lost certificate comes back with its own

    @property
    def values(self) -> Values:
        return Values(**self.found)


class RowReader:
    """Reads the rows of one sheet by what the site knows: forms, kinds, signatories.

    ``cures`` are values that a person took in the place of cells, by row and column.
    """

    def __init__(
        self, places: Mapping[str, int], common: Mapping[str, str], facts: Facts, *, mend: bool, is_historical: bool,
        sheet: str = "", reason: str = "", cures: Mapping[int, Mapping[str, str]] | None = None,
    ) -> None:  # fmt: skip
        self.places, self.common, self.sheet, self.reason = places, common, sheet, reason
        self.facts, self.mend, self.is_historical = facts, mend, is_historical
        self.cures = cures or {}
        self.vocabularies = {"form": spellings(Form.objects.all()), "kind": spellings(Kind.objects.all())}
        self.signatories: dict[str, list[int]] = {}
        for signatory in facts.signatories.values():
            name, post = signatory.name, signatory.post
            for spelling in (name, f"{post} {name}", f"{name} {post}"):
                self.signatories.setdefault(words.search_key(spelling), []).append(signatory.pk)
        self.has_full_name = "full_name" in places or "full_name" in common
        self.columns = self._columns()
        self.parts = {
            column: lru_cache(maxsize=REMEMBERED)(partial(name_part, longest(column))) for column in NAME_PARTS
        }
        self.used = [column for column in self.columns if column in places or column in common]
        self.absent = {column: nothing(column) for column in self.columns if column not in self.used}
        self.is_late = lru_cache(maxsize=4096)(is_too_late)

    def _columns(self) -> dict[str, Column]:
        texts = {column: Column(line, longest(column)) for column in LINES}
        return {
            **texts,
            "outcomes": Column(cells.text, 20_000),
            "email": Column(email, longest("email")),
            **{column: Column(cells.day) for column in DATES},
            **{column: Column(partial(cells.amount, column=column)) for column in ("hours", "ects")},
            **{column: Column(partial(self._entry, column)) for column in ("form", "kind")},
        }

    def _entry(self, column: str, raw: Any) -> str:
        key = folded(line(raw))
        if not key:
            return ""
        if key not in self.vocabularies[column]:
            raise BadCell(column)
        return self.vocabularies[column][key][0]

    def read(self, row: int, row_cells: list[Any], *, on_date: Any) -> ReadRow:
        """Return the row's values with everything that is wrong with its cells."""
        rejected: list[Finding] = []
        mended: list[Finding] = []
        reading = _Reading(self, row, row_cells, rejected, mended)
        found: dict[str, Any] = {**self.absent, **reading.name()}
        for column in self.used:
            raw = reading.raw(column)
            if raw is None or raw == "":
                found[column] = nothing(column)
                continue
            value, code = self.columns[column](raw)
            if code:
                value = reading.bad(column, raw, code)
            found[column] = value
        if "signatory" in self.places or "signatory" in self.common:
            found.update(reading.signatory(found["issue_date"]))
        number = reading.number()
        reading.both_volumes(found)
        if found["issue_date"] and self.is_late(found["issue_date"], on_date):
            found["late_reason"] = self.reason
        if found["programme"]:
            found["programme_reason"] = self.reason
        return ReadRow(row, found, number, rejected, mended)


class _Reading:
    """One row while it is read."""

    __slots__ = ("cells", "cured", "mended", "reader", "rejected", "row")

    def __init__(
        self, reader: RowReader, row: int, row_cells: list[Any], rejected: list[Finding], mended: list[Finding]
    ) -> None:
        self.reader, self.row, self.cells = reader, row, row_cells
        self.rejected, self.mended = rejected, mended
        self.cured = reader.cures.get(row)

    def raw(self, column: str) -> Any:
        if self.cured and column in self.cured:
            return self.cured[column]
        place = self.reader.places.get(column)
        if place is None:
            return self.reader.common.get(column)
        return self.cells[place] if place < len(self.cells) else None

    def reject(self, column: str, value: Any, code: str, proposed: str = "") -> None:
        message = str(wording.CELLS[code])
        self.rejected.append(Finding(self.row, column, _shown(value), message, proposed, self.reader.sheet))

    def bad(self, column: str, raw: Any, code: str) -> Any:
        """Refuse a cell; return a value with which the gate adds nothing to the finding."""
        if column not in self.reader.vocabularies:
            if not (column == "hours" and code in {"number", "unit"} and cells.both_amounts(raw)):
                self.reject(column, raw, code)
            return nothing(column)
        spellings = self.reader.vocabularies[column]
        proposed = ""
        if code == column:
            close = difflib.get_close_matches(folded(line(raw))[:200], spellings, n=1)
            proposed = spellings[close[0]][1] if close else ""
        self.reject(column, raw, code, proposed)
        return next(iter(spellings.values()))[0] if spellings else ""

    def both_volumes(self, found: dict[str, Any]) -> None:
        """Take hours and credits from one cell where it gives both and the other is not stated elsewhere."""
        if found["hours"] is not None:
            return
        raw = self.raw("hours")
        both = cells.both_amounts(raw)
        if not both:
            return
        if found["ects"] is not None and found["ects"] != both[1]:
            self.reject("hours", raw, "volumes_contradict")
        found["hours"], found["ects"] = both

    def name(self) -> Mapping[str, str]:
        if self.reader.has_full_name:
            return self._whole(self.raw("full_name"))
        return {column: self._part(column, self.raw(column)) for column in NAME_PARTS}

    def _part(self, column: str, raw: Any) -> str:
        if raw is None or raw == "":
            return ""
        written, tidy, cured, code = self.reader.parts[column](raw)
        if code:
            self.reject(column, raw, code)
        return cured if cured == tidy else self._cured(column, written, tidy, cured)

    def _whole(self, raw: Any) -> Mapping[str, str]:
        try:
            written = cells.text(raw)
        except BadCell as bad:
            self.reject("full_name", raw, bad.code)
            return dict.fromkeys(NAME_PARTS, "")
        split = names.split_full_name(written[:400])
        cured = [cured_name(part) for part in split]
        spaced = " ".join(written.split()) != written
        if cured != list(split) or spaced:
            proposed = " ".join(part for part in cured if part)
            self._cured(
                "full_name", written, " ".join(part for part in split if part) + (" " if spaced else ""), proposed
            )
        if any(len(part) > longest(column) for part, column in zip(cured, NAME_PARTS, strict=True)):
            self.reject("full_name", raw, "too_long")
        return dict(zip(NAME_PARTS, cured, strict=True))

    def _cured(self, column: str, written: str, tidy: str, cured: str) -> str:
        code = (
            "name_alphabets" if words.has_mixed_alphabet(tidy)
            else "name_case" if names.needs_case_mending(cells.one_line(tidy))
            else "name_spaces"
        )  # fmt: skip
        message = str(wording.CELLS[code])
        finding = Finding(self.row, column, _shown(written), message, cured, self.reader.sheet)
        if self.reader.mend and not words.has_mixed_alphabet(cured):
            self.mended.append(finding)
        else:
            self.rejected.append(finding)
        return cured

    def number(self) -> str:
        raw = self.raw("record_number")
        if raw is None or raw == "":
            return ""
        try:
            number = line(raw)
        except BadCell as bad:
            self.reject("record_number", raw, bad.code)
            return ""
        if len(number) > longest("record_number"):
            self.reject("record_number", raw, "too_long")
        elif cells.SHORTENED.fullmatch(number):
            self.reject("record_number", raw, "number_shortened")
        elif not words.number_key(number):
            self.reject("record_number", raw, "number_empty")
        return number

    def signatory(self, issue_date: Any) -> Mapping[str, Any]:
        raw = self.raw("signatory")
        if raw is None or raw == "":
            return {}
        try:
            written = line(raw)
        except BadCell as bad:
            self.reject("signatory", raw, bad.code)
            return {}
        known = self.reader.facts.signatories
        for key in self.reader.signatories.get(folded(written), ()):
            one = known[key]
            if issue_date and one.since <= issue_date and (one.until is None or issue_date < one.until):
                return {"signatory_id": key}
        if self.reader.is_historical:
            return {"signatory_text": written[:160]}
        if written:
            self.reject("signatory", written, "signatory")
        return {"signatory_text": written[:160]}


def _shown(value: Any) -> str:
    return str(value)[:200].encode("utf-8", "replace").decode()
