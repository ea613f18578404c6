"""A month of a board: for each day how many deadlines end on it, and the first few of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Window
from django.db.models.functions import RowNumber

from intranet.deadlines.models import Deadline
from intranet.deadlines.queries.boards import Wanted, branches, wanted_rows
from intranet.deadlines.queries.scopes import Scope

OF_A_DAY = 3


@dataclass
class Day:
    """What has to be met by one day: the first few deadlines, and how many there are."""

    on: date
    deadlines: list[Deadline]
    number: int = 0

    @property
    def further(self) -> int:
        return self.number - len(self.deadlines)


def days_between(first: date, last: date, scope: Scope, on_date: date) -> dict[date, Day]:
    """Return the days from ``first`` to ``last`` on which something has to be met."""
    found: dict[date, Day] = {}
    wanted = Wanted(since=first, until=last)
    for branch in branches(wanted_rows(wanted, on_date), scope):
        numbered = branch.annotate(
            place=Window(RowNumber(), partition_by="due_on", order_by="pk"),
            of_day=Window(Count("pk"), partition_by="due_on"),
        )
        of_days: dict[date, int] = {}
        for row in numbered.filter(place__lte=OF_A_DAY).select_related("responsible").order_by("due_on", "pk"):
            day = found.setdefault(row.due_on, Day(row.due_on, []))
            day.deadlines = [*day.deadlines, row][:OF_A_DAY]
            of_days[row.due_on] = row.of_day  # type: ignore[attr-defined]
        for on, number in of_days.items():
            found[on].number += number
    return found
