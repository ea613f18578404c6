"""Holding back, releasing, and recording what has become public (REG-01)."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from intranet.core import audit, clock
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.registry.enums import LeafEvent
from intranet.registry.models import Certificate
from intranet.registry.operations import log

LONGEST_REASON = 300
PUBLISHED_AT_ONCE = 5000
PUBLISHED_COLUMNS = (
    "code", "public_name", "form_id", "kind_id", "topic", "hours", "ects", "issue_date", "record_number",
    "annulled_on", "superseded_on", "withdrawn_at", "restricted_on", "publish_after",
)  # fmt: skip


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


def record_first_publication(*, at: datetime, until: datetime | None = None) -> int:
    """Record what has become public since the last time, with its leaves in the log; return how many.

    Some thousands a transaction, so that a crash loses nothing and repeats nothing, and so that what ``until`` leaves
    undone is done the next time. The moment recorded is the one from which the list has shown the certificate, not
    that of the sweep.
    """
    recorded = 0
    codes = log.Codes()
    while count := _record_some(codes, at=at):
        recorded += count
        if count < PUBLISHED_AT_ONCE or (until is not None and clock.now() >= until):
            break
    return recorded


@transaction.atomic
def _record_some(codes: log.Codes, *, at: datetime) -> int:
    """Record a chunk. A row that somebody is changing at this moment is left to the next sweep."""
    due = Certificate.objects.unpublished().filter(held_at=None, superseded_on=None, publish_after__lte=at)
    rows = list(
        due.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked, of=("self",))
        .only(*PUBLISHED_COLUMNS)
        .order_by("publish_after", "pk")[:PUBLISHED_AT_ONCE]
    )
    if rows:
        Certificate.objects.filter(pk__in=[row.pk for row in rows]).update(first_published_at=F("publish_after"))
        log.write(
            (row.pk, LeafEvent.PUBLISHED, row.publish_after, codes.frozen(row), log.standing(row)) for row in rows
        )
        audit.record("registry.published", at=at, count=len(rows))
    return len(rows)


def locked(certificate: Certificate) -> Certificate:
    """Return the row as it is now, locked until the transaction ends."""
    return Certificate.objects.select_for_update().get(pk=certificate.pk)
