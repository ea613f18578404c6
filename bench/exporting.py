"""The whole public list as a file, against PostgreSQL's own COPY of the same columns through the same client."""

from __future__ import annotations

import gc
import resource
import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection
from django.test import Client

from intranet.core.models import Institution
from intranet.registry.models import Certificate

COLUMNS = "public_name, form_id, kind_id, topic, hours, ects, issue_date, record_number, annulled_on, code"
ROUNDS = 3


def measure() -> None:
    """Print rows a second of our files and of COPY, the time to the first byte, and the memory that a file takes."""
    if connection.vendor != "postgresql":
        print("exports are compared with COPY on PostgreSQL alone")
        return
    Institution.objects.update(public_list=True)
    count = Certificate.objects.count()
    baseline = max(count / _seconds(_copied()) for _round in range(ROUNDS))
    for extension in ("csv", "json"):
        first, before = min(_first_byte(extension) for _round in range(ROUNDS)), _memory()
        ours = max(count / _seconds(_exported(extension)) for _round in range(ROUNDS))
        print(
            f"export.{extension} of {count} rows: {ours:,.0f} : {baseline:,.0f} rows a second of COPY"
            f" = {ours / baseline:.2f}; first byte {first * 1000:.0f} ms; memory +{_memory() - before:.1f} MB"
        )


def _copied() -> Iterator[bytes]:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY (SELECT {COLUMNS} FROM registry_certificate) TO STDOUT WITH (FORMAT csv)") as copy,
    ):
        for block in copy:
            yield bytes(block)


def _exported(extension: str) -> Iterator[bytes]:
    """Yield the file; a reader who stops early closes the response, as a web server does."""
    response: Any = Client().get(f"/uk/certificates/export.{extension}", headers={"host": "localhost"})
    assert response.status_code == 200, response.status_code
    try:
        yield from response.streaming_content
    finally:
        response.close()


def _seconds(blocks: Iterable[bytes]) -> float:
    gc.collect()
    start = time.perf_counter()
    for _block in blocks:
        pass
    return time.perf_counter() - start


def _first_byte(extension: str) -> float:
    """Return how long the first row takes to come; the heading would come even before the query."""
    start = time.perf_counter()
    blocks = _exported(extension)
    next(blocks)
    next(blocks)
    return time.perf_counter() - start


def _memory() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)
