"""Where a profile wants both languages or neither, the publication of one text publishes the other in the same breath.

What would keep the other from it has kept this one already (``checks``; for a plain page, ``plain``).
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from intranet.core import institution
from intranet.core.languages import OWN_NAMES
from intranet.pages.models.documents import DocumentPage
from intranet.pages.publishing.wanting import PublicationRefused
from intranet.pages.translations.plain import bring_up, others_of, refuse_alone

_under_way: ContextVar[bool] = ContextVar("publishing_together", default=False)


def publish_with_its_pair(sender: type, instance: Any, revision: Any = None, **kwargs: Any) -> None:
    """Publish the drafts of a page's other languages, once for each publication that a person asked for.

    A text that is scheduled goes at its time, and its pair with it. Raises PublicationRefused, and NotWhole for a
    plain page.
    """
    if not isinstance(instance, Page) or instance.alias_of_id or not instance.live or _under_way.get():
        return
    if not institution.current().profile.both_languages_or_neither:
        return
    user = revision.user if revision is not None else None
    is_plain = not isinstance(instance, DocumentPage)
    if is_plain:
        refuse_alone(instance)
    token = _under_way.set(True)
    try:
        for other in others_of(instance):
            if is_plain:
                bring_up(instance, other, user)
                other.refresh_from_db()
            if other.has_unpublished_changes or not other.live:
                _publish(other, user)
    finally:
        _under_way.reset(token)


def _publish(page: Page, user: Any) -> None:
    """Publish a page's draft now; one that is to go live at a later time of its own keeps both as they are."""
    revision = page.get_latest_revision() or page.save_revision(user=user)
    revision.publish(user=user)
    if not type(page).objects.filter(pk=page.pk, live=True, live_revision=revision).exists():
        message = _("The text in %(language)s is to be published later: give both languages the same time, or none.")
        raise PublicationRefused(message % {"language": OWN_NAMES[page.locale.language_code]})
