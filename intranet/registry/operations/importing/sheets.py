"""The import of one sheet, chunk by chunk, inside the transaction of the whole file."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from django.utils.translation import gettext as _

from intranet.core import audit, clock
from intranet.core.models import Account
from intranet.registry import wording
from intranet.registry.models import Certificate, ImportBatch, Series
from intranet.registry.operations.freezing import Facts, Registration
from intranet.registry.operations.importing.findings import Finding, Notes, Outcome, RefusedRow, RefusedSheet
from intranet.registry.operations.importing.former_codes import FormerCodes
from intranet.registry.operations.importing.inserting import Writer, in_database
from intranet.registry.operations.importing.judging import Judge, Key
from intranet.registry.operations.importing.rows import ReadRow, RowReader
from intranet.registry.operations.numbering import allocate, continue_after, default_series
from intranet.registry.rules.keys import number_key
from intranet.registry.rules.volumes import disagrees
from intranet.registry.tables import cells
from intranet.registry.tables.cells import BadCell
from intranet.registry.tables.headings import Headed
from intranet.registry.tables.telling_apart import no_certificate


class SheetImport:
    """The import of one sheet."""

    def __init__(
        self, sheet: Headed, common: Mapping[str, str], *, at: datetime, actor: Account | None, mend: bool,
        is_historical: bool, series: Series | None, cures: Mapping[int, Mapping[str, str]], file_name: str,
        sheet_name: str, reason: str,
    ) -> None:  # fmt: skip
        self.sheet, self.at, self.actor, self.is_historical = sheet, at, actor, is_historical
        self.file_name, self.sheet_name, self.chosen_series = file_name, sheet_name, series
        self.facts = Facts()
        reason = reason.strip()[:300] or _("Imported from the file %(name)s.") % {"name": file_name[-200:]}
        self.reader = RowReader(
            sheet.places, common, self.facts, mend=mend, is_historical=is_historical, sheet=sheet_name, reason=reason,
            cures=cures,
        )  # fmt: skip
        self.on_date = clock.date_of(at)
        self.judge = Judge(self.facts, on_date=self.on_date, is_historical=is_historical)
        self.writer = Writer(self.facts)
        self.codes = FormerCodes(sheet, sheet_name, is_historical=is_historical)
        self.notes = Notes()
        self.keys: dict[int, Key | None] = {}
        self.seen: Counter[int] = Counter()
        self.numbers_of_file: set[str] = set()
        self.are_counted = "record_number" not in sheet.places
        self.refused = RefusedSheet(sheet.name, sheet.heading_cells, sheet.places)
        self.batch: ImportBatch | None = None
        self.counts = [0, 0, 0]

    @cached_property
    def series(self) -> Series:
        return self.chosen_series or default_series()

    def take(
        self, rows: list[tuple[int, list[Any]]], outcome: Outcome, *, dry_run: bool, keeps_refused: bool, checksum: str
    ) -> None:
        """Read, judge and write a chunk of rows."""
        if not dry_run and self.batch is None:
            self._begin(checksum)
        self.keys.clear()
        checked: list[ReadRow] = []
        as_they_stood: dict[int, list[Any]] = {}
        for row, row_cells in rows:
            if passed_over := no_certificate(row_cells, self.sheet.places):
                self.notes.add(passed_over, row)
                continue
            checked.append(self._read(row, row_cells))
            if keeps_refused:
                as_they_stood[row] = row_cells
        new, there = self._sorted(checked)
        self._count(outcome, len(checked), len(new), there)
        for each in checked:
            if outcome.is_full:
                break
            outcome.rejected += each.rejected
            if not each.rejected:
                outcome.mended += each.mended
            elif keeps_refused:
                self.refused.rows.append(RefusedRow(each.row, as_they_stood[each.row], each.rejected))
        outcome.late += sum("late_reason" in each.found for each in new)
        if not dry_run:
            self._write(new)

    def finish(self, outcome: Outcome, *, dry_run: bool, checksum: str) -> None:
        """Write down what became of the sheet."""
        for row in self.sheet.sheet.hidden_rows:
            self.notes.add("hidden_rows", row)
        for row in self.sheet.repeated:
            self.notes.add("repeated", row)
        outcome.notes += self.notes.sentences(self.sheet_name)
        outcome.unknown_columns += [name for name in self.sheet.unknown if name not in self.codes.headings]
        if self.refused.rows:
            outcome.refused.append(self.refused)
        if dry_run:
            return
        if self.batch is None:
            self._begin(checksum)
        batch = self.batch
        assert batch is not None  # noqa: S101 - begun just above
        batch.rows, batch.accepted, batch.already_there = self.counts
        batch.rejected = batch.rows - batch.accepted - batch.already_there
        batch.save()
        outcome.batches.append(batch)
        audit.record(
            "registry.imported", at=self.at, actor=self.actor, subject=batch, file=self.file_name, rows=batch.rows,
            accepted=batch.accepted, already_there=batch.already_there, rejected=batch.rejected,
        )  # fmt: skip

    def _begin(self, checksum: str) -> None:
        self.batch = ImportBatch.objects.create(
            file_name=self.file_name,
            checksum=checksum,
            imported_at=self.at,
            imported_by=self.actor,
            is_historical=self.is_historical,
        )

    def _count(self, outcome: Outcome, rows: int, accepted: int, there: int) -> None:
        outcome.rows += rows
        outcome.accepted += accepted
        outcome.already_there += there
        self.counts = [count + more for count, more in zip(self.counts, (rows, accepted, there), strict=True)]

    def _read(self, row: int, row_cells: list[Any]) -> ReadRow:
        each = self.reader.read(row, row_cells, on_date=self.on_date)
        self.codes.read(each, row_cells)
        lacking, self.keys[row] = self.judge.missing(each.found)
        if lacking:
            self._add(each, lacking, row_cells)
        if not each.rejected:
            each.source_key, repeats = self._source_key(each)
            if repeats:
                self.notes.add("repeats", row)
            if each.number:
                each.number_key = number_key(each.number)
            if each.found["ects"] is not None and disagrees(each.found["hours"], each.found["ects"]):
                self.notes.add("volumes_differ", row)
        return each

    def _add(self, each: ReadRow, lacking: list[Any], row_cells: list[Any]) -> None:
        """Add what the gate says, but where a cell's own trouble says it already."""
        at_cells = {finding.column for finding in each.rejected}
        for missing in lacking:
            column = self._column(missing.field)
            follows = missing.field == "signatory" and each.found["issue_date"] is None
            if column not in at_cells and not follows:
                value = self.reader.common.get(column) or _cell(row_cells, self.sheet.places.get(column))
                each.rejected.append(Finding(each.row, column, value, wording.sentence(missing), "", self.sheet_name))

    def _column(self, name: str) -> str:
        """Return the column that a finding of the gate is about, as this file has it."""
        if name in {"surname", "given_name", "patronymic"} and self.reader.has_full_name:
            return "full_name"
        return name

    def _source_key(self, each: ReadRow) -> tuple[str, bool]:
        """Return what makes the row this row, and whether the file had it before.

        The same file, or the same row in another, has the same key.
        """
        found = each.found
        text = "\x1f".join(
            (
                found["surname"], found["given_name"], found["patronymic"], found["form"], found["kind"],
                found["topic"], _plain(found["hours"]), _plain(found["ects"]), str(found["issue_date"]), each.number,
            )
        ).casefold()  # fmt: skip
        place = hash(text)  # one of 2^64; the texts themselves would take the memory of the file
        self.seen[place] += 1
        key = hashlib.blake2b(f"{text}\x1f{self.seen[place]}".encode(), digest_size=20).hexdigest()
        return key, self.seen[place] > 1

    def _sorted(self, checked: list[ReadRow]) -> tuple[list[ReadRow], int]:
        """Part the rows into new ones and those already there; a number that is another's is rejected."""
        good = [each for each in checked if not each.rejected]
        known = in_database("source_key", [each.source_key for each in good])
        by_number = _holders([each for each in good if each.number])
        new: list[ReadRow] = []
        there = 0
        for each in good:
            if each.source_key in known:
                there += 1
            elif not each.number:
                new.append(each)
            elif (holder := by_number.get(each.number)) is not None:
                if holder == (each.found["surname"].casefold(), each.found["issue_date"]):
                    there += 1
                else:
                    self._refuse_number(each, "number_taken")
            elif each.number in self.numbers_of_file:
                self._refuse_number(each, "number_twice")
            else:
                self.numbers_of_file.add(each.number)
                new.append(each)
        return self.codes.refuse_taken(new), there

    def _refuse_number(self, each: ReadRow, code: str) -> None:
        message = str(wording.CELLS[code])
        each.rejected.append(Finding(each.row, "record_number", each.number, message, "", self.sheet_name))

    def _write(self, new: list[ReadRow]) -> None:
        unnumbered = [each.found["issue_date"] for each in new if not each.number]
        if unnumbered and not self.are_counted:
            self._continue_numbers()
        given = iter(self._numbers_for(unnumbered)) if unnumbered else iter(())
        ours, theirs = self._registration(self.series), self._registration(None)
        lines = []
        for each in new:
            how = theirs if each.number else ours
            key = self.keys.get(each.row)
            if key is None:
                how = Registration(**{**how.__dict__, "source_key": each.source_key})
            lines.append(self.writer.line(each, each.number or next(given), how, key))
        self.writer.write(lines, at=self.at)

    def _registration(self, series: Series | None) -> Registration:
        return Registration(
            at=self.at, actor=self.actor, grace=timedelta(hours=self.series.grace_hours), series=series,
            batch=self.batch, is_historical=self.is_historical,
        )  # fmt: skip

    def _continue_numbers(self) -> None:
        """Let our own numbers go on above all that the file brings, further down too."""
        self.are_counted = True
        place, day_place = self.sheet.places["record_number"], self.sheet.places.get("issue_date")
        given: list[tuple[int, str]] = []
        for _row, row_cells in self.sheet.rows():
            number = _cell(row_cells, place)
            year = self._year(row_cells, day_place) if number else None
            if year:
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

    def _numbers_for(self, days: list[date]) -> Iterator[str]:
        """Take as many numbers of each year as there are days in it, and hand them out in the days' order."""
        wanted = Counter(day.year for day in days)
        stock = {
            year: iter(allocate(self.series, year=year, count=count, edrpou=self.facts.provider.code))
            for year, count in sorted(wanted.items())
        }
        return (next(stock[day.year]) for day in days)


def _holders(numbered: list[ReadRow]) -> dict[str, tuple[str, date]]:
    """Return whose each number is that the register has; found through its key, which has an index over every row."""
    found: dict[str, tuple[str, date]] = {}
    keys_of_rows = list(in_database("number_key", {each.number_key for each in numbered})) if numbered else []
    for start in range(0, len(keys_of_rows), 500):
        rows = Certificate.objects.order_by().filter(number_key__in=keys_of_rows[start : start + 500])
        rows = rows.filter(superseded_on=None).exclude(series=None, withdrawn_at__isnull=False)
        for number, surname, day in rows.values_list("record_number", "surname", "issue_date"):
            found[number] = (surname.casefold(), day)
    return found


@lru_cache(maxsize=4096)
def _plain(amount: Decimal | None) -> str:
    return str(amount and amount.normalize())


def _cell(row_cells: list[Any], place: int | None) -> str:
    if place is None or place >= len(row_cells):
        return ""
    try:
        return cells.one_line(cells.text(row_cells[place]))[:200]
    except BadCell:
        return ""
