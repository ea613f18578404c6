"""Letters: what waits is written, what is written is sent, what hangs is reported."""

from __future__ import annotations

from datetime import date, datetime

from intranet.notices.operations import compose, deliver, hold_back, report_unfinished

ORDER = 60


def sweep(*, at: datetime, on_date: date) -> dict[str, int]:
    """Write and deliver letters; ``queued`` counts letters written, ``failed`` attempts that did not arrive."""
    report_unfinished(at=at)
    hold_back(at=at, on_date=on_date)
    queued = compose(at=at, on_date=on_date)
    delivery = deliver(at=at)
    return {
        "queued": queued,
        "delivered": delivery.sent,
        "failed": delivery.failed + delivery.dead + delivery.perhaps_sent,
    }
