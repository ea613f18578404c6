"""How an edition that translates stands to its original on a day: clause by clause, by the words that were frozen."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.cache import cache

from intranet.documents.models import Clause, Edition
from intranet.documents.rules.comparing import words_of
from intranet.documents.rules.pairing import Frozen, State, stands_now, words_hash
from intranet.documents.rules.texts import FrozenBlock

_MONTH = 30 * 24 * 3600
AT_ONCE = 50  # editions whose clauses are read together


@dataclass(frozen=True)
class Standings:
    """The clauses of a translation by permanent id, without those that answer to the original."""

    source: Edition | None = None
    states: Mapping[str, State] = field(default_factory=dict)
    total: int = 0

    def count(self, state: State) -> int:
        return sum(each is state for each in self.states.values())


def counterpart(edition: Edition, language: str, on_date: date) -> Edition | None:
    """Return the edition of the same document in another language that a reader is shown beside one (one query)."""
    return _counterpart(
        edition, Edition.objects.standing().filter(document=edition.document_id, language=language), on_date
    )


def _counterpart(edition: Edition, rows: Collection[Edition], on_date: date) -> Edition | None:
    editions = sorted(rows, key=lambda each: (each.in_force_from or date.min, each.pk))
    same = next((each for each in editions if each.in_force_from == edition.in_force_from), None)
    begun = [each for each in editions if each.in_force_from is None or each.in_force_from <= on_date]
    latest = begun[-1] if begun else None
    if latest is not None and (same is None or (latest.in_force_from or date.min) > (same.in_force_from or date.min)):
        return latest
    return same or (editions[-1] if editions else None)


def standings(edition: Edition, on_date: date) -> Standings:
    """Return how the clauses of an edition stand to the original of a day; of an original, nothing (no query)."""
    kept = Frozen.from_json(edition.pairing)
    source = counterpart(edition, kept.source, on_date) if kept.source else None
    return standings_of([(edition, source)])[0] if source else Standings()


def standings_of(pairs: Sequence[tuple[Edition, Edition]]) -> list[Standings]:
    """Return how translations stand to the originals given; what was found once is remembered, both being frozen."""
    keys = [_key(edition, source) for edition, source in pairs]
    known = cache.get_many(keys)
    unknown = [(key, *pair) for key, pair in zip(keys, pairs, strict=True) if key not in known]
    for start in range(0, len(unknown), AT_ONCE):
        chunk = unknown[start : start + AT_ONCE]
        spoken = _spoken([source for _key, _edition, source in chunk])
        fresh = {key: _states(edition, spoken[source.pk]) for key, edition, source in chunk}
        cache.set_many(fresh, _MONTH)
        known |= fresh
    return [
        Standings(
            source, {unit: State(state) for unit, state in known[key].items()}, len(edition.pairing.get("blocks", {}))
        )
        for key, (edition, source) in zip(keys, pairs, strict=True)
    ]


def _key(edition: Edition, source: Edition) -> str:
    said = zlib.crc32(json.dumps(edition.pairing, sort_keys=True).encode())
    return f"standings:{edition.pk}:{edition.content_hash[:16]}:{source.pk}:{source.content_hash[:16]}:{said}"


def _spoken(editions: Sequence[Edition]) -> dict[int, dict[str, str]]:
    """Return the hashes of the words of editions' clauses, and of their titles, by the clauses' ids (one query)."""
    result: dict[int, dict[str, str]] = defaultdict(dict)
    for each in editions:
        result[each.pk]["title"] = words_hash(each.title)
    rows = Clause.objects.filter(edition__in=editions).values_list("edition_id", "block_id", "kind", "data")
    for edition, block_id, kind, data in rows.iterator():
        result[edition][block_id] = words_hash(words_of(FrozenBlock(block_id, kind, data)))
    return result


def _states(edition: Edition, spoken: Mapping[str, str]) -> dict[str, str]:
    kept = Frozen.from_json(edition.pairing)
    now = {unit: stands_now(was, made_from, spoken.get(unit)) for unit, (was, made_from) in kept.blocks.items()}
    return {unit: state.value for unit, state in now.items() if state is not State.CURRENT}
