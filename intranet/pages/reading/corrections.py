"""What a reader is told of corrections: when the words of an edition changed, why, and where the former ones are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from intranet.core.clock import date_of
from intranet.core.dates import format_date, one_stop
from intranet.documents import queries
from intranet.documents.models import Correction, Edition
from intranet.documents.queries import Standing


@dataclass(frozen=True)
class Entry:
    """A correction as it is shown: the text that gave way is the ``number``-th that was published for its date."""

    at: datetime
    reason: str
    url: str
    hash_before: str
    hash_after: str


def entries(standing: Standing, *, url: str) -> list[Entry]:
    """Return the corrections of an edition, the latest first; ``url`` is that of the document's page."""
    texts = _corrected(standing)
    hashes = {each.pk: each.content_hash for each in (*texts, standing.edition)}
    found = [_entry(each, number, hashes, url) for number, each in enumerate(texts, start=1)]
    return found[::-1]


def _corrected(standing: Standing) -> list[Edition]:
    """Return the texts of an edition's date that gave way to a corrected one, the first published first."""
    begins = standing.edition.in_force_from
    texts = [each for each in standing.superseded if each.in_force_from == begins]
    return [each for each in texts if hasattr(each, "correction")]


def _entry(text: Edition, number: int, hashes: Mapping[int, str], url: str) -> Entry:
    row = text.correction
    address = f"{url}{text.in_force_from}/as-published/{number}/"
    return Entry(row.at, row.reason, address, text.content_hash, hashes.get(row.edition_id, ""))


def of_superseded(standing: Standing, number: int) -> Correction | None:
    """Return the correction that put an end to the ``number``-th text of an edition's date, counted from one."""
    texts = _corrected(standing)
    return texts[number - 1].correction if 1 <= number <= len(texts) else None


def superseded_sentence(row: Correction, language: str) -> str:
    """Say of a text that gave way to a corrected one when and why."""
    day = format_date(date_of(row.at), language)
    return one_stop(_("This text was corrected on %(date)s: %(reason)s") % {"date": day, "reason": row.reason})


def context(standing: Standing, *, url: str) -> dict[str, Any]:
    """Return what stands beside an edition of its corrections and its signed copies (one query, where it has some)."""
    copies = queries.signed_copies_of(standing.edition) if standing.has_signed_copies else ()
    return {
        "corrections": entries(standing, url=url),
        "superseded": standing.superseded,
        "signed_copies": list(copies),
    }
