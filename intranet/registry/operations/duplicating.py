"""Duplicates (дублікат): the same certificate once more, marked and numbered (REG-08)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from intranet.core import audit, clock
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.registry.models import Certificate, Duplicate
from intranet.registry.operations.publishing import LONGEST_REASON, locked
from intranet.registry.queries.versions import versions


class CannotDuplicate(Refusal):
    """No duplicate can be made of the certificate."""


@transaction.atomic
def make_duplicate(
    *, certificate: Certificate, issued_on: date, reason: str, at: datetime, actor: Account | None = None
) -> Duplicate:
    """Register a duplicate in the place of a lost or damaged certificate; they count on over corrections.

    Raises CannotDuplicate.
    """
    row = locked(certificate)
    reason = reason.strip()
    if not reason:
        raise CannotDuplicate(_("Say why a duplicate is made, for example that the original was lost."))
    if row.superseded_on or row.withdrawn_at or row.annulled_on:
        raise CannotDuplicate(
            _("Certificate %(number)s is superseded, withdrawn or annulled, so it has no duplicates.")
            % {"number": row.record_number}
        )
    if not row.issue_date <= issued_on <= clock.date_of(at):
        raise CannotDuplicate(_("The date of a duplicate lies between the issue date and today."))
    chain = [each.pk for each in versions(row)]
    last = Duplicate.objects.filter(certificate__in=chain).aggregate(last=Max("number"))["last"] or 0
    duplicate = Duplicate.objects.create(
        certificate=row, number=last + 1, issued_on=issued_on, reason=reason[:LONGEST_REASON], made_at=at, made_by=actor
    )
    audit.record(
        "registry.duplicate_made", at=at, actor=actor, subject=row, number=duplicate.number, reason=duplicate.reason
    )
    return duplicate
