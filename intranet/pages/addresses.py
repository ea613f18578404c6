"""Where a clause and a document are published."""

from __future__ import annotations

from uuid import UUID

from django.core.cache import cache
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page

from intranet.deadlines.clauses import ClauseLink, ClauseRef
from intranet.documents.models import Edition
from intranet.pages.models import JobDescriptionPage, ProgrammePage, RegulationPage
from intranet.pages.models.documents import DocumentPage

_HOUR = 3600
_TYPES: tuple[type[DocumentPage], ...] = (RegulationPage, JobDescriptionPage, ProgrammePage)


def _key(governs: str, language: str) -> str:
    return f"governing-regulation:{governs}:{language}"


def clause_address(clause: ClauseRef, language: str) -> ClauseLink | None:
    """Return the link to a clause of the regulation that governs a procedure, in a language in which it is public.

    The address of the regulation is cached until it is published again.
    """
    url = cache.get(_key(clause.document_key, language))
    if url is None:
        page = (
            RegulationPage.objects.live()
            .filter(_named(clause.document_key), locale__language_code=language)
            .order_by("-last_published_at")
            .first()
        )
        url = (page.url or "") if page else ""
        cache.set(_key(clause.document_key, language), url, _HOUR)
    if not url:
        return None
    place = f"clause/{clause.block}/" if clause.block else f"#{clause.number}"
    return ClauseLink(_("clause %(number)s") % {"number": clause.number}, f"{url}{place}")


def _named(document_key: str) -> Q:
    """Return what finds a regulation: what it governs, or, where it governs nothing, its own key."""
    try:
        return Q(translation_key=UUID(document_key))
    except ValueError:
        return Q(governs=document_key)


def page_address(key: UUID, language: str) -> str:
    """Return the address of a document's page that everybody may read; nothing where there is none."""
    page = Page.objects.live().public().filter(translation_key=key, locale__language_code=language).first()
    return (page.url or "") if page else ""


def forget_governing(governs: str, language: str) -> None:
    """Look the regulation's address up again: it has been published, moved or taken down."""
    cache.delete(_key(governs, language))


def page_of(edition: Edition) -> DocumentPage | None:
    """Return the page on which an edition is published; none where it was taken down."""
    page_type = next(each for each in _TYPES if each.document_kind == edition.document.kind)
    page: DocumentPage | None = (
        page_type.objects.live()
        .filter(translation_key=edition.document.key, locale__language_code=edition.language)
        .first()
    )
    return page
