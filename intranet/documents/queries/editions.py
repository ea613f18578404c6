"""Documents and their editions: the one of a day, its text, its history."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from intranet.core import institution
from intranet.documents.enums import DocumentKind, EditionState
from intranet.documents.models import Document, Edition, SignedCopy
from intranet.documents.rules.editions import EditionDates, state
from intranet.documents.rules.texts import FrozenBlock


@dataclass(frozen=True)
class Standing:
    """An edition and how it stands on a day."""

    edition: Edition
    state: EditionState
    next_in_force_from: date | None
    repealed_on: date | None
    editions: tuple[Edition, ...] = ()  # all that stand, the newest first
    superseded: tuple[Edition, ...] = ()  # all that gave way, the first published first, with their corrections
    has_signed_copies: bool = False


def edition_on(*, key: UUID, language: str, on_date: date, asked_for: bool = False) -> Standing | None:
    """Return the edition of a document for a day: the one in force then, else the next to come, else the unapproved.

    ``asked_for`` says that the reader named the day: then only an edition in force on it, or the one that begins
    that very day, answers.
    """
    everything = list(_all_of(key, language))
    if not everything:
        return None
    document = everything[0].document
    editions = [edition for edition in everything if edition.superseded_at is None]
    dated = [edition for edition in editions if edition.in_force_from is not None]
    past = [edition for edition in dated if edition.in_force_from and edition.in_force_from <= on_date]
    coming = [edition for edition in dated if edition.in_force_from and edition.in_force_from > on_date]
    undated = [edition for edition in editions if edition.in_force_from is None]
    chosen = past[-1:] or ([] if asked_for else coming[:1] or undated)
    if not chosen:
        return None
    following = next((edition.in_force_from for edition in coming), None)
    dates = EditionDates(chosen[0].in_force_from, following, document.repealed_on)
    newest_first = (*reversed(dated), *undated)
    gone = sorted((each for each in everything if each.superseded_at), key=lambda each: (each.published_at, each.pk))
    is_signed = any(each.is_signed for each in everything if each.in_force_from == chosen[0].in_force_from)
    return Standing(
        chosen[0], state(dates, on_date), following, document.repealed_on, newest_first, tuple(gone), is_signed
    )


def _all_of(key: UUID, language: str) -> QuerySet[Any]:
    """Return every text of a document that was ever published in a language: the whole of a page in one query."""
    signed = SignedCopy.objects.filter(edition=OuterRef("pk"))
    return (
        Edition.objects.filter(document__key=key, language=language)
        .select_related("document", "correction")
        .defer("touched")
        .annotate(is_signed=Exists(signed))
        .order_by("in_force_from", "pk")
    )


def history(edition: Edition) -> QuerySet[Edition]:
    """Return the standing editions of an edition's document in its language, the newest first."""
    same = Edition.objects.standing().filter(document=edition.document_id, language=edition.language)
    return same.order_by("-in_force_from")


def edition_of_day(edition: Edition, day: date) -> Edition | None:
    """Return the standing edition of the same document and language that came into force on a day."""
    same = Edition.objects.standing().filter(document=edition.document_id, language=edition.language)
    return same.filter(in_force_from=day).select_related("document").first()


def titles_of(documents: Collection[int], language: str) -> dict[int, str]:
    """Return what documents are called in a language, else in the institution's own, else in any that they have."""
    rows = Document.objects.filter(pk__in=documents).titled(language, institution.current().default_language)
    return {pk: title or "" for pk, title in rows.values_list("pk", "title")}


def edition_to_read(document: Document) -> Edition | None:
    """Return the edition that readers are asked about: the newest, in the institution's language where it has it."""
    newest = (
        Edition.objects.standing()
        .filter(document=document)
        .order_by(F("in_force_from").desc(nulls_last=True), "-published_at", "-pk")
        .first()
    )
    if newest is None or newest.language == institution.current().default_language:
        return newest
    same = Edition.objects.standing().filter(document=document, in_force_from=newest.in_force_from)
    return same.filter(language=institution.current().default_language).first() or newest


def text_of(edition: Edition) -> list[FrozenBlock]:
    """Return the blocks of an edition as they were frozen."""
    rows = edition.clauses.order_by("position").values_list("block_id", "kind", "data")
    return [FrozenBlock(*row) for row in rows]


class ProgrammeEdition(NamedTuple):
    """A published programme under one of its titles, and when it is in force."""

    document_id: int
    title: str
    language: str
    in_force_from: date
    repealed_on: date | None

    def is_in_force(self, on_date: date) -> bool:
        return self.in_force_from <= on_date and (self.repealed_on is None or on_date < self.repealed_on)


def programme_editions() -> list[ProgrammeEdition]:
    """Return every standing edition of a programme that has come, or will come, into force, the latest first."""
    rows = Edition.objects.standing().filter(document__kind=DocumentKind.PROGRAMME, in_force_from__isnull=False)
    shape = ("document_id", "title", "language", "in_force_from", "document__repealed_on")
    return [ProgrammeEdition(*row) for row in rows.order_by("-in_force_from", "-pk").values_list(*shape)]
