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

PERMANENT = ("slug", "locale_id", "translation_key", "alias_of_id")  # of a page that has editions


def freeze_on_publication(
    sender: type, instance: Any, revision: Any = None, alias: bool = False, **kwargs: Any
) -> None:
    """Freeze an edition whenever a document's page is published; what is scheduled is only looked through.

    An alias has no text of its own. wagtail-localize tells of one that it is about to make, too.
    """
    if isinstance(instance, DocumentPage) and instance.alias_of_id is None and not alias:
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
    """Refuse that a page below which editions are published changes its address, or its text becomes another page's."""
    if not isinstance(instance, Page) or instance._state.adding or raw:
        return
    names = [
        name for name in PERMANENT if update_fields is None or {name, name.removesuffix("_id")} & set(update_fields)
    ]
    before = Page.objects.filter(pk=instance.pk).values(*names).first() if names else None
    if before is None:
        return
    changed = {name for name in names if before[name] != getattr(instance, name)}
    if changed - {"alias_of_id"}:
        gate.refuse_removal(instance)
    elif changed and instance.alias_of_id is not None:
        gate.refuse_removal(instance, below=False)
