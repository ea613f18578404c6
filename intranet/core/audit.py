"""The audit trail: each operation writes one entry, a bulk one with its counts (law 3)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Model

from intranet.core.models import Account, AuditEntry


def record(
    action: str, *, at: datetime, actor: Account | None = None, subject: Model | None = None, **data: Any
) -> AuditEntry:
    """Write that ``action`` (``registry.issued``, ``people.appointed`` …) was done, in the caller's transaction."""
    return AuditEntry.objects.create(
        at=at,
        actor=actor,
        action=action,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        data=data,
    )
