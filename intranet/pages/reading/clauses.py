"""A clause on its own: where its address leads, how it is cited, where, and what it was in other editions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from wagtail.models import Page

from intranet.core.dates import format_date
from intranet.documents import queries
from intranet.documents.enums import BlockKind
from intranet.documents.models import Clause, Edition
from intranet.documents.rules.addresses import Fate, Found
from intranet.pages.reading.marking import citation, citing, named


def destination(edition: Edition, address: str, *, url: str, base: str) -> str | None:
    """Return where the short address of a clause leads; ``url`` is the page's, ``base`` that of the edition shown."""
    found = queries.clause_at(edition=edition, address=address)
    if found is None:
        return None
    if found.fate is Fate.STANDS:
        return f"{base}#{found.held.anchor}"
    if found.fate is Fate.RENUMBERED:
        return f"{base}?was={quote(address)}#{found.held.anchor}"
    if found.held.in_force_from is None or not found.held.is_standing:
        return f"{base}?was={quote(address)}"
    return f"{url}{found.held.in_force_from}/?was={quote(address)}#{found.held.anchor}"


def notice(edition: Edition, was: str) -> str:
    """Say why the reader of an earlier address of a clause is where they are."""
    found = queries.clause_at(edition=edition, address=was)
    if found is None:
        return ""
    if found.fate is Fate.RENUMBERED and found.was is not None:
        return _("What was clause %(was)s is clause %(now)s in this text.") % {
            "was": found.was.number or was,
            "now": found.held.number or found.held.anchor,
        }
    if found.fate is Fate.GONE:
        return _("Clause %(number)s is not in this text.") % {"number": found.held.number or was}
    latest = _latest(edition)
    if latest is None or queries.clause_at(edition=latest, address=found.held.block_id) is None:
        return ""
    return _("Clause %(number)s is no longer in the text of today. This is the last edition that has it.") % {
        "number": found.held.number or was
    }


def _latest(edition: Edition) -> Edition | None:
    return queries.history(edition).first()


def of_clause(found: Found, edition: Edition, *, url: str, on_date: date) -> dict[str, Any]:
    """Return the context of the page that says how a clause is cited; ``url`` is that of the document's page."""
    clause = Clause.objects.get(edition=edition, block_id=found.held.block_id)
    begins = format_date(edition.in_force_from, edition.language) if edition.in_force_from else ""
    where = _where(clause)
    return {
        "edition": edition,
        "title": edition.title,
        "clause": clause,
        "where": where,
        "html": mark_safe(clause.html),  # noqa: S308 - made and cleaned at publication
        "link": f"{url}clause/{clause.block_id}/",
        "dated_link": f"{url}{edition.in_force_from}/#{clause.anchor}" if edition.in_force_from else "",
        "citation": citation(edition.title, begins, where),
        "cited_in": _cited_in(clause, edition, on_date),
        "past": queries.past_of(edition=edition, block_id=clause.block_id),
    }


def _where(clause: Clause) -> str:
    label = str(clause.data.get("label") or clause.heading)
    place = named(clause.kind, clause.number or clause.anchor, label)
    if clause.kind == BlockKind.ANNEX or not clause.anchor.startswith("annex-"):
        return place
    earlier = Clause.objects.filter(edition=clause.edition_id, kind=BlockKind.ANNEX, position__lt=clause.position)
    annex = earlier.order_by("-position").first()
    return f"{annex.data.get('label') or annex.heading}, {place}" if annex else place


def _cited_in(clause: Clause, edition: Edition, on_date: date) -> list[tuple[str, str]]:
    rows = queries.cited_by(edition=edition, on_date=on_date, block_id=clause.block_id)
    return cited(edition, rows, edition.document.key).get(clause.block_id, [])


def cited(edition: Edition, rows: Iterable[queries.CitedBy], own: UUID) -> dict[str, list[tuple[str, str]]]:
    """Return by clause where it is cited; of other documents those whose page everybody may read (three queries)."""
    rows = list(rows)
    others = {row.key for row in rows} - {own}
    addresses: dict[object, str] = {}
    if others:
        pages = Page.objects.live().public().filter(translation_key__in=others)
        pages = pages.filter(locale__language_code=edition.language).defer_streamfields()
        addresses = {page.translation_key: page.url or "" for page in pages}
    return citing(rows, own=own, addresses=addresses)
