"""A draft that is open for discussion: who wants may read it until a day; then it closes by itself.

A page is a ``DocumentPage``, which stands above this module.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from intranet.documents import queries
from intranet.documents.models import Edition


def open_draft(page: Any, on_date: date) -> Any:
    """Return the draft of a page where everybody may read it on a day; nothing where none waits to be published."""
    if page.live and not page.has_unpublished_changes:
        return None
    draft: Any = page.get_latest_revision_as_object()
    return draft if is_open(draft, on_date) else None


def is_open(draft: Any, on_date: date) -> bool:
    until: date | None = draft.discussion_until
    return until is not None and on_date <= until


def edition_before(page: Any, on_date: date) -> Edition | None:
    """Return the edition with which a draft is compared: the one that readers are shown today."""
    standing = queries.edition_on(key=page.translation_key, language=page.locale.language_code, on_date=on_date)
    return standing.edition if standing else None
