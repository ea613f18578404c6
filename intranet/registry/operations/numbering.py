"""Giving record numbers: in the issuing transaction, one after the other, never twice (REG-04)."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from intranet.core.models import Institution
from intranet.core.refusals import Refusal
from intranet.registry.enums import Restart
from intranet.registry.models import Certificate, Counter, Series
from intranet.registry.rules import numbers
from intranet.registry.rules.keys import number_key


class NoSeries(Refusal):
    """There is no series to take a number from."""


class IssuingLocked(Refusal):
    """The site came back from a backup, and its register has not been compared with the published copy yet."""


def require_unlocked() -> None:
    """Refuse while issuing is locked. Raises IssuingLocked."""
    if Institution.objects.exclude(issuing_locked_since=None).exists():
        raise IssuingLocked(
            _(
                "Issuing is locked: this site was brought back from a backup, and a new certificate could get the "
                "number of one that was issued after it. Compare the register with its published copy first, under "
                "Register, Unlock issuing."
            )
        )


def default_series() -> Series:
    """Return the series that is used where none is named. Raises NoSeries."""
    series = Series.objects.filter(is_default=True).first()
    if series is None:
        raise NoSeries(_("There is no default series. Add one under Register, Series, and tick it as the default."))
    return series


def allocate(series: Series, *, year: int, count: int, edrpou: str) -> list[str]:
    """Take the next ``count`` numbers of a series; the counter stays locked until the transaction ends."""
    counter = _locked(series, year)
    given: list[str] = []
    while len(given) < count:
        wanted = count - len(given)
        tried = [
            numbers.record_number(series.pattern, series=series.code, year=year, seq=seq, edrpou=edrpou)
            for seq in range(counter.last + 1, counter.last + wanted + 1)
        ]
        counter.last += wanted
        taken = _taken(tried)
        given += [number for number in tried if number not in taken]
    counter.save(update_fields=["last"])
    return given


def continue_after(series: Series, given: Iterable[tuple[int, str]], *, edrpou: str) -> None:
    """Raise the counters above the numbers (year, number) that a file brought, so that ours go on from there."""
    highest = numbers.Highest(series.pattern, series=series.code, edrpou=edrpou)
    for year, number in given:
        highest.see(year, number)
    raise_counters(series, highest)


def raise_counters(series: Series, highest: numbers.Highest) -> list[Counter]:
    """Raise the counters of a series to the highest numbers seen, never lower; return those that moved."""
    raised = []
    for year, seq in sorted(highest.by_year.items()):
        counter = _locked(series, year)
        if counter.last < seq:
            counter.last = seq
            counter.save(update_fields=["last"])
            raised.append(counter)
    return raised


def _locked(series: Series, year: int) -> Counter:
    counted_year = year if series.restart == Restart.YEARLY else 0
    Counter.objects.get_or_create(series=series, year=counted_year)
    return Counter.objects.select_for_update().get(series=series, year=counted_year)


def _taken(tried: list[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(tried), 500):
        chunk = tried[start : start + 500]
        rows = Certificate.objects.order_by().filter(number_key__in=[number_key(number) for number in chunk])
        found.update(rows.values_list("record_number", flat=True))
    return found
