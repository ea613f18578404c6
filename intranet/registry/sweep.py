"""What has become public is recorded as published (REG-01); the list shows it with or without this step."""

from __future__ import annotations

from datetime import date, datetime

from intranet.registry.operations.publishing import record_first_publication

ORDER = 20


def sweep(*, at: datetime, on_date: date) -> dict[str, int]:
    """Record first publications; repeating it changes nothing."""
    return {"published": record_first_publication(at=at)}
