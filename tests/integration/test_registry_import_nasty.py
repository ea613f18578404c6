"""Files that nobody should send: whatever is in them, the importer ends in a sentence, soon and in little memory."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from datetime import time as time_of_day
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intranet.registry.models import Certificate
from intranet.registry.operations.importing import CannotImport, import_rows
from intranet.registry.tables.reading import Unreadable, read
from tests.components import ROOT
from tests.factories import registry as make

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
SECONDS, MEGABYTES = 30, 200  # ten seconds on a quiet machine; the memory is what the process takes besides its own
COLUMNS = [
    "Номер", "Прізвище", "Ім'я", "По батькові", "ПІБ", "Форма", "Вид", "Тема", "Години", "Кредити ЄКТС", "Дата видачі",
    "Результати навчання", "Програма", "Підписант", "Тип документа", "Період з", "Період до", "Пошта", "url", "status",
    "Примітка", "", "№ з/п", "Дата видачі", "Обсяг",
]  # fmt: skip
GOOD = [
    "Гнатюк", "Олена", "Олена Гнатюк", "очна", "семінар", "Основи", "30", "1", "14.02.2026", "Уміє.", "К-1", 30, 0.5,
    "Всього", "Директор ________", "30 год / 1 кредит", "a@example.org",
]  # fmt: skip
NASTY = [
    "=A1", "'=1+1", "#REF!", "+380", "@x", "-5", "1e999", "9" * 400, "NaN", "0", "\x00", "\x07", "\ud800", "\u202e",
    "\u200b",
    "\ufeff", "🙂", "е́" * 300, "а" * 2000, '"', ";", "\t", "\n", "\r\n", "«»", "І", "i", "ГНАТЮК", "гнатюк", "Гнaтюк",
    "О.",
    "А та Б",
    "31.02.2026", "99999", "45000.7", "1/2/3", "32 грудня 2026", "٣٠", "²", "½", "Ⅻ", "%s %(row)s {0}", "\\N", "\\.",
    "<script>", "﷽", "ß", "İ", "ǆ", "ﬀ", "А" + "\u0301" * 50, True, False, None, -1, 10**30, float("1e300"), 1e-300,
    date(1, 1, 1), date(9999, 12, 31), time_of_day(1, 2),
    datetime(2026, 2, 14, 23, 59),  # noqa: DTZ001 - as a spreadsheet has it
]  # fmt: skip
CELLS = st.sampled_from([*GOOD, *GOOD, *NASTY]) | st.text(max_size=12)
TABLES = st.tuples(
    st.permutations(COLUMNS).map(lambda names: names[:12]) | st.just(COLUMNS[:17]),
    st.lists(st.lists(CELLS, max_size=18), min_size=1, max_size=6),
)


@pytest.fixture(autouse=True)
def _signatory(db: None) -> None:
    make.SignatoryFactory()


def as_csv(table: list[list[Any]], mark: str = ";") -> bytes:
    lines = (mark.join("" if cell is None else str(cell) for cell in line) for line in table)
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def as_xlsx(table: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for line in table:
        book.active.append([_for_excel(cell) for cell in line])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _for_excel(cell: Any) -> Any:
    """Return what openpyxl writes without protest."""
    if isinstance(cell, date) and cell.year < 1900:
        return str(cell)
    if not isinstance(cell, str):
        return cell
    return "".join(each for each in cell if each in "\n\t" or (each >= " " and not "\ud800" <= each <= "\udfff"))


def _taken_or_refused(data: bytes, **options: Any) -> None:
    """Import in a transaction that is undone: nothing but CannotImport may come out, and every row is accounted for."""
    with transaction.atomic():
        try:
            outcome = import_rows(data=data, file_name="файл", at=make.ISSUED_AT, **options)
        except CannotImport:
            assert not Certificate.objects.exists()
        else:
            assert outcome.accepted == Certificate.objects.count()
            assert outcome.rejected_rows == len({each.row for each in outcome.rejected}) >= 0
            assert all(each.message and each.label for each in outcome.rejected)
        transaction.set_rollback(True)


def _whole_files(examples: int) -> Any:
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(TABLES, st.sampled_from([as_csv, as_csv, as_xlsx]), st.booleans(), st.booleans())
    def check(table: Any, write: Callable[..., bytes], mend: bool, is_historical: bool) -> None:
        heading, rows = table
        _taken_or_refused(write([heading, *rows]), mend=mend, is_historical=is_historical)

    return check


def test_no_table_whatever_its_cells_breaks_the_importer() -> None:
    _whole_files(80)()


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_ten_thousand_tables_break_nothing() -> None:
    _whole_files(10_000)()


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=400), st.integers(0, 400), st.sampled_from(["cut", "put", "swap"]))
def test_no_damage_to_a_file_breaks_the_reading(noise: bytes, place: int, how: str) -> None:
    for whole in (WHOLE_CSV, WHOLE_XLSX):
        at = place * len(whole) // 400
        after = {"cut": at + len(noise), "put": at, "swap": at + len(noise)}[how]
        data = whole[:at] + (b"" if how == "cut" else noise) + whole[after:]
        with suppress(Unreadable):
            for sheet in read(data):
                list(sheet.rows())


WHOLE_CSV, WHOLE_XLSX = (write([COLUMNS[:12], GOOD[:12], GOOD[:12]]) for write in (as_csv, as_xlsx))


# --- Hostile files -------------------------------------------------------------------------------------------------

SHEET = "xl/worksheets/sheet1.xml"
CELL = "<c r='A{0}' t='inlineStr'><is><t>x</t></is></c>"


def with_parts(**parts: bytes) -> bytes:
    """Return a workbook with parts of ours in the place of its own."""
    named = {name.replace("__", "/") + ".xml": data for name, data in parts.items()}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        source = zipfile.ZipFile(io.BytesIO(WHOLE_XLSX))
        for part in {*source.namelist(), *named}:
            archive.writestr(part, named.get(part) or source.read(part))
    return file.getvalue()


def sheet_of(rows: bytes) -> bytes:
    return with_parts(xl__worksheets__sheet1=b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>")


def heading_and(rows: bytes) -> bytes:
    names = ("ПІБ", "Тема", "Години", "Дата видачі")
    cells = "".join(f"<c t='inlineStr'><is><t>{name}</t></is></c>" for name in names)
    return sheet_of(f"<row r='1'>{cells}</row>".encode() + rows)


def bomb() -> bytes:
    return sheet_of(b"<row><c><v>1</v></c></row>" * 20_000_000)


def _sharing(texts: bytes) -> bytes:
    sheet = b"<worksheet><sheetData><row><c t='s'><v>0</v></c></row></sheetData></worksheet>"
    return with_parts(xl__worksheets__sheet1=sheet, xl__sharedStrings=b"<sst>" + texts + b"</sst>")


def bomb_of_texts() -> bytes:
    return _sharing(b"<si><t>" + b"a" * 60_000_000 + b"</t></si>")


def many_texts() -> bytes:
    return _sharing(b"<si><t>a</t></si>" * 3_700_000)


def wide() -> bytes:
    cells = "".join(f"<c r='{openpyxl.utils.get_column_letter(place)}1'><v>1</v></c>" for place in range(1, 16_385))
    return sheet_of(f"<row r='1'>{cells}</row>".encode())


def nested() -> bytes:
    return sheet_of(b"<a>" * 1_000_000)


def one_text() -> bytes:
    return heading_and(b"<row r='2'><c t='inlineStr'><is><t>" + b"a" * 100_000_000 + b"</t></is></c></row>")


def merged(rows: bytes = b"") -> bytes:
    regions = b"".join(b'<mergeCell ref="A%d:XFD1048576"/>' % number for number in range(1, 20_000))
    names = b"".join(b"<c t='inlineStr'><is><t>%s</t></is></c>" % name for name in (b"surname", b"topic", b"hours"))
    whole = b"<worksheet><sheetData><row>%s</row>%s</sheetData><mergeCells>%s</mergeCells></worksheet>"
    return with_parts(xl__worksheets__sheet1=whole % (names, rows, regions))


def merged_over_rows() -> bytes:
    return merged(b"<row><c><v>1</v></c></row>" * 20_000)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a bomb of rows": bomb,
    "a bomb of texts": bomb_of_texts,
    "millions of texts": many_texts,
    "sixteen thousand columns": wide,
    "a million empty rows": lambda: heading_and(b"<row/>" * 1_000_000),
    "a million rows of empty cells": lambda: heading_and(b"<row><c/><c s='1'/></row>" * 1_000_000),
    "deeply nested": nested,
    "one vast text": one_text,
    "merged regions": merged,
    "merged regions over rows": merged_over_rows,
    "one line of CSV": lambda: b"a" * 49_000_000,
    "one open cell of CSV": lambda: b'"' + b"a" * 49_000_000,
    "one line of delimiters": lambda: b";" * 49_000_000,
    "lines of nothing": lambda: b"\n" * 49_000_000,
    "quotation marks": lambda: b'"' * 20_000_000,
    "zeros": lambda: bytes(49_000_000),
    "an encrypted workbook": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 99,
    "more than is taken": lambda: b"a;b\n" * 13_000_000,
}
MEASURE = """
import re, sys, time
import django
django.setup()
from intranet.registry import wording
from intranet.registry.tables.headings import headed
from intranet.registry.tables.reading import Unreadable, read
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
data = open(sys.argv[1], "rb").read()
before = peak()
began = time.process_time()
said = ""
try:
    for sheet in read(data):
        for row in headed(sheet).rows():
            pass
    said = "read"
except Unreadable as error:
    said = str(wording.FILES[error.code])
after = peak()
print((after - before) // 1024, round(time.process_time() - began, 1), said)
"""


@pytest.mark.unit  # in a process without a database: once is enough
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_a_sentence_soon_and_in_little_memory(name: str, tmp_path: Path) -> None:
    file = tmp_path / "hostile"
    file.write_bytes(HOSTILE[name]())
    said = subprocess.run(
        [sys.executable, "-c", MEASURE, str(file)], cwd=ROOT, env=os.environ, capture_output=True, text=True, check=True
    )
    memory, seconds, sentence = said.stdout.strip().split(" ", 2)
    assert int(memory) <= MEGABYTES, said.stdout
    assert float(seconds) <= SECONDS, said.stdout
    assert sentence == "read" or sentence.endswith("."), said.stdout


@pytest.mark.parametrize("mend", [False, True])
def test_a_file_of_nothing_but_faults_is_counted_to_its_end_and_listed_to_a_point(
    monkeypatch: pytest.MonkeyPatch, mend: bool
) -> None:
    monkeypatch.setattr("intranet.registry.operations.importing.findings.MOST_FINDINGS", 30)
    heading = ["Прізвище", "Ім'я", "Форма", "Вид", "Тема", "Години", "Дата видачі", "Результати навчання"]
    rows = [["КОВАЛЬ", "Олена", "очна", "семінар", f"Тема {n}", 30, "14.02.2026", "Уміє."] for n in range(100)]
    outcome = import_rows(data=as_csv([heading, *rows]), file_name="a", at=make.ISSUED_AT, mend=mend)
    assert (outcome.rows, outcome.accepted, outcome.rejected_rows) == (100, 100 * mend, 100 * (not mend))
    assert (len(outcome.rejected), len(outcome.mended), len(outcome.notes)) == (30 * (not mend), 30 * mend, 1)


def test_macros_are_left_out_and_said_so() -> None:
    file = io.BytesIO(as_xlsx([["Прізвище", "Ім'я", "Тема"], ["Гнатюк", "Олена", "Основи"]]))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    outcome = import_rows(data=file.getvalue(), file_name="a.xlsm", at=make.ISSUED_AT)
    assert (outcome.rows, len(outcome.notes)) == (1, 1)
