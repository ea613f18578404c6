"""Subscribers are told of each edition that has come into public sight, once (laws 4, 5 and 12)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import translation
from wagtail.models import Page

from intranet.core import audit
from intranet.documents.links import LEAVE, link
from intranet.documents.models import Edition, Subscription
from intranet.documents.queries.changes import Changes, changes_of
from intranet.documents.queries.editions import edition_of_day
from intranet.documents.queries.subscriptions import (
    letter_key,
    matter_of,
    told_before,
    untold_of,
    untold_texts,
)
from intranet.documents.tellings import CORRECTION, EDITION
from intranet.documents.wording import change_name, counts_of
from intranet.notices.kinds import LetterDraft
from intranet.notices.operations import write_to_addresses
from intranet.pages.reading import heads

A_SWEEP = 1000  # letters
CLAUSES_NAMED = 30  # in a letter; the comparison shows them all


def announce_editions(*, at: datetime) -> int:
    """Write the letters about editions that subscribers were not told of; return how many were written.

    Only what everybody may read is told of: a page that is taken down or kept to staff keeps its news until it opens.
    """
    waiting = untold_texts()
    if not waiting:
        return 0
    written = 0
    for (key, language), url in in_public_sight(waiting).items():
        if written >= A_SWEEP:
            break
        written += _announce(key, language, url, at=at, at_most=A_SWEEP - written)
    return written


def in_public_sight(texts: Collection[tuple[UUID, str]]) -> dict[tuple[UUID, str], str]:
    """Return the addresses of those texts whose pages everybody may read."""
    pages = Page.objects.live().public().filter(translation_key__in={key for key, _language in texts})
    pages = pages.defer_streamfields().select_related("locale")
    found = {(page.translation_key, page.locale.language_code): page.url or "" for page in pages}
    return {text: found[text] for text in texts if found.get(text)}


@transaction.atomic
def _announce(key: UUID, language: str, url: str, *, at: datetime, at_most: int) -> int:
    """Tell one document's subscribers in one language."""
    rows = untold_of(key, [language], at_most=at_most)
    editions = {
        edition.pk: edition
        for edition in Edition.objects.filter(pk__in={news_of(row) for row in rows}).select_related("document")
    }
    changes = changes_of(list(editions.values()))
    superseded = {each.superseded for found in changes.values() for each in found.corrections}
    told = told_before({row.pk for row in rows}, superseded)
    letters = []
    with translation.override(language):
        above = {pk: _above(edition, changes[pk]) for pk, edition in editions.items()}
        for row in rows:
            edition = editions[news_of(row)]
            news = News(edition, changes[edition.pk], url, above[edition.pk])
            letters.append(_letter(row, news, reason=news.correction_for(row, told)))
    written = write_to_addresses(letters, at=at)
    if written:
        audit.record("documents.edition_announced", at=at, document=str(key), language=language, letters=written)
    return written


def _above(edition: Edition, changes: Changes) -> tuple[str, ...]:
    """Return what differs above the text, by name; that an edition has an approval of its own is no news."""
    before = edition_of_day(edition, changes.since) if changes.since else None
    if before is None:
        return ()
    found = heads.differences(heads.of_edition(before), heads.of_edition(edition))
    return tuple(each.label for each in found if each.name != heads.APPROVAL)


def news_of(row: Subscription) -> int:
    """Return the edition that a row of ``untold`` is about."""
    return int(row.edition)  # type: ignore[attr-defined]  # annotated


@dataclass(frozen=True)
class News:
    """An edition that subscribers are told of, and where it is read; ``above``: what differs in its head, by name."""

    edition: Edition
    changes: Changes
    url: str
    above: tuple[str, ...] = ()

    def correction_for(self, row: Subscription, told: Collection[str]) -> str:
        """Return why the text was corrected, where the reader could know it before; else it is new to them."""
        latest = [each for each in self.changes.corrections if each.at == self.edition.published_at]
        if not latest or row.confirmed_at is None:
            return ""
        earlier = (letter_key(row.pk, each.superseded) for each in self.changes.corrections)
        knows = self.changes.published_at <= row.confirmed_at or any(key in told for key in earlier)
        return latest[0].reason if knows else ""

    @property
    def place(self) -> str:
        """Where the edition stands, whatever day it is."""
        begins = self.edition.in_force_from
        return f"{self.url}{begins}/" if begins else self.url

    @property
    def comparison(self) -> str:
        begins = self.edition.in_force_from
        return f"{self.url}compare/{self.changes.since}/{begins}/" if self.changes.since else self.place

    def links(self) -> list[tuple[str, str]]:
        """Return the clauses that differ, named, each with its address."""
        return [
            (change_name(each.change, each.number), self.changes.address(each, url=self.url, place=self.place))
            for each in self.changes.touched[:CLAUSES_NAMED]
        ]


def _letter(row: Subscription, news: News, *, reason: str) -> LetterDraft:
    begins = news.edition.in_force_from
    return LetterDraft(
        key=letter_key(row.pk, news.edition.pk),
        kind=CORRECTION if reason else EDITION,
        address=row.address,
        language=row.language,
        context={
            "title": news.edition.title,
            "in_force_from": begins.isoformat() if begins else None,
            "counts": counts_of(news.changes),
            "above": list(news.above),
            "reason": reason,
            "links": [] if reason else news.links(),
        },
        url=news.place if reason else news.comparison,
        about=matter_of(row.pk),
        unsubscribe=link(LEAVE, row.pk),
    )
