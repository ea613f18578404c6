"""What a reader of a document is shown: the edition, how it stands, its contents and its approval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue

from intranet.core.dates import format_date, one_stop
from intranet.core.languages import in_reader_language
from intranet.documents import queries
from intranet.documents.enums import BlockKind, EditionState
from intranet.documents.models import Edition
from intranet.documents.rendering import render
from intranet.documents.rules.texts import anchors
from intranet.pages.freezing import frozen_blocks


@dataclass(frozen=True)
class Row:
    """A block as it is shown."""

    kind: str
    anchor: str
    number: str
    heading: str
    html: SafeString


def of_edition(standing: queries.Standing, *, on_date: date, today: date) -> dict[str, Any]:
    """Return the context of a published edition on a day."""
    edition = standing.edition
    rows = [
        Row(kind, anchor, number, heading, mark_safe(html))  # noqa: S308 - made and cleaned at publication
        for kind, anchor, number, heading, html in edition.clauses.values_list(
            "kind", "anchor", "number", "heading", "html"
        )
    ]
    return {
        **_shown(rows),
        "edition": edition,
        "title": edition.title,
        "state": standing.state.value,
        "state_sentence": state_sentence(standing, edition.language),
        "stamp_lines": stamp_lines(edition),
        "editions": list(queries.history(edition)),
        "on_date": on_date if on_date != today else None,
    }


def of_draft(*, title: str, body: StreamValue, language: str) -> dict[str, Any]:
    """Return the context of a page that is being edited."""
    blocks = frozen_blocks(body)
    rows = [
        Row(
            block.kind,
            anchor,
            block.number,
            block.heading,
            mark_safe(render(block, anchor=anchor, language=language)),  # noqa: S308 - the blocks are cleaned
        )
        for block, anchor in zip(blocks, anchors(blocks), strict=True)
    ]
    return {
        **_shown(rows),
        "edition": None,
        "title": title,
        "state": "draft",
        "state_sentence": _("Draft: this text has not been published."),
        "stamp_lines": [],
        "editions": [],
        "on_date": None,
    }


def _shown(rows: Sequence[Row]) -> dict[str, Any]:
    headings = [row for row in rows if row.kind in {BlockKind.SECTION, BlockKind.ANNEX} and row.heading]
    return {"rows": rows, "contents": headings}


def state_sentence(standing: queries.Standing, language: str) -> str:
    """Say in one sentence how an edition stands on the day it was asked for."""
    edition = standing.edition
    begins = format_date(edition.in_force_from, language) if edition.in_force_from else ""
    replaced = format_date(standing.next_in_force_from, language) if standing.next_in_force_from else ""
    repealed = format_date(standing.repealed_on, language) if standing.repealed_on else ""
    sentences = {
        EditionState.NOT_RECORDED: _(
            "Approval not recorded: this text is published, but nothing here says that it is in force."
        ),
        EditionState.FUTURE: _("Comes into force on %(date)s.") % {"date": begins},
        EditionState.IN_FORCE: _("In force from %(date)s.") % {"date": begins},
        EditionState.PREVIOUS: _("No longer in force: replaced on %(date)s.") % {"date": replaced},
        EditionState.REPEALED: _("No longer in force from %(date)s.") % {"date": repealed},
    }
    return one_stop(sentences[standing.state])


def stamp_lines(edition: Edition) -> list[str]:
    """Return the approval stamp, line by line, as it stood at publication."""
    lines = []
    minutes, order = edition.stamp.get("minutes"), edition.stamp.get("order")
    if minutes:
        lines.append(
            _("Adopted: %(body)s, minutes No. %(number)s of %(date)s")
            % {
                "body": in_reader_language(minutes["body"]),
                "number": minutes["number"],
                "date": format_date(date.fromisoformat(minutes["date"]), edition.language),
            }
        )
    if order:
        lines.append(
            _("Approved: order No. %(number)s of %(date)s")
            % {"number": order["number"], "date": format_date(date.fromisoformat(order["date"]), edition.language)}
        )
    return lines
