"""Wagtail's actions on pages are done whole or not at all, whoever calls them.

Wagtail saves first and tells afterwards, and what is told may refuse. Its screens, its APIs and a script all end in
these actions: here each gets a transaction of its own, and an action for things in general, which would tell nobody
that a page was published, becomes the one for pages.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.actions.unpublish import UnpublishAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from intranet.pages.models.documents import DocumentPage

WHOLE = (CopyPageAction, DeletePageAction, MovePageAction, UnpublishPageAction)
_theirs: dict[type, Callable[..., Any]] = {}


def make_whole() -> None:
    """Put our step before Wagtail's own."""
    if _theirs:
        return
    for action in (PublishRevisionAction, UnpublishAction, ConvertAliasPageAction, *WHOLE):
        _theirs[action] = action.execute
    for action in WHOLE:
        action.execute = transaction.atomic(_theirs[action])
    PublishRevisionAction.execute = _publish
    UnpublishAction.execute = _unpublish
    ConvertAliasPageAction.execute = _convert_alias


def _publish(self: PublishRevisionAction, skip_permission_checks: bool = False) -> Any:
    if isinstance(self.object, Page) and not isinstance(self, PublishPageRevisionAction):
        options = {"changed": self.changed, "log_action": self.log_action, "previous_revision": self.previous_revision}
        own = PublishPageRevisionAction(self.revision, user=self.user, **options)
        return own.execute(skip_permission_checks=skip_permission_checks)
    self.revision.publisher = self.user  # the signal does not say who publishes
    with transaction.atomic():
        return _theirs[PublishRevisionAction](self, skip_permission_checks=skip_permission_checks)


def _unpublish(self: UnpublishAction, skip_permission_checks: bool = False) -> Any:
    if isinstance(self.object, Page) and not isinstance(self, UnpublishPageAction):
        options = {"set_expired": self.set_expired, "commit": self.commit, "log_action": self.log_action}
        own = UnpublishPageAction(self.object, user=self.user, **options)
        return own.execute(skip_permission_checks=skip_permission_checks)
    return _theirs[UnpublishAction](self, skip_permission_checks=skip_permission_checks)


def _convert_alias(self: ConvertAliasPageAction, skip_permission_checks: bool = False) -> Any:
    """Make a page of its own of an alias; a document begins as a draft, since it has no edition yet."""
    page = self.page.specific_deferred
    with transaction.atomic():
        if isinstance(page, DocumentPage) and page.live and page.alias_of_id:
            Page.objects.filter(pk=page.pk).update(live=False, live_revision=None, has_unpublished_changes=True)
            self.page.refresh_from_db(fields=["live", "live_revision", "has_unpublished_changes"])
        return _theirs[ConvertAliasPageAction](self, skip_permission_checks=skip_permission_checks)
