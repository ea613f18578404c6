"""Asking to read, and confirming (JOB-02)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.documents.enums import AcknowledgementProof
from intranet.documents.models import Acknowledgement, Assignment, Edition
from intranet.documents.queries import demanded_on
from intranet.people.models import Person


class CannotAcknowledge(Refusal):
    """The confirmation is refused; the message is for the person who pressed the button."""


@transaction.atomic
def ask(
    *,
    edition: Edition,
    people: Iterable[Person | int],
    at: datetime,
    on_date: date,
    assignment: Assignment | None = None,
) -> int:
    """Ask people to read an edition; what they were asked about an earlier one of it is withdrawn. Return how many.

    A question that was taken back is put again. What a confirmation needs in order to count is kept with the question.
    """
    asked = [person if isinstance(person, int) else person.pk for person in people]
    needs, ground = demanded_on(on_date)
    due_on = assignment.due_for(on_date) if assignment else None
    fields = {"asked_on": on_date, "due_on": due_on, "needs": needs, "ground": ground, "assignment": assignment}
    taken_back = Acknowledgement.objects.filter(edition=edition, person__in=asked, withdrawn_at__isnull=False)
    taken_back.filter(confirmed_at=None).update(withdrawn_at=None, **fields)
    Acknowledgement.objects.bulk_create(
        [Acknowledgement(person_id=person, edition=edition, **fields) for person in asked],
        ignore_conflicts=True,
        batch_size=500,
    )
    earlier = Acknowledgement.objects.to_confirm().filter(edition__document=edition.document_id, person__in=asked)
    earlier.exclude(edition=edition).update(withdrawn_at=at)
    audit.record("documents.acknowledgement_asked", at=at, subject=edition, people=len(asked))
    return len(asked)


@transaction.atomic
def confirm(
    *,
    acknowledgement: Acknowledgement,
    read: Edition,
    actor: Account,
    at: datetime,
    on_date: date,
    statement: str = "",
) -> Acknowledgement:
    """Record that the person has read the edition, in the language in which they read it.

    ``statement`` is the sentence on the button that they pressed. Raises CannotAcknowledge for another's question, a
    withdrawn one, or a text that is not the one asked about. A second press changes nothing.
    """
    row = (
        Acknowledgement.objects.select_for_update(of=("self",))
        .select_related("person", "edition", "evidence")
        .defer("evidence__data")
        .get(pk=acknowledgement.pk)
    )
    if row.person.account_id != actor.pk:
        raise CannotAcknowledge(_("Only the person who was asked can confirm that they have read it."))
    if row.confirmed_at is not None:
        return row
    if row.withdrawn_at is not None or read.document_id != row.edition.document_id or read.superseded_at is not None:
        raise CannotAcknowledge(
            _("A newer edition has been published. Open it from your home page and confirm that one.")
        )
    row.confirmed_at, row.confirmed_on, row.confirmed_edition = at, on_date, read
    row.proof, row.statement = AcknowledgementProof.CLICK, statement
    row.save(update_fields=["confirmed_at", "confirmed_on", "confirmed_edition", "proof", "statement"])
    audit.record("documents.acknowledged", at=at, actor=actor, subject=row, hash=read.content_hash)
    return row
