"""The statements that compare a rule's subjects with its deadlines, over whole sets, on SQLite and PostgreSQL alike.

What differs is found in one pass and written down in temporary tables; a night on which nothing changed writes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from intranet.core import sets
from intranet.deadlines.models import Deadline

COLUMNS = ("subject_id", "anchor", "met_on", "responsible_id", "label")
NO_SUBJECTS = "SELECT 0 AS subject_id, NULL AS anchor, NULL AS met_on, NULL AS responsible_id, '' AS label WHERE 1 = 0"
LABEL_LENGTH = Deadline._meta.get_field("label").max_length
YEARS = (1900, 2999)  # an anchor outside of them is a slip of the pen: it opens nothing, and stops no other
KEYS, FOUND, DUE = "deadlines_keys", "deadlines_found", "deadlines_due"
CHANGES, GONE, SCHEDULE = "deadlines_changes", "deadlines_gone", "deadlines_schedule"


class Found(NamedTuple):
    """How many deadlines differ from their rule's subjects, and how."""

    differing: int
    moved: int
    newly_met: int
    reopened: int


class Comparison:
    """A rule's subjects beside its deadlines; with ``keys`` only these subjects, be they there still or not."""

    def __init__(
        self, rule_key: str, subjects: QuerySet[Any, Any], keys: QuerySet[Any, Any] | Collection[int] | None = None
    ) -> None:
        self.rule_key = rule_key
        self._keys = keys
        select, self._parameters = _compiled(subjects)
        self._subjects = f"({_typed(select)})"

    def begin(self) -> None:
        """Look up the keys; the first statement of all."""
        if self._keys is None:
            return
        if isinstance(self._keys, QuerySet):
            select, parameters = _compiled(self._keys, ("subject_id",))
            sets.make_table_from(KEYS, f"SELECT DISTINCT k.subject_id FROM ({select}) k", parameters)  # noqa: S608
        else:
            sets.make_table(KEYS, "subject_id bigint", [(key,) for key in self._keys])
        self._subjects = f"(SELECT s.* FROM {self._subjects} s JOIN {KEYS} k ON k.subject_id = s.subject_id)"  # noqa: S608

    def look(self, *, recount: bool) -> set[date]:
        """Write down the subjects that differ from their deadlines; return the days that their terms begin on.

        With ``recount`` all that are to be met: the rule counts otherwise than it did.
        """
        sets.make_table_from(
            FOUND,
            f"""
            SELECT s.subject_id, s.label, s.anchor, s.responsible_id, s.met_on,
                   d.id AS deadline_id, d.opened_on, d.anchor AS earlier_anchor, d.due_on AS earlier_due_on,
                   d.met_on AS earlier_met_on, d.lapsed_on, d.responsible_id AS earlier_responsible_id
            FROM {self._subjects} s
            LEFT JOIN deadlines_deadline d ON d.rule_key = %s AND d.subject_id = s.subject_id
            WHERE {_DIFFERS} {"OR s.met_on IS NULL" if recount else ""}
            """,  # noqa: S608 - our own SQL, parameters apart
            [*self._parameters, self.rule_key],
        )
        anchors = sets.rows_of(f"SELECT DISTINCT anchor FROM {FOUND}")  # noqa: S608 - our own name
        days = {sets.day_of(anchor) for (anchor,) in anchors if anchor is not None}
        return {day for day in days if YEARS[0] <= day.year <= YEARS[1]}

    def count(self, due: Mapping[date, date], on_date: date) -> Found:
        """Write down what is to be changed, and what the rule speaks of no more; return how much of what."""
        sets.make_table(DUE, "anchor date PRIMARY KEY, due_on date", due.items())
        sets.make_table_from(
            CHANGES,
            f"""
            SELECT f.subject_id, f.label, f.anchor, due.due_on, f.responsible_id, f.met_on, f.deadline_id,
                   COALESCE(f.opened_on, {sets.day(on_date)}) AS opened_on,
                   {_MOVED} AS is_moved,
                   f.met_on IS NOT NULL AND f.deadline_id IS NOT NULL AND f.earlier_met_on IS NULL AS is_newly_met,
                   f.met_on IS NULL AND (f.earlier_met_on IS NOT NULL OR f.lapsed_on IS NOT NULL) AS is_reopened,
                   f.met_on IS NULL AND f.deadline_id IS NOT NULL AND {_HANDED_OVER} AS is_handed_over
            FROM {FOUND} f JOIN {DUE} due ON due.anchor = f.anchor
            """,  # noqa: S608 - our own SQL
            [],
        )
        gone = self._find_gone()
        counted = sets.rows_of(
            f"""
            SELECT COUNT(*), {_times("is_moved")}, {_times("is_newly_met")}, {_times("is_reopened")} FROM {CHANGES}
            """  # noqa: S608 - our own names
        )
        sets.drop_tables(FOUND, DUE)
        differing, *kinds = counted[0]
        return Found(differing + gone, *kinds)

    def unscheduled(self) -> list[tuple[date, date, date]]:
        """Return the distinct anchor, last day and day of opening of what is to speak for the first time, or anew."""
        rows = sets.rows_of(
            f"SELECT DISTINCT anchor, due_on, opened_on FROM {CHANGES} WHERE {_SPEAKS_ANEW}"  # noqa: S608
        )
        return [(sets.day_of(anchor), sets.day_of(due_on), sets.day_of(opened)) for anchor, due_on, opened in rows]

    def write(self, schedule: Mapping[tuple[date, date, date], date | None], on_date: date) -> tuple[int, int]:
        """Open, move, close, reopen and let lapse what was found; return how many were opened and lapsed."""
        columns = "anchor date, due_on date, opened_on date, speaks_on date"
        sets.make_table(SCHEDULE, columns, [(*days, speaks_on) for days, speaks_on in schedule.items()])
        opened = sets.change(_OPEN, [self.rule_key, on_date, False])
        sets.change(_REMEMBER, [on_date])
        sets.change(_UPDATE)
        lapsed = sets.change(
            f"UPDATE deadlines_deadline SET lapsed_on = %s WHERE id IN (SELECT id FROM {GONE})",  # noqa: S608
            [on_date],
        )
        sets.drop_tables(SCHEDULE)
        return opened, lapsed

    def end(self) -> None:
        sets.drop_tables(CHANGES, GONE, *([KEYS] if self._keys is not None else []))

    def _find_gone(self) -> int:
        among = f"AND d.subject_id IN (SELECT subject_id FROM {KEYS})" if self._keys is not None else ""  # noqa: S608
        return sets.make_table_from(
            GONE,
            f"""
            SELECT d.id, d.subject_id FROM deadlines_deadline d
            WHERE d.rule_key = %s AND d.met_on IS NULL AND d.lapsed_on IS NULL {among}
              AND NOT EXISTS (SELECT 1 FROM {self._subjects} s WHERE s.subject_id = d.subject_id)
            """,  # noqa: S608 - our own SQL, parameters apart
            [self.rule_key, *self._parameters],
        )


_DIFFERS = """
    (d.id IS NULL OR d.anchor <> s.anchor OR d.met_on IS DISTINCT FROM s.met_on OR d.lapsed_on IS NOT NULL
     OR d.responsible_id IS DISTINCT FROM s.responsible_id OR d.label <> s.label)
"""
_MOVED = "(f.met_on IS NULL AND f.deadline_id IS NOT NULL AND f.earlier_due_on <> due.due_on)"
_HANDED_OVER = "f.earlier_responsible_id IS DISTINCT FROM f.responsible_id"
_SPEAKS_ANEW = "(met_on IS NULL AND (deadline_id IS NULL OR is_moved OR is_reopened OR is_handed_over))"

_OPEN = f"""
    INSERT INTO deadlines_deadline
        (rule_key, subject_id, label, anchor, due_on, responsible_id, opened_on, met_on, speaks_on,
         waiver_reason, waiver_note, nobody_told)
    SELECT %s, c.subject_id, c.label, c.anchor, c.due_on, c.responsible_id, %s, c.met_on, a.speaks_on, '', '', %s
    FROM {CHANGES} c
    LEFT JOIN {SCHEDULE} a
        ON a.anchor = c.anchor AND a.due_on = c.due_on AND a.opened_on = c.opened_on AND c.met_on IS NULL
    WHERE c.deadline_id IS NULL
    ON CONFLICT (rule_key, subject_id) DO NOTHING
"""  # noqa: S608 - our own names

_REMEMBER = f"""
    INSERT INTO deadlines_move (deadline_id, "on", earlier_due_on, due_on, reopened)
    SELECT d.id, %s, d.due_on, c.due_on, c.is_reopened
    FROM {CHANGES} c JOIN deadlines_deadline d ON d.id = c.deadline_id WHERE c.is_moved OR c.is_reopened
"""  # noqa: S608 - our own names

# What was met keeps the last day that it was met by, unless the fact that the day is counted from was another.
_UPDATE = f"""
    UPDATE deadlines_deadline
    SET anchor = c.anchor,
        due_on = CASE WHEN c.met_on IS NULL OR deadlines_deadline.anchor <> c.anchor
                      THEN c.due_on ELSE deadlines_deadline.due_on END,
        met_on = c.met_on, lapsed_on = NULL, responsible_id = c.responsible_id, label = c.label,
        speaks_on = CASE WHEN c.speaks_anew THEN c.speaks_on ELSE deadlines_deadline.speaks_on END,
        told_until = CASE WHEN c.speaks_anew THEN NULL ELSE deadlines_deadline.told_until END
    FROM (
        SELECT c.*, a.speaks_on, {_SPEAKS_ANEW} AS speaks_anew
        FROM {CHANGES} c
        LEFT JOIN {SCHEDULE} a ON a.anchor = c.anchor AND a.due_on = c.due_on AND a.opened_on = c.opened_on
        WHERE c.deadline_id IS NOT NULL
    ) c
    WHERE deadlines_deadline.id = c.deadline_id
"""  # noqa: S608 - our own names


def _compiled(rows: QuerySet[Any, Any], columns: tuple[str, ...] = COLUMNS) -> tuple[str, list[Any]]:
    try:
        sql, parameters = rows.order_by().values(*columns).query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return NO_SUBJECTS, []
    return sql, list(parameters)


def _typed(select: str) -> str:
    """Give the columns their types: PostgreSQL takes an annotated NULL for a text. A label longer than ours is cut."""
    label = f"SUBSTR(COALESCE(r.label, ''), 1, {LABEL_LENGTH}) AS label"
    if connection.vendor != "postgresql":
        return f"SELECT r.subject_id, r.anchor, r.met_on, r.responsible_id, {label} FROM ({select}) r"  # noqa: S608
    return (
        "SELECT r.subject_id::bigint AS subject_id, r.anchor::date AS anchor, r.met_on::date AS met_on, "  # noqa: S608
        f"r.responsible_id::bigint AS responsible_id, {label} FROM ({select}) r"
    )


def _times(column: str) -> str:
    return f"COALESCE(SUM(CASE WHEN {column} THEN 1 ELSE 0 END), 0)"
