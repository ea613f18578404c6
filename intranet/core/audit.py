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
        data=_storable(data),
    )


def _storable(value: Any) -> Any:
    """Return the value without what no database keeps in JSON: the character NUL, and halves of characters."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_storable(key): _storable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(part) for part in value]
    return value
