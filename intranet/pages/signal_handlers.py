"""Wagtail's signals call one operation each, so that every road to publication is the same road (law 3)."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from intranet.core import clock
from intranet.pages.addresses import forget_governing
from intranet.pages.models.documents import DocumentPage
from intranet.pages.models.regulations import RegulationPage
from intranet.pages.operations.publication import freeze_page
from intranet.pages.publishing import gate, wanting


def freeze_on_publication(sender: type, instance: Any, revision: Any = None, **kwargs: Any) -> None:
    """Freeze an edition whenever a document's page is published; what is scheduled is only looked through."""
    if isinstance(instance, DocumentPage) and instance.alias_of_id is None:
        at = clock.now()
        if not instance.live:
            wanting.refuse(instance, on_date=clock.date_of(at))
            return
        actor = getattr(revision, "publisher", None) or (revision.user if revision is not None else None)
        freeze_page(page=instance, actor=actor, at=at, on_date=clock.date_of(at))
    if isinstance(instance, RegulationPage):
        for key in filter(None, (instance.governs, str(instance.translation_key))):
            forget_governing(key, instance.locale.language_code)


def keep_what_has_editions(sender: type, instance: Any, **kwargs: Any) -> None:
    """Refuse that a document with editions is deleted or unpublished, whoever asks."""
    if isinstance(instance, DocumentPage):
        gate.refuse_removal(instance, below=False)


def keep_where_it_is(sender: type, instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any) -> None:
    """Refuse that a page is moved whose editions, or those of pages below it, would change their address."""
    if url_path_before != url_path_after:
        gate.refuse_removal(instance)


def keep_its_address(sender: type, instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    """Refuse that the address of a page changes below which editions are published."""
    if not isinstance(instance, Page) or instance._state.adding or raw:
        return
    if update_fields is not None and "slug" not in update_fields:
        return
    before = Page.objects.filter(pk=instance.pk).values_list("slug", flat=True).first()
    if before is not None and before != instance.slug:
        gate.refuse_removal(instance)
