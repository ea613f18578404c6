"""A correction is a frozen entry: the text of a date of force gave way to another one; the superseded text is kept."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.dates import format_date
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.documents.models import Correction, Edition


class EditionRefused(Refusal):
    """The text cannot become an edition, or not so; the message says why."""


def demand_reason(standing: Edition, reason: str) -> None:
    """Raise EditionRefused where a published text of a date would change without anybody saying why."""
    if standing.in_force_from is None or reason.strip():
        return
    day = format_date(standing.in_force_from, standing.language)
    raise EditionRefused(
        _(
            "The text in force from %(date)s is published already. To correct it, say why the text is corrected; "
            "for a new edition, give its minutes or order and another day."
        )
        % {"date": day}
    )


def record_correction(
    *, superseded: Edition, edition: Edition, reason: str, at: datetime, actor: Account | None
) -> Correction | None:
    """Keep who put an edition in the place of another one of the same date, when and why.

    A text without a date of force was never in force: it is superseded without an entry.
    """
    if superseded.in_force_from is None or superseded.in_force_from != edition.in_force_from:
        return None
    demand_reason(superseded, reason)
    row = Correction.objects.create(
        superseded=superseded, edition=edition, reason=reason.strip()[:300], at=at, by=actor
    )
    audit.record(
        "documents.corrected",
        at=at,
        actor=actor,
        subject=edition,
        reason=row.reason,
        was=superseded.content_hash,
        now=edition.content_hash,
    )
    return row
