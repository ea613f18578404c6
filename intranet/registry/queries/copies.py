"""A downloaded list against the register and its log: rows that were changed, added or left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from intranet.registry import disclosure
from intranet.registry.models import Certificate
from intranet.registry.queries.comparing import Difference, compare
from intranet.registry.queries.findings import Problem
from intranet.registry.rules import leaves
from intranet.registry.tables.copies import read_copy

CHUNK = 5000
CHANGING = frozenset({"name", "status", "status_date"})  # what an annulment, a correction or a restriction changes


def check_copy(published: bytes, *, at: datetime) -> Iterator[Problem]:
    """Yield what is wrong with a downloaded list. Raises CannotCompare.

    A row that says what the log says the certificate was at an earlier time is right: lists age. A certificate that was
    public before the newest one of the list, and is not in it, was left out.
    """
    comparison = compare(published)
    for missing in comparison.missing:
        yield Problem(
            missing.record_number, _("Row %(row)s is of no certificate of the register.") % {"row": missing.row}
        )
    for difference in comparison.differing:
        if difference.field not in CHANGING or difference.copy not in _once(difference):
            yield Problem(
                difference.record_number,
                _("%(field)s: the list has “%(copy)s”, the register “%(register)s”.")
                % {"field": difference.label, "copy": difference.copy, "register": difference.register},
            )
    yield from _left_out(published, at)


def _once(difference: Difference) -> set[str]:
    """Return what the public saw in a field at some time, as the log tells it."""
    seen: set[str] = set()
    rows = Certificate.objects.filter(record_number=difference.record_number, withdrawn_at=None)
    for row in rows.prefetch_related("leaves"):
        events = [leaf.event for leaf in sorted(row.leaves.all(), key=lambda leaf: leaf.pk)]
        history = leaves.unfolded(events, annulled_on=row.annulled_on, superseded_on=row.superseded_on)
        for flags, standing in history:
            seen.add(
                {
                    "name": row.public_name if flags.is_named else "",
                    "status": standing.status,
                    "status_date": standing.status_date,
                }[difference.field]
            )
    return seen


def _left_out(published: bytes, at: datetime) -> Iterator[Problem]:
    codes = {row.code for row in read_copy(published)}
    listed = disclosure.listed(at)
    newest = None
    for chunk in _chunks(sorted(codes)):
        found = listed.filter(code__in=chunk).order_by("-publish_after").values_list("publish_after", flat=True).first()
        newest = max(filter(None, (newest, found)), default=None)
    if newest is None:
        return
    rows = listed.filter(publish_after__lt=newest).order_by("pk").values_list("code", "record_number")
    for code, number in rows.iterator(chunk_size=CHUNK):
        if code not in codes:
            yield Problem(number, _("It was public when the list was made, and is not in it."))


def _chunks(codes: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(codes), 500):
        yield codes[start : start + 500]
