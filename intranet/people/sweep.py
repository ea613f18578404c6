"""The last step of the sweep: what is kept no longer goes (JOB-12)."""

from __future__ import annotations

from datetime import date, datetime

from intranet.core import retention

ORDER = 90


def sweep(*, at: datetime, on_date: date) -> dict[str, int]:
    """Purge by the table of retention. The sweep's counts do not name it; the audit trail does."""
    retention.purge(at=at)
    return {}
