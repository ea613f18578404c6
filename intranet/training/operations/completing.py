"""Who was there, who completed the run, and handing them to the register as certificates to be issued."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.registry.operations.freezing import Facts
from intranet.registry.operations.issuing import prepare_many
from intranet.registry.rules.gate import Missing
from intranet.registry.rules.values import Values
from intranet.training.models import Attendance, ProgrammeRun, SignUp


class CannotComplete(Refusal):
    """Attendance or completion cannot be recorded; the message says why."""


@dataclass(frozen=True)
class HandedOver:
    """How many certificates were prepared, and what each of the incomplete ones lacks (DOC-08)."""

    drafts: int
    lacking: list[tuple[SignUp, list[Missing]]] = field(default_factory=list)


@transaction.atomic
def record_attendance(
    *, run: ProgrammeRun, present: Collection[tuple[int, int]], at: datetime, actor: Account | None = None
) -> int:
    """Record who was at which session: ``present`` holds pairs of a session's and a sign-up's key; return how many.

    It is the whole of the run's attendance: what is not in it is taken away. Raises CannotComplete.
    """
    row = _open(run)
    sessions = set(row.sessions.values_list("pk", flat=True))
    people = set(row.sign_ups.with_a_place().values_list("pk", flat=True))
    wanted = {(session, person) for session, person in present if session in sessions and person in people}
    kept = Attendance.objects.filter(session__run=row)
    known = set(kept.values_list("session_id", "sign_up_id"))
    for session, person in known - wanted:
        kept.filter(session=session, sign_up=person).delete()
    Attendance.objects.bulk_create(
        Attendance(session_id=session, sign_up_id=person, recorded_at=at, recorded_by=actor)
        for session, person in sorted(wanted - known)
    )
    audit.record("training.attendance", at=at, actor=actor, subject=row, present=len(wanted))
    return len(wanted)


@transaction.atomic
def complete(
    *, run: ProgrammeRun, completed: Collection[int], at: datetime, on_date: date, actor: Account | None = None
) -> ProgrammeRun:
    """Record who of those with a place completed the run; it is recorded once.

    Raises CannotComplete before the last day, for a cancelled run, and where it was recorded already.
    """
    row = _open(run)
    if on_date < row.ends_on:
        raise CannotComplete(_("Completion can be recorded from the last day of the run on."))
    with_a_place = row.sign_ups.with_a_place()
    done = with_a_place.filter(pk__in=completed).update(completed=True)
    with_a_place.filter(completed=None).update(completed=False)
    row.completed_at, row.completed_on = at, on_date
    row.save(update_fields=["completed_at", "completed_on"])
    audit.record("training.completed", at=at, actor=actor, subject=row, completed=done)
    return row


@transaction.atomic
def hand_over(
    *, run: ProgrammeRun, issue_date: date, at: datetime, on_date: date, actor: Account | None = None
) -> HandedOver:
    """Prepare a certificate for everybody who completed the run and has none prepared yet; name what each lacks.

    Incomplete ones are prepared too: the registrar fills in what is missing. Raises CannotComplete before completion
    is recorded.
    """
    locked = ProgrammeRun.objects.select_for_update(of=("self",)).select_related("form", "kind", "series")
    row = locked.get(pk=run.pk)
    if row.completed_at is None:
        raise CannotComplete(_("Record first who completed the run."))
    people = list(row.sign_ups.filter(completed=True, handed_over_at=None))
    values = [_values(each, row, issue_date) for each in people]
    facts = Facts()
    for person, draft in zip(people, prepare_many(values=values, series=row.series, at=at, actor=actor), strict=True):
        person.draft, person.handed_over_at = draft, at
    SignUp.objects.bulk_update(people, ["draft", "handed_over_at"])
    audit.record("training.handed_over", at=at, actor=actor, subject=row, certificates=len(people))
    found = [(person, facts.missing(each, on_date=on_date)) for person, each in zip(people, values, strict=True)]
    return HandedOver(len(people), [(person, lacking) for person, lacking in found if lacking])


def _values(sign_up: SignUp, run: ProgrammeRun, issue_date: date) -> Values:
    return Values(
        surname=sign_up.surname,
        given_name=sign_up.given_name,
        patronymic=sign_up.patronymic,
        person_id=sign_up.person_id,
        email=sign_up.email,
        workplace=sign_up.workplace,
        form=run.form.code,
        kind=run.kind.code,
        topic=run.topic,
        hours=run.hours,
        ects=run.ects,
        outcomes=run.outcomes,
        period_from=run.starts_on,
        period_to=run.ends_on,
        programme_document_id=run.programme_id,
        issue_date=issue_date,
    )


def _open(run: ProgrammeRun) -> ProgrammeRun:
    row = ProgrammeRun.objects.select_for_update().get(pk=run.pk)
    if row.cancelled_on is not None:
        raise CannotComplete(_("This run is cancelled."))
    if row.completed_at is not None:
        raise CannotComplete(_("The completion of this run is recorded already."))
    return row
