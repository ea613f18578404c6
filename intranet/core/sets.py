"""What statements over whole sets need on SQLite and PostgreSQL alike: temporary tables, JSON, values that differ.

A temporary table belongs to the transaction that made it: a failure rolls it back with everything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from django.db import connection

ROWS_AT_ONCE = 5000
LARGE = 200  # rows of which PostgreSQL should know more than that there are some


def make_table(name: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
    """Make a temporary table of ``rows``: what Python has worked out, to be joined to what the database holds."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {name} ({columns})")
    fill(name, rows)


def fill(name: str, rows: Iterable[Sequence[Any]]) -> None:
    """Add rows to a table, each with a value for every column.

    Rows are worked out before a statement begins: what asks the database for them would wait for the COPY, and the COPY
    for it.
    """
    size, waiting = 0, iter(rows)
    with connection.cursor() as cursor:
        while chunk := list(islice(waiting, ROWS_AT_ONCE)):
            size += len(chunk)
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {name} FROM STDIN") as copy:
                    for row in chunk:
                        copy.write_row(row)
            else:
                places = ", ".join(["%s"] * len(chunk[0]))
                cursor.executemany(f"INSERT INTO {name} VALUES ({places})", chunk)  # noqa: S608 - placeholders only
    _look_at(name, size)


def make_table_from(name: str, select: str, parameters: Sequence[Any]) -> int:
    """Make a temporary table of what ``select`` finds; return how many rows it has."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {name} AS {select}", parameters)
        found = cursor.rowcount if connection.vendor == "postgresql" else _size(name)
    _look_at(name, found)
    return found


def drop_tables(*names: str) -> None:
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TABLE {name}")


def rows_of(select: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return what ``select`` finds."""
    with connection.cursor() as cursor:
        cursor.execute(select, parameters)
        return list(cursor.fetchall())


def change(statement: str, parameters: Sequence[Any] = ()) -> int:
    """Do a statement; return how many rows it changed."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return max(0, int(cursor.rowcount))


def json_object(members: Mapping[str, str]) -> str:
    """Return the SQL of an object: our own names, and the SQL of their values."""
    function = "jsonb_build_object" if connection.vendor == "postgresql" else "json_object"
    pairs = ", ".join(f"'{name}', {value}" for name, value in members.items())
    return f"{function}({pairs})"


def day(value: date) -> str:
    """Return the SQL of a date."""
    return f"DATE '{value.isoformat()}'" if connection.vendor == "postgresql" else f"'{value.isoformat()}'"


def day_as_text(column: str) -> str:
    """Return the SQL of a date as ISO text, whatever way of writing dates the server is set to."""
    return f"to_char({column}, 'YYYY-MM-DD')" if connection.vendor == "postgresql" else column


def day_of(value: Any) -> date:
    """Return a date: SQLite hands back what it keeps, a text."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def day_or_none(value: Any) -> date | None:
    return None if value is None else day_of(value)


def _size(name: str) -> int:
    return int(rows_of(f"SELECT COUNT(*) FROM {name}")[0][0])  # noqa: S608 - our own name


def _look_at(name: str, size: int) -> None:
    """Let PostgreSQL count a large new table: it plans for a few rows otherwise."""
    if connection.vendor == "postgresql" and size >= LARGE:
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL default_statistics_target = 10; ANALYZE {name}")  # a guess will do, and is quick
