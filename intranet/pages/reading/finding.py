"""Clauses found by their words in the documents of a section."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.models import Page

from intranet.documents import queries, searching
from intranet.documents.enums import BlockKind
from intranet.documents.models import Edition
from intranet.documents.rules.markup import mark_words
from intranet.pages.reading.editions import too_long
from intranet.pages.reading.marking import named

AROUND = 140  # characters of a clause shown before and behind the first word that was found


@dataclass(frozen=True)
class Result:
    """A clause that was found: where it stands, and its words around those that were asked for."""

    name: str
    title: str
    url: str
    snippet: SafeString
    is_approved: bool


def of_section(section: Page, *, words: str, on_date: date) -> dict[str, Any]:
    """Return the context of a search in the documents of a section; without words, of the form alone."""
    shown: dict[str, Any] = {"asked": words[: searching.LONGEST], "results": [], "documents": [], "problem": ""}
    if not words.strip():
        return shown
    if len(words) > searching.LONGEST:
        return {**shown, "problem": too_long()}
    language = section.locale.language_code
    question = searching.question(words, language)
    if not question.words:
        return {**shown, "problem": _("Type at least one word or number.")}
    addresses = _addresses(section)
    editions = queries.searched(keys=addresses.keys(), language=language, on_date=on_date)
    hits = queries.clauses_with(question, editions)
    results = [_result(hit, editions[hit.edition_id], addresses, question) for hit in hits.found]
    titles = [
        (edition.title, addresses[edition.document.key])
        for edition in editions.values()
        if _is_in(question, edition.title, language)
    ]
    return {**shown, "results": results, "documents": titles, "has_more": hits.has_more, "is_searched": True}


def _addresses(section: Page) -> dict[Any, str]:
    """Return by key the addresses of the documents that who may read the section may read."""
    pages = section.get_children().live()
    if not section.get_view_restrictions().exists():
        pages = pages.public()
    base = section.url or ""
    return {key: f"{base}{slug}/" for key, slug in pages.values_list("translation_key", "slug")}


def _is_in(question: searching.Question, title: str, language: str) -> bool:
    keys = searching.keys(title, language).split()
    return all(any(asked.matches(key) for key in keys) for asked in question.words)


def _result(hit: queries.Hit, edition: Edition, addresses: dict[Any, str], question: searching.Question) -> Result:
    if hit.number or hit.kind == BlockKind.ANNEX:
        name = named(hit.kind, hit.number, hit.heading)
    else:
        name = {BlockKind.TABLE: _("a table"), BlockKind.LIST: _("a list")}.get(BlockKind(hit.kind), _("a paragraph"))
    return Result(
        name=str(name),
        title=edition.title,
        url=f"{addresses[edition.document.key]}#{hit.anchor}",
        snippet=_snippet(hit, question, edition.language),
        is_approved=edition.in_force_from is not None,
    )


def _snippet(hit: queries.Hit, question: searching.Question, language: str) -> SafeString:
    """Return the words of a clause around the first that was found, each that was found marked."""
    text = hit.text.removeprefix(hit.number).strip()
    wanted = question.marker(language)
    first = _first(text, wanted)
    begin = _word_start(text, max(0, first - AROUND))
    end = _word_start(text, min(len(text), first + AROUND)) if first + AROUND < len(text) else len(text)
    marked = mark_words(str(escape(text[begin:end].strip())), wanted)
    return mark_safe(f"{'… ' if begin else ''}{marked}{' …' if end < len(text) else ''}")  # noqa: S308 - escaped above


def _first(text: str, wanted: Any) -> int:
    return next((found.start() for found in searching.TOKEN.finditer(text) if wanted(found[0])), 0)


def _word_start(text: str, place: int) -> int:
    """Return the beginning of the word that stands at a place, so that none is torn."""
    spaces: Sequence[re.Match[str]] = list(re.finditer(r"\s", text[:place]))
    return spaces[-1].end() if spaces and place else 0
