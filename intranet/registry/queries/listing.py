"""The public list: keyset pages, searches by prefix, a capped count (law 11)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import DateField, Q, Subquery, Value
from django.utils.translation import gettext as _

from intranet.core.languages import in_reader_language
from intranet.registry import disclosure
from intranet.registry.disclosure import PublicEntry, Row, Vocabulary
from intranet.registry.models import Certificate, CertificateQuerySet, Form, Introduction, Kind
from intranet.registry.queries.filters import Asked, BadFilter, Cursor, Order
from intranet.registry.rules import keys

PAGE = 50
EXPORT_CHUNK = 5000
MOST_COUNTED = 10_000


@dataclass(frozen=True)
class Choice:
    code: str
    name: str
    is_retired: bool


@dataclass(frozen=True)
class Furniture:
    """What the page needs besides rows: vocabularies, the first year, the words above the list; one query."""

    vocabulary: Vocabulary
    forms: Mapping[int, Choice]
    kinds: Mapping[int, Choice]
    oldest: date | None
    introduction: str

    def form_id(self, code: str) -> int | None:
        return _id_of(code, self.forms)

    def kind_id(self, code: str) -> int | None:
        return _id_of(code, self.kinds)

    def years(self, on_date: date) -> list[int]:
        """Return the years that the list may be filtered by, the newest first."""
        first = self.oldest.year if self.oldest else on_date.year
        return list(range(on_date.year, first - 1, -1))


@dataclass(frozen=True)
class Page:
    """A page of the list."""

    entries: list[PublicEntry]
    count: int
    is_capped: bool
    next: Cursor | None


def furniture(slug: str) -> Furniture:
    """Read vocabularies, oldest date and introduction in one query."""
    oldest = Subquery(Certificate.objects.standing().order_by("issue_date").values("issue_date")[:1])
    shape = ("what", "pk", "code", "names", "is_retired", "oldest", "position")
    forms = Form.objects.order_by().annotate(what=Value("form"), oldest=oldest).values_list(*shape)
    kinds = Kind.objects.order_by().annotate(what=Value("kind"), oldest=Value(None, DateField())).values_list(*shape)
    texts = (
        Introduction.objects.filter(slug=slug)
        .annotate(what=Value("text"), is_retired=Value(False), oldest=Value(None, DateField()), position=Value(0))
        .values_list("what", "pk", "slug", "texts", "is_retired", "oldest", "position")
    )
    found = sorted(forms.union(kinds, texts, all=True), key=lambda row: (row[6], row[2]))
    names = {(what, pk): _texts(raw) for what, pk, _code, raw, *_rest in found}
    choices = {
        what: {
            pk: Choice(code, in_reader_language(names[what, pk]), bool(is_retired))
            for kind_of, pk, code, _raw, is_retired, *_rest in found
            if kind_of == what
        }
        for what in ("form", "kind")
    }
    return Furniture(
        vocabulary=Vocabulary(
            forms={pk: texts for (what, pk), texts in names.items() if what == "form"},
            kinds={pk: texts for (what, pk), texts in names.items() if what == "kind"},
        ),
        forms=choices["form"],
        kinds=choices["kind"],
        oldest=next((row[5] for row in found if row[5]), None),
        introduction=next((in_reader_language(texts) for (what, _pk), texts in names.items() if what == "text"), ""),
    )


def introduction(slug: str) -> str:
    """Return the words above a page, in the reader's language."""
    texts = Introduction.objects.filter(slug=slug).values_list("texts", flat=True).first()
    return in_reader_language(texts) if texts else ""


def page(question: Asked, known: Furniture, *, at: datetime) -> Page:
    """Return the page of the list that is asked for: one query, at any depth. Raises BadFilter."""
    matching = matches(question, known, at=at)
    rows, count = disclosure.read_counted(_from(matching, question)[: PAGE + 1], matching, most=MOST_COUNTED + 1)
    shown = rows[:PAGE]
    return Page(
        entries=list(disclosure.entries(shown, known.vocabulary)),
        count=min(count, MOST_COUNTED),
        is_capped=count > MOST_COUNTED,
        next=_cursor_at(shown[-1], question.order) if len(rows) > PAGE else None,
    )


def every_entry(question: Asked, known: Furniture, *, at: datetime, origin: str) -> Iterator[PublicEntry]:
    """Yield every entry that the question matches, read in chunks so that memory and first byte stay small."""
    after: Cursor | None = None
    while True:
        going_on = Asked(question.q, question.year, question.form, question.kind, after)
        rows = list(disclosure.read(_from(matches(question, known, at=at), going_on)[:EXPORT_CHUNK]))
        yield from disclosure.entries(rows, known.vocabulary, origin=origin)
        if len(rows) < EXPORT_CHUNK:
            return
        after = _cursor_at(rows[-1], question.order)


def matches(question: Asked, known: Furniture, *, at: datetime) -> CertificateQuerySet:
    """Return the listed certificates that the question matches. Raises BadFilter for an unknown form or kind."""
    rows = disclosure.listed(at)
    if question.year is not None:
        rows = rows.filter(issue_date__range=(date(question.year, 1, 1), date(question.year, 12, 31)))
    for name, code, key in (
        ("form", question.form, known.form_id(question.form)),
        ("kind", question.kind, known.kind_id(question.kind)),
    ):
        if code and key is None:
            raise BadFilter(_("There is no such form or kind. Choose one from the list."))
        if key is not None:
            rows = rows.filter(**{f"{name}_id": key})
    if question.order is Order.NAME:
        rows = disclosure.findable_by_name(rows)
        return rows.filter(name_key__gte=question.key, name_key__lt=keys.end_of(question.key))
    if question.order is Order.NUMBER:
        return rows.filter(number_key__gte=question.key, number_key__lt=keys.end_of(question.key))
    return rows


def _from(rows: CertificateQuerySet, question: Asked) -> CertificateQuerySet:
    """Order the rows and start after the cursor; the first condition is what the index is entered by."""
    column = {Order.NEWEST: "", Order.NAME: "name_key", Order.NUMBER: "number_key"}[question.order]
    rows = rows.order_by(*([column] if column else []), "-issue_date", "-id")
    if (last := question.after) is None:
        return rows
    older = Q(issue_date__lt=last.issue_date) | Q(issue_date=last.issue_date, id__lt=last.id)
    if not column:
        return rows.filter(older, issue_date__lte=last.issue_date)
    return rows.filter(
        Q(**{f"{column}__gt": last.key}) | (Q(**{column: last.key}) & older), **{f"{column}__gte": last.key}
    )


def _cursor_at(row: Row, order: Order) -> Cursor:
    key = {Order.NEWEST: "", Order.NAME: row.name_key, Order.NUMBER: row.number_key}[order]
    return Cursor(issue_date=row.issue_date, id=row.id, key=key)


def _texts(raw: str | Mapping[str, str]) -> dict[str, str]:
    """Return the texts of a row of the union; SQLite hands JSON over as text there."""
    return dict(json.loads(raw) if isinstance(raw, str) else raw)


def _id_of(code: str, choices: Mapping[int, Choice]) -> int | None:
    return next((key for key, choice in choices.items() if choice.code == code), None) if code else None
