"""The statements that compare a rule's subjects with its deadlines, over whole sets, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection

if TYPE_CHECKING:
    from django.db.models import QuerySet

COLUMNS = ("subject_id", "anchor", "met_on", "responsible_id", "label")
NO_SUBJECTS = "SELECT 0 AS subject_id, NULL AS anchor, NULL AS met_on, NULL AS responsible_id, '' AS label WHERE 1 = 0"
ROWS_AT_ONCE = 5000


class Moved(NamedTuple):
    """A deadline whose last day is another than it was."""

    subject_id: int
    label: str
    earlier_due_on: date
    due_on: date


class Comparison:
    """A rule's subjects beside its deadlines. ``whole``: these are all its subjects, so that others have lapsed."""

    def __init__(self, rule_key: str, subjects: QuerySet[Any, Any], *, whole: bool) -> None:
        self.rule_key = rule_key
        self.whole = whole
        sql, self.parameters = _compiled(subjects)
        self.subjects = f"({_typed(sql)})"

    def anchors(self) -> set[date]:
        """Return the distinct days that the subjects' terms are counted from."""
        rows = self._rows(f"SELECT DISTINCT s.anchor FROM {self.subjects} s", self.parameters)  # noqa: S608 - our own SQL
        return {_day(anchor) for (anchor,) in rows}

    @contextmanager
    def joined_with(self, due: Mapping[date, date]) -> Iterator[None]:
        """Put the subjects with their due dates into a temporary table for the statements below."""
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS deadlines_facts")
            cursor.execute("DROP TABLE IF EXISTS deadlines_due")
            cursor.execute("CREATE TEMPORARY TABLE deadlines_due (anchor date PRIMARY KEY, due_on date NOT NULL)")
            pairs = list(due.items())
            for start in range(0, len(pairs), ROWS_AT_ONCE):
                chunk = pairs[start : start + ROWS_AT_ONCE]
                values = ", ".join(["(%s, %s)"] * len(chunk))
                cursor.execute(
                    f"INSERT INTO deadlines_due (anchor, due_on) VALUES {values}",  # noqa: S608 - placeholders only
                    [value for pair in chunk for value in pair],
                )
            cursor.execute(
                "CREATE TEMPORARY TABLE deadlines_facts AS "  # noqa: S608 - our own SQL, parameters apart
                "SELECT s.subject_id, s.anchor, s.met_on, s.responsible_id, s.label, due.due_on "
                f"FROM {self.subjects} s JOIN deadlines_due due ON due.anchor = s.anchor",
                self.parameters,
            )
            if connection.vendor == "postgresql":
                cursor.execute("ANALYZE deadlines_facts")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("DROP TABLE deadlines_facts")
                cursor.execute("DROP TABLE deadlines_due")

    def open_missing(self, on_date: date) -> int:
        """Open the deadlines that are not there yet; what was met before is recorded as met."""
        return self._change(
            """
            INSERT INTO deadlines_deadline
                (rule_key, subject_id, label, anchor, due_on, responsible_id, opened_on, met_on,
                 waiver_reason, waiver_note, nobody_told)
            SELECT %s, f.subject_id, f.label, f.anchor, f.due_on, f.responsible_id, %s, f.met_on, '', '', %s
            FROM deadlines_facts f
            LEFT JOIN deadlines_deadline d ON d.rule_key = %s AND d.subject_id = f.subject_id
            WHERE d.id IS NULL
            ON CONFLICT (rule_key, subject_id) DO NOTHING
            """,
            [self.rule_key, on_date, False, self.rule_key],
        )

    def moved(self) -> list[Moved]:
        """Return the unmet deadlines whose last day is another now."""
        rows = self._rows(
            """
            SELECT f.subject_id, f.label, d.due_on, f.due_on
            FROM deadlines_facts f
            JOIN deadlines_deadline d ON d.rule_key = %s AND d.subject_id = f.subject_id
            WHERE d.due_on <> f.due_on AND f.met_on IS NULL
            ORDER BY f.subject_id
            """,
            [self.rule_key],
        )
        return [Moved(subject, label, _day(earlier), _day(now)) for subject, label, earlier, now in rows]

    def move(self) -> int:
        """Give moved deadlines their new days; what they have to say is counted anew."""
        return self._change(
            """
            UPDATE deadlines_deadline
            SET anchor = f.anchor, due_on = f.due_on, speaks_on = NULL, told_until = NULL
            FROM deadlines_facts f
            WHERE deadlines_deadline.rule_key = %s AND deadlines_deadline.subject_id = f.subject_id
              AND (deadlines_deadline.anchor <> f.anchor
                   OR (deadlines_deadline.due_on <> f.due_on AND f.met_on IS NULL))
            """,
            [self.rule_key],
        )

    def close_met(self) -> int:
        """Record on which day each was met; return how many were newly met."""
        met = self._count("d.met_on IS NULL AND f.met_on IS NOT NULL")
        self._change(
            """
            UPDATE deadlines_deadline
            SET met_on = f.met_on, lapsed_on = NULL
            FROM deadlines_facts f
            WHERE deadlines_deadline.rule_key = %s AND deadlines_deadline.subject_id = f.subject_id
              AND (deadlines_deadline.met_on IS DISTINCT FROM f.met_on OR deadlines_deadline.lapsed_on IS NOT NULL)
            """,
            [self.rule_key],
        )
        return met

    def reopened(self) -> int:
        """Return how many that were met or had lapsed are to be met again."""
        return self._count("f.met_on IS NULL AND (d.met_on IS NOT NULL OR d.lapsed_on IS NOT NULL)")

    def follow_responsible_and_label(self) -> int:
        return self._change(
            """
            UPDATE deadlines_deadline
            SET responsible_id = f.responsible_id, label = f.label
            FROM deadlines_facts f
            WHERE deadlines_deadline.rule_key = %s AND deadlines_deadline.subject_id = f.subject_id
              AND (deadlines_deadline.responsible_id IS DISTINCT FROM f.responsible_id
                   OR deadlines_deadline.label <> f.label)
            """,
            [self.rule_key],
        )

    def lapse_missing(self, on_date: date) -> int:
        """Close what the rule no longer speaks of; only when all its subjects were looked at."""
        if not self.whole:
            return 0
        return self._change(
            """
            UPDATE deadlines_deadline SET lapsed_on = %s
            WHERE rule_key = %s AND met_on IS NULL AND lapsed_on IS NULL
              AND subject_id NOT IN (SELECT subject_id FROM deadlines_facts)
            """,
            [on_date, self.rule_key],
        )

    def _count(self, condition: str) -> int:
        rows = self._rows(
            "SELECT COUNT(*) FROM deadlines_facts f JOIN deadlines_deadline d "  # noqa: S608 - our own SQL
            f"ON d.rule_key = %s AND d.subject_id = f.subject_id WHERE {condition}",
            [self.rule_key],
        )
        return int(rows[0][0])

    def _rows(self, sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return list(cursor.fetchall())

    def _change(self, sql: str, parameters: list[Any]) -> int:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return max(0, int(cursor.rowcount))


def _compiled(subjects: QuerySet[Any, Any]) -> tuple[str, list[Any]]:
    try:
        sql, parameters = subjects.order_by().values(*COLUMNS).query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return NO_SUBJECTS, []
    return sql, list(parameters)


def _typed(sql: str) -> str:
    """Give the columns their types: PostgreSQL takes an annotated NULL for a text."""
    if connection.vendor != "postgresql":
        return sql
    return (
        "SELECT r.subject_id::bigint AS subject_id, r.anchor::date AS anchor, r.met_on::date AS met_on, "  # noqa: S608
        f"r.responsible_id::bigint AS responsible_id, r.label::text AS label FROM ({sql}) r"
    )


def _day(value: Any) -> date:
    """Return a date: SQLite hands back what it keeps, a text."""
    return value if isinstance(value, date) else date.fromisoformat(value)
