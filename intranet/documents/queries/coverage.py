"""How whole the languages of the site are: each document, each language, from what was published (set queries)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from intranet.documents.models import Edition
from intranet.documents.queries.pairing import Standings, standings_of
from intranet.documents.rules.pairing import State


@dataclass(frozen=True)
class Coverage:
    """One language of one document: what is wanting in its text. Without an edition nothing is public."""

    language: str
    edition: Edition | None = None
    is_original: bool = False
    total: int = 0
    missing: int = 0
    stale: int = 0

    @property
    def is_complete(self) -> bool:
        return self.edition is not None and not (self.missing or self.stale)

    @property
    def weight(self) -> int:
        """Return how bad it is: a text that is not there outweighs every clause."""
        return 100_000 if self.edition is None else 2 * self.missing + self.stale


@dataclass(frozen=True)
class Covered:
    """A document with its languages in the site's order."""

    key: UUID
    title: str
    kind: str
    languages: tuple[Coverage, ...]

    @property
    def weight(self) -> int:
        return sum(each.weight for each in self.languages)


def coverage(languages: Sequence[str], on_date: date) -> list[Covered]:
    """Return every published document that still holds, the worst first (two queries, and one for fifty changes)."""
    rows = Edition.objects.standing().filter(document__repealed_on=None).select_related("document")
    by_document: dict[UUID, dict[str, list[Edition]]] = defaultdict(lambda: defaultdict(list))
    for edition in rows.order_by("pk"):
        by_document[edition.document.key][edition.language].append(edition)
    current = {
        key: {language: _current(editions, on_date) for language, editions in texts.items()}
        for key, texts in by_document.items()
    }
    pairs = [
        (edition, texts[source])
        for texts in current.values()
        for edition in texts.values()
        if (source := edition.pairing.get("source")) in texts
    ]
    found = {edition.pk: standing for (edition, _source), standing in zip(pairs, standings_of(pairs), strict=True)}
    covered = [_covered(key, texts, languages, found) for key, texts in current.items()]
    return sorted(covered, key=lambda each: (-each.weight, each.title))


def _current(editions: Sequence[Edition], on_date: date) -> Edition:
    begun = [each for each in editions if each.in_force_from and each.in_force_from <= on_date]
    chosen = begun or list(editions)
    return max(chosen, key=lambda each: (each.in_force_from or date.min, each.pk))


def _covered(key: UUID, texts: dict[str, Edition], languages: Sequence[str], found: dict[int, Standings]) -> Covered:
    first = next((texts[code] for code in languages if code in texts), next(iter(texts.values())))
    cells = []
    for code in languages:
        edition = texts.get(code)
        standing = found.get(edition.pk) if edition else None
        cells.append(
            Coverage(
                language=code,
                edition=edition,
                is_original=edition is not None and not edition.pairing.get("source"),
                total=standing.total if standing else 0,
                missing=standing.count(State.MISSING) if standing else 0,
                stale=standing.count(State.STALE) if standing else 0,
            )
        )
    return Covered(key, first.title, first.document.kind, tuple(cells))
