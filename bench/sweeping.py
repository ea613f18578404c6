"""The deadline of every certificate, by our operation and by plain SQL on a copy of the table with the same indexes."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from django.db import connection

from bench import baselines
from intranet.core import sweep
from intranet.deadlines.models import Deadline, RuleSetting
from intranet.deadlines.operations.reconciling import Counts, reconcile
from intranet.registry.models import Certificate

RULE = "reg.publish"
MOMENT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
Result = TypeVar("Result")


def measure() -> None:
    """Print our time, the SQL's and their ratio: every certificate waits, nothing has changed, all are published."""
    print(f"{Certificate.objects.count()} certificates on {connection.vendor}")
    _forget_publication()
    baselines.make_table()
    plain, opened = _timed(baselines.open_deadlines)
    ours, counts = _timed(_reconcile)
    _print(f"opening {counts.opened} deadlines (the SQL: {opened})", ours, plain)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a server at work has done long before
    plain, found = _timed(baselines.look_for_changes)
    ours, counts = _timed(_reconcile)
    _print(f"a second look at all, finding {counts.opened + counts.moved} changes (the SQL: {found})", ours, plain)
    _recall_publication()
    plain, closed = _timed(baselines.close_deadlines)
    ours, counts = _timed(_reconcile)
    _print(f"closing {counts.met} deadlines (the SQL: {closed})", ours, plain)
    ours, _counts = _timed(lambda: sweep.run(at=MOMENT, on_date=MOMENT.date()))
    plain, _found = _timed(baselines.look_for_open)
    _print("a whole sweep with nothing to do, against looking for open deadlines", ours, plain)


def _reconcile() -> Counts:
    return reconcile(rule_key=RULE, at=MOMENT, on_date=MOMENT.date(), full=True)


def _forget_publication() -> None:
    """Let every certificate, imported ones too, wait for its publication, as if all were issued in a stopped site."""
    Deadline.objects.filter(rule_key=RULE).delete()
    RuleSetting.objects.filter(rule_key=RULE).update(reconciled_at=None, fully_reconciled_on=None)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_published AS SELECT id, first_published_at FROM registry_certificate")
        cursor.execute("CREATE UNIQUE INDEX bench_published_id ON bench_published (id)")
    Certificate.objects.filter(outcomes="").update(outcomes="—")  # which only a historical one may lack
    Certificate.objects.filter(signatory_name="").update(signatory_name="—")
    Certificate.objects.update(is_historical=False, first_published_at=None)


def _recall_publication() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE registry_certificate SET first_published_at ="
            " (SELECT p.first_published_at FROM bench_published AS p WHERE p.id = registry_certificate.id)"
        )


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def _print(what: str, ours: float, plain: float) -> None:
    print(f"{what}: {ours * 1000:.0f} ms : {plain * 1000:.0f} ms of plain SQL = {ours / plain:.1f}")
