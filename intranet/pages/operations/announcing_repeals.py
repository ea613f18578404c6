"""Subscribers are told, once, that a document is repealed, from when, and what replaces it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import translation

from intranet.core import audit
from intranet.documents.links import LEAVE, link
from intranet.documents.models import Document, Subscription
from intranet.documents.queries import titles_of
from intranet.documents.queries.subscriptions import repeal_key, repeal_matter_of, untold_of_repeals
from intranet.documents.rendering import page_address
from intranet.documents.tellings import REPEAL
from intranet.notices.kinds import LetterDraft
from intranet.notices.operations import write_to_addresses
from intranet.pages.operations.announcing import A_SWEEP, in_public_sight


def announce_repeals(*, at: datetime) -> int:
    """Write the letters about repeals that subscribers were not told of; return how many were written."""
    waiting: dict[tuple[UUID, str], list[Subscription]] = {}
    for row in untold_of_repeals()[:A_SWEEP]:
        waiting.setdefault((row.document.key, row.language), []).append(row)
    if not waiting:
        return 0
    seen = in_public_sight(waiting)
    return sum(_announce(waiting[text], url, at=at) for text, url in seen.items())


@transaction.atomic
def _announce(rows: Sequence[Subscription], url: str, *, at: datetime) -> int:
    """Tell the subscribers of one document in one language; one that is not repealed any more is not spoken of."""
    language = rows[0].language
    document = (
        Document.objects.select_related("replaced_by").select_for_update(of=("self",)).get(pk=rows[0].document_id)
    )
    if document.repealed_on is None or document.repeal_recorded_at is None:
        return 0
    replacing = document.replaced_by
    titles = titles_of([document.pk, *([replacing.pk] if replacing else [])], language)
    replaced_by = titles.get(replacing.pk, "") if replacing else ""
    place = page_address(replacing.key, language) if replacing else ""
    context = {
        "title": titles[document.pk],
        "day": document.repealed_on.isoformat(),
        "replaced_by": replaced_by,
        "links": [(replaced_by, place)] if replaced_by and place else [],
    }
    letters = [
        LetterDraft(
            key=repeal_key(row.pk, document.repeal_recorded_at),
            kind=REPEAL,
            address=row.address,
            language=language,
            context=context,
            url=url,
            about=repeal_matter_of(row.pk),
            unsubscribe=link(LEAVE, row.pk),
        )
        for row in rows
    ]
    with translation.override(language):
        written = write_to_addresses(letters, at=at)
    if written:
        audit.record("documents.repeal_announced", at=at, subject=document, language=language, letters=written)
    return written
