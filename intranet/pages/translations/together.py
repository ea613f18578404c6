"""Where a profile wants both languages or neither, the publication of one text publishes the other in the same breath.

What would keep the other from it has kept this one already (``translation_checks``).
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from intranet.core import institution
from intranet.pages.models.documents import DocumentPage

_under_way: ContextVar[bool] = ContextVar("publishing_together", default=False)


def publish_with_its_pair(sender: type, instance: Any, revision: Any = None, **kwargs: Any) -> None:
    """Publish the drafts of a document's other languages, once for each publication that a person asked for."""
    if not isinstance(instance, DocumentPage) or _under_way.get():
        return
    if not institution.current().profile.both_languages_or_neither:
        return
    token = _under_way.set(True)
    try:
        rows = type(instance).objects.filter(translation_key=instance.translation_key, alias_of=None)
        for other in rows.exclude(pk=instance.pk):
            if other.has_unpublished_changes or not other.live:
                other.get_latest_revision().publish(user=revision.user if revision is not None else None)
    finally:
        _under_way.reset(token)
