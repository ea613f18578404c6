"""Waiving: somebody with the right says, with a reason from a list, that a deadline need not be met."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.deadlines.enums import WaiverReason
from intranet.deadlines.models import Deadline
from intranet.deadlines.register import rules
from intranet.notices.operations import cancel


class CannotWaive(Refusal):
    """There is nothing to waive, or the waiver does not say what it must."""


@transaction.atomic
def waive(
    *,
    deadline: Deadline,
    reason: str,
    at: datetime,
    on_date: date,
    actor: Account,
    note: str = "",
    until: date | None = None,
) -> Deadline:
    """Waive a deadline, for good or ``until`` a day (the first on which it is due again), and take back what is unsent.

    Raises CannotWaive for one that is met or no longer applies, an unknown reason, or an ``until`` that is not ahead.
    """
    deadline = Deadline.objects.select_for_update().get(pk=deadline.pk)
    if deadline.met_on is not None or deadline.lapsed_on is not None:
        raise CannotWaive(_("This deadline is met or no longer applies: there is nothing to waive."))
    if reason not in WaiverReason.values:
        raise CannotWaive(_("Choose the reason for the waiver from the list."))
    if until is not None and until <= on_date:
        raise CannotWaive(_("The day until which the deadline is waived must be later than today."))
    deadline.waived_at, deadline.waived_by, deadline.waived_until = at, actor, until
    deadline.waiver_reason, deadline.waiver_note = reason, note
    deadline.save(update_fields=["waived_at", "waived_by", "waived_until", "waiver_reason", "waiver_note"])
    cancel(about=[deadline.matter], at=at)
    audit.record(
        "deadlines.waived",
        at=at,
        actor=actor,
        subject=deadline,
        reason=reason,
        note=note,
        until=until.isoformat() if until else None,
    )
    return deadline


@transaction.atomic
def waive_several(
    *,
    deadlines: Collection[int],
    reason: str,
    at: datetime,
    on_date: date,
    actor: Account,
    note: str = "",
    until: date | None = None,
) -> int:
    """Waive these deadlines for one reason, all of them or none; return how many.

    Raises CannotWaive as ``waive`` does, and where none was chosen or one is not there.
    """
    rows = list(Deadline.objects.filter(pk__in=deadlines, rule_key__in=list(rules())).order_by("pk"))
    if not rows or len(rows) < len(set(deadlines)):
        raise CannotWaive(_("Tick the deadlines that are to be waived."))
    for row in rows:
        waive(deadline=row, reason=reason, at=at, on_date=on_date, actor=actor, note=note, until=until)
    return len(rows)


@transaction.atomic
def unwaive(*, deadline: Deadline, at: datetime, actor: Account) -> Deadline:
    """Take a waiver back: the deadline is to be met again. Raises CannotWaive where it is not waived."""
    deadline = Deadline.objects.select_for_update().get(pk=deadline.pk)
    if deadline.waived_at is None:
        raise CannotWaive(_("This deadline is not waived."))
    deadline.waived_at = deadline.waived_by = deadline.waived_until = None
    deadline.waiver_reason = deadline.waiver_note = ""
    deadline.save(update_fields=["waived_at", "waived_by", "waived_until", "waiver_reason", "waiver_note"])
    audit.record("deadlines.unwaived", at=at, actor=actor, subject=deadline)
    return deadline
