"""What a check of the register finds, and how it reads: everything once, as it is at one moment, and never held."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

CHUNK = 5000


@dataclass(frozen=True)
class Problem:
    """What is wrong, and with which record; no record where none can be named."""

    record: str
    what: str


@dataclass
class Checked:
    """What was looked through, and what is wrong with it."""

    entries: int = 0
    head: str = ""
    problems: list[Problem] = field(default_factory=list)
    missing: int = 0  # entries that were removed, or whose certificates were

    def say(self, record: str, what: str) -> None:
        self.problems.append(Problem(record, what))


@contextmanager
def snapshot() -> Iterator[None]:
    """Let everything be read as it is at one moment, without keeping anybody from writing."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # atomic() would begin by locking the file
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def stream(rows: QuerySet[Any, Any]) -> Iterator[Any]:
    """Yield rows as the database gives them; a million take no more memory than one."""
    return iter(rows.iterator(chunk_size=CHUNK))
