"""Asking to read, and confirming (JOB-02)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit, institution
from intranet.core.models import Account
from intranet.documents.enums import AcknowledgementProof
from intranet.documents.models import Acknowledgement, Edition
from intranet.people.models import Appointment, Person


class CannotAcknowledge(Exception):
    """The confirmation is refused; the message is for the person who pressed the button."""


@transaction.atomic
def ask(*, edition: Edition, people: Iterable[Person], at: datetime, on_date: date) -> int:
    """Ask people to read an edition; what they were asked about an earlier one of it is withdrawn. Return how many."""
    asked = Acknowledgement.objects.bulk_create(
        [Acknowledgement(person=person, edition=edition, asked_on=on_date) for person in people],
        ignore_conflicts=True,
    )
    Acknowledgement.objects.filter(
        edition__document=edition.document, confirmed_at=None, withdrawn_at=None, person__in=[a.person for a in asked]
    ).exclude(edition=edition).update(withdrawn_at=at)
    audit.record("documents.acknowledgement_asked", at=at, subject=edition, people=len(asked))
    return len(asked)


def ask_post_holders(*, edition: Edition, at: datetime, on_date: date) -> int:
    """Ask the holders of the post that an edition describes, once for a pair of languages.

    The question is put about the edition in the institution's default language, or about the only one there is.
    """
    others = Edition.objects.standing().filter(document=edition.document, in_force_from=edition.in_force_from)
    default = institution.current().default_language
    if edition.language != default and others.exclude(pk=edition.pk).exists():
        return 0
    holders = Person.objects.filter(
        pk__in=Appointment.objects.on(on_date).filter(post=edition.document.post).values("person")
    )
    return ask(edition=edition, people=holders, at=at, on_date=on_date)


@transaction.atomic
def confirm(
    *, acknowledgement: Acknowledgement, read: Edition, actor: Account, at: datetime, on_date: date
) -> Acknowledgement:
    """Record that the person has read the edition, in the language in which they read it.

    Raises CannotAcknowledge for another's question, a withdrawn one, or a text that is not the one asked about. A
    second press changes nothing.
    """
    row = (
        Acknowledgement.objects.select_for_update(of=("self",))
        .select_related("person", "edition")
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
    row.proof = AcknowledgementProof.CLICK
    row.save(update_fields=["confirmed_at", "confirmed_on", "confirmed_edition", "proof"])
    audit.record("documents.acknowledged", at=at, actor=actor, subject=row, hash=read.content_hash)
    return row
