"""Which column is which, as a person said: kept for the next file with the same headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from intranet.core import audit
from intranet.core.models import Account
from intranet.registry.models import ColumnMapping
from intranet.registry.tables.headings import heading_key, heading_texts


@transaction.atomic
def remember(
    *, heading: Sequence[Sequence[Any]], places: Mapping[str, int], at: datetime, actor: Account
) -> ColumnMapping:
    """Remember how the columns under a heading are read; a later word on the same heading takes its place."""
    mapping, is_new = ColumnMapping.objects.update_or_create(
        headings_key=heading_key(heading),
        defaults={
            "headings": [text for text in heading_texts(heading) if text],
            "places": dict(places),
            "saved_at": at,
            "saved_by": actor,
        },
    )
    audit.record("registry.mapping_saved", at=at, actor=actor, subject=mapping, is_new=is_new)
    return mapping
