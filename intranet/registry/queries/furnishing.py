"""What the list's page needs besides rows: vocabularies, programmes, years, words, in one query."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection

from intranet.core.languages import in_reader_language, reader_language
from intranet.documents.enums import DocumentKind
from intranet.registry import disclosure
from intranet.registry.disclosure import Vocabulary
from intranet.registry.models import CertificateQuerySet, Introduction
from intranet.registry.queries.filters import Asked, By, Order
from intranet.registry.queries.topics import Sought, Sql
from intranet.registry.rules import keys


@dataclass(frozen=True)
class Choice:
    code: str
    name: str
    is_retired: bool


@dataclass(frozen=True)
class Programme:
    """A programme's title, in the reader's language or, with its language said, in another."""

    title: str
    language: str


@dataclass(frozen=True)
class Furniture:
    """What the page needs besides rows, read in one query: vocabularies, programmes, the first year, the words above.

    ``is_surname`` and ``topics`` are about the text that is searched for: whether a surname in the list begins with
    it, and how many topics have its words.
    """

    vocabulary: Vocabulary
    forms: Mapping[int, Choice]
    kinds: Mapping[int, Choice]
    programmes: Mapping[int, Programme]
    oldest: date | None
    introduction: str
    is_surname: bool = False
    topics: int = 0

    def form_id(self, code: str) -> int | None:
        return _id_of(code, self.forms)

    def kind_id(self, code: str) -> int | None:
        return _id_of(code, self.kinds)

    def years(self, on_date: date) -> list[int]:
        """Return the years that the list may be filtered by, the newest first."""
        first = self.oldest.year if self.oldest else on_date.year
        return list(range(on_date.year, first - 1, -1))

    def settled(self, question: Asked) -> Asked:
        """Return the question with its text taken for words of a topic where it begins no surname but fits topics."""
        if question.is_open and not self.is_surname and self.topics and question.parts == {By.SURNAME}:
            return replace(question, by=By.TOPIC)
        return question


# Written out: putting it together anew for every page took a quarter of the page's time.
LISTED_ONES = "c.withdrawn_at IS NULL AND c.superseded_on IS NULL AND c.held_at IS NULL"
NO_DATE = "CAST(NULL AS date)"
PIECES = f"""
    SELECT 'form', f.id, f.code, CAST(f.names AS text), f.is_retired,
        (SELECT c.issue_date FROM registry_certificate c WHERE {LISTED_ONES} ORDER BY c.issue_date, c.id LIMIT 1),
        f.position, {{is_surname}} FROM registry_form f
    UNION ALL SELECT 'kind', k.id, k.code, CAST(k.names AS text), k.is_retired, {NO_DATE}, k.position, {{topics}}
        FROM registry_kind k
    UNION ALL SELECT 'text', i.id, i.slug, CAST(i.texts AS text), 1 = 0, {NO_DATE}, 0, 0
        FROM registry_introduction i WHERE i.slug = %s
    UNION ALL SELECT 'programme ' || e.language, e.document_id, e.title, '{{{{}}}}', 1 = 0, e.in_force_from, 0, 0
        FROM documents_edition e JOIN documents_document d ON d.id = e.document_id
        WHERE d.kind = '{DocumentKind.PROGRAMME}' AND e.superseded_at IS NULL AND EXISTS (
            SELECT 1 FROM registry_certificate c WHERE c.programme_document_id = d.id AND {LISTED_ONES})
"""  # noqa: S608 - our own names


def furniture(slug: str, question: Asked | None = None, *, at: datetime | None = None) -> Furniture:
    """Read vocabularies, programmes, oldest date, introduction and what the text may be, in one query."""
    (is_surname, of_surname), (topics, of_topics) = _what_it_may_be(question, at)
    with connection.cursor() as cursor:
        cursor.execute(PIECES.format(is_surname=is_surname, topics=topics), [*of_surname, *of_topics, slug])
        pieces = [_Piece(*row) for row in cursor.fetchall()]
    return _furnished([piece._replace(day=_day(piece.day)) for piece in pieces])


def _day(value: date | str | None) -> date | None:
    """Return the date; SQLite hands it over as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


class _Piece(NamedTuple):
    what: str
    pk: int
    code: str
    names: str | Mapping[str, str]
    is_retired: bool
    day: Any  # SQLite hands a date over as text
    position: int
    number: int


def _furnished(pieces: list[_Piece]) -> Furniture:
    of: dict[str, list[_Piece]] = {}
    for piece in sorted(pieces, key=lambda piece: (piece.position, piece.code)):
        of.setdefault(piece.what, []).append(piece)
    forms, kinds = of.get("form", []), of.get("kind", [])
    names = {piece.what + str(piece.pk): _texts(piece.names) for piece in (*forms, *kinds)}

    def choices(pieces: list[_Piece]) -> dict[int, Choice]:
        named = ((piece, in_reader_language(names[piece.what + str(piece.pk)])) for piece in pieces)
        return {piece.pk: Choice(piece.code, name, bool(piece.is_retired)) for piece, name in named}

    return Furniture(
        vocabulary=Vocabulary(
            forms={piece.pk: names[f"form{piece.pk}"] for piece in forms},
            kinds={piece.pk: names[f"kind{piece.pk}"] for piece in kinds},
        ),
        forms=choices(forms),
        kinds=choices(kinds),
        programmes=_titles({what.partition(" ")[2]: titles for what, titles in of.items() if " " in what}),
        oldest=next((piece.day for piece in forms if piece.day), None),
        introduction=next((in_reader_language(_texts(piece.names)) for piece in of.get("text", [])), ""),
        is_surname=any(piece.number for piece in forms),
        topics=max((piece.number for piece in kinds), default=0),
    )


def _titles(editions: Mapping[str, list[_Piece]]) -> dict[int, Programme]:
    """Return the title of each programme's latest edition in the reader's language, else in another, by title."""
    reader = reader_language()
    found: dict[int, Programme] = {}
    for language in sorted(editions, key=lambda language: (language == reader, language)):
        for piece in sorted(editions[language], key=lambda piece: piece.day or date.min):
            found[piece.pk] = Programme(piece.code, language)
    return dict(sorted(found.items(), key=lambda item: keys.sort_key(item[1].title, reader)))


def _what_it_may_be(question: Asked | None, at: datetime | None) -> tuple[Sql, Sql]:
    """Return the SQL for whether the text begins a surname in the list, and for how many topics have its words."""
    nothing: Sql = ("0", [])
    if question is None or at is None or not question.q or question.order is Order.NUMBER:
        return nothing, nothing
    topics = Sought(question.words, at).topic_count() if question.words else nothing
    if not question.is_open:
        return nothing, topics
    named = begins(disclosure.findable_by_name(disclosure.listed(at)), "name_key", question.key)
    sql, values = named.order_by("name_key").values("pk")[:1].query.sql_with_params()
    return (f"CASE WHEN EXISTS ({sql}) THEN 1 ELSE 0 END", list(values)), topics


def introduction(slug: str) -> str:
    """Return the words above a page, in the reader's language."""
    texts = Introduction.objects.filter(slug=slug).values_list("texts", flat=True).first()
    return in_reader_language(texts) if texts else ""


def begins(rows: CertificateQuerySet, column: str, key: str) -> CertificateQuerySet:
    """Keep the rows whose key begins with what is searched for."""
    return rows.filter(**{f"{column}__gte": key, f"{column}__lt": keys.end_of(key)})


def _texts(raw: str | Mapping[str, str]) -> dict[str, str]:
    """Return the texts of a row of the union; SQLite hands JSON over as text there."""
    return dict(json.loads(raw) if isinstance(raw, str) else raw)


def _id_of(code: str, choices: Mapping[int, Choice]) -> int | None:
    return next((key for key, choice in choices.items() if choice.code == code), None) if code else None
