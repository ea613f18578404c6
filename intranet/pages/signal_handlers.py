"""Wagtail's publish signal calls one operation, so that every road to publication is the same road (law 3)."""

from __future__ import annotations

from typing import Any

from intranet.core import clock
from intranet.pages.addresses import forget_governing
from intranet.pages.models.documents import DocumentPage
from intranet.pages.models.regulations import RegulationPage
from intranet.pages.operations.publication import freeze_page


def freeze_on_publication(sender: type, instance: Any, revision: Any = None, **kwargs: Any) -> None:
    """Freeze an edition whenever a document's page is published."""
    if isinstance(instance, DocumentPage):
        at = clock.now()
        actor = revision.user if revision is not None else None
        freeze_page(page=instance, actor=actor, at=at, on_date=clock.date_of(at))
    if isinstance(instance, RegulationPage):
        for key in filter(None, (instance.governs, str(instance.translation_key))):
            forget_governing(key, instance.locale.language_code)
