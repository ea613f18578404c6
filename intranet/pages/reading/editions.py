"""What a reader of a document is shown: the edition, how it stands, its contents and its approval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.blocks import StreamValue

from intranet.core.dates import format_date, one_stop
from intranet.core.languages import in_reader_language
from intranet.documents import queries, searching
from intranet.documents.enums import BlockKind, EditionState
from intranet.documents.models import Edition
from intranet.documents.rendering import Linker, page_address, render
from intranet.documents.rules.markup import mark_words
from intranet.documents.rules.texts import anchors
from intranet.pages.publishing.freezing import frozen_blocks
from intranet.pages.reading import clauses as clause_pages
from intranet.pages.reading.marking import Margin, Row, text_of
from intranet.pages.translations import bilingual


@dataclass(frozen=True)
class Asked:
    """What a reader asks of a document beside its text: words to find in it, the earlier address of a clause.

    ``alone``: the text and nothing that leads to what else there is of it, for whoever may read this one text only.
    """

    words: str = ""
    was: str = ""
    alone: bool = False


def of_edition(
    standing: queries.Standing, *, key: UUID, url: str, on_date: date, today: date, asked: Asked = Asked()
) -> dict[str, Any]:
    """Return the context of a published edition on a day; ``key`` and ``url`` are those of the document's page."""
    edition = standing.edition
    fields = ("block_id", "kind", "anchor", "number", "heading", "html", "change", "former_anchors")
    rows = [Row(*row) for row in edition.clauses.order_by("position").values_list(*fields)]
    editions = list(standing.editions)
    found = _found(edition, asked.words)
    if found and found.hits:
        rows = _marked(rows, found, edition.language)
    rows, languages = bilingual.of_reading(rows, edition, url="" if asked.alone else url, on_date=on_date)
    margin = None if asked.alone else _margin(edition, editions, key=key, url=url, today=today)
    return {
        **languages,
        **_shown(rows, margin),
        "edition": edition,
        "title": edition.title,
        "state": standing.state.value,
        "state_sentence": state_sentence(standing, edition.language),
        "replaced_by": _replaced_by(edition),
        "stamp_lines": stamp_lines(edition),
        "editions": editions,
        "on_date": on_date if on_date != today else None,
        "gone": [{**each, "in_force_from": _day(each["in_force_from"])} for each in edition.gone],
        "found": found,
        "asked": asked.words,
        "alone": asked.alone,
        "notice": clause_pages.notice(edition, asked.was) if asked.was else "",
    }


def _replaced_by(edition: Edition) -> tuple[str, str] | None:
    """Return the title and the address of what replaces a repealed document, where it says so."""
    replacing = edition.document.replaced_by
    if replacing is None:
        return None
    title = queries.titles_of([replacing.pk], edition.language)[replacing.pk]
    return title, page_address(replacing.key, edition.language)


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def _margin(edition: Edition, editions: Sequence[Edition], *, key: UUID, url: str, today: date) -> Margin:
    """Return what the clauses of an edition are marked with (one query, and one where other documents cite it)."""
    begins = edition.in_force_from
    before = next((each.in_force_from for each in editions if _is_before(each, begins)), None)
    latest = next((each for each in editions if each.in_force_from and each.in_force_from <= today), None)
    citing = queries.cited_by(edition=edition, on_date=today)
    return Margin(
        compared=f"{url}compare/{before}/{begins}/" if before and begins else "",
        today=url if latest is not None and latest != edition and begins and begins <= today else "",
        cited=clause_pages.cited(edition, citing, key),
    )


def _is_before(edition: Edition, begins: date | None) -> bool:
    return begins is not None and edition.in_force_from is not None and edition.in_force_from < begins


@dataclass(frozen=True)
class Found:
    """The clauses in which words were found; ``problem`` says why nothing was looked for."""

    hits: Sequence[queries.Hit] = ()
    question: searching.Question | None = None
    problem: str = ""


def _found(edition: Edition, words: str) -> Found | None:
    if not words.strip():
        return None
    if len(words) > searching.LONGEST:
        return Found(problem=too_long())
    question = searching.question(words, edition.language)
    if not question.words:
        return Found(problem=_("Type at least one word or number."))
    return Found(queries.clauses_with(question, [edition.pk], at_most=500).found, question)


def too_long() -> str:
    """Say that a question is too long to be searched."""
    return ngettext(
        "Ask in at most %(count)d character.", "Ask in at most %(count)d characters.", searching.LONGEST
    ) % {"count": searching.LONGEST}


def _marked(rows: Sequence[Row], found: Found, language: str) -> list[Row]:
    """Return the rows with the words that were found marked in them."""
    assert found.question is not None  # noqa: S101 - what was found was asked for
    hits = {hit.block_id for hit in found.hits}
    wanted = found.question.marker(language)
    return [replace(row, html=mark_words(row.html, wanted)) if row.block_id in hits else row for row in rows]


def of_draft(*, title: str, body: StreamValue, language: str) -> dict[str, Any]:
    """Return the context of a page that is being edited."""
    blocks = frozen_blocks(body, language)
    linker = Linker(blocks, language=language, title=title)
    rows = [
        Row(
            block.id,
            block.kind,
            anchor,
            block.number,
            block.heading,
            render(linker.linked(block), anchor=anchor, language=language),
        )
        for block, anchor in zip(blocks, anchors(blocks), strict=True)
    ]
    return {
        **_shown(rows, None),
        "edition": None,
        "title": title,
        "state": "draft",
        "state_sentence": _("Draft: this text has not been published."),
        "stamp_lines": [],
        "editions": [],
        "on_date": None,
    }


def _shown(rows: Sequence[Row], margin: Margin | None) -> dict[str, Any]:
    """Return the text and its contents; without a margin, as in a draft, its clauses have nothing beside them."""
    headings = [
        {"anchor": row.anchor, "number": row.number, "heading": row.heading, "children": ()}
        for row in rows
        if row.kind in {BlockKind.SECTION, BlockKind.ANNEX} and row.heading
    ]
    bare = mark_safe("\n".join(row.html for row in rows))  # noqa: S308 - the blocks are cleaned
    return {"text": text_of(rows, margin) if margin else bare, "contents": headings}


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
    return approval_lines(edition.stamp, edition.language)


def approval_lines(stamp: Mapping[str, Any], language: str) -> list[str]:
    """Return what approves a text, line by line; ``language`` is the text's."""
    lines = []
    minutes, order = stamp.get("minutes"), stamp.get("order")
    if minutes:
        lines.append(
            _("Adopted: %(body)s, minutes No. %(number)s of %(date)s")
            % {
                "body": in_reader_language(minutes["body"]),
                "number": minutes["number"],
                "date": format_date(date.fromisoformat(minutes["date"]), language),
            }
        )
    if order:
        lines.append(
            _("Approved: order No. %(number)s of %(date)s")
            % {"number": order["number"], "date": format_date(date.fromisoformat(order["date"]), language)}
        )
    return lines
