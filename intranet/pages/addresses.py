"""Where a clause is published."""

from __future__ import annotations

from django.core.cache import cache
from django.utils.translation import gettext as _

from intranet.deadlines.clauses import ClauseLink, ClauseRef
from intranet.pages.models import RegulationPage

_HOUR = 3600


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
            .filter(governs=clause.document_key, locale__language_code=language)
            .order_by("-last_published_at")
            .first()
        )
        url = (page.url or "") if page else ""
        cache.set(_key(clause.document_key, language), url, _HOUR)
    if not url:
        return None
    return ClauseLink(_("clause %(number)s") % {"number": clause.number}, f"{url}#{clause.number}")


def forget_governing(governs: str, language: str) -> None:
    """Look the regulation's address up again: it has been published, moved or taken down."""
    cache.delete(_key(governs, language))
