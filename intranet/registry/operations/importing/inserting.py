"""Writing many certificates at once: COPY on PostgreSQL, one prepared statement on SQLite (law 11).

Rows that are alike but for the name, the number and the free texts are frozen once, by the operation that freezes one
certificate; what is each row's own is put in its place. So a row costs little more than its text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any, NamedTuple

from django.db import connection, models

from intranet.core import words
from intranet.registry.enums import LeafEvent
from intranet.registry.models import Certificate
from intranet.registry.operations import log
from intranet.registry.operations.freezing import Facts, Registration, frozen, new_code
from intranet.registry.operations.importing.judging import AMOUNTS_OF_KEY, PLAIN_NAME, Key, alike
from intranet.registry.operations.importing.rows import ReadRow
from intranet.registry.rules import gate, keys
from intranet.registry.rules.leaves import Frozen, Standing
from intranet.registry.rules.values import Values

FIELDS = list(Certificate._meta.concrete_fields)
PLACES = {field.attname: place for place, field in enumerate(FIELDS)}
TOPIC_HASH = PLACES["topic_hash"]
PUBLIC_NAME, NAME_KEY, SORT_KEY = PLACES["public_name"], PLACES["name_key"], PLACES["sort_key"]
RECORD_NUMBER, NUMBER_KEY = PLACES["record_number"], PLACES["number_key"]
CODE, SOURCE_KEY = PLACES["code"], PLACES["source_key"]
AS_THEY_ARE = (models.CharField, models.TextField, models.ForeignKey, models.BooleanField)
SPECIAL = re.compile(r"[\\\t\n\r]")
ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
REPEATED_TEXTS = ("topic", "outcomes", "document_type", "workplace")
AMOUNTS = ("hours", "ects")
OWN_TEXTS = ("surname", "given_name", "patronymic", "email", "name_latin")
REMEMBERED = 20_000
NEW = Standing()


class Line(NamedTuple):
    """A row ready to be written, and what the log says of it."""

    cells: list[Any]
    says: Frozen


class Writer:
    """Makes lines of rows and writes them, with their entries of the log."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.is_copied = connection.vendor == "postgresql"
        self._alike: dict[Key, list[Any]] = {}
        self._prepared = [_copied if self.is_copied else _preparing(field) for field in FIELDS]
        self._repeated = lru_cache(maxsize=REMEMBERED)(_copied_text) if self.is_copied else str
        self._amount = lru_cache(maxsize=REMEMBERED)(self._prepared[PLACES["hours"]])
        self._number = self._prepared[TOPIC_HASH]
        self._own = _copied_text if self.is_copied else str
        self._names = _Names(facts.provider.language)

    def line(self, each: ReadRow, number: str, how: Registration, key: Key | None) -> Line:
        """Freeze a row that has passed the gate."""
        found = each.found
        code = each.code or new_code()
        if key is None:
            certificate = frozen(each.values, number, self.facts, how)
            certificate.code = code
            name = certificate.public_name
            cells = self._cells(certificate)
        else:
            cells = self._prototype(found, (*key[AMOUNTS_OF_KEY:], how.series is None), how)[:]
            for field in AMOUNTS:
                cells[PLACES[field]] = self._amount(found[field])
            name, name_key, sort_key = self._names.of(found)
            own = self._own
            for field in OWN_TEXTS:
                cells[PLACES[field]] = own(found[field])
            for field in REPEATED_TEXTS:
                cells[PLACES[field]] = self._repeated(found[field])
            cells[TOPIC_HASH] = self._number(self.facts.topics.hash_of(found["topic"]))
            cells[PUBLIC_NAME], cells[NAME_KEY], cells[SORT_KEY] = own(name), own(name_key), sort_key
            cells[RECORD_NUMBER], cells[NUMBER_KEY] = own(number), own(each.number_key or keys.number_key(number))
            cells[CODE], cells[SOURCE_KEY] = code, how.source_key or each.source_key
        says = Frozen(
            code, name, found["form"], found["kind"], found["topic"], found["hours"], found["ects"],
            found["issue_date"], number,
        )  # fmt: skip
        return Line(cells, says)

    def _prototype(self, found: dict[str, Any], key: Key, how: Registration) -> list[Any]:
        cells = self._alike.get(key)
        if cells is None:
            if len(self._alike) > REMEMBERED:
                self._alike.clear()
            cells = self._alike[key] = self._cells(frozen(Values(**alike(found)), "—", self.facts, how))
        return cells

    def _cells(self, certificate: Certificate) -> list[Any]:
        values = certificate.__dict__
        return [prepare(values[field.attname]) for field, prepare in zip(FIELDS, self._prepared, strict=True)]

    def write(self, lines: Sequence[Line], *, at: datetime) -> None:
        """Write the lines and an entry of the log for each; a clash raises IntegrityError and nothing is written."""
        if not lines:
            return
        numbers = _primary_keys(len(lines))
        for number, line in zip(numbers, lines, strict=True):
            line.cells[0] = str(number) if self.is_copied else number
        _insert([line.cells for line in lines], is_copied=self.is_copied)
        entries = zip(numbers, lines, strict=True)
        log.write((number, LeafEvent.ISSUED, at, line.says, NEW) for number, line in entries)


class _Names:
    """The public name of a holder and the keys it is found and sorted by, made of the keys of its parts."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.surname = lru_cache(maxsize=REMEMBERED)(self._surname)
        self.initials = lru_cache(maxsize=REMEMBERED)(self._initials)

    def of(self, found: dict[str, Any]) -> tuple[str, str, str]:
        name, name_key, sort_key = self.surname(found["surname"])
        letters, letters_key, letters_sort = self.initials(found["given_name"], found["patronymic"])
        whole_key = f"{name_key} {letters_key}".strip()
        return f"{name} {letters}", whole_key[: keys.MOST_KEY], (sort_key + letters_sort)[: keys.MOST_SORT_KEY]

    def _surname(self, surname: str) -> tuple[str, str, str]:
        name = gate.public_name(Values(surname=surname))
        return name, words.search_key(name), words.sort_key(name, self.language)

    def _initials(self, given_name: str, patronymic: str) -> tuple[str, str, str]:
        """Return the initials with their keys: the second half of a name with any surname."""
        stem = PLAIN_NAME["surname"]
        name = gate.public_name(Values(surname=stem, given_name=given_name, patronymic=patronymic))
        whole, alone = words.sort_key(name, self.language), words.sort_key(stem, self.language)
        letters = name.removeprefix(stem).strip()
        return letters, words.search_key(letters), whole.removeprefix(alone)


def _insert(rows: list[list[Any]], *, is_copied: bool) -> None:
    quote = connection.ops.quote_name
    table = quote(Certificate._meta.db_table)
    columns = ", ".join(quote(str(field.column)) for field in FIELDS)
    with connection.cursor() as cursor:
        if is_copied:
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for some in _pieces(rows, 500):
                    copy.write("".join(["\t".join(cells) + "\n" for cells in some]))
        else:
            places = ", ".join(["%s"] * len(FIELDS))
            statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 - our own names
            cursor.executemany(statement, rows)


def _pieces(rows: list[list[Any]], size: int) -> Iterator[list[list[Any]]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _primary_keys(count: int) -> Sequence[int]:
    """Take as many keys as there are rows, so that the log can name each without asking for it."""
    table = Certificate._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [int(number) for (number,) in cursor.fetchall()]
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our name
        highest = int(cursor.fetchone()[0])
        cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        first = max(highest, int(cursor.fetchone()[0])) + 1
        return range(first, first + count)


def _copied(value: Any) -> str:
    """Return a value as the text format of COPY has it."""
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (dict, list)):
        value = json.dumps(value)
    return _copied_text(str(value))


def _copied_text(text: str) -> str:
    return text.translate(ESCAPED) if SPECIAL.search(text) else text


def _preparing(field: Any) -> Callable[[Any], Any]:
    """Return how SQLite takes the field's values."""
    if isinstance(field, models.JSONField):
        return json.dumps
    if isinstance(field, AS_THEY_ARE):
        return _as_it_is
    return lru_cache(maxsize=4096)(partial(field.get_db_prep_save, connection=connection))


def _as_it_is(value: Any) -> Any:
    return value


def in_database(column: str, wanted: Iterable[str]) -> set[str]:
    """Return what of the wanted texts the register has in a column that has an index over them."""
    asked = list(wanted)
    table, name = connection.ops.quote_name(Certificate._meta.db_table), connection.ops.quote_name(column)
    found: set[str] = set()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT {name} FROM {table} WHERE {name} = ANY(%s)", [asked])  # noqa: S608 - our own names
            return {row[0] for row in cursor.fetchall()}
        for start in range(0, len(asked), 900):
            some = asked[start : start + 900]
            places = ", ".join(["%s"] * len(some))
            cursor.execute(f"SELECT {name} FROM {table} WHERE {name} IN ({places})", some)  # noqa: S608 - our own names
            found.update(row[0] for row in cursor.fetchall())
    return found
