"""Who has to read which document by when, and what makes a confirmation count."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.documents.models import Assignment, Document, ReadingPolicy
from intranet.documents.operations.asking import ask_readers
from intranet.documents.queries import edition_to_read
from intranet.documents.rules.acknowledging import numbers_in
from intranet.people.models import Person, Post, Unit

LONGEST_WAIT = 366


class CannotAssign(Refusal):
    """The assignment cannot be made so; the message says why."""


@transaction.atomic
def assign(
    *,
    document: Document,
    since: date,
    due_on: date,
    unit: Unit | None = None,
    post: Post | None = None,
    person: Person | None = None,
    clauses: str = "",
    days: int = 5,
    at: datetime,
    on_date: date,
    actor: Account | None = None,
) -> Assignment:
    """Have a unit, the holders of a post or a person read a document, and ask at once who has to. Raises CannotAssign.

    ``clauses`` names those that concern them: a new edition asks them again where these changed.
    """
    row = Assignment(
        document=document,
        unit=unit,
        post=post,
        person=person,
        clauses=", ".join(numbers_in(clauses)),
        since=since,
        due_on=due_on,
        days=days,
    )
    _refuse(row)
    if edition_to_read(document) is None:
        raise CannotAssign(_("This document has not been published. Publish it, then say who has to read it."))
    row.save()
    audit.record("documents.assigned", at=at, actor=actor, subject=row, **_facts(row))
    ask_readers(document=document, at=at, on_date=on_date)
    return row


@transaction.atomic
def change_assignment(
    *,
    assignment: Assignment,
    due_on: date,
    clauses: str,
    days: int,
    until: date | None,
    at: datetime,
    on_date: date,
    actor: Account | None = None,
) -> Assignment:
    """Move the day, or end the assignment: what is not yet confirmed follows. Raises CannotAssign."""
    row = Assignment.objects.select_for_update().get(pk=assignment.pk)
    before = _facts(row)
    row.due_on, row.clauses, row.days, row.until = due_on, ", ".join(numbers_in(clauses)), days, until
    _refuse(row)
    row.save()
    waiting = list(row.acknowledgements.to_confirm())
    for question in waiting:
        question.due_on = row.due_for(question.asked_on)
    row.acknowledgements.bulk_update(waiting, ["due_on"], batch_size=500)
    audit.record("documents.assignment_changed", at=at, actor=actor, subject=row, before=before, after=_facts(row))
    ask_readers(document=row.document, at=at, on_date=on_date)
    return row


def _refuse(row: Assignment) -> None:
    if sum(whom is not None for whom in (row.unit_id, row.post_id, row.person_id)) != 1:
        raise CannotAssign(_("Choose one of the three: a unit, a post or a person."))
    if row.due_on < row.since:
        raise CannotAssign(_("The day by which it is to be read must not be earlier than the day of the assignment."))
    if row.until is not None and row.until <= row.since:
        raise CannotAssign(
            _("The end must be later than the beginning: “until” is the first day on which it no longer holds.")
        )
    if row.days > LONGEST_WAIT:
        raise CannotAssign(_("Give those who come later a year at most."))
    same = Assignment.objects.filter(document=row.document_id, until=None).exclude(pk=row.pk)
    same = same.filter(unit=row.unit_id, post=row.post_id, person=row.person_id)
    if row.until is None and same.exists():
        raise CannotAssign(_("They have to read this document already. Open that assignment and change it."))


def _facts(row: Assignment) -> dict[str, str | int | None]:
    return {
        "document": row.document_id,
        "unit": row.unit_id,
        "post": row.post_id,
        "person": row.person_id,
        "clauses": row.clauses,
        "since": row.since.isoformat(),
        "due_on": row.due_on.isoformat(),
        "days": row.days,
        "until": row.until.isoformat() if row.until else "",
    }


@transaction.atomic
def set_policy(
    *, policy: ReadingPolicy, since: date, needs: str, ground: str, at: datetime, actor: Account | None = None
) -> ReadingPolicy:
    """Say what makes a confirmation count from a day on; questions that were put before keep what they were put with.

    Raises CannotAssign for a second rule of the same day.
    """
    if ReadingPolicy.objects.filter(since=since).exclude(pk=policy.pk).exists():
        raise CannotAssign(_("There is a rule that begins on this day already. Change that one."))
    policy.since, policy.needs, policy.ground = since, needs, ground.strip()
    policy.save()
    audit.record(
        "documents.reading_policy_set",
        at=at,
        actor=actor,
        subject=policy,
        since=since.isoformat(),
        needs=needs,
        ground=policy.ground,
    )
    return policy
