"""Annulling, withdrawing and withholding a name: the row stays (REG-09)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit, clock
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.governance.models import Order
from intranet.registry.enums import LeafEvent, Restriction
from intranet.registry.models import AnnulmentRequest, Certificate, ImportBatch
from intranet.registry.operations import log, open_data, static_copy
from intranet.registry.operations.publishing import LONGEST_REASON, locked
from intranet.registry.queries.versions import versions


class CannotAnnul(Refusal):
    """The certificate cannot be annulled, or not by this person."""


class CannotWithdraw(Refusal):
    """The certificate cannot be withdrawn."""


class CannotRestrict(Refusal):
    """The name cannot be withheld, or cannot be shown again."""


@transaction.atomic
def ask_annulment(*, certificate: Certificate, basis: str, at: datetime, actor: Account) -> AnnulmentRequest:
    """Ask a second person to annul a certificate on a basis (REG-09). Raises CannotAnnul."""
    row = _to_annul(certificate)
    basis = basis.strip()
    if not basis:
        raise CannotAnnul(_("Name the basis of the annulment, for example an order with its number and date."))
    if row.annulment_requests.filter(decided_at=None).exists():
        raise CannotAnnul(
            _("The annulment of certificate %(number)s has been asked for already and waits for a decision.")
            % {"number": row.record_number}
        )
    request = AnnulmentRequest.objects.create(
        certificate=row, basis=basis[:LONGEST_REASON], asked_at=at, asked_by=actor
    )
    audit.record("registry.annulment_asked", at=at, actor=actor, subject=row, basis=request.basis)
    return request


@transaction.atomic
def approve_annulment(*, request: AnnulmentRequest, at: datetime, actor: Account) -> Certificate:
    """Annul what somebody else asked to be annulled; the public sees that and when, never why. Raises CannotAnnul."""
    asked = _to_decide(request, actor)
    row = _to_annul(asked.certificate)
    asked.decided_at, asked.decided_by, asked.is_approved = at, actor, True
    asked.save(update_fields=["decided_at", "decided_by", "is_approved"])
    return _annul(row, basis=asked.basis, order=None, at=at, actor=actor)


@transaction.atomic
def refuse_annulment(*, request: AnnulmentRequest, reason: str, at: datetime, actor: Account) -> AnnulmentRequest:
    """Refuse what somebody else asked to be annulled, and say why. Raises CannotAnnul."""
    asked = _to_decide(request, actor)
    reason = reason.strip()
    if not reason:
        raise CannotAnnul(_("Say why the annulment is refused."))
    asked.decided_at, asked.decided_by, asked.is_approved = at, actor, False
    asked.refusal = reason[:LONGEST_REASON]
    asked.save(update_fields=["decided_at", "decided_by", "is_approved", "refusal"])
    audit.record(
        "registry.annulment_refused", at=at, actor=actor, subject=asked.certificate, basis=asked.basis, reason=reason
    )
    return asked


@transaction.atomic
def annul_by_order(*, certificate: Certificate, order: Order, at: datetime, actor: Account | None) -> Certificate:
    """Annul a certificate at once by the head's order, whose scan is on file (REG-09). Raises CannotAnnul."""
    row = _to_annul(certificate)
    today = clock.date_of(at)
    if order.scan_id is None:
        raise CannotAnnul(_("This order has no scan. Add its scan under Governance, Orders, or ask a second person."))
    if not row.issue_date <= order.date <= today:
        raise CannotAnnul(_("The order is older than the certificate, or lies in the future. Choose another order."))
    waiting = row.annulment_requests.filter(decided_at=None)
    if actor is not None:
        waiting.exclude(asked_by=actor).update(decided_at=at, decided_by=actor, is_approved=True)
    waiting.delete()  # one's own: the order decides, and nobody is the second person to oneself
    return _annul(row, basis=str(order), order=order, at=at, actor=actor)


def _annul(row: Certificate, *, basis: str, order: Order | None, at: datetime, actor: Account | None) -> Certificate:
    row.annulled_on, row.annulment_basis, row.annulment_order = clock.date_of(at), basis[:LONGEST_REASON], order
    row.save(update_fields=["annulled_on", "annulment_basis", "annulment_order"])
    log.append([row], LeafEvent.ANNULLED, at=at)
    audit.record("registry.annulled", at=at, actor=actor, subject=row, basis=row.annulment_basis)
    return row


def _to_annul(certificate: Certificate) -> Certificate:
    row = locked(certificate)
    if row.annulled_on or row.superseded_on or row.withdrawn_at:
        raise CannotAnnul(
            _("Certificate %(number)s is annulled, superseded or withdrawn already.") % {"number": row.record_number}
        )
    return row


def _to_decide(request: AnnulmentRequest, actor: Account) -> AnnulmentRequest:
    asked = AnnulmentRequest.objects.select_for_update().get(pk=request.pk)
    if asked.decided_at is not None:
        raise CannotAnnul(_("This request has been decided already."))
    if asked.asked_by_id == actor.pk:
        raise CannotAnnul(_("You asked for this annulment yourself: another person decides."))
    return asked


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
    chain = [row if each.pk == row.pk else each for each in versions(row)]
    for each in chain:  # what was corrected before it was public goes with its correction
        each.withdrawn_at, each.withdrawal_reason, each.source_key = at, reason[:LONGEST_REASON], None
        each.save(update_fields=["withdrawn_at", "withdrawal_reason", "source_key"])
    AnnulmentRequest.objects.filter(certificate__in=chain, decided_at=None).delete()  # nothing is left to decide
    log.append(chain, LeafEvent.WITHDRAWN, at=at)
    audit.record("registry.withdrawn", at=at, actor=actor, subject=row, reason=row.withdrawal_reason)
    return row


@transaction.atomic
def withdraw_batch(*, batch: ImportBatch, reason: str, at: datetime, actor: Account | None = None) -> int:
    """Take a whole import back before it is public. Raises CannotWithdraw where any of it is public."""
    reason = reason.strip()
    if not reason:
        raise CannotWithdraw(_("Say why the import is withdrawn."))
    rows = Certificate.objects.filter(batch=batch, withdrawn_at=None)
    touched = rows.exclude(first_published_at=None) | rows.exclude(annulled_on=None)
    if touched.exists() or rows.public_at(at).exists():
        raise CannotWithdraw(_("Certificates of this import are public already. Annul the wrong ones one by one."))
    withdrawn = list(rows.order_by("pk"))
    AnnulmentRequest.objects.filter(certificate__batch=batch, decided_at=None).delete()
    count = rows.update(withdrawn_at=at, withdrawal_reason=reason[:LONGEST_REASON], source_key=None)
    if not count:
        raise CannotWithdraw(_("There is nothing left of this import to withdraw."))
    log.append(withdrawn, LeafEvent.WITHDRAWN, at=at)
    audit.record("registry.batch_withdrawn", at=at, actor=actor, subject=batch, reason=reason, count=count)
    return count


@transaction.atomic
def restrict(
    *, certificate: Certificate, ground: Restriction, reason: str, at: datetime, actor: Account | None = None
) -> Certificate:
    """Withhold the holder's name from every public place at once, older versions among them.

    The ground and the reason stay inside. Raises CannotRestrict.
    """
    row = _to_restrict(certificate)
    reason = reason.strip()
    if not reason:
        raise CannotRestrict(_("Say why the name is withheld; the public will not see it."))
    if row.restricted_on:
        raise CannotRestrict(
            _("The name of certificate %(number)s is withheld already.") % {"number": row.record_number}
        )
    ground, today = Restriction(ground), clock.date_of(at)
    _set_restriction(row, restricted_on=today, restriction=ground.value, restriction_reason=reason[:LONGEST_REASON])
    log.append(versions(row), LeafEvent.RESTRICTED, at=at)
    for files in (static_copy, open_data):  # the next sweep writes them anew, without the name
        transaction.on_commit(files.take_down)
    audit.record(
        "registry.restricted", at=at, actor=actor, subject=row, ground=ground.value, reason=row.restriction_reason
    )
    return row


@transaction.atomic
def restore(*, certificate: Certificate, reason: str, at: datetime, actor: Account | None = None) -> Certificate:
    """Show a name again that was withheld. Raises CannotRestrict."""
    row = _to_restrict(certificate)
    reason = reason.strip()
    if not reason:
        raise CannotRestrict(_("Say why the name is shown again."))
    if not row.restricted_on:
        raise CannotRestrict(_("The name of certificate %(number)s is not withheld.") % {"number": row.record_number})
    ground = row.restriction
    _set_restriction(row, restricted_on=None, restriction="", restriction_reason="")
    log.append(versions(row), LeafEvent.RESTORED, at=at)
    audit.record("registry.restored", at=at, actor=actor, subject=row, ground=ground, reason=reason[:LONGEST_REASON])
    return row


def _to_restrict(certificate: Certificate) -> Certificate:
    row = locked(certificate)
    if row.superseded_on or row.withdrawn_at:
        raise CannotRestrict(
            _("Certificate %(number)s is superseded or withdrawn. Do it with the version that stands.")
            % {"number": row.record_number}
        )
    return row


def _set_restriction(row: Certificate, **facts: object) -> None:
    """Write it to every version: the codes of older ones are asked for as well."""
    Certificate.objects.filter(pk__in=[each.pk for each in versions(row)]).update(**facts)
    for name, value in facts.items():
        setattr(row, name, value)
