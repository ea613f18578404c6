"""What ours is measured against: the least that has to be done, on the same middleware, server, tables and indexes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction
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


SUBJECTS = "bench_subject"
REVIEW = "bench.review"  # the rule of these
OPEN = "d.met_on IS NULL AND d.lapsed_on IS NULL"


def make_subjects(size: int, *, people: list[int], today: date) -> None:
    """Fill the table of subjects: anchors over ten years up to ``today``, a quarter of them met."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bench_people (place bigint PRIMARY KEY, person bigint)")
        cursor.executemany("INSERT INTO bench_people VALUES (%s, %s)", list(enumerate(people)))
        cursor.execute(
            f"""
            WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < %s)
            INSERT INTO {SUBJECTS} (subject_id, anchor, met_on, responsible_id, label, changed_at)
            SELECT n.n, {_days_before("n.n %% 3650")}, CASE WHEN n.n %% 4 = 0 THEN {_days_before("n.n %% 3650")} END,
                   p.person, 'К-' || n.n, %s
            FROM n JOIN bench_people p ON p.place = n.n %% {len(people)}
            """,
            [size, today, today, datetime(2020, 1, 1, tzinfo=UTC)],
        )
        cursor.execute("ANALYZE")


def open_all() -> int:
    """Open a deadline for every subject, the last day counted by the database."""
    return _changed(
        f"""
        INSERT INTO deadlines_deadline (rule_key, subject_id, label, anchor, due_on, responsible_id, opened_on, met_on,
                                        speaks_on, waiver_reason, waiver_note, nobody_told)
        SELECT '{REVIEW}', s.subject_id, s.label, s.anchor, {_ten_years_on("s.anchor")}, s.responsible_id, s.anchor,
               s.met_on, {_ten_years_on("s.anchor")}, '', '', {_false()}
        FROM {SUBJECTS} s
        """
    )


def anti_join() -> int:
    """Count the subjects without a deadline and the open deadlines without a subject."""
    return _number(
        f"""
        SELECT (SELECT count(*) FROM {SUBJECTS} s WHERE NOT EXISTS (
                    SELECT 1 FROM deadlines_deadline d WHERE d.rule_key = '{REVIEW}' AND d.subject_id = s.subject_id))
             + (SELECT count(*) FROM deadlines_deadline d WHERE d.rule_key = '{REVIEW}' AND {OPEN} AND NOT EXISTS (
                    SELECT 1 FROM {SUBJECTS} s WHERE s.subject_id = d.subject_id))
        """
    )


def compare_all() -> int:
    """Count what is missing, was counted from another day, or was met meanwhile."""
    return _number(
        f"""
        SELECT count(*) FROM {SUBJECTS} s
        LEFT JOIN deadlines_deadline d ON d.rule_key = '{REVIEW}' AND d.subject_id = s.subject_id
        WHERE d.id IS NULL OR d.anchor <> s.anchor OR d.met_on IS DISTINCT FROM s.met_on
        """
    )


def find_exact_days(day: date, stages: Sequence[int]) -> int:
    """Count what has a stage on ``day``."""
    return _number(f"SELECT count(*) FROM deadlines_deadline d WHERE {_on_exact_days(day, stages)}")


def tell_exact_days(day: date, stages: Sequence[int]) -> int:
    """Write the notices of what has a stage on ``day``."""
    return _tell(_on_exact_days(day, stages), day)


def tell_all_due(day: date) -> int:
    """Write the notices of everything that is to speak by ``day``, and of what is late those to the head too."""
    steps = "SELECT 'bare' AS step UNION ALL SELECT 'late'"
    said = f"(t.step = 'bare' OR d.due_on < {_day(day)})"
    return _tell(f"d.rule_key = '{REVIEW}' AND {OPEN} AND d.speaks_on <= {_day(day)} AND {said}", day, steps=steps)


def hand_off_in_batches(size: int) -> int:
    """Take the notices that wait for a letter, ``size`` at a time, and mark them; nothing is written from them."""
    taken = 0
    with transaction.atomic():
        while number := _take(size):
            taken += number
        transaction.set_rollback(True)
    return taken


def hand_off_one_by_one(most: int) -> int:
    """The same, a transaction for each."""
    for _n in range(most):
        with transaction.atomic():
            _take(1)
    return most


def _take(size: int) -> int:
    """Mark by a column that no index holds and nobody reads here."""
    skip = "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    return _changed(
        f"""
        UPDATE notices_notice SET receipt_language = 'xx' WHERE id IN (
            SELECT id FROM notices_notice WHERE channel = 'email' AND letter_id IS NULL AND cancelled_at IS NULL
              AND receipt_language = '' LIMIT {size} {skip})
        """
    )


def _tell(condition: str, day: date, *, steps: str = "SELECT 'bare' AS step") -> int:
    return _changed(
        f"""
        INSERT INTO notices_notice (key, recipient_id, channel, kind_key, about, context, due_on, clause_document,
            clause_number, url, apart, statutory, created_at, receipt_language, receipt_hash)
        SELECT 'deadline:' || d.rule_key || ':' || d.subject_id || ':' || d.due_on || ':' || t.step, d.responsible_id,
               c.channel, 'deadline.reminder', 'deadline:' || d.rule_key || ':' || d.subject_id, '{{}}', d.due_on,
               'cpd', '3.3', '/bench/' || d.subject_id || '/', {_false()}, {_false()}, {_day(day)}, '', ''
        FROM deadlines_deadline d CROSS JOIN ({steps}) t
        CROSS JOIN (SELECT 'inbox' AS channel UNION ALL SELECT 'email') c
        WHERE {condition}
        ON CONFLICT DO NOTHING
        """
    )


def _on_exact_days(day: date, stages: Sequence[int]) -> str:
    days = ", ".join(_day(day - timedelta(days=stage)) for stage in stages)
    return f"d.rule_key = '{REVIEW}' AND {OPEN} AND d.due_on IN ({days})"


def _day(day: date) -> str:
    return f"DATE '{day}'" if connection.vendor == "postgresql" else f"'{day}'"


def _days_before(days: str) -> str:
    return f"%s::date - ({days})::int" if connection.vendor == "postgresql" else f"date(%s, '-' || ({days}) || ' days')"


def _ten_years_on(column: str) -> str:
    return f"{column} + interval '10 years'" if connection.vendor == "postgresql" else f"date({column}, '+10 years')"


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
