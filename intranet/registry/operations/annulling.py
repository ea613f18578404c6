"""Annulling, withdrawing and withholding a name: the row stays (REG-09)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit, clock
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.registry.models import Certificate, ImportBatch
from intranet.registry.operations.publishing import LONGEST_REASON, locked


class CannotAnnul(Refusal):
    """The certificate cannot be annulled."""


class CannotWithdraw(Refusal):
    """The certificate cannot be withdrawn."""


class CannotRestrict(Refusal):
    """The name cannot be withheld."""


@transaction.atomic
def annul(*, certificate: Certificate, basis: str, at: datetime, actor: Account | None = None) -> Certificate:
    """Annul a certificate on a basis; the public sees that and when, never why. Raises CannotAnnul."""
    row = locked(certificate)
    basis = basis.strip()
    if not basis:
        raise CannotAnnul(_("Name the basis of the annulment, for example an order with its number and date."))
    if row.annulled_on or row.superseded_on or row.withdrawn_at:
        raise CannotAnnul(
            _("Certificate %(number)s is annulled, superseded or withdrawn already.") % {"number": row.record_number}
        )
    row.annulled_on, row.annulment_basis = clock.date_of(at), basis[:LONGEST_REASON]
    row.save(update_fields=["annulled_on", "annulment_basis"])
    audit.record("registry.annulled", at=at, actor=actor, subject=row, basis=row.annulment_basis)
    return row


@transaction.atomic
def withdraw(*, certificate: Certificate, reason: str, at: datetime, actor: Account | None = None) -> Certificate:
    """Take a certificate back before it is public; its number stays as an explained gap. Raises CannotWithdraw."""
    row = locked(certificate)
    reason = reason.strip()
    if not reason:
        raise CannotWithdraw(_("Say why the certificate is withdrawn."))
    if row.first_published_at or row.is_public_at(at) or row.withdrawn_at or row.annulled_on or row.superseded_on:
        raise CannotWithdraw(
            _("Certificate %(number)s can no longer be withdrawn. What is public is annulled instead.")
            % {"number": row.record_number}
        )
    row.withdrawn_at, row.withdrawal_reason, row.source_key = at, reason[:LONGEST_REASON], None
    row.save(update_fields=["withdrawn_at", "withdrawal_reason", "source_key"])
    audit.record("registry.withdrawn", at=at, actor=actor, subject=row, reason=row.withdrawal_reason)
    return row


@transaction.atomic
def withdraw_batch(*, batch: ImportBatch, reason: str, at: datetime, actor: Account | None = None) -> int:
    """Take a whole import back before it is public. Raises CannotWithdraw where any of it is public."""
    reason = reason.strip()
    if not reason:
        raise CannotWithdraw(_("Say why the import is withdrawn."))
    rows = Certificate.objects.filter(batch=batch, withdrawn_at=None)
    touched = rows.exclude(first_published_at=None) | rows.exclude(annulled_on=None) | rows.exclude(superseded_on=None)
    if touched.exists() or rows.public_at(at).exists():
        raise CannotWithdraw(_("Certificates of this import are public already. Annul the wrong ones one by one."))
    count = rows.update(withdrawn_at=at, withdrawal_reason=reason[:LONGEST_REASON], source_key=None)
    if not count:
        raise CannotWithdraw(_("There is nothing left of this import to withdraw."))
    audit.record("registry.batch_withdrawn", at=at, actor=actor, subject=batch, reason=reason, count=count)
    return count


@transaction.atomic
def restrict(*, certificate: Certificate, reason: str, at: datetime, actor: Account | None = None) -> Certificate:
    """Withhold the holder's name from every public place at once; the reason stays inside. Raises CannotRestrict."""
    row = locked(certificate)
    reason = reason.strip()
    if not reason:
        raise CannotRestrict(_("Say why the name is withheld; the public will not see it."))
    if row.restricted_on:
        raise CannotRestrict(
            _("The name of certificate %(number)s is withheld already.") % {"number": row.record_number}
        )
    row.restricted_on = clock.date_of(at)
    row.save(update_fields=["restricted_on"])
    audit.record("registry.restricted", at=at, actor=actor, subject=row, reason=reason[:LONGEST_REASON])
    return row
