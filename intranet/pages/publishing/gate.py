"""What keeps a page with editions where it is: it is repealed, never deleted, taken down or moved."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from wagtail.models import Page

from intranet.core.languages import quoted
from intranet.core.refusals import Refusal
from intranet.documents.models import Edition


class RemovalRefused(Refusal):
    """The page, or one below it, has editions; the message says what to do instead."""


def with_editions(page: Page, *, below: bool = True) -> list[Page]:
    """Return what of a page and of those below it has published editions (two queries)."""
    pages = Page.objects.filter(path__startswith=page.path) if below else Page.objects.filter(pk=page.pk)
    pages = pages.filter(alias_of=None).defer_streamfields().select_related("locale")
    found = list(pages.filter(translation_key__in=Edition.objects.values("document__key")).order_by("path"))
    kept = set(
        Edition.objects.filter(document__key__in=[each.translation_key for each in found]).values_list(
            "document__key", "language"
        )
    )
    return [each for each in found if (each.translation_key, each.locale.language_code) in kept]


def refuse_removal(page: Page, *, below: bool = True) -> None:
    """Raise RemovalRefused where a page, or one below it, has published editions."""
    found = with_editions(page, below=below)
    if found:
        raise RemovalRefused(removal_sentence(found))


def removal_sentence(found: Iterable[Page]) -> str:
    """Say that pages with editions stay where they are, and the way out."""
    return _(
        "Published editions stay at their address for good: %(pages)s cannot be deleted, unpublished or moved. "
        "A document that no longer holds is repealed: Reading and review, Owners and reviews, Repeal."
    ) % {"pages": ", ".join(quoted(page.title) for page in list(found)[:3])}
