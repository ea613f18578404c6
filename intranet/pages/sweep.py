"""Scheduled publishing, as a step of the sweep."""

from __future__ import annotations

from datetime import date, datetime

from intranet.pages.operations.announcing import announce_editions
from intranet.pages.operations.announcing_repeals import announce_repeals
from intranet.pages.operations.scheduling import publish_what_is_due

ORDER = 10


def sweep(*, at: datetime, on_date: date) -> dict[str, int]:
    """Publish and unpublish what is scheduled for now; tell subscribers of what they can read."""
    done = publish_what_is_due(at=at)
    return {
        "pages_published": done.published,
        "pages_held_back": done.held_back,
        "subscribers_told": announce_editions(at=at) + announce_repeals(at=at),
    }
