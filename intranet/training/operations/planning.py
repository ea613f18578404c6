"""Planning a run: adding, changing and cancelling it, and its sessions (PRG-02)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.training.models import ProgrammeRun, Session
from intranet.training.operations.moving_up import fill_free_places
from intranet.training.operations.telling import tell_participants
from intranet.training.tellings import CANCELLED, CHANGED

WORTH_TELLING = ("starts_on", "ends_on", "schedule", "place", "link")


class RunRefused(Refusal):
    """The run cannot be planned like this; the message says why."""


@transaction.atomic
def add_run(*, at: datetime, actor: Account | None = None, **values: Any) -> ProgrammeRun:
    """Plan a run. Raises RunRefused for dates that contradict each other and for a run without a volume."""
    _check(values)
    run = ProgrammeRun.objects.create(**values, created_at=at)
    audit.record("training.run_added", at=at, actor=actor, subject=run)
    return run


@transaction.atomic
def change_run(*, run: ProgrammeRun, at: datetime, actor: Account | None = None, **values: Any) -> ProgrammeRun:
    """Change a run; who has a place is told of other days, times or places, and a larger group lets people in.

    Raises RunRefused for a run that is cancelled or completed, and for what ``add_run`` refuses.
    """
    row = ProgrammeRun.objects.select_for_update().get(pk=run.pk)
    _check_open(row)
    _check(values)
    moved = [name for name in WORTH_TELLING if name in values and getattr(row, name) != values[name]]
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    audit.record("training.run_changed", at=at, actor=actor, subject=row)
    if moved:
        tell_participants(row, CHANGED, at=at, step=f"changed:{at.isoformat()}")
    fill_free_places(row, at=at)
    return row


@transaction.atomic
def cancel_run(
    *, run: ProgrammeRun, reason: str, at: datetime, on_date: date, actor: Account | None = None
) -> ProgrammeRun:
    """Cancel a run and tell everybody who signed up. Raises RunRefused where it is cancelled or completed already."""
    row = ProgrammeRun.objects.select_for_update().get(pk=run.pk)
    _check_open(row)
    row.cancelled_on, row.cancelled_reason = on_date, reason
    row.save(update_fields=["cancelled_on", "cancelled_reason"])
    audit.record("training.run_cancelled", at=at, actor=actor, subject=row, reason=reason)
    tell_participants(row, CANCELLED, at=at, step="cancelled", waiting_too=True, reason=reason)
    return row


@transaction.atomic
def set_sessions(
    *, run: ProgrammeRun, hours: Mapping[date, Decimal], at: datetime, actor: Account | None = None
) -> list[Session]:
    """Say on which days the run is taught and for how many hours.

    Raises RunRefused for a day outside the run and for a day taken away on which attendance was recorded.
    """
    row = ProgrammeRun.objects.select_for_update().get(pk=run.pk)
    _check_open(row)
    if outside := [day for day in hours if not row.starts_on <= day <= row.ends_on]:
        raise RunRefused(
            _("%(day)s is not a day of this run. Change the first or the last day of the run.")
            % {"day": f"{min(outside):%d.%m.%Y}"}
        )
    gone = row.sessions.exclude(on_date__in=hours)
    if kept := gone.filter(attendances__isnull=False).first():
        raise RunRefused(
            _("On %(day)s attendance was recorded: this session cannot be taken away.")
            % {"day": f"{kept.on_date:%d.%m.%Y}"}
        )
    gone.delete()
    for day, amount in hours.items():
        Session.objects.update_or_create(run=row, on_date=day, defaults={"hours": amount})
    audit.record("training.sessions_set", at=at, actor=actor, subject=row, sessions=len(hours))
    return list(row.sessions.all())


def _check_open(run: ProgrammeRun) -> None:
    if run.cancelled_on is not None:
        raise RunRefused(_("This run is cancelled."))
    if run.completed_at is not None:
        raise RunRefused(_("The completion of this run is recorded: it cannot be changed any more."))


def _check(values: Mapping[str, Any]) -> None:
    if values["ends_on"] < values["starts_on"]:
        raise RunRefused(_("The last day must not be before the first."))
    if values.get("sign_up_until") and values["sign_up_until"] > values["ends_on"]:
        raise RunRefused(_("Signing up must end on the last day of the run at the latest."))
    if values.get("hours") is None and values.get("ects") is None:
        raise RunRefused(_("Fill in the hours, the ECTS credits, or both: they stand on the certificates."))
