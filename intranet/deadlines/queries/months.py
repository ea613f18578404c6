"""A month of a board: for each day how many deadlines end on it, and the first few of them.

The rows of people are few and are read; of what everybody, or a role, answers for there may be any number on a day, so
that only its first rows are read and its counting stops at a cap (law 11).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Count, Window
from django.db.models.functions import RowNumber

from intranet.core import sets
from intranet.deadlines.models import Deadline, DeadlineQuerySet
from intranet.deadlines.queries.boards import Wanted, branches, wanted_rows
from intranet.deadlines.queries.scopes import Scope

OF_A_DAY = 3
CAP_OF_A_DAY = OF_A_DAY + 100  # counting stops here: "more than 100 more" says enough


@dataclass
class Day:
    """What has to be met by one day: the first few deadlines, and how many there are."""

    on: date
    deadlines: list[Deadline]
    number: int = 0

    @property
    def further(self) -> int:
        return min(self.number, CAP_OF_A_DAY) - len(self.deadlines)

    @property
    def is_capped(self) -> bool:
        return self.number > CAP_OF_A_DAY


def days_between(first: date, last: date, scope: Scope, on_date: date) -> dict[date, Day]:
    """Return the days from ``first`` to ``last`` on which something has to be met."""
    found: dict[date, Day] = {}
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    for branch, of_people in branches(wanted_rows(Wanted(), on_date), scope):
        for row, number in _read_all(branch, days) if of_people else _read_first(branch, days):
            day = found.setdefault(row.due_on, Day(row.due_on, []))
            day.deadlines = [*day.deadlines, row][:OF_A_DAY]
            day.number += number
    return found


def _read_all(deadlines: DeadlineQuerySet, days: list[date]) -> Iterator[tuple[Deadline, int]]:
    """Yield the first rows of each day, the first of all with the number of all of that day."""
    numbered = deadlines.filter(due_on__gte=days[0], due_on__lte=days[-1]).annotate(
        place=Window(RowNumber(), partition_by="due_on", order_by="pk"),
        of_day=Window(Count("pk"), partition_by="due_on"),
    )
    for row in numbered.filter(place__lte=OF_A_DAY).select_related("responsible").order_by("due_on", "pk"):
        yield row, row.of_day if row.place == 1 else 0  # type: ignore[attr-defined]


def _read_first(deadlines: DeadlineQuerySet, days: list[date]) -> Iterator[tuple[Deadline, int]]:
    """Yield the same, of each day no more than the index has to be read for; two queries."""
    of_day = deadlines.extra(where=["deadlines_deadline.due_on = asked.day"]).order_by("due_on", "pk").values("pk")
    compiled = of_day.query.get_compiler(connection=connection)
    sql, values = compiled.as_sql()
    places = [f"({sql} LIMIT 1 OFFSET {place})" for place in range(OF_A_DAY)]
    number = f"(SELECT COUNT(*) FROM ({sql} LIMIT {CAP_OF_A_DAY + 1}) capped)"  # noqa: S608 - the compiler's own SQL
    asked = " UNION ALL ".join(f"SELECT {sets.day(day)} AS day" for day in days)
    select = f"SELECT {', '.join([number, *places])} FROM ({asked}) asked"  # noqa: S608 - the compiler's own SQL
    rows = sets.rows_of(select, [*values] * (OF_A_DAY + 1))
    numbers = {keys[0]: number for number, *keys in rows if number}
    wanted = [key for _number, *keys in rows for key in keys if key is not None]
    for row in Deadline.objects.filter(pk__in=wanted).select_related("responsible").order_by("due_on", "pk"):
        yield row, numbers.get(row.pk, 0)
