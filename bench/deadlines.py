"""Deadlines by the million: a normal day, the night, and the catching up after an absence, against bare statements.

The bare statements run on the same tables, with the same indexes and constraints, and are rolled back.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from django.db import connection, models, transaction

from bench import baselines
from intranet.core import institution
from intranet.core.terms import Term, Unit
from intranet.deadlines import register
from intranet.deadlines.operations import reconcile, remind
from intranet.deadlines.rules import Escalation, Rule
from intranet.deadlines.sweep import sweep
from intranet.notices.clauses import ClauseRef
from intranet.notices.models import Notice
from intranet.notices.operations import compose
from intranet.people.enums import PostKind
from intranet.people.models import Person

KEY = "bench.review"
PEOPLE = 2000
TODAY = date(2026, 11, 2)
STAGES = (-90, -30, -7, -1, 0)
AWAY = timedelta(days=540)  # so long nobody swept: a seventh of the open deadlines has something to say
TO_BE_WRITTEN = 20_000
Result = TypeVar("Result")


class Subject(models.Model):
    """What the deadlines of the bench are about."""

    subject_id = models.BigIntegerField(primary_key=True)
    anchor = models.DateField()
    met_on = models.DateField(null=True)
    responsible_id = models.BigIntegerField()
    label = models.CharField(max_length=60)
    changed_at = models.DateTimeField(db_index=True)

    objects: models.Manager[Subject] = models.Manager()

    class Meta:
        app_label = "bench"
        db_table = baselines.SUBJECTS


RULE = Rule(
    key=KEY,
    source="REG-01",
    name="Review",
    clause=ClauseRef("cpd", "3.3"),
    term=Term(10, Unit.YEARS),
    steps=STAGES,
    escalations=(Escalation(1, PostKind.DIRECTOR),),
    responsible=PostKind.DIRECTOR,
    subjects=Subject.objects.all,
    changed=lambda since: Subject.objects.filter(changed_at__gte=since),
    subject_url=lambda key: f"/bench/{key}/",
)


def measure(size: int) -> None:
    """Print our time, the bare statement's and their ratio; three quarters of the deadlines are open."""
    setattr(register, "found", lambda: {KEY: RULE})  # noqa: B010 - mypy knows it as a cache
    _make_people()
    with connection.schema_editor() as editor:
        editor.create_model(Subject)
    baselines.make_subjects(size, people=list(Person.objects.values_list("pk", flat=True)), today=TODAY)
    bare, written = _bare(baselines.open_all)
    ours, counts = _timed(lambda: reconcile(at=_at(TODAY), on_date=TODAY))
    _print(f"opening {counts.opened} deadlines (bare: {written})", ours, bare)
    _settle()
    _a_normal_day()
    _a_night()
    _after_an_absence()
    _letters()


def _a_normal_day() -> None:
    day = TODAY + timedelta(days=1)
    sweep(at=_at(TODAY), on_date=TODAY)  # what is due on the first day, and a look at everything
    reconcile(at=_at(day), on_date=day)  # the night's
    _settle()
    bare, written = _bare(lambda: baselines.tell_exact_days(day, STAGES))
    ours, counts = _timed(lambda: sweep(at=_at(day), on_date=day))
    _print(f"a tick that tells {counts['told']} things (bare: {written} notices)", ours, bare)
    again, counts = _timed(lambda: sweep(at=_at(day), on_date=day))
    scan, _found = _timed(lambda: baselines.find_exact_days(day, STAGES))
    _print(f"a tick that tells {counts['told']}, {counts['overdue']} overdue, against the scan alone", again, scan)
    print(f"  that tick against the bare statement with its writing: {again / bare:.1f}")


def _a_night() -> None:
    day = TODAY + timedelta(days=2)
    bare, found = min(_timed(baselines.anti_join) for _ in range(3))
    ours, counts = min(
        (_timed(lambda: reconcile(at=_at(day), on_date=day, full=True)) for _ in range(3)), key=lambda run: run[0]
    )
    _print(f"a night that finds {counts.opened + counts.moved} changes (bare: {found})", ours, bare)
    compared, found = min(_timed(baselines.compare_all) for _ in range(3))
    _print(f"  against a join that compares the days too (bare: {found})", ours, compared)


def _after_an_absence() -> None:
    day = TODAY + AWAY
    before = _peak()
    bare, written = _bare(lambda: baselines.tell_all_due(day))
    told_before = Notice.objects.count()
    ours, told = _timed(lambda: remind(at=_at(day), on_date=day))
    _print(f"catching up {Notice.objects.count() - told_before} notices, {told} things (bare: {written})", ours, bare)
    again, told = _timed(lambda: remind(at=_at(day), on_date=day))
    bare, written = _timed(lambda: baselines.tell_all_due(day))
    _print(f"a repeat that tells {told} (bare: {written})", again, bare)
    print(f"memory: {_peak() - before:.1f} MB more at the peak than before")


def _letters() -> None:
    """Compose letters from notices, beside claiming the same rows by hand and one task for each."""
    waiting = Notice.objects.waiting_for_a_letter().order_by("pk")
    kept = list(waiting.values_list("pk", flat=True)[:TO_BE_WRITTEN])
    waiting.exclude(pk__in=kept).update(cancelled_at=_at(TODAY + AWAY))
    _settle()
    batches, number = _timed(lambda: baselines.hand_off_in_batches(1000))
    one_by_one, few = _timed(lambda: baselines.hand_off_one_by_one(1000))
    institution.current()
    ours, letters = _timed(lambda: compose(at=_at(TODAY + AWAY), on_date=TODAY + AWAY))
    done = Notice.objects.exclude(letter=None).count()
    print(
        f"writing letters: {done} notices in {letters} letters, {done / ours:.0f} a second; "
        f"by hand in batches {number / batches:.0f}, one by one {few / one_by_one:.0f}; "
        f"ratios {done / ours / (number / batches):.2f} and {done / ours / (few / one_by_one):.0f}"
    )


def _make_people() -> None:
    Person.objects.bulk_create(
        Person(surname=f"Б{n}", sort_key=f"{n:06}", search_key=f"{n}", email=f"p{n}@example.org") for n in range(PEOPLE)
    )


def _settle() -> None:
    """Let the database clean up and count, as a server at work has done long before."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _bare(statement: Callable[[], int]) -> tuple[float, int]:
    with transaction.atomic():
        result = _timed(statement)
        transaction.set_rollback(True)
    _settle()
    return result


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _print(what: str, ours: float, bare: float) -> None:
    print(f"{what}: {ours * 1000:.0f} ms : {bare * 1000:.0f} ms = {ours / bare:.1f}", flush=True)
