"""Numbers that were given and whose certificates are gone; a withdrawn one keeps its row, so it leaves no gap."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

from intranet.core import institution
from intranet.registry.enums import Restart
from intranet.registry.models import Certificate, Counter
from intranet.registry.rules.numbers import record_number, sequence_of

MOST_NAMED = 1000


def removed_numbers(*, entries: int) -> Iterator[str]:
    """Yield the record numbers that the counters say were given and that no certificate has.

    Numbers that a restore or a file made a counter pass over may be among them, so this is asked only where so many
    ``entries`` of the log are known to be missing; each certificate had one at least.
    """
    named = 0
    for counter in Counter.objects.select_related("series").order_by("series", "year"):
        for number in _missing(counter, entries):
            named += 1
            if named > MOST_NAMED:
                return
            yield number


def _missing(counter: Counter, entries: int) -> Iterator[str]:
    """Yield the missing numbers of one counter; each year seen tells the year of those after it."""
    series, edrpou = counter.series, institution.current().code
    years = array("H", bytes(2 * (counter.last + 1)))
    rows = Certificate.objects.order_by().values_list("issue_date", "record_number")
    if series.restart == Restart.YEARLY:
        rows = rows.filter(issue_date__year=counter.year)
    for issue_date, number in rows.iterator(chunk_size=10_000):
        seq = sequence_of(number, series.pattern, series=series.code, year=issue_date.year, edrpou=edrpou)
        if seq is not None and 0 < seq <= counter.last:
            years[seq] = issue_date.year
    first = next((seq for seq, year in enumerate(years) if year), counter.last + 1)
    year = counter.year or (years[first] if first <= counter.last else 0)
    for seq in range(1 if first <= entries + 1 else first, counter.last + 1):
        if years[seq]:
            year = counter.year or years[seq]
        else:
            yield record_number(series.pattern, series=series.code, year=year, seq=seq, edrpou=edrpou)
