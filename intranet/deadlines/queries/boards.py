"""Boards: deadlines by state, rule, period and whose they are, in keyset pages with capped counts (law 11).

The rows of people and the rows of their roles are found apart, each in its own index, inside one query: a single
condition with OR would read everything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection, models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from intranet.deadlines.enums import DeadlineState
from intranet.deadlines.models import Deadline, DeadlineQuerySet
from intranet.deadlines.queries.scopes import INSTITUTION, Scope, scope_of_person
from intranet.deadlines.register import rules
from intranet.people.models import Person

CAP = 1000  # counting stops here: "more than 1,000" says enough
PAGE = 50
FINISHED = frozenset({DeadlineState.MET, DeadlineState.MET_LATE, DeadlineState.LAPSED})


@dataclass(frozen=True)
class Key:
    """Where a page ends: the last day and the key of its last row."""

    due_on: date
    pk: int

    def __str__(self) -> str:
        return f"{self.due_on}.{self.pk}"

    @classmethod
    def read(cls, text: str) -> Key | None:
        """Return the key that ``str`` wrote; None for anything else."""
        day, _dot, number = text.partition(".")
        try:
            return cls(date.fromisoformat(day), int(number)) if number.isascii() and len(number) < 19 else None
        except ValueError:
            return None


@dataclass(frozen=True)
class Wanted:
    """What a reader of a board asks for. Without a state: what has to be met."""

    state: DeadlineState | None = None
    rule: str = ""
    since: date | None = None
    until: date | None = None
    nobody_told: bool = False

    @property
    def newest_first(self) -> bool:
        return self.state in FINISHED


@dataclass(frozen=True)
class BoardPage:
    """A page of a board; ``after`` is the key with which the next one is asked for."""

    rows: list[Deadline]
    after: Key | None


def page(
    on_date: date, wanted: Wanted, scope: Scope = INSTITUTION, *, after: Key | None = None, size: int = PAGE
) -> BoardPage:
    """Return a page of a board: the most urgent first, of what is finished the latest first."""
    order = ("-due_on", "-pk") if wanted.newest_first else ("due_on", "pk")
    asked = _beyond(wanted_rows(wanted, on_date), after, wanted)
    rows = list(_first(asked, scope, order, size + 1).select_related("responsible"))
    last = rows[size - 1] if len(rows) > size else None
    return BoardPage(rows[:size], Key(last.due_on, last.pk) if last else None)


def _first(deadlines: DeadlineQuerySet, scope: Scope, order: tuple[str, str], most: int) -> DeadlineQuerySet:
    """Return the first rows of a scope: the first of each branch, and of all these the first; one query."""
    if scope.people is None:
        return deadlines.order_by(*order)[:most]
    parts: list[str] = []
    values: list[Any] = []
    for sql, own in _at_most(most, deadlines, scope, order):
        parts.append(f"SELECT pk FROM ({sql}) AS part")  # noqa: S608 - the compiler's own SQL
        values.extend(own)
    if not parts:
        return deadlines.none()
    keys = RawSQL(" UNION ALL ".join(parts), values)  # noqa: S611 - the compiler's own SQL
    return Deadline.objects.filter(pk__in=keys).order_by(*order)[:most]


def _at_most(
    most: int, deadlines: DeadlineQuerySet, scope: Scope, order: Sequence[str] = ()
) -> Iterator[tuple[str, Sequence[Any]]]:
    """Yield the SQL of so many rows of each branch; those of many people person by person, as the index has them.

    Asked for all at once, PostgreSQL would sort everything that they ever had to do, or look through all that there is.
    """
    many = connection.vendor == "postgresql" and len(scope.people or ()) > 1
    for branch, _of_people in branches(deadlines, replace(scope, people=()) if many else scope):
        yield _sql_of(branch, order, most)
    if many:
        of_one = deadlines.extra(where=["deadlines_deadline.responsible_id = asked.person"])
        sql, values = _sql_of(of_one, order, most)
        of_all = f"SELECT n.* FROM unnest(%s::bigint[]) AS asked (person) CROSS JOIN LATERAL ({sql}) AS n"  # noqa: S608
        ways = ", ".join(f"n.{column.lstrip('-')} {'DESC' if column.startswith('-') else 'ASC'}" for column in order)
        ordered = f"ORDER BY {ways}" if ways else ""
        yield f"{of_all} {ordered} LIMIT {most}", [sorted(scope.people or ()), *values]


def _sql_of(deadlines: models.QuerySet[Deadline], order: Sequence[str], most: int) -> tuple[str, Sequence[Any]]:
    rows = deadlines.order_by(*order).values("pk", "due_on")[:most]
    sql, values = rows.query.get_compiler(connection=connection).as_sql()
    return sql, values


def counts(on_date: date, wanted: Wanted, scope: Scope = INSTITUTION) -> dict[DeadlineState, int]:
    """Return how many deadlines are in each state, whatever state is asked for; ``CAP + 1`` stands for more than CAP.

    One query: every state is counted up to the cap in a query of its own inside it.
    """
    selects: list[str] = []
    parameters: list[Any] = []
    meaning: list[DeadlineState] = []
    for state in DeadlineState:
        for sql, values in _at_most(CAP + 1, wanted_rows(replace(wanted, state=state), on_date), scope):
            selects.append(f"(SELECT COUNT(*) FROM ({sql}) capped)")  # noqa: S608 - the compiler's own SQL
            parameters.extend(values)
            meaning.append(state)
    found = dict.fromkeys(DeadlineState, 0)
    if selects:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(selects)}", parameters)
            for state, number in zip(meaning, cursor.fetchone(), strict=True):
                found[state] = min(found[state] + number, CAP + 1)
    return found


def board(on_date: date, scope: Scope = INSTITUTION) -> DeadlineQuerySet:
    """Return what has to be met, the overdue first; for pages, ``page``."""
    found = known(Deadline.objects.to_be_met(on_date)).select_related("responsible").order_by("due_on", "pk")
    if scope.people is None:
        return found
    return found.filter(Q(responsible__in=scope.people) | Q(responsible=None, rule_key__in=scope.rules))


def rows_of(person: Person, on_date: date) -> DeadlineQuerySet:
    """Return a person's own deadlines, an absent colleague's, and their role's; the most urgent first."""
    return board(on_date, scope_of_person(person, on_date))


def known(deadlines: DeadlineQuerySet | None = None) -> DeadlineQuerySet:
    """Return deadlines without those whose rule is no longer declared: their package is gone."""
    return (Deadline.objects.all() if deadlines is None else deadlines).filter(rule_key__in=list(rules()))


def wanted_rows(wanted: Wanted, on_date: date) -> DeadlineQuerySet:
    every = Deadline.objects.all()
    found = every.to_be_met(on_date) if wanted.state is None else every.in_state(wanted.state, on_date)
    found = found.filter(rule_key=wanted.rule) if wanted.rule else known(found)
    if wanted.since is not None:
        found = found.filter(due_on__gte=wanted.since)
    if wanted.until is not None:
        found = found.filter(due_on__lte=wanted.until)
    return found.filter(nobody_told=True) if wanted.nobody_told else found


def _beyond(deadlines: DeadlineQuerySet, after: Key | None, wanted: Wanted) -> DeadlineQuerySet:
    if after is None:
        return deadlines
    if wanted.newest_first:
        return deadlines.filter(due_on__lte=after.due_on).exclude(due_on=after.due_on, pk__gte=after.pk)
    return deadlines.filter(due_on__gte=after.due_on).exclude(due_on=after.due_on, pk__lte=after.pk)


def branches(deadlines: DeadlineQuerySet, scope: Scope) -> Iterator[tuple[DeadlineQuerySet, bool]]:
    """Yield the rows of a scope as they are indexed, and whether they are those of people who are named."""
    if scope.people is None:
        yield deadlines, False
        return
    if scope.people:
        yield deadlines.filter(responsible__in=scope.people), True
    if scope.rules:
        yield deadlines.filter(responsible=None, rule_key__in=scope.rules), False
