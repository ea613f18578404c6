"""The history of a document as a line of days: adopted, approved, published, in force, amended, repealed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from intranet.core import clock
from intranet.core.languages import in_reader_language
from intranet.documents.models import Document, Edition
from intranet.documents.queries.earlier import EarlierText, earlier_text, earlier_texts


@dataclass(frozen=True)
class Event:
    """What happened on a day; ``edition`` and ``compared`` lead to its text and to what it changed."""

    day: date
    order: int  # among the events of one day
    what: str
    edition: str = ""
    compared: str = ""
    is_shown: bool = False  # the text is the one on the page
    is_to_come: bool = False


def of_document(
    shown: Edition,
    editions: Sequence[Edition],
    *,
    url: str,
    today: date,
    superseded: Sequence[Edition] | None = None,
) -> list[Event]:
    """Return the events of a document in one language, the earliest first; ``superseded`` spares a query."""
    earlier = earlier_texts(shown) if superseded is None else [earlier_text(each) for each in superseded]
    in_time = sorted((each for each in editions if each.in_force_from), key=_begins)
    found: list[Event] = []
    for place, edition in enumerate(in_time):
        before = in_time[place - 1] if place else None
        found += _approval(edition.stamp)
        found += _published(edition, earlier)
        found.append(_begun(edition, before, shown, url=url, today=today))
    found += _without_approval(editions, earlier)
    found += [_corrected(each) for each in earlier if each.corrected_at]
    found += _repealed(shown.document)
    return sorted(dict.fromkeys(found), key=lambda event: (event.day, event.order))


def _begins(edition: Edition) -> date:
    return edition.in_force_from or date.max


def _approval(stamp: dict[str, dict[str, object]]) -> Iterator[Event]:
    minutes, order = stamp.get("minutes"), stamp.get("order")
    if minutes:
        body = in_reader_language(minutes["body"])  # type: ignore[arg-type]  # JSON of our own
        said = _("Adopted: %(body)s, minutes No. %(number)s") % {"body": body, "number": minutes["number"]}
        yield Event(date.fromisoformat(str(minutes["date"])), 1, said)
    if order:
        said = _("Approved: order No. %(number)s") % {"number": order["number"]}
        yield Event(date.fromisoformat(str(order["date"])), 2, said)


def _published(edition: Edition, earlier: Sequence[EarlierText]) -> Iterator[Event]:
    """Say when the text of a day was first published, whatever corrections followed."""
    moments = [each.published_at for each in earlier if each.in_force_from == edition.in_force_from]
    yield Event(clock.date_of(min([*moments, edition.published_at])), 3, _("Published on this site"))


def _without_approval(editions: Sequence[Edition], earlier: Sequence[EarlierText]) -> Iterator[Event]:
    """Say when the text was first public without an approval; it may have one now."""
    moments = [each.published_at for each in editions if each.in_force_from is None]
    moments += [each.published_at for each in earlier if each.in_force_from is None]
    if moments:
        yield Event(clock.date_of(min(moments)), 3, _("Published; the approval is not recorded"))


def _begun(edition: Edition, before: Edition | None, shown: Edition, *, url: str, today: date) -> Event:
    begins = _begins(edition)
    is_to_come = begins > today
    if before is None:
        said = pgettext("history of a document", "Comes into force") if is_to_come else _("Came into force")
    else:
        said = _("Will be amended: a new edition comes into force") if is_to_come else _("Amended: a new edition")
    compared = f"{url}compare/{before.in_force_from}/{begins}/" if before else ""
    return Event(
        begins,
        4,
        said,
        edition=f"{url}{begins}/",
        compared=compared,
        is_shown=edition.pk == shown.pk,
        is_to_come=is_to_come,
    )


def _corrected(text: EarlierText) -> Event:
    assert text.corrected_at is not None  # noqa: S101 - asked before
    said = _("The text was corrected: %(reason)s") % {"reason": text.reason}
    return Event(clock.date_of(text.corrected_at), 5, said)


def _repealed(document: Document) -> Iterator[Event]:
    if document.repealed_on is None:
        return
    instrument = document.repealed_by_order or document.repealed_by_minutes
    said = (
        _("No longer in force: %(instrument)s") % {"instrument": instrument} if instrument else _("No longer in force")
    )
    yield Event(document.repealed_on, 6, said)
