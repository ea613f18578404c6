"""Corrections: a new version supersedes, nothing is edited in place (REG-08)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit, clock
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.registry.models import Certificate
from intranet.registry.operations import log
from intranet.registry.operations.freezing import Facts, Registration, frozen
from intranet.registry.operations.issuing import Incomplete
from intranet.registry.operations.publishing import LONGEST_REASON, locked
from intranet.registry.queries.versions import changed_fields
from intranet.registry.rules.values import Values

# What belongs to the record and not to a version of it: a correction takes it over as it is.
OF_THE_RECORD = (
    "issue_date", "record_number", "number_key", "series_id", "language", "provider_name", "provider_code",
    "registered_at", "issued_by_id", "publish_after", "first_published_at", "held_at", "held_reason", "held_by_id",
    "restricted_on", "restriction", "restriction_reason", "batch_id", "is_historical", "late_reason",
    "template_version_id", "origin",
)  # fmt: skip


class CannotCorrect(Refusal):
    """The certificate cannot be corrected, or there is nothing to correct."""


@transaction.atomic
def correct(
    *, certificate: Certificate, values: Values, reason: str, at: datetime, actor: Account | None = None
) -> Certificate:
    """Supersede a certificate by a corrected version and return that; it has a verification code of its own.

    Number, issue date, registration, first publication and whatever holds it back or withholds its name are the
    record's and go on, so that what was public stays public without a gap and no fifteen days begin anew. The old code
    answers that it was superseded, and by what. Raises CannotCorrect, Incomplete.
    """
    old = locked(certificate)
    reason = reason.strip()
    if not reason:
        raise CannotCorrect(_("Say why the certificate is corrected."))
    if old.superseded_on or old.withdrawn_at or old.annulled_on:
        raise CannotCorrect(
            _("Certificate %(number)s is superseded, withdrawn or annulled, so it cannot be corrected.")
            % {"number": old.record_number}
        )
    new = _version(old, _kept(old, values), at=at, actor=actor)
    changed = list(changed_fields(old, new))
    if not changed:
        raise CannotCorrect(_("Nothing was changed, so there is nothing to correct."))
    new.version, new.correction_reason = old.version + 1, reason[:LONGEST_REASON]
    old.superseded_on = clock.date_of(at)
    old.save(update_fields=["superseded_on"])  # first: two rows that stand never share a number
    new.save(force_insert=True)
    old.superseded_by = new
    old.save(update_fields=["superseded_by"])
    old.annulment_requests.filter(decided_at=None).update(certificate=new)
    log.append_correction(old=old, new=new, at=at)
    audit.record(
        "registry.corrected", at=at, actor=actor, subject=new, reason=new.correction_reason, version=new.version,
        changed=changed,
    )  # fmt: skip
    return new


def _kept(old: Certificate, values: Values) -> Values:
    """Return the values with what a correction may not touch."""
    return values.but(issue_date=old.issue_date, late_reason=old.late_reason)


def _version(old: Certificate, values: Values, *, at: datetime, actor: Account | None) -> Certificate:
    """Return the new version, unsaved. It is judged as of the day of registration. Raises Incomplete."""
    facts = Facts()
    if old.is_historical and values.signatory_id is None:
        values = values.but(signatory_text=old.signatory_name)
    registered_on = clock.date_of(old.registered_at)
    lacking = facts.missing(values, on_date=registered_on, is_historical=old.is_historical)
    if values.signatory_id == old.signatory_id:  # whoever signed has signed, whatever the list of signatories says now
        lacking = [each for each in lacking if each.code != "signatory_not_on_that_day"]
    if lacking:
        raise Incomplete(lacking)
    how = Registration(at=at, actor=actor, grace=timedelta(0), series=old.series, is_historical=old.is_historical)
    new = frozen(values, old.record_number, facts, how)
    for name in OF_THE_RECORD:
        setattr(new, name, getattr(old, name))
    if new.signatory_id == old.signatory_id:  # renamed since, perhaps: the version says what the first one said
        new.signatory_name, new.signatory_post = old.signatory_name, old.signatory_post
    return new
