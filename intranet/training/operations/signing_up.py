"""Signing up for a run and leaving it. The run's row is locked, so that two people never get the last place."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.people.models import Person
from intranet.training.enums import Audience, RunState
from intranet.training.links import CONFIRM, link
from intranet.training.models import ProgrammeRun, SignUp
from intranet.training.operations.moving_up import fill_free_places
from intranet.training.operations.telling import tell_each
from intranet.training.tellings import CONFIRM as ASK_TO_CONFIRM
from intranet.training.tellings import WAITING


class CannotSignUp(Refusal):
    """Signing up, or leaving, is not possible; the message says why."""


@dataclass(frozen=True)
class Outsider:
    """What somebody who is not of the institution types to sign up."""

    surname: str
    given_name: str
    patronymic: str = ""
    email: str = ""
    workplace: str = ""
    language: str = ""


@transaction.atomic
def sign_up_person(
    *, run: ProgrammeRun, person: Person, at: datetime, on_date: date, actor: Account | None = None
) -> SignUp:
    """Sign up one of the staff: a place, or the waiting list. Raises CannotSignUp."""
    run = _open_run(run, on_date)
    if run.sign_ups.filter(person=person, withdrawn_at=None).exists():
        raise CannotSignUp(_("You have signed up for this course already."))
    row = SignUp.objects.create(
        run=run,
        person=person,
        surname=person.surname,
        given_name=person.given_name,
        patronymic=person.patronymic,
        email=person.email,
        language=person.language,
        signed_up_at=at,
        confirmed_at=at,
    )
    return _take_in(row, run, at=at, actor=actor)


@transaction.atomic
def sign_up_outsider(*, run: ProgrammeRun, outsider: Outsider, at: datetime, on_date: date) -> None:
    """Take down that somebody wants to take part, and ask their address to confirm it.

    Nothing is said of whether the address was there already: nobody finds out this way who takes part.
    Raises CannotSignUp where the run is not open to outsiders.
    """
    run = _open_run(run, on_date)
    if run.audience != Audience.EVERYBODY:
        raise CannotSignUp(_("This course is for the staff of the institution."))
    if run.sign_ups.filter(email__iexact=outsider.email, withdrawn_at=None).exists():
        return
    row = SignUp.objects.create(run=run, **asdict(outsider), signed_up_at=at)
    audit.record("training.asked_to_confirm", at=at, subject=row)
    tell_each([row], run, ASK_TO_CONFIRM, at=at, step="confirm", url=link(CONFIRM, row.pk))


@transaction.atomic
def confirm(*, sign_up: SignUp, at: datetime, on_date: date) -> SignUp:
    """Confirm a sign-up from the address that it named: a place, or the waiting list. A second time changes nothing.

    Raises CannotSignUp where sign-up has ended meanwhile, and for a sign-up that was withdrawn.
    """
    run = _locked(sign_up.run)
    row = SignUp.objects.get(pk=sign_up.pk)
    if row.withdrawn_at is not None:
        raise CannotSignUp(_("This sign-up was withdrawn. Sign up again if you want to take part."))
    if row.confirmed_at is not None:
        return row
    _check_open(run, on_date)
    row.confirmed_at = at
    row.save(update_fields=["confirmed_at"])
    return _take_in(row, run, at=at, actor=None)


@transaction.atomic
def add_participant(*, run: ProgrammeRun, outsider: Outsider, at: datetime, actor: Account) -> SignUp:
    """Enter somebody who signed up by other means; until completion is recorded, and even when the run has begun.

    Raises CannotSignUp for a run that is cancelled or completed, and for an address that is there already.
    """
    run = _locked(run)
    if run.cancelled_on or run.completed_at:
        raise CannotSignUp(_("This run is cancelled, or its completion is recorded."))
    if outsider.email and run.sign_ups.filter(email__iexact=outsider.email, withdrawn_at=None).exists():
        raise CannotSignUp(_("Somebody with this address has signed up already."))
    row = SignUp.objects.create(run=run, **asdict(outsider), signed_up_at=at, confirmed_at=at)
    return _take_in(row, run, at=at, actor=actor)


@transaction.atomic
def withdraw(*, sign_up: SignUp, at: datetime, actor: Account | None = None) -> SignUp:
    """Give a place back, or leave the waiting list; the longest waiting gets the place. A second time changes nothing.

    Raises CannotSignUp when completion is recorded.
    """
    run = _locked(sign_up.run)
    row = SignUp.objects.get(pk=sign_up.pk)
    if row.withdrawn_at is not None:
        return row
    if run.completed_at is not None:
        raise CannotSignUp(_("The completion of this course is recorded: nobody can leave it any more."))
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    audit.record("training.withdrawn", at=at, actor=actor, subject=row)
    if run.cancelled_on is None:
        fill_free_places(run, at=at)
    return row


def _take_in(row: SignUp, run: ProgrammeRun, *, at: datetime, actor: Account | None) -> SignUp:
    fill_free_places(run, at=at)
    row.refresh_from_db()
    if row.place_given_at is None:
        tell_each([row], run, WAITING, at=at, step="waiting")
    audit.record("training.signed_up", at=at, actor=actor, subject=row, has_place=row.place_given_at is not None)
    return row


def _locked(run: ProgrammeRun) -> ProgrammeRun:
    return ProgrammeRun.objects.select_for_update().get(pk=run.pk)


def _open_run(run: ProgrammeRun, on_date: date) -> ProgrammeRun:
    run = _locked(run)
    _check_open(run, on_date)
    return run


def _check_open(run: ProgrammeRun, on_date: date) -> None:
    if run.state_on(on_date) is not RunState.OPEN:
        raise CannotSignUp(_("Signing up for this course has ended."))
