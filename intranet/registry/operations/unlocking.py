"""Unlocking issuing after a restore: what was issued after the backup must not be issued over (REG-04)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.core import audit
from intranet.core.models import Account, Institution
from intranet.core.refusals import Refusal
from intranet.registry.models import Certificate, Counter, Series
from intranet.registry.operations.numbering import raise_counters
from intranet.registry.queries.comparing import Comparison, compare, nothing_compared

LONGEST_REASON = 300
MOST_NAMED = 1000  # record numbers in the audit entry
YEARS_BACK = 5  # a number typed by hand may be of one of these years


class NotLocked(Refusal):
    """There is nothing to unlock."""


class NothingToCompare(Refusal):
    """Neither a copy nor a reason why there is none."""


class UnknownNumber(Refusal):
    """No series gives such a record number."""


class Differs(Refusal):
    """The register and the copy differ, and nobody has accepted that; ``comparison`` says in what."""

    def __init__(self, comparison: Comparison) -> None:
        missing, differing = len(comparison.missing), len(comparison.differing)
        super().__init__(
            _("Issuing stays locked. %(missing)s %(differing)s Look at them, and give a reason if you accept them.")
            % {
                "missing": ngettext(
                    "%(count)s certificate of the copy is not in the register.",
                    "%(count)s certificates of the copy are not in the register.",
                    missing,
                )
                % {"count": missing},
                "differing": ngettext("%(count)s field differs.", "%(count)s fields differ.", differing)
                % {"count": differing},
            }
        )
        self.comparison = comparison


@dataclass(frozen=True)
class Unlocked:
    """What was compared, and which counters were raised."""

    comparison: Comparison
    counters: list[Counter]


@transaction.atomic
def unlock(
    *,
    published: bytes | None,
    reason: str = "",
    issued: Sequence[str] = (),
    at: datetime,
    actor: Account | None = None,
) -> Unlocked:
    """Compare the register with its published copy, raise the counters above both, and unlock issuing.

    ``reason`` accepts that the two differ, or that there is no copy. ``issued`` are record numbers known to have been
    given though no copy has them: those still unpublished when the site was lost. Raises NotLocked, NothingToCompare,
    CannotCompare, UnknownNumber, Differs; then issuing stays locked and nothing is changed.
    """
    site = Institution.objects.select_for_update().get()
    reason = reason.strip()[:LONGEST_REASON]
    if site.issuing_locked_since is None:
        raise NotLocked(_("Issuing is not locked, so there is nothing to unlock."))
    if published is None and not reason:
        raise NothingToCompare(_("Give a published copy of the list, or say why there is none."))
    found = nothing_compared() if published is None else compare(published)
    _see_typed(found, issued, at)
    if not found.agrees and not reason:
        raise Differs(found)
    _see_register(found)
    series = Series.objects.in_bulk(found.highest)
    raised = [counter for key, highest in found.highest.items() for counter in raise_counters(series[key], highest)]
    audit.record(
        "registry.issuing_unlocked", at=at, actor=actor, subject=site, reason=reason,
        locked_since=site.issuing_locked_since.isoformat(), rows=found.rows,
        copy=hashlib.sha256(published).hexdigest() if published is not None else "",
        missing=[each.record_number for each in found.missing[:MOST_NAMED]], missing_count=len(found.missing),
        differing=sorted({each.record_number for each in found.differing})[:MOST_NAMED],
        differing_count=len(found.differing), counters=[str(counter) for counter in raised], issued=list(issued),
    )  # fmt: skip
    site.issuing_locked_since = None
    site.save(update_fields=["issuing_locked_since"])
    return Unlocked(found, raised)


def _see_typed(found: Comparison, issued: Sequence[str], at: datetime) -> None:
    for number in issued:
        known = [found.see(year, number.strip()) for year in range(at.year - YEARS_BACK, at.year + 1)]
        if not any(known):
            raise UnknownNumber(
                _("No series gives a record number like “%(number)s”. Write it as it stands on the certificate.")
                % {"number": number[:60]}
            )


def _see_register(found: Comparison) -> None:
    rows = Certificate.objects.order_by().values_list("issue_date", "record_number")
    for issue_date, number in rows.iterator(chunk_size=10_000):
        found.see(issue_date.year, number)
