"""The table of the regulations in force: what is in force, who approved it, since when, in which languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from intranet.core import institution, words
from intranet.core.languages import reader_language
from intranet.documents.enums import EditionState
from intranet.documents.models import Edition, Review
from intranet.pages.models import RegulationPage
from intranet.pages.reading.editions import approval_lines


@dataclass(frozen=True)
class Text:
    """A regulation as everybody may read it in one language today."""

    language: str
    title: str
    url: str
    edition: Edition
    since: date | None  # of its first edition

    @property
    def amended_on(self) -> date | None:
        begins = self.edition.in_force_from
        return begins if begins != self.since else None

    @property
    def base(self) -> str:
        """The address of the edition, whatever is in force tomorrow."""
        begins = self.edition.in_force_from
        return f"{self.url}{begins}/" if begins else self.url


@dataclass(frozen=True)
class Line:
    """A regulation in force, or one that is public while its approval is not recorded."""

    text: Text  # in the reader's language, else in the first of the site's that it has
    texts: tuple[Text, ...]
    state: EditionState
    approved: tuple[str, ...]
    approved_on: date | None
    review_by: date | None


def in_force(request: HttpRequest, *, on_date: date) -> list[Line]:
    """Return every regulation that is in force on a day and everybody may read (four queries, however many)."""
    urls = _addresses(request)
    editions = Edition.objects.standing().filter(document__key__in={key for key, _language in urls})
    by_text: dict[tuple[UUID, str], list[Edition]] = {}
    for edition in editions.select_related("document").order_by("in_force_from", "pk"):
        text_key = (edition.document.key, edition.language)
        if text_key in urls:
            by_text.setdefault(text_key, []).append(edition)
    reviews = dict(Review.objects.filter(done_on=None).values_list("document__key", "due_on"))
    found: dict[UUID, list[Text]] = {}
    for key, language in _in_reading_order(by_text):
        text = _today(by_text[key, language], urls[key, language], on_date)
        if text is not None:
            found.setdefault(key, []).append(text)
    return [_line(texts, reviews.get(key)) for key, texts in found.items()]


def _addresses(request: HttpRequest) -> dict[tuple[UUID, str], str]:
    pages = RegulationPage.objects.live().public().defer_streamfields().select_related("locale")
    return {(page.translation_key, page.locale.language_code): page.get_url(request) or "" for page in pages}


def _in_reading_order(texts: Iterable[tuple[UUID, str]]) -> list[tuple[UUID, str]]:
    """Return the texts with the reader's language first, then the site's in their order."""
    order = [reader_language(), *institution.current().languages]
    return sorted((text for text in texts if text[1] in order), key=lambda text: order.index(text[1]))


def _today(editions: Sequence[Edition], url: str, on_date: date) -> Text | None:
    """Return the text that is in force on a day or, where none ever was, the one that waits for its approval."""
    repealed_on = editions[0].document.repealed_on
    if repealed_on is not None and repealed_on <= on_date:
        return None
    dated = [each for each in editions if each.in_force_from is not None]
    begun = [each for each in dated if each.in_force_from and each.in_force_from <= on_date]
    shown = begun[-1:] or [each for each in editions if not dated and _was_public(each, on_date)]
    if not shown:
        return None
    edition = shown[0]
    return Text(edition.language, edition.title, url, edition, dated[0].in_force_from if dated else None)


def _was_public(edition: Edition, on_date: date) -> bool:
    return edition.published_at.astimezone(institution.time_zone()).date() <= on_date


def _line(texts: Sequence[Text], review_by: date | None) -> Line:
    edition = texts[0].edition
    approvals = [edition.stamp[name]["date"] for name in ("minutes", "order") if name in edition.stamp]
    return Line(
        text=texts[0],
        texts=tuple(texts),
        state=EditionState.IN_FORCE if edition.in_force_from else EditionState.NOT_RECORDED,
        approved=tuple(approval_lines(edition.stamp, reader_language())),
        approved_on=date.fromisoformat(max(approvals)) if approvals else None,
        review_by=review_by,
    )


# --- In which order ------------------------------------------------------------------------------------------------

SORTS: dict[str, Callable[[Line], date | None]] = {
    "approved": lambda line: line.approved_on,
    "since": lambda line: line.text.since,
    "amended": lambda line: line.text.amended_on,
    "review": lambda line: line.review_by,
}
TITLE = "title"
ASKABLE = (TITLE, *SORTS)


def in_order(lines: Iterable[Line], sort: str) -> list[Line]:
    """Return the lines by title, or by a day (the latest first where ``sort`` begins with a minus)."""
    by_title = sorted(lines, key=lambda line: words.sort_key(line.text.title, reader_language()))
    name = sort.removeprefix("-")
    if name == TITLE:
        return by_title[::-1] if sort.startswith("-") else by_title
    day = SORTS[name]
    known = sorted((line for line in by_title if day(line)), key=day, reverse=sort.startswith("-"))  # type: ignore[arg-type]
    return [*known, *(line for line in by_title if not day(line))]


# --- For programs --------------------------------------------------------------------------------------------------

FIELDS = (
    "title", "language", "state", "approved", "in_force_from", "last_amended", "review_by", "languages", "url", "pdf",
    "json",
)  # fmt: skip


def as_rows(lines: Iterable[Line], request: HttpRequest) -> list[dict[str, Any]]:
    """Return the lines by the names of their fields; a day as ISO 8601 writes it, what is not known as nothing."""
    return [
        {
            "title": line.text.title,
            "language": line.text.language,
            "state": line.state.value,
            "approved": list(line.approved),
            "in_force_from": line.text.since.isoformat() if line.text.since else None,
            "last_amended": line.text.amended_on.isoformat() if line.text.amended_on else None,
            "review_by": line.review_by.isoformat() if line.review_by else None,
            "languages": [text.language for text in line.texts],
            "url": request.build_absolute_uri(line.text.url),
            "pdf": request.build_absolute_uri(f"{line.text.base}document.pdf"),
            "json": request.build_absolute_uri(f"{line.text.base}document.json"),
        }
        for line in lines
    ]
