"""Taking back a row that was entered by mistake, in any room."""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.models import Account
from intranet.core.refusals import Refusal


class StillNeeded(Refusal):
    """Something leans on the row; the message says the way out."""


@transaction.atomic
def remove(*, row: models.Model, at: datetime, actor: Account | None = None) -> None:
    """Remove a row that was entered by mistake. Raises StillNeeded where something leans on it."""
    audit.record(f"{row._meta.label_lower}_removed", at=at, actor=actor, subject=row)
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError as error:
        leaning = sorted({str(other._meta.verbose_name_plural) for other in error.protected_objects})
        raise StillNeeded(
            _("“%(row)s” cannot be removed: there are %(others)s that belong to it. Remove or change those first.")
            % {"row": row, "others": ", ".join(leaning)}
        ) from error
