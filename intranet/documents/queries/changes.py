"""What each edition changed, as its frozen clauses say it: for the history, the feed and the letters."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min

from intranet.documents.enums import ClauseChange
from intranet.documents.models import Clause, Correction, Edition

REMOVED = "removed"


@dataclass(frozen=True)
class Touched:
    """A clause that differs from the edition before; one that was removed, by its number there."""

    change: str
    number: str
    anchor: str
    block_id: str


@dataclass(frozen=True)
class Corrected:
    """The text of an edition was corrected after its publication."""

    at: datetime
    reason: str
    superseded: int  # the edition that it took the place of


@dataclass(frozen=True)
class Changes:
    """What an edition changed. ``since``: from when the edition before was in force; nothing for the first one."""

    published_at: datetime  # of the edition's first text, whatever corrections followed
    since: date | None = None
    touched: tuple[Touched, ...] = ()
    corrections: tuple[Corrected, ...] = ()

    def count(self, change: str) -> int:
        return sum(each.change == change for each in self.touched)

    def address(self, each: Touched, *, url: str, place: str) -> str:
        """Return where a clause stands: in the edition at ``place``; one that was removed, in the one before."""
        return f"{url}{self.since}/#{each.block_id}" if each.change == REMOVED else f"{place}#{each.anchor}"


ORDER = (ClauseChange.CHANGED.value, ClauseChange.ADDED.value, REMOVED, ClauseChange.RENUMBERED.value)
_Key = tuple[int, str, date | None]


def changes_of(editions: Collection[Edition]) -> dict[int, Changes]:
    """Return by its key what each of these standing editions changed (four queries, however many they are)."""
    documents = {edition.document_id for edition in editions}
    days = _days(documents)
    touched = _touched({edition.pk for edition in editions})
    corrections = _corrections(documents)
    found = {}
    for edition in editions:
        key = _key(edition)
        since = _before(key, days)
        removed = _removed(edition, since)
        found[edition.pk] = Changes(
            published_at=days.get(key, edition.published_at),
            since=since,
            touched=(*touched.get(edition.pk, ()), *removed),
            corrections=tuple(corrections.get(key, ())),
        )
    return found


def _key(edition: Edition) -> _Key:
    return edition.document_id, edition.language, edition.in_force_from


def _days(documents: Collection[int]) -> dict[_Key, datetime]:
    """Return the days of force of these documents by language, each with the moment of its first publication."""
    rows = Edition.objects.filter(document__in=documents).values_list("document", "language", "in_force_from")
    return {(document, language, day): at for document, language, day, at in rows.annotate(Min("published_at"))}


def _before(key: _Key, days: Iterable[_Key]) -> date | None:
    document, language, begins = key
    if begins is None:
        return None
    same = (day for other, tongue, day in days if (other, tongue) == (document, language))
    return max((day for day in same if day is not None and day < begins), default=None)


def _touched(editions: Collection[int]) -> dict[int, list[Touched]]:
    rows = Clause.objects.filter(edition__in=editions).exclude(change="").order_by("position")
    found: dict[int, list[Touched]] = {}
    for pk, *values in rows.values_list("edition", "change", "number", "anchor", "block_id"):
        found.setdefault(pk, []).append(Touched(*values))
    return found


def _removed(edition: Edition, since: date | None) -> list[Touched]:
    """Return the numbered clauses that stood in the edition before and stand in this one no more."""
    if since is None:
        return []
    gone = (each for each in edition.gone if each["in_force_from"] == since.isoformat())
    return [Touched(REMOVED, each["number"], "", each["block_id"]) for each in gone]


def _corrections(documents: Collection[int]) -> dict[_Key, list[Corrected]]:
    rows = Correction.objects.filter(edition__document__in=documents).order_by("at", "pk")
    shape = ("edition__document", "edition__language", "edition__in_force_from", "at", "reason")
    found: dict[_Key, list[Corrected]] = {}
    for document, language, day, *values in rows.values_list(*shape, "superseded"):
        found.setdefault((document, language, day), []).append(Corrected(*values))
    return found
