"""How long this room keeps its records."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intranet.core.retention import Retention
from intranet.training.models import SignUp

NEVER_CAME = 90  # days
A_YEAR_AND_A_HALF = 548


def purge_unconfirmed(kept_from: datetime) -> int:
    """Remove sign-ups that were never confirmed, or were withdrawn."""
    gone = SignUp.objects.filter(
        Q(confirmed_at=None) | Q(withdrawn_at__isnull=False), signed_up_at__lt=kept_from, attendances=None
    )
    return gone.delete()[0]


def purge_not_completed(kept_from: datetime) -> int:
    """Remove outsiders who did not complete; whoever did has a certificate, and its record is kept for good."""
    rows = SignUp.objects.filter(person=None, completed=False, run__completed_at__lt=kept_from)
    for row in rows:
        row.attendances.all().delete()
    return rows.delete()[0]


RULES = [
    Retention(
        "training.unconfirmed", _("Sign-ups that were not confirmed or were withdrawn"), NEVER_CAME, purge_unconfirmed
    ),
    Retention(
        "training.not_completed", _("Outsiders who did not complete a course"), A_YEAR_AND_A_HALF, purge_not_completed
    ),
    Retention("training.runs", _("Runs of programmes and who completed them")),
    Retention("training.internships", _("Internships and their contracts")),
]
