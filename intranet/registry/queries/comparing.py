"""Comparing the register with a published copy of its list, as is due after a restore."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from typing import Any

from intranet.core import institution
from intranet.core.refusals import Refusal
from intranet.registry import disclosure, wording
from intranet.registry.disclosure import PublicEntry, Row
from intranet.registry.enums import PublicStatus
from intranet.registry.models import Certificate, Form, Kind, Series
from intranet.registry.rules.numbers import Highest
from intranet.registry.tables import cells
from intranet.registry.tables.cells import BadCell, one_line, safe_cell
from intranet.registry.tables.copies import CopiedRow, read_copy
from intranet.registry.tables.reading import Unreadable

CHUNK = 500
PLAIN = ("name", "topic", "record_number", "status")


class CannotCompare(Refusal):
    """The file is no published copy; the message says what to choose instead."""


@dataclass(frozen=True)
class MissingHere:
    """A certificate that the copy has and the register has not."""

    row: int
    record_number: str
    name: str
    topic: str
    issue_date: str


@dataclass(frozen=True)
class Difference:
    """A public field of one certificate that the register and the copy give differently."""

    record_number: str
    field: str
    register: str
    copy: str

    @property
    def label(self) -> str:
        return wording.label(self.field)

    @property
    def register_shown(self) -> str:
        return _in_words(self.field, self.register)

    @property
    def copy_shown(self) -> str:
        return _in_words(self.field, self.copy)


@dataclass
class Comparison:
    """What the copy says otherwise than the register. What only the register has is no difference: copies age."""

    rows: int = 0
    missing: list[MissingHere] = field(default_factory=list)
    differing: list[Difference] = field(default_factory=list)
    highest: dict[int, Highest] = field(default_factory=dict)

    @property
    def agrees(self) -> bool:
        return not self.missing and not self.differing

    def see(self, year: int, number: str) -> bool:
        """Take a record number into account; say whether one of the series could have given it."""
        seen = [highest.see(year, number) for highest in self.highest.values()]  # each of them, not the first alone
        return any(seen)


def nothing_compared() -> Comparison:
    """Return the comparison with no copy at all."""
    edrpou = institution.current().code
    series = Series.objects.all()
    return Comparison(
        highest={one.pk: Highest(one.pattern, series=one.code, edrpou=edrpou) for one in series},
    )


def compare(published: bytes) -> Comparison:
    """Compare a published copy with the register, certificate by certificate. Raises CannotCompare."""
    found = nothing_compared()
    vocabulary = _Vocabulary()
    try:
        for rows in _chunks(read_copy(published)):
            found.rows += len(rows)
            here = _in_register({row.code for row in rows})
            for row in rows:
                _compare_row(row, here.get(row.code), vocabulary, found)
    except Unreadable as error:
        raise CannotCompare(str(wording.FILES[error.code])) from None
    return found


def _compare_row(row: CopiedRow, ours: Row | None, vocabulary: _Vocabulary, found: Comparison) -> None:
    number, day = row.text("record_number"), row.day("issue_date")
    if day:
        found.see(day.year, number)
    if ours is None:
        missing = MissingHere(row.row, number, row.text("name"), row.text("topic"), row.text("issue_date"))
        found.missing.append(missing)
    else:
        found.differing += _differences(row, ours, vocabulary)


def _differences(row: CopiedRow, ours: Row, vocabulary: _Vocabulary) -> Iterator[Difference]:
    entry = disclosure.entry(ours, form="", kind="", url="")
    names = {"form": vocabulary.forms[ours.form_id], "kind": vocabulary.kinds[ours.kind_id]}
    for column in disclosure.FIELDS:
        if column not in row.cells or column == "url":
            continue
        theirs = row.text(column)
        if column in names:
            here, same = min(names[column], default=""), theirs in names[column]
        else:
            here, same = _shown(getattr(entry, column)), _is_same(column, entry, row)
        if not same:
            yield Difference(ours.record_number, column, here, theirs)


def _is_same(column: str, entry: PublicEntry, row: CopiedRow) -> bool:
    ours = getattr(entry, column)
    if column in PLAIN:
        return row.text(column) in {one_line(str(ours)), one_line(safe_cell(str(ours)))}
    if isinstance(ours, Decimal):
        return _amount(row.cells[column], column) == ours
    return bool(row.day(column) == ours)


def _amount(cell: Any, column: str) -> Decimal | None:
    try:
        return cells.amount(cell, column)
    except BadCell:
        return None


def _shown(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    return "" if value is None else str(value)


def _in_words(column: str, value: str) -> str:
    return str(PublicStatus(value).label) if column == "status" and value in PublicStatus.values else value


class _Vocabulary:
    """Every name of every form and kind: a copy may be in any language."""

    def __init__(self) -> None:
        self.forms = _names(Form.objects.all())
        self.kinds = _names(Kind.objects.all())


def _names(entries: Iterable[Form] | Iterable[Kind]) -> Mapping[int, set[str]]:
    return {
        entry.pk: {
            spelling for name in entry.names.values() for spelling in (one_line(name), one_line(safe_cell(name)))
        }
        for entry in entries
    }


def _in_register(codes: set[str]) -> dict[str, Row]:
    rows = disclosure.read(Certificate.objects.filter(code__in=codes, withdrawn_at=None).order_by())
    return {row.code: row for row in rows}


def _chunks(rows: Iterator[CopiedRow]) -> Iterator[list[CopiedRow]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk
