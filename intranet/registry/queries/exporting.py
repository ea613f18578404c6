"""Public entries in bulk, as CSV and JSON: what ``disclosure.entry`` says of a row, said by PostgreSQL (law 11).

A database without COPY takes the road through ``PublicEntry`` itself; a test holds the two to the same words.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import islice
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
# A COPY as text escapes what JSON escapes, its delimiter among it: with the quotation mark for one, what stands between
# two delimiters is a string of JSON. The quotation marks of the rest of the line travel under another name.
AS_STRINGS = "FORMAT text, DELIMITER '\"'"
MARK = "\x01"
READY = bytes.maketrans(bytes(range(0x20)), b" " + b'"' + b" " * 8 + b"\n" + b" " * 21)

VERTICAL_TAB = "\x0b"
UNTYPABLE = {number: " " for number in range(0x20) if chr(number) not in "\b\t\n\f\r"}
WRITTEN = ("name", "topic", "record_number")  # in each row its own; the other texts are chosen from a list
Entries = Callable[[], Iterable[PublicEntry]]


def as_csv(rows: CertificateQuerySet, vocabulary: Vocabulary, *, origin: str, entries: Entries) -> Iterator[bytes]:
    """Return the rows, which are in their order, as CSV with a heading: UTF-8 with BOM, no cell a formula."""
    heading = (BOM + ",".join(FIELDS) + "\n").encode()
    if connection.vendor != "postgresql":
        return _whole(heading, _csv_lines(entries()))
    found = _Expressions(vocabulary, origin)
    columns = ", ".join(found.safe(name) for name in FIELDS)
    return _whole(heading, _copied(columns, rows, "FORMAT csv"))


def as_json(rows: CertificateQuerySet, vocabulary: Vocabulary, *, origin: str, entries: Entries) -> Iterator[bytes]:
    """Return the rows, which are in their order, as a JSON array, an entry a line."""
    if connection.vendor != "postgresql":
        return _whole(b"[", _json_lines(entries()), b"\n]\n")
    columns = ", ".join(_Expressions(vocabulary, origin).json_columns())
    lines = (block.translate(READY) for block in _copied(columns, rows, AS_STRINGS))
    return _whole(b"[\n", _without_first_comma(lines), b"]\n")


def _whole(first: bytes, blocks: Iterator[bytes], last: bytes = b"") -> Iterator[bytes]:
    """Yield a file. A reader who goes away closes it, and with it the COPY that the connection is busy with."""
    yield first
    yield from blocks
    yield last


class _Expressions:
    """What SQL says for each public field of a row ``r``."""

    def __init__(self, vocabulary: Vocabulary, origin: str) -> None:
        self.forms, self.kinds = vocabulary.in_reader_language()
        hours = f"COALESCE(r.hours, round(r.ects * {HOURS_PER_CREDIT}, 2))"
        ects = f"COALESCE(r.ects, round(r.hours / {HOURS_PER_CREDIT}, 2))"
        before, after = (origin + reverse("verify", args=["CODE"])).split("CODE")
        self.of = {
            "name": "CASE WHEN r.restricted_on IS NULL THEN r.public_name ELSE '' END",
            "form": _named("form_id", self.forms),
            "kind": _named("kind_id", self.kinds),
            "topic": "r.topic",
            "hours": f"trim_scale({hours})",
            "ects": f"trim_scale({ects})",
            "issue_date": "r.issue_date",
            "record_number": "r.record_number",
            "status": f"CASE WHEN r.superseded_on IS NOT NULL THEN '{PublicStatus.SUPERSEDED}' "
            f"WHEN r.annulled_on IS NOT NULL THEN '{PublicStatus.ANNULLED}' ELSE '{PublicStatus.VALID}' END",
            "status_date": "COALESCE(r.superseded_on, r.annulled_on)",
            "url": f"{_quoted(before)} || r.code || {_quoted(after)}",
        }

    def safe(self, name: str) -> str:
        """Return a field for a spreadsheet, which must not take it for a formula; what is empty is not quoted."""
        if name in ("form", "kind"):
            names = self.forms if name == "form" else self.kinds
            return _named(f"{name}_id", {key: safe_cell(text) for key, text in names.items()})
        text = f"({self.of[name]})"
        if name not in WRITTEN:
            return text
        return f"CASE WHEN {_may_be_formula(text)} THEN '''' || {text} ELSE NULLIF({text}, '') END"

    def json_columns(self) -> Iterator[str]:
        """Yield the columns of an entry as JSON, the written words apart from what stands between them."""
        mark, between = _quoted(MARK), ["',{'"]
        for place, name in enumerate(FIELDS):
            between.append(_quoted(f"{', ' if place else ''}{MARK}{name}{MARK}: "))
            text = f"({self.of[name]})"
            if name in WRITTEN:
                yield " || ".join(between)
                # What COPY leaves as it is, or writes in a way that is not JSON's.
                yield f"replace(replace({text}, {mark}, ' '), {_quoted(VERTICAL_TAB)}, ' ')"
                between = []
            elif name in ("hours", "ects"):
                between.append(text)
            elif name == "status_date":
                between.append(f"COALESCE({mark} || {text} || {mark}, 'null')")
            else:
                between += [mark, text, mark]
        yield " || ".join([*between, "'}'"])


def _named(column: str, names: dict[int, str]) -> str:
    """Return what looks a name up: keys are few and small, so that an array finds it faster than a CASE."""
    listed = ", ".join(_quoted(names.get(key, "")) for key in range(1, max(names, default=0) + 1))
    return f"(ARRAY[{listed}]::text[])[r.{column}]"


def _may_be_formula(text: str) -> str:
    starts = sorted(map(ord, FORMULA_STARTS))
    return f"ascii({text}) <= {starts[-1]} AND ascii({text}) IN ({', '.join(map(str, starts))})"


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
            while block := b"".join(islice(copy, CHUNK)):
                yield block


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
    if isinstance(value, str):
        return value.translate(UNTYPABLE)
    return value if value is None else value.isoformat()
