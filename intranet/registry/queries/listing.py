"""The public list: keyset pages, searches by prefix, a capped count (law 11)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, DateField, F, Func, Q, Value
from django.utils.translation import gettext as _

from intranet.registry import disclosure
from intranet.registry.disclosure import PublicEntry, Row
from intranet.registry.models import CertificateQuerySet
from intranet.registry.models.certificates import AFTER_ALL_NAMES, alphabetical
from intranet.registry.queries.filters import Asked, BadFilter, Cursor, Order, Status
from intranet.registry.queries.furnishing import Furniture, begins, furniture, introduction
from intranet.registry.queries.topics import LOOKED_THROUGH, MOST_TOPICS, Sought

__all__ = ["Furniture", "Page", "every_entry", "furniture", "in_order", "introduction", "matches", "page"]

PAGE = 50
EXPORT_CHUNK = 5000
MOST_COUNTED = 10_000


@dataclass(frozen=True)
class Page:
    """A page of the list."""

    entries: list[PublicEntry]
    count: int
    is_capped: bool  # there are more than ``count``
    next: Cursor | None


def page(question: Asked, known: Furniture, *, at: datetime, size: int | None = None) -> Page:
    """Return the page of the list that is asked for: one query, at any depth. Raises BadFilter."""
    size = size or PAGE
    most = MOST_COUNTED + 1
    if question.order is Order.TOPIC:
        rows, count = _page_by_topic(question, known, at=at, size=size)
    else:
        matching = matches(question, known, at=at)
        rows, count = disclosure.read_counted(
            _from(matching, question)[: size + 1], disclosure.counted(matching, most=most)
        )
    shown = rows[:size]
    is_capped = count >= most or (question.order is Order.TOPIC and known.topics > MOST_TOPICS)
    return Page(
        entries=list(disclosure.entries(shown, known.vocabulary)),
        count=min(count, MOST_COUNTED),
        is_capped=is_capped,
        next=_cursor_at(shown[-1], question.order) if len(rows) > size else None,
    )


def _page_by_topic(question: Asked, known: Furniture, *, at: datetime, size: int) -> tuple[list[Row], int]:
    after = (question.after.issue_date, question.after.id) if question.after else None
    sought = Sought(question.words, at, question.days, after)
    are_many = known.topics > MOST_TOPICS
    ids = sought.many(size + 1) if are_many else sought.few(size + 1)
    newest = disclosure.listed(at).filter(pk__in=ids).order_by("-issue_date", "-id")
    rows, count = disclosure.read_counted(newest, sought.count(MOST_COUNTED + 1))
    if are_many and len(rows) <= size:
        everything = _from(disclosure.listed(at), Asked(year=question.year, month=question.month, after=question.after))
        if everything.values("pk")[LOOKED_THROUGH:].exists():
            raise BadFilter(_("Too many topics have these words, and few of them are recent. Add a word, or a year."))
    return rows, count


def every_entry(question: Asked, known: Furniture, *, at: datetime, origin: str) -> Iterator[PublicEntry]:
    """Yield every entry that the question matches, read in chunks so that memory and first byte stay small."""
    after: Cursor | None = None
    while True:
        going_on = replace(question, after=after)
        rows = list(disclosure.read(_from(matches(question, known, at=at), going_on)[:EXPORT_CHUNK]))
        yield from disclosure.entries(rows, known.vocabulary, origin=origin)
        if len(rows) < EXPORT_CHUNK:
            return
        after = _cursor_at(rows[-1], question.order)


def matches(question: Asked, known: Furniture, *, at: datetime) -> CertificateQuerySet:
    """Return the listed certificates that the question matches. Raises BadFilter for an unknown form or kind."""
    rows = _filtered(disclosure.listed(at), question, known)
    match question.order:
        case Order.NAME:
            return begins(disclosure.findable_by_name(rows), "name_key", question.key)
        case Order.NUMBER:
            return begins(rows, "number_key", question.key)
        case Order.TOPIC:
            return rows.filter(topic_hash__in=Sought(question.words, at).topics())
        case Order.ALPHABET:
            return rows.annotate(alphabet=alphabetical())
        case Order.NEWEST:
            return rows


def _filtered(rows: CertificateQuerySet, question: Asked, known: Furniture) -> CertificateQuerySet:
    if question.days is not None:
        rows = rows.filter(issue_date__range=question.days)
    for name, code, key in (
        ("form", question.form, known.form_id(question.form)),
        ("kind", question.kind, known.kind_id(question.kind)),
    ):
        if code and key is None:
            raise BadFilter(_("There is no such form or kind. Choose one from the list."))
        if key is not None:
            rows = rows.filter(**{f"{name}_id": key})
    if question.programme is not None:
        if question.programme not in known.programmes:
            raise BadFilter(_("There is no such programme. Choose one from the list."))
        rows = rows.filter(programme_document_id=question.programme)
    if question.status:
        rows = rows.filter(annulled_on__isnull=question.status == Status.VALID)
    return rows


def in_order(question: Asked, rows: CertificateQuerySet) -> CertificateQuerySet:
    """Return the rows that match a question in the order in which it wants them."""
    return _from(rows, question)


COLUMNS = {Order.NAME: "name_key", Order.NUMBER: "number_key", Order.ALPHABET: "alphabet"}


def _from(rows: CertificateQuerySet, question: Asked) -> CertificateQuerySet:
    """Order the rows and start after the cursor; the first condition is what the index is entered by."""
    column = COLUMNS.get(question.order)
    rows = rows.order_by(*([column] if column else []), "-issue_date", "-id")
    if (last := question.after) is None:
        return rows
    older = OlderThan(F("issue_date"), F("id"), Value(last.issue_date, DateField()), Value(last.id))
    if not column:
        return rows.filter(older)
    return rows.filter(
        Q(**{f"{column}__gt": last.key}) | (Q(**{column: last.key}) & Q(older)), **{f"{column}__gte": last.key}
    )


class OlderThan(Func):
    """Compare date and id with those of a row as one: a day with a hundred thousand rows is entered in its middle."""

    template = "((%(row)s) < (%(last)s))"
    output_field = BooleanField()

    def as_sql(self, compiler: Any, connection: Any, *_more: Any, **_extra: Any) -> tuple[str, tuple[Any, ...]]:
        parts = [compiler.compile(part) for part in self.get_source_expressions()]
        sql = [part for part, _parameters in parts]
        parameters = [value for _part, values in parts for value in values]
        return self.template % {"row": ", ".join(sql[:2]), "last": ", ".join(sql[2:])}, tuple(parameters)


def _cursor_at(row: Row, order: Order) -> Cursor:
    key = ""
    match order:
        case Order.NAME:
            key = row.name_key
        case Order.NUMBER:
            key = row.number_key
        case Order.ALPHABET:
            key = AFTER_ALL_NAMES if row.restricted_on else row.sort_key
    return Cursor(issue_date=row.issue_date, id=row.id, key=key)
