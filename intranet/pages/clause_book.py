"""The clauses of the regulations in force, as a rule of deadlines may be said to stand in them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from intranet.deadlines.clauses import ClauseRef, PublishedClause
from intranet.documents.models import Clause, Edition
from intranet.pages.models import RegulationPage

HEADING = 80


class ClauseBook:
    """Finds published clauses for ``deadlines``, which stands below the pages."""

    def numbers(self, blocks: Collection[str]) -> dict[str, str]:
        """Return the present numbers of the blocks that are still published: of the latest text that has them."""
        standing = Clause.objects.filter(block_id__in=blocks, edition__superseded_at=None).exclude(number="")
        return dict(standing.order_by("edition__published_at").values_list("block_id", "number"))

    def clauses(self, language: str) -> list[PublishedClause]:
        """Return the numbered clauses of the regulations that are public in a language, document after document."""
        pages = RegulationPage.objects.live().filter(locale__language_code=language).order_by("title")
        titles = {
            key: (governs, title) for key, governs, title in pages.values_list("translation_key", "governs", "title")
        }
        rows = (
            Clause.objects.filter(edition__in=_latest(titles, language))
            .exclude(number="")
            .order_by("edition_id", "position")
            .values_list("edition__document__key", "number", "block_id", "heading", "text")
        )
        by_document: dict[UUID, list[PublishedClause]] = {key: [] for key in titles}
        for key, number, block, heading, text in rows:
            governs, title = titles[key]
            ref = ClauseRef(governs or str(key), number, block)
            by_document[key].append(PublishedClause(ref, title, (heading or text)[:HEADING]))
        return [clause for clauses in by_document.values() for clause in clauses]


def _latest(keys: Collection[UUID], language: str) -> list[int]:
    """Return the edition that is published of each document: the newest one."""
    rows = Edition.objects.standing().filter(document__key__in=keys, language=language, document__repealed_on=None)
    return list(dict(rows.order_by("published_at", "pk").values_list("document_id", "pk")).values())
