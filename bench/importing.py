"""A hundred thousand certificates from a file, by our operation and by COPY and one merge; its memory.

The table that is merged into has the same columns, indexes and foreign keys; the log is written by our operation alone.
"""

from __future__ import annotations

import csv
import io
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import openpyxl
from django.db import connection

from intranet.registry.operations.importing import import_rows

ROWS = 100_000
MOMENT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
TABLE, STAGING = "bench_certificate", "bench_staging"
HEADING = (
    "surname", "given_name", "patronymic", "form", "kind", "topic", "hours", "issue_date", "outcomes", "email",
)  # fmt: skip
STEMS = "Гнат Ковал Шевч Лис Тур Бондар Марч Олій Петр Савч Кравч Мельн Ткач Руд Поліщ".split()  # noqa: SIM905
ENDS = "енко ук чук ський ів як ович ин ець ань ало ура ій усь аш".split()  # noqa: SIM905
GIVEN = "Олена Іван Марія Тарас Ганна Богдан Оксана Юрій Наталія Петро Софія Андрій".split()  # noqa: SIM905
PATRONYMICS = "Василівна Іванович Петрівна Юріївна Миколайович Степанівна".split()  # noqa: SIM905
COMMAND = """
import sys, django
django.setup()
from django.core.management import call_command
call_command("import_certificates", sys.argv[1])
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
Result = TypeVar("Result")


def measure(rows: int = ROWS) -> None:
    """Print our time, that of COPY and merge, and how many times faster the latter is; PostgreSQL only."""
    if connection.vendor != "postgresql":
        print("The import is measured on PostgreSQL only.")
        return
    table = [_row(number, random.Random(number)) for number in range(rows)]
    comma, book = _csv(table), _xlsx(table)
    _make_tables()
    for name, data in (("CSV", comma), ("XLSX", book)):
        _forget_import()
        ours, outcome = _timed(lambda data=data: import_rows(data=data, file_name="bench", at=MOMENT))  # type: ignore[misc]
        again, second = _timed(lambda data=data: import_rows(data=data, file_name="bench", at=MOMENT))  # type: ignore[misc]
        reading = 0.0 if name == "CSV" else _timed(lambda: _by_calamine(book))[0]
        plain = reading + _copy_and_merge()
        print(
            f"import of {outcome.accepted} rows as {name}: {ours:.1f} s ({rows / ours:.0f} rows/s); "
            f"plain COPY and merge{' and calamine' if reading else ''}: {plain:.1f} s; ratio {plain / ours:.2f}; "
            f"the same file again adds {second.accepted} in {again:.1f} s"
        )
        _forget_import()
        above = _peak(data) - _peak(_csv(table[:1]) if name == "CSV" else _xlsx(table[:1]))
        print(f"memory of the command above that for one row, as {name}: {above} MB (limit 60)")
    _forget_import()


def _peak(data: bytes) -> int:
    """Import a file in a process of its own, by the command; return the most memory that it took, in MB."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bench"
        file.write_bytes(data)
        told = subprocess.run([sys.executable, "-c", COMMAND, str(file)], check=True, capture_output=True, text=True)
    return int(told.stdout.split()[-1]) // 1024


def _row(number: int, chance: random.Random) -> list[Any]:
    programme, day = chance.randrange(200), date(2025, 1, 1) + timedelta(days=chance.randrange(400))
    return [
        chance.choice(STEMS) + chance.choice(ENDS), chance.choice(GIVEN), chance.choice(PATRONYMICS),
        chance.choice(["очна", "дистанційна"]), chance.choice(["тренінг", "семінар", "вебінар"]),
        f"Тема програми номер {programme}: цифрові інструменти", chance.choice([6, 15, 30, 60]), day,
        f"Добирає інструменти до мети заняття {programme}; планує, оцінює.", f"person{number}@example.org",
    ]  # fmt: skip


def _csv(table: list[list[Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(HEADING)
    writer.writerows([*row[:7], row[7].strftime("%d.%m.%Y"), *row[8:]] for row in table)
    return text.getvalue().encode()


def _xlsx(table: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("A")
    sheet.append(HEADING)
    for row in table:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _by_calamine(data: bytes) -> int:
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return len(book.get_sheet_by_index(0).to_python())


def _make_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}, {STAGING}")
        cursor.execute(f"CREATE TABLE {TABLE} (LIKE registry_certificate INCLUDING ALL)")
        cursor.execute(f"CREATE UNLOGGED TABLE {STAGING} (LIKE registry_certificate)")
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = 'registry_certificate'::regclass AND contype = 'f'"
        )
        for (foreign_key,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {TABLE} ADD {foreign_key}")


def _copy_and_merge() -> float:
    """Copy what our import wrote into a staging table, merge it into an equal table, and return how long it took."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {TABLE}, {STAGING}")
    copied = b"".join(_copied())
    began = time.perf_counter()
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {STAGING} FROM STDIN") as copy:
            copy.write(copied)
        cursor.execute(f"INSERT INTO {TABLE} SELECT * FROM {STAGING} ON CONFLICT DO NOTHING")
    return time.perf_counter() - began


def _copied() -> Iterator[bytes]:
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY (SELECT c.* FROM registry_certificate c JOIN registry_importbatch b ON b.id = c.batch_id"
            " WHERE b.file_name = 'bench') TO STDOUT"
        ) as copy,
    ):
        for piece in copy:
            yield bytes(piece)


def _forget_import() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE bench_gone AS SELECT c.id FROM registry_certificate c"
            " JOIN registry_importbatch b ON b.id = c.batch_id WHERE b.file_name = 'bench'"
        )
        cursor.execute("DELETE FROM registry_leaf WHERE certificate_id IN (SELECT id FROM bench_gone)")
        cursor.execute("DELETE FROM registry_certificate WHERE id IN (SELECT id FROM bench_gone)")
        cursor.execute("DROP TABLE bench_gone")


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result
