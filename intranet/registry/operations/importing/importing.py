"""The import itself: one transaction, in chunks, every row accepted, already there, or rejected with its cure."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from intranet.core import audit, clock
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.registry import wording
from intranet.registry.models import Certificate, ImportBatch, Series
from intranet.registry.operations.freezing import Facts, Registration, frozen
from intranet.registry.operations.importing.inserting import insert
from intranet.registry.operations.importing.rows import Finding, ReadRow, RowReader
from intranet.registry.operations.numbering import allocate, continue_after, default_series, require_unlocked
from intranet.registry.rules.keys import number_key
from intranet.registry.tables import cells
from intranet.registry.tables.cells import BadCell
from intranet.registry.tables.headings import COLUMNS, Headed, headed
from intranet.registry.tables.reading import Unreadable, read

CHUNK = 2000
IMPORT_LOCK = 7_237_001  # of PostgreSQL's advisory locks


class CannotImport(Refusal):
    """Nothing of the file was imported; the message says why and what to do."""


@dataclass
class Outcome:
    """What became of a file."""

    rows: int = 0
    accepted: int = 0
    already_there: int = 0
    mended: list[Finding] = field(default_factory=list)
    rejected: list[Finding] = field(default_factory=list)
    batches: list[ImportBatch] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)

    @property
    def rejected_rows(self) -> int:
        return self.rows - self.accepted - self.already_there


def import_rows(
    *,
    data: bytes,
    file_name: str,
    at: datetime,
    actor: Account | None = None,
    mend: bool = False,
    is_historical: bool = False,
    common: Mapping[str, str] | None = None,
    dry_run: bool = False,
) -> Outcome:
    """Import the certificates of a file; what is refused is named, the rest is kept, a repeat adds nothing.

    ``common`` fills columns that the file lacks. A dry run checks everything and writes nothing. Raises CannotImport,
    NoSeries, IssuingLocked.
    """
    require_unlocked()
    sheets = _sheets(data)
    _check_common(common or {}, sheets)
    outcome = Outcome(titles=[title for sheet in sheets for title in sheet.titles])
    outcome.unknown_columns = [name for sheet in sheets for name in sheet.unknown]
    with transaction.atomic():
        if not dry_run:
            _wait_for_other_imports()
        for sheet in sheets:
            work = _SheetImport(sheet, common or {}, at=at, actor=actor, mend=mend, is_historical=is_historical)
            work.run(outcome, file_name=_named(file_name, sheet, sheets), data=data, dry_run=dry_run)
    return outcome


def _wait_for_other_imports() -> None:
    """Let one import at a time write, so that the same file from two people is there already for the second.

    On SQLite the transaction itself does that.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])


def _sheets(data: bytes) -> list[Headed]:
    try:
        sheets = read(data)
        found: list[Headed] = []
        problem: Unreadable | None = None
        for sheet in sheets:
            try:
                found.append(headed(sheet))
            except Unreadable as error:
                if error.code != "no_heading":
                    raise
                problem = error
        if not found:
            raise problem or Unreadable("empty")
    except Unreadable as error:
        raise CannotImport(str(wording.FILES[error.code])) from None
    return found


def _check_common(common: Mapping[str, str], sheets: list[Headed]) -> None:
    for column in common:
        if column not in COLUMNS:
            raise CannotImport(
                _("There is no column “%(column)s”. The columns are: %(columns)s.")
                % {"column": column, "columns": ", ".join(COLUMNS)}
            )
        if any(column in sheet.places for sheet in sheets):
            raise CannotImport(
                _("The file has a column “%(column)s” of its own. Remove it there, or do not set it.")
                % {"column": column}
            )


def _named(file_name: str, sheet: Headed, sheets: list[Headed]) -> str:
    return (f"{file_name}, {sheet.sheet}" if len(sheets) > 1 else file_name)[-255:]


class _SheetImport:
    """The import of one sheet, inside the caller's transaction."""

    def __init__(
        self, sheet: Headed, common: Mapping[str, str], *, at: datetime, actor: Account | None, mend: bool,
        is_historical: bool,
    ) -> None:  # fmt: skip
        self.sheet, self.at, self.actor, self.is_historical = sheet, at, actor, is_historical
        self.on_date = clock.date_of(at)
        self.facts = Facts()
        self.reader = RowReader(sheet.places, common, self.facts, mend=mend, is_historical=is_historical)
        self.seen: Counter[str] = Counter()
        self.numbers_of_file: dict[str, str] = {}
        self._series: Series | None = None

    @property
    def series(self) -> Series:
        if self._series is None:
            self._series = default_series()
        return self._series

    def run(self, outcome: Outcome, *, file_name: str, data: bytes, dry_run: bool) -> None:
        batch = ImportBatch(
            file_name=file_name,
            checksum=hashlib.sha256(data).hexdigest(),
            imported_at=self.at,
            imported_by=self.actor,
            is_historical=self.is_historical,
        )
        before = (outcome.rows, outcome.accepted, outcome.already_there)
        if not dry_run:
            batch.save()
            self._continue_numbers()
        late_reason = _("Imported from the file %(name)s.") % {"name": file_name[-200:]}
        for rows in _chunks(self.sheet.rows, CHUNK):
            checked = [self._read(row, row_cells, late_reason) for row, row_cells in rows]
            new, there = self._sorted(checked)
            outcome.rows += len(checked)
            outcome.accepted += len(new)
            outcome.already_there += there
            for each in checked:
                outcome.rejected += each.rejected
                if not each.rejected:
                    outcome.mended += each.mended
            if not dry_run:
                self._write(new, batch)
        if not dry_run:
            batch.rows, batch.accepted, batch.already_there = (
                now - then
                for now, then in zip((outcome.rows, outcome.accepted, outcome.already_there), before, strict=True)
            )
            batch.rejected = batch.rows - batch.accepted - batch.already_there
            batch.save()
            outcome.batches.append(batch)
            audit.record(
                "registry.imported", at=self.at, actor=self.actor, subject=batch, file=file_name, rows=batch.rows,
                accepted=batch.accepted, already_there=batch.already_there, rejected=batch.rejected,
            )  # fmt: skip

    def _read(self, row: int, row_cells: list[Any], late_reason: str) -> ReadRow:
        found = self.reader.read(row, row_cells, on_date=self.on_date, late_reason=late_reason)
        at_cells = {finding.column for finding in found.rejected}
        for lacking in self.facts.missing(found.values, on_date=self.on_date, is_historical=self.is_historical):
            column = self._column(lacking.field)
            follows = lacking.field == "signatory" and found.values.issue_date is None
            if column not in at_cells and not follows:
                value = self.reader.common.get(column) or _cell(row_cells, self.sheet.places.get(column))
                found.rejected.append(Finding(row, column, value, wording.sentence(lacking)))
        if not found.rejected:
            found.source_key = self._source_key(found)
        return found

    def _column(self, name: str) -> str:
        """Return the column that a finding of the gate is about, as this file has it."""
        if name in {"surname", "given_name", "patronymic"} and "full_name" in self.sheet.places:
            return "full_name"
        return name

    def _source_key(self, found: ReadRow) -> str:
        """Return what makes the row this row: the same file, or the same row in another, has the same key."""
        values = found.values
        parts = (
            values.surname, values.given_name, values.patronymic, values.form, values.kind, values.topic,
            str(values.hours and values.hours.normalize()), str(values.ects and values.ects.normalize()),
            str(values.issue_date), found.number,
        )  # fmt: skip
        text = "\x1f".join(parts).casefold()
        self.seen[text] += 1
        return hashlib.blake2b(f"{text}\x1f{self.seen[text]}".encode(), digest_size=20).hexdigest()

    def _sorted(self, checked: list[ReadRow]) -> tuple[list[ReadRow], int]:
        """Part the rows into new ones and those already there; a number that is another's is rejected."""
        good = [each for each in checked if not each.rejected]
        known = set(_in_database("source_key", [each.source_key for each in good]))
        by_number = {
            number: (surname.casefold(), day)
            for number, surname, day in _in_database(
                "record_number", [each.number for each in good if each.number], "surname", "issue_date"
            )
        }
        new: list[ReadRow] = []
        there = 0
        for each in good:
            same = (each.values.surname.casefold(), each.values.issue_date)
            if each.source_key in known or (each.number and by_number.get(each.number) == same):
                there += 1
            elif each.number in by_number:
                self._refuse_number(each, "number_taken")
            elif each.number and each.number in self.numbers_of_file:
                self._refuse_number(each, "number_twice")
            else:
                if each.number:
                    self.numbers_of_file[each.number] = each.source_key
                new.append(each)
        return new, there

    def _refuse_number(self, each: ReadRow, code: str) -> None:
        each.rejected.append(Finding(each.row, "record_number", each.number, str(wording.CELLS[code])))

    def _continue_numbers(self) -> None:
        """Let our own numbers go on above those that the file brings."""
        place, day_place = self.sheet.places.get("record_number"), self.sheet.places.get("issue_date")
        if place is None:
            return
        given: list[tuple[int, str]] = []
        for _row, row_cells in self.sheet.rows:
            number = _cell(row_cells, place)
            if number and (year := self._year(row_cells, day_place)):
                given.append((year, number))
        for series in Series.objects.all():
            continue_after(series, given, edrpou=self.facts.provider.code)

    def _year(self, row_cells: list[Any], place: int | None) -> int | None:
        try:
            raw = self.reader.common.get("issue_date") if place is None else row_cells[place]
            issued = cells.day(raw)
        except (BadCell, IndexError):
            return None
        return issued.year if issued else None

    def _write(self, new: list[ReadRow], batch: ImportBatch) -> None:
        unnumbered = [each for each in new if not each.number]
        given = iter(self._numbers_for([each.values.issue_date for each in unnumbered if each.values.issue_date]))
        grace = timedelta(hours=self.series.grace_hours)
        rows = []
        for each in new:
            how = Registration(
                at=self.at, actor=self.actor, grace=grace, series=None if each.number else self.series, batch=batch,
                is_historical=self.is_historical, source_key=each.source_key,
            )  # fmt: skip
            rows.append(frozen(each.values, each.number or next(given), self.facts, how))
        insert(rows)

    def _numbers_for(self, days: list[date]) -> Iterator[str]:
        """Take as many numbers of each year as there are days in it, and hand them out in the days' order."""
        wanted = Counter(day.year for day in days)
        stock = {
            year: iter(allocate(self.series, year=year, count=count, edrpou=self.facts.provider.code))
            for year, count in sorted(wanted.items())
        }
        return (next(stock[day.year]) for day in days)


def _in_database(column: str, wanted: list[str], *more: str) -> Iterator[Any]:
    """Yield what of the wanted the register has, in as few queries as SQLite's parameters allow."""
    for start in range(0, len(wanted), 500):
        chunk = wanted[start : start + 500]
        rows = Certificate.objects.order_by().filter(**{f"{column}__in": chunk})
        if column == "record_number":  # found through its key, which alone has an index over every row
            rows = rows.filter(number_key__in=[number_key(number) for number in chunk], superseded_on=None)
            rows = rows.exclude(series=None, withdrawn_at__isnull=False)
        yield from rows.values_list(column, *more) if more else rows.values_list(column, flat=True)


def _cell(row_cells: list[Any], place: int | None) -> str:
    if place is None or place >= len(row_cells):
        return ""
    try:
        return cells.one_line(cells.text(row_cells[place]))
    except BadCell:
        return ""


def _chunks(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, size)):
        yield chunk
