"""How far the list was published in time: for everybody, where the institution chose to show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intranet.core import clock, institution
from intranet.core.access import public
from intranet.core.languages import reader_language
from intranet.deadlines.clauses import ClauseLink, ClauseRef, link_to
from intranet.registry.queries import compliance
from intranet.registry.queries.compliance import Month
from intranet.registry.queries.disclosing import disclosure_settings

PUBLICATION_CLAUSE = ClauseRef("cpd", "3.3")
MONTHS = 12
KEPT_SECONDS = 300
BAR, GAP, HEIGHT = 28, 12, 120


@dataclass(frozen=True)
class Bar:
    """A month in the plot: where its parts stand, in the units of the picture."""

    start: date
    x: int
    late_y: int
    late_height: int
    in_time_y: int
    in_time_height: int
    waiting_y: int
    waiting_height: int


@dataclass(frozen=True)
class Plot:
    """The months as stacked bars, the oldest on the left."""

    width: int
    height: int
    bar: int
    bars: list[Bar]


@public
@require_safe
def public_compliance(request: HttpRequest) -> HttpResponse:
    """Show by month how many certificates were published in time; nobody and no certificate is named."""
    if not (institution.current().public_list and disclosure_settings().public_compliance):
        raise Http404
    months = _months(clock.now())
    context = {
        "months": months,
        "total": compliance.total(months),
        "plot": plotted(months),
        "clause": publication_clause(),
    }
    return render(request, "registry/compliance.html", context)


def _months(at: datetime) -> list[Month]:
    """Return the last twelve months; a crowd of readers costs one look at the register in five minutes."""
    until = clock.date_of(at)
    key = f"registry.compliance.{until:%Y-%m-%d}"
    found: list[Month] | None = cache.get(key)
    if found is None:
        found = compliance.by_month(since=months_before(until, MONTHS - 1), until=until, at=at)
        cache.set(key, found, KEPT_SECONDS)
    return found


def months_before(day: date, count: int) -> date:
    """Return the first day of the month that lies so many months back."""
    months = day.year * 12 + day.month - 1 - count
    return date(months // 12, months % 12 + 1, 1)


def publication_clause() -> ClauseLink:
    """Return the clause that demands publication, as it is published here."""
    return link_to(PUBLICATION_CLAUSE, reader_language())


def plotted(months: Sequence[Month]) -> Plot:
    """Return the months as bars, as high as what was issued in them."""
    highest = max((month.counts.issued for month in months), default=0) or 1
    bars = []
    for place, month in enumerate(reversed(months)):
        counts = month.counts
        late = round(HEIGHT * (counts.late + counts.overdue) / highest)
        in_time = round(HEIGHT * counts.in_time / highest)
        waiting = round(HEIGHT * counts.waiting / highest)
        bars.append(
            Bar(
                start=month.start,
                x=place * (BAR + GAP),
                late_y=HEIGHT - late,
                late_height=late,
                in_time_y=HEIGHT - late - in_time,
                in_time_height=in_time,
                waiting_y=HEIGHT - late - in_time - waiting,
                waiting_height=waiting,
            )
        )
    return Plot(width=len(bars) * (BAR + GAP), height=HEIGHT, bar=BAR, bars=bars)
