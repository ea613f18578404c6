"""Writing many certificates at once: one prepared statement on SQLite, COPY on PostgreSQL (law 11)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import Any

from django.db import connection, models

from intranet.registry.models import Certificate

FIELDS = [field for field in Certificate._meta.concrete_fields if not field.primary_key]
AS_THEY_ARE = (models.CharField, models.TextField, models.ForeignKey, models.BooleanField)


def insert(certificates: list[Certificate]) -> None:
    """Insert the rows, which have passed every check; a clash raises IntegrityError and nothing is written."""
    if not certificates:
        return
    quote = connection.ops.quote_name
    table = quote(Certificate._meta.db_table)
    columns = ", ".join(quote(str(field.column)) for field in FIELDS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in _rows(certificates):
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(FIELDS))
            statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 - our own names
            cursor.executemany(statement, list(_rows(certificates)))


def _rows(certificates: list[Certificate]) -> Iterator[list[Any]]:
    preparing = [(field.attname, _preparing(field)) for field in FIELDS]
    for certificate in certificates:
        values = certificate.__dict__
        yield [prepare(values[name]) if prepare else values[name] for name, prepare in preparing]


def _preparing(field: Any) -> Callable[[Any], Any] | None:
    """Return how the database takes the field's values; nothing where it takes them as they are."""
    if isinstance(field, models.JSONField):
        return json.dumps
    if isinstance(field, AS_THEY_ARE) or connection.vendor == "postgresql":
        return None
    return lru_cache(maxsize=4096)(partial(field.get_db_prep_save, connection=connection))
