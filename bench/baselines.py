"""What ours is measured against: the least that has to be done, on the same middleware, server, tables and indexes."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse

from intranet.core.access import public

BODY = b"<!doctype html><title>bare</title>" + b"<p>bare</p>" * 700  # about as long as a page of ours


@public
def bare(request: HttpRequest) -> HttpResponse:
    """Answer as barely as Django can: no database, no template."""
    return HttpResponse(BODY)


TABLE = "bench_deadline"


def make_table() -> None:
    """Make an empty copy of the deadlines' table with all its indexes."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE TABLE {TABLE} (LIKE deadlines_deadline INCLUDING ALL)")
            return
        cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = 'deadlines_deadline' AND sql IS NOT NULL")
        for (statement,) in cursor.fetchall():
            cursor.execute(_for_the_copy(statement))


def _for_the_copy(statement: str) -> str:
    """Rename the table, and each index, in a statement of SQLite's schema."""
    renamed = statement.replace("deadlines_deadline", TABLE)
    if "INDEX" not in statement.split("(", maxsplit=1)[0]:
        return renamed
    head, on, tail = renamed.partition(" ON ")
    words = head.split(" ")
    words[-1] = f'"bench_{words[-1].strip(chr(34))}"'
    return " ".join(words) + on + tail


WAITING = "c.first_published_at IS NULL AND NOT c.is_historical"


def open_deadlines() -> int:
    """Open the deadline of every waiting certificate: the least that a first reconcile must write."""
    return _changed(
        f"""
        INSERT INTO {TABLE} (rule_key, subject_id, label, anchor, due_on, opened_on, waiver_reason, waiver_note,
                             nobody_told)
        SELECT 'reg.publish', c.id, c.record_number, c.issue_date, {_due()}, c.issue_date, '', '', {_false()}
        FROM registry_certificate AS c WHERE {WAITING}
        """
    )


def look_for_changes() -> int:
    """Count what a second reconcile would have to open or move: the least that it must read."""
    return _number(
        f"""
        SELECT count(*) FROM registry_certificate AS c
        LEFT JOIN {TABLE} AS d ON d.rule_key = 'reg.publish' AND d.subject_id = c.id
        WHERE {WAITING} AND (d.id IS NULL OR d.due_on <> {_due()} OR d.anchor <> c.issue_date)
        """
    )


def close_deadlines() -> int:
    """Close the deadline of every published certificate."""
    return _changed(
        f"""
        UPDATE {TABLE} SET met_on = (SELECT date(c.first_published_at) FROM registry_certificate AS c
                                     WHERE c.id = {TABLE}.subject_id)
        WHERE met_on IS NULL AND EXISTS (SELECT 1 FROM registry_certificate AS c WHERE c.id = {TABLE}.subject_id
                                         AND c.first_published_at IS NOT NULL)
        """
    )


def look_for_open() -> int:
    """Count the deadlines that are open: the least that a tick must know."""
    return _number(f"SELECT count(*) FROM {TABLE} WHERE met_on IS NULL")


def _due() -> str:
    return "c.issue_date + 15" if connection.vendor == "postgresql" else "date(c.issue_date, '+15 days')"


def _false() -> str:
    return "false" if connection.vendor == "postgresql" else "0"


def _changed(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


def _number(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0])
