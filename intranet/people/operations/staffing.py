"""Appointments, substitutions, and the training of leaders for their posts."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.clock import date_of
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.people.models import Appointment, Person, Post, Substitution, TrainingForPost
from intranet.people.queries import first_leading_appointments


class StaffingRefused(Refusal):
    """The appointment or substitution cannot be made so; the message says why."""


def _refuse_empty_period(since: date, until: date | None) -> None:
    if until is not None and until <= since:
        raise StaffingRefused(
            _("The end must be later than the beginning: “until” is the first day on which it no longer holds.")
        )


def _refuse_second_appointment(appointment: Appointment) -> None:
    others = Appointment.objects.filter(person=appointment.person, post=appointment.post).exclude(pk=appointment.pk)
    if others.overlapping(appointment.since, appointment.until).exists():
        raise StaffingRefused(
            _("%(person)s holds this post in that period already. End the earlier appointment first.")
            % {"person": appointment.person}
        )


@transaction.atomic
def appoint(
    *,
    person: Person,
    post: Post,
    since: date,
    until: date | None = None,
    order_number: str = "",
    order_date: date | None = None,
    at: datetime,
    actor: Account | None = None,
) -> Appointment:
    """Appoint a person to a post from a date. Raises StaffingRefused."""
    appointment = Appointment(
        person=person, post=post, since=since, until=until, order_number=order_number.strip(), order_date=order_date
    )
    _refuse_empty_period(since, until)
    _refuse_second_appointment(appointment)
    appointment.save()
    audit.record("people.appointed", at=at, actor=actor, subject=appointment, **_facts(appointment))
    return appointment


@transaction.atomic
def change_appointment(
    *,
    appointment: Appointment,
    person: Person,
    post: Post,
    since: date,
    until: date | None,
    order_number: str,
    order_date: date | None,
    at: datetime,
    actor: Account | None = None,
) -> Appointment:
    """Correct an appointment; the entry keeps what it was before. Raises StaffingRefused."""
    before = Appointment.objects.select_for_update().get(pk=appointment.pk)
    appointment.person, appointment.post = person, post
    appointment.since, appointment.until = since, until
    appointment.order_number, appointment.order_date = order_number.strip(), order_date
    _refuse_empty_period(since, until)
    _refuse_second_appointment(appointment)
    appointment.save()
    audit.record(
        "people.appointment_changed",
        at=at,
        actor=actor,
        subject=appointment,
        before=_facts(before),
        after=_facts(appointment),
    )
    return appointment


@transaction.atomic
def end_appointment(
    *, appointment: Appointment, until: date, at: datetime, actor: Account | None = None
) -> Appointment:
    """End an appointment: ``until`` is the first day on which it no longer holds. Raises StaffingRefused."""
    _refuse_empty_period(appointment.since, until)
    appointment.until = until
    appointment.save(update_fields=["until"])
    audit.record("people.appointment_ended", at=at, actor=actor, subject=appointment, **_facts(appointment))
    return appointment


def _facts(appointment: Appointment) -> dict[str, str | int]:
    return {
        "person": appointment.person_id,
        "post": appointment.post_id,
        "since": appointment.since.isoformat(),
        "until": appointment.until.isoformat() if appointment.until else "",
        "order_number": appointment.order_number,
        "order_date": appointment.order_date.isoformat() if appointment.order_date else "",
    }


def _refuse_substitution(substitution: Substitution) -> None:
    """Raise StaffingRefused where somebody would substitute themselves, or two would answer for one."""
    if substitution.absent == substitution.substitute:
        raise StaffingRefused(_("Nobody can substitute themselves. Choose another person."))
    _refuse_empty_period(substitution.since, substitution.until)
    others = Substitution.objects.filter(absent=substitution.absent).exclude(pk=substitution.pk)
    other = others.overlapping(substitution.since, substitution.until).select_related("substitute").first()
    if other is not None:
        raise StaffingRefused(
            _("%(substitute)s answers for %(absent)s in that period already. End that substitution first.")
            % {"substitute": other.substitute, "absent": substitution.absent}
        )


@transaction.atomic
def substitute(
    *,
    absent: Person,
    substitute: Person,
    since: date,
    until: date | None = None,
    order_number: str = "",
    at: datetime,
    actor: Account | None = None,
) -> Substitution:
    """Have a substitute answer for an absent person (JOB-09). Raises StaffingRefused."""
    substitution = Substitution(
        absent=absent, substitute=substitute, since=since, until=until, order_number=order_number.strip()
    )
    _refuse_substitution(substitution)
    substitution.save()
    audit.record("people.substituted", at=at, actor=actor, subject=substitution, **_terms(substitution))
    return substitution


@transaction.atomic
def change_substitution(
    *,
    substitution: Substitution,
    absent: Person,
    substitute: Person,
    since: date,
    until: date | None,
    order_number: str,
    at: datetime,
    actor: Account | None = None,
) -> Substitution:
    """Correct a substitution; the entry keeps what it was before. Raises StaffingRefused."""
    before = Substitution.objects.select_for_update().get(pk=substitution.pk)
    substitution.absent, substitution.substitute = absent, substitute
    substitution.since, substitution.until, substitution.order_number = since, until, order_number.strip()
    _refuse_substitution(substitution)
    substitution.save()
    audit.record(
        "people.substitution_changed",
        at=at,
        actor=actor,
        subject=substitution,
        before=_terms(before),
        after=_terms(substitution),
    )
    return substitution


@transaction.atomic
def end_substitution(
    *, substitution: Substitution, until: date, at: datetime, actor: Account | None = None
) -> Substitution:
    """End a substitution: the absent person is back on ``until``. Raises StaffingRefused."""
    _refuse_empty_period(substitution.since, until)
    substitution.until = until
    substitution.save(update_fields=["until"])
    audit.record("people.substitution_ended", at=at, actor=actor, subject=substitution, **_terms(substitution))
    return substitution


def _terms(substitution: Substitution) -> dict[str, str | int]:
    return {
        "absent": substitution.absent_id,
        "substitute": substitution.substitute_id,
        "since": substitution.since.isoformat(),
        "until": substitution.until.isoformat() if substitution.until else "",
        "order_number": substitution.order_number,
    }


@transaction.atomic
def record_training(
    *,
    appointment: Appointment,
    document_number: str,
    document_date: date,
    provider: str = "",
    training: TrainingForPost | None = None,
    at: datetime,
    actor: Account | None = None,
) -> TrainingForPost:
    """Record by which document a leader was trained for the post (CPD-08), or correct it. Raises StaffingRefused."""
    row = training or TrainingForPost()
    row.appointment, row.document_date = appointment, document_date
    row.document_number, row.provider = document_number.strip(), provider.strip()
    if not row.document_number:
        raise StaffingRefused(_("The number of the document is missing."))
    if document_date > date_of(at):
        raise StaffingRefused(_("The date is in the future: record the document when it has been issued."))
    if document_date < appointment.since:
        raise StaffingRefused(_("The training follows the appointment: a document from before it does not count."))
    if not first_leading_appointments().filter(pk=appointment.pk).exists():
        raise StaffingRefused(_("This is not a first appointment to a leading post: no training for it is due."))
    if TrainingForPost.objects.filter(appointment=appointment).exclude(pk=row.pk).exists():
        raise StaffingRefused(_("The training for this appointment is recorded already. Open it and correct it."))
    row.save()
    audit.record(
        "people.training_recorded",
        at=at,
        actor=actor,
        subject=row,
        appointment=appointment.pk,
        document_number=row.document_number,
        document_date=document_date.isoformat(),
    )
    return row
