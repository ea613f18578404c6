"""Public entries in bulk, as CSV and JSON: what ``disclosure.entry`` says of a row, said by PostgreSQL (law 11).

A database without COPY takes the road through ``PublicEntry`` itself; a test holds the two to the same words.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.urls import reverse

from intranet.registry import disclosure
from intranet.registry.disclosure import FIELDS, PublicEntry, Vocabulary
from intranet.registry.enums import PublicStatus
from intranet.registry.models import CertificateQuerySet
from intranet.registry.rules.volumes import HOURS_PER_CREDIT
from intranet.registry.tables.cells import FORMULA_STARTS, safe_cell

BOM = "\ufeff"
CHUNK = 500
BLOCK = 65_536
# Quote and delimiter of a COPY whose lines are whole already: JSON holds neither as it is.
AS_IT_IS = "FORMAT csv, QUOTE E'\\x01', ESCAPE E'\\x01', DELIMITER E'\\x02'"

TEXTS = ("name", "form", "kind", "topic", "record_number")
Entries = Callable[[], Iterable[PublicEntry]]


def as_csv(rows: CertificateQuerySet, vocabulary: Vocabulary, *, origin: str, entries: Entries) -> Iterator[bytes]:
    """Return the rows, which are in their order, as CSV with a heading: UTF-8 with BOM, no cell a formula."""
    heading = (BOM + ",".join(FIELDS) + "\n").encode()
    if connection.vendor != "postgresql":
        return _whole(heading, _csv_lines(entries()))
    found = _Expressions(vocabulary, origin)
    columns = ", ".join(f"NULLIF({found.safe(name)}, '')" for name in FIELDS)
    return _whole(heading, _copied(columns, rows, "FORMAT csv"))


def as_json(rows: CertificateQuerySet, vocabulary: Vocabulary, *, origin: str, entries: Entries) -> Iterator[bytes]:
    """Return the rows, which are in their order, as a JSON array, an entry a line."""
    if connection.vendor != "postgresql":
        return _whole(b"[", _json_lines(entries()), b"\n]\n")
    found = _Expressions(vocabulary, origin)
    parts = (f"""', "{name}": ' || {found.json(name)}""" for name in FIELDS)
    line = "',{' || substr(" + " || ".join(parts) + ", 3) || '}'"
    return _whole(b"[\n", _without_first_comma(_copied(line, rows, AS_IT_IS)), b"]\n")


def _whole(first: bytes, blocks: Iterator[bytes], last: bytes = b"") -> Iterator[bytes]:
    """Yield a file. A reader who goes away closes it, and with it the COPY that the connection is busy with."""
    yield first
    yield from blocks
    yield last


class _Expressions:
    """What SQL says for each public field of a row ``r``."""

    def __init__(self, vocabulary: Vocabulary, origin: str) -> None:
        forms, kinds = vocabulary.in_reader_language()
        hours = f"COALESCE(r.hours, r.ects * {HOURS_PER_CREDIT})"
        ects = f"COALESCE(r.ects, r.hours / {HOURS_PER_CREDIT})"
        before, after = (origin + reverse("verify", args=["CODE"])).split("CODE")
        self.of = {
            "name": "CASE WHEN r.restricted_on IS NULL THEN r.public_name ELSE '' END",
            "form": _named("form_id", forms),
            "kind": _named("kind_id", kinds),
            "topic": "r.topic",
            "hours": f"trim_scale(round({hours}, 2))",
            "ects": f"trim_scale(round({ects}, 2))",
            "issue_date": "r.issue_date",
            "record_number": "r.record_number",
            "status": f"CASE WHEN r.superseded_on IS NOT NULL THEN '{PublicStatus.SUPERSEDED}' "
            f"WHEN r.annulled_on IS NOT NULL THEN '{PublicStatus.ANNULLED}' ELSE '{PublicStatus.VALID}' END",
            "status_date": "COALESCE(r.superseded_on, r.annulled_on)",
            "url": f"{_quoted(before)} || r.code || {_quoted(after)}",
        }

    def safe(self, name: str) -> str:
        """Return the text of a field for a spreadsheet, which must not take it for a formula."""
        text = f"({self.of[name]})"
        if name not in TEXTS:
            return f"{text}::text"
        starts = ", ".join(_quoted(start) for start in FORMULA_STARTS)
        return f"CASE WHEN left({text}, 1) IN ({starts}) THEN '''' || {text} ELSE {text} END"

    def json(self, name: str) -> str:
        """Return a field as JSON."""
        text = f"({self.of[name]})"
        if name in ("hours", "ects"):
            return f"{text}::text"
        if name == "status_date":
            return f"""COALESCE('"' || {text} || '"', 'null')"""
        if name in TEXTS:
            return f"to_json({text}::text)::text"
        return f"""'"' || {text} || '"'"""


def _named(column: str, names: dict[int, str]) -> str:
    cases = " ".join(f"WHEN {key} THEN {_quoted(name)}" for key, name in names.items())
    return f"CASE r.{column} {cases} END" if cases else "''"


def _quoted(text: str) -> str:
    """Return a literal of SQL; a per cent sign stands for itself."""
    return "'" + text.replace("'", "''").replace("%", "%%") + "'"


def _copied(columns: str, rows: CertificateQuerySet, options: str) -> Iterator[bytes]:
    """Yield what PostgreSQL copies out, in blocks: the index gives the order, so that nothing is sorted first."""
    sql, parameters = rows.values(*disclosure.Row._fields).query.sql_with_params()
    statement = f"COPY (SELECT {columns} FROM ({sql}) r) TO STDOUT WITH ({options})"  # noqa: S608 - our own names
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off; SET LOCAL enable_seqscan = off; SET LOCAL jit = off")
        with cursor.copy(cursor.mogrify(statement, parameters)) as copy:
            block = bytearray()
            for part in copy:
                block += part
                if len(block) >= BLOCK:
                    yield bytes(block)
                    block.clear()
            yield bytes(block)


def _without_first_comma(blocks: Iterator[bytes]) -> Iterator[bytes]:
    yield next(blocks, b"").removeprefix(b",")
    yield from blocks


class _Line:
    """What csv writes into: it hands the line back."""

    def write(self, text: str) -> str:
        return text


def _csv_lines(entries: Iterable[PublicEntry]) -> Iterator[bytes]:
    writer = csv.writer(_Line(), lineterminator="\n")
    return _in_chunks(str(writer.writerow([safe_cell(text) for text in _texts(entry)])) for entry in entries)


def _json_lines(entries: Iterable[PublicEntry]) -> Iterator[bytes]:
    lines = (json.dumps(_plain(entry), ensure_ascii=False) for entry in entries)
    return _in_chunks((",\n" if place else "\n") + line for place, line in enumerate(lines))


def _in_chunks(lines: Iterable[str]) -> Iterator[bytes]:
    kept: list[str] = []
    for line in lines:
        kept.append(line)
        if len(kept) == CHUNK:
            yield "".join(kept).encode()
            kept.clear()
    yield "".join(kept).encode()


def _texts(entry: PublicEntry) -> list[str]:
    return ["" if (value := getattr(entry, name)) is None else _text(value) for name in FIELDS]


def _text(value: Any) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _plain(entry: PublicEntry) -> dict[str, Any]:
    """Return the entry as JSON knows it: numbers as numbers, dates as ISO 8601."""
    return {name: _json_value(getattr(entry, name)) for name in FIELDS}


def _json_value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value if value is None or isinstance(value, str) else value.isoformat()
