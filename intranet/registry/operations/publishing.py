"""Holding back, releasing, and recording what has become public (REG-01)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.registry.models import Certificate

LONGEST_REASON = 300


class CannotHold(Refusal):
    """The certificate cannot be held back, or not for this reason."""


class CannotRelease(Refusal):
    """The certificate is not held back."""


class CannotPublish(Refusal):
    """The certificate cannot be published now."""


@transaction.atomic
def hold(*, certificate: Certificate, reason: str, at: datetime, actor: Account | None = None) -> Certificate:
    """Hold a certificate back from publication; its fifteen days run on. Raises CannotHold."""
    row = locked(certificate)
    reason = reason.strip()
    if not reason:
        raise CannotHold(_("Say why the certificate is held back."))
    if row.held_at is not None:
        raise CannotHold(_("Certificate %(number)s is held back already.") % {"number": row.record_number})
    if row.first_published_at is not None or row.is_public_at(at) or row.withdrawn_at is not None:
        raise CannotHold(
            _("Certificate %(number)s is public or was withdrawn, so it cannot be held back. Its name can be withheld.")
            % {"number": row.record_number}
        )
    row.held_at, row.held_reason, row.held_by = at, reason[:LONGEST_REASON], actor
    row.save(update_fields=["held_at", "held_reason", "held_by"])
    audit.record("registry.held_back", at=at, actor=actor, subject=row, reason=row.held_reason)
    return row


@transaction.atomic
def release(*, certificate: Certificate, at: datetime, actor: Account | None = None) -> Certificate:
    """Let a certificate that was held back become public, at once if its grace period is over. Raises CannotRelease."""
    row = locked(certificate)
    if row.held_at is None:
        raise CannotRelease(_("Certificate %(number)s is not held back.") % {"number": row.record_number})
    reason = row.held_reason
    row.held_at, row.held_reason, row.held_by = None, "", None
    row.publish_after = max(row.publish_after, at)
    row.save(update_fields=["held_at", "held_reason", "held_by", "publish_after"])
    audit.record("registry.released", at=at, actor=actor, subject=row, reason=reason)
    return row


@transaction.atomic
def publish_at_once(*, certificate: Certificate, at: datetime, actor: Account | None = None) -> Certificate:
    """End the grace period of a certificate now. Raises CannotPublish."""
    row = locked(certificate)
    if row.held_at is not None or row.withdrawn_at is not None:
        raise CannotPublish(
            _("Certificate %(number)s is held back or withdrawn. Release it first.") % {"number": row.record_number}
        )
    if row.publish_after > at:
        row.publish_after = at
        row.save(update_fields=["publish_after"])
        audit.record("registry.published_at_once", at=at, actor=actor, subject=row)
    return row


@transaction.atomic
def record_first_publication(*, at: datetime) -> int:
    """Record what has become public since the last time, in one statement; repeating it changes nothing.

    The moment recorded is the one from which the list has shown the certificate, not that of the sweep.
    """
    due = Certificate.objects.unpublished().filter(held_at=None, superseded_on=None, publish_after__lte=at)
    count = due.update(first_published_at=F("publish_after"))
    if count:
        audit.record("registry.published", at=at, count=count)
    return count


def locked(certificate: Certificate) -> Certificate:
    """Return the row as it is now, locked until the transaction ends."""
    return Certificate.objects.select_for_update().get(pk=certificate.pk)
