"""Feeds of new editions, as Atom: of one document, and of all regulations in a language."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from intranet.core import institution
from intranet.core.dates import format_date, one_stop
from intranet.core.languages import reader_language
from intranet.documents.models import Edition
from intranet.documents.queries.changes import Changes, changes_of
from intranet.documents.wording import change_name, counts_of, in_words

ENTRIES = 50
CLAUSES_NAMED = 30
MEDIA_TYPE = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True)
class Feed:
    """A feed: what it is of, where it is, and where the same is read by people."""

    title: str
    here: str
    page: str


class AtomOf(Atom1Feed):
    """Atom that says when it was changed last even where it has no entries yet; Django's would read the clock."""

    def __init__(self, *, changed_at: datetime, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.changed_at = changed_at

    def latest_post_date(self) -> datetime:
        return self.changed_at


def answer(
    request: HttpRequest, feed: Feed, editions: QuerySet[Edition], urls: Mapping[UUID, str], *, at: datetime
) -> HttpResponse:
    """Return the newest of these standing editions; ``urls`` are the addresses of their pages by document."""
    newest = editions.select_related("document").order_by("-published_at", "-pk")[:ENTRIES]
    return _answer(request, feed, list(newest), urls, at=at)


def _answer(
    request: HttpRequest, feed: Feed, editions: Sequence[Edition], urls: Mapping[UUID, str], *, at: datetime
) -> HttpResponse:
    changed_at = max((edition.published_at for edition in editions), default=at)
    atom = AtomOf(
        changed_at=changed_at,
        title=feed.title,
        link=request.build_absolute_uri(feed.page),
        description="",
        language=reader_language(),
        feed_url=request.build_absolute_uri(feed.here),
        feed_guid=request.build_absolute_uri(feed.here),
        author_name=institution.current().name_in(reader_language()),
    )
    changes = changes_of(editions)
    for edition in editions:
        base = request.build_absolute_uri(urls[edition.document.key])
        _add(atom, edition, changes[edition.pk], base=base, host=request.get_host().partition(":")[0])
    body = atom.writeString("utf-8").encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    last_modified = int(changed_at.timestamp()) if editions else None
    response = get_conditional_response(request, etag=etag, last_modified=last_modified)
    if response is None:
        response = HttpResponse(body, content_type=MEDIA_TYPE)
    response["ETag"] = etag
    response["X-Robots-Tag"] = "noindex"
    return response


def _add(atom: Atom1Feed, edition: Edition, changes: Changes, *, base: str, host: str) -> None:
    """Add an edition. Its id is of its day of force: a correction is the same entry, updated."""
    begins = edition.in_force_from
    place = f"{base}{begins}/" if begins else base
    name = f"editions/{edition.document.key}/{edition.language}/{begins or 'not-recorded'}"
    atom.add_item(
        title=_title(edition, begins),
        link=place,
        description=_summary(edition, changes, base=base, place=place),
        unique_id=f"tag:{host},{changes.published_at:%Y-%m-%d}:{name}",
        pubdate=changes.published_at,
        updateddate=edition.published_at,
    )


def _title(edition: Edition, begins: date | None) -> str:
    if begins is None:
        return _("%(title)s: approval not recorded") % {"title": edition.title}
    return _("%(title)s: in force from %(day)s") % {
        "title": edition.title,
        "day": format_date(begins, reader_language()),
    }


def _summary(edition: Edition, changes: Changes, *, base: str, place: str) -> SafeString:
    """Say what the edition changed, with links to the clauses and to the comparison."""
    counts = counts_of(changes)
    said = [in_words(counts) if counts else _("The first edition on this site.")]
    said += [
        one_stop(
            _("Corrected on %(day)s: %(reason)s.")
            % {"day": format_date(each.at.date(), reader_language()), "reason": each.reason.rstrip(".")}
        )
        for each in changes.corrections
    ]
    links = [
        (changes.address(each, url=base, place=place), change_name(each.change, each.number))
        for each in changes.touched[:CLAUSES_NAMED]
    ]
    if changes.since:
        links.append((f"{base}compare/{changes.since}/{edition.in_force_from}/", _("See what changed")))
    paragraphs = format_html_join("", "<p>{}</p>", ((each,) for each in said))
    items = format_html_join("", '<li><a href="{}">{}</a></li>', links)
    return format_html("{}{}", paragraphs, format_html("<ul>{}</ul>", items) if links else mark_safe(""))
