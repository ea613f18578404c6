"""Handing over on paper: what was printed for somebody whom no letter reaches was given to them, and signed for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit, clock
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.notices.enums import Channel
from intranet.notices.models import Notice
from intranet.notices.paper import to_hand_over

COPIED = (
    "key", "recipient_id", "kind_key", "about", "context", "due_on", "clause_document", "clause_number", "url",
    "apart", "statutory",
)  # fmt: skip


class CannotHandOver(Refusal):
    """Nothing was ticked, or the day cannot be."""


@transaction.atomic
def hand_over(*, notices: Collection[int], handed_on: date, at: datetime, on_date: date, actor: Account) -> int:
    """Record that notices were handed over on paper on a day; return how many.

    Paper is a road of its own (``Channel.PAPER``), under the same key: nobody is told twice on it. What was read, taken
    back or handed over meanwhile is left alone. Raises CannotHandOver for nothing at all, for a day to come, and for
    one before the notice was written.
    """
    if not notices:
        raise CannotHandOver(_("Tick the notices that were handed over."))
    if handed_on > on_date:
        raise CannotHandOver(_("The day of handing over cannot be in the future."))
    rows = list(to_hand_over().filter(pk__in=notices).order_by("pk"))
    if not rows:
        raise CannotHandOver(_("These notices have been read, taken back or handed over already. Load the list anew."))
    if any(clock.date_of(row.created_at) > handed_on for row in rows):
        raise CannotHandOver(_("A notice cannot have been handed over before it was written. Correct the day."))
    copies = [
        Notice(
            channel=Channel.PAPER,
            handed_on=handed_on,
            created_at=at,
            **{name: getattr(row, name) for name in COPIED},
        )
        for row in rows
    ]
    Notice.objects.bulk_create(copies, ignore_conflicts=True)
    audit.record(
        "notices.handed_over",
        at=at,
        actor=actor,
        notices=[row.pk for row in rows],
        handed_on=handed_on.isoformat(),
    )
    return len(rows)
