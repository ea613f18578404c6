"""What is told on paper: the notices of people whom no letter reaches, unit by unit, until somebody hands them over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation

from intranet.core import institution
from intranet.core.languages import address_in
from intranet.notices.clauses import link_to
from intranet.notices.enums import Channel
from intranet.notices.models import Notice
from intranet.notices.queries import HAS_AN_ADDRESS
from intranet.notices.rules import letter_languages
from intranet.people.models import Appointment, Person, Unit
from intranet.people.queries import subtree

MOST = 500  # on one list: it is printed


@dataclass(frozen=True)
class Said:
    """A notice's words in one language, with the clause that demands it (law 10)."""

    language: str
    subject: str
    body: str
    clause: str
    url: str


@dataclass(frozen=True)
class Slip:
    """A notice to be handed over; under the Welsh rule it says itself in two languages."""

    pk: int
    statutory: bool
    due_on: date | None
    versions: list[Said]


@dataclass(frozen=True)
class Addressee:
    person: Person
    slips: list[Slip]


@dataclass(frozen=True)
class Sheet:
    """A unit's part of the list; ``unit`` is None for those who hold no post."""

    unit: Unit | None
    people: list[Addressee]


def to_hand_over(*, since: datetime | None = None, people: QuerySet[Any, Any] | None = None) -> QuerySet[Notice]:
    """Return the notices that reach nobody but on paper: not taken back, not read on the site, not handed over."""
    reached = Person.objects.filter(HAS_AN_ADDRESS, pk=OuterRef("recipient"))
    wanted = Q(statutory=True, recipient__preference__statutory_on_paper=True)
    waiting = Notice.objects.filter(~Exists(reached) | wanted, channel=Channel.INBOX, cancelled_at=None)
    waiting = waiting.filter(read_at=None, receipt_at=None).not_handed_over()
    if since is not None:
        waiting = waiting.filter(created_at__gte=since)
    return waiting if people is None else waiting.filter(recipient__in=people)


def units_with_staff(on_date: date) -> QuerySet[Unit]:
    """Return the units in which somebody holds a post."""
    held = Appointment.objects.on(on_date).filter(post__unit=OuterRef("pk"))
    return Unit.objects.filter(Exists(held))


def people_of(unit: Unit, on_date: date) -> QuerySet[Any, Any]:
    """Return the people who hold a post in a unit or below it."""
    return Appointment.objects.on(on_date).filter(post__unit__in=subtree(unit)).values("person")


def sheets(notices: QuerySet[Notice], on_date: date) -> list[Sheet]:
    """Return the notices as a list to print, at most ``MOST`` of them: by unit, person and last day."""
    rows = list(notices.select_related("recipient").order_by("recipient__sort_key", "recipient", "due_on", "pk")[:MOST])
    of_person: dict[int, list[Notice]] = defaultdict(list)
    for notice in rows:
        of_person[notice.recipient_id].append(notice)
    units = _units_of(of_person, on_date)
    of_unit: dict[int | None, list[Addressee]] = defaultdict(list)
    for pk, theirs in of_person.items():
        of_unit[units[pk].pk if pk in units else None].append(_addressee(theirs))
    known = {unit.pk: unit for unit in units.values()}
    ordered = sorted(of_unit, key=lambda pk: (pk is None, known[pk].tree_key if pk is not None else ""))
    return [Sheet(known[pk] if pk is not None else None, of_unit[pk]) for pk in ordered]


def _units_of(people: Iterable[int], on_date: date) -> dict[int, Unit]:
    """Return each person's unit: that of the post held longest."""
    held = Appointment.objects.on(on_date).filter(person__in=list(people)).select_related("post__unit")
    found: dict[int, Unit] = {}
    for appointment in held.order_by("since", "pk"):
        found.setdefault(appointment.person_id, appointment.post.unit)
    return found


def _addressee(notices: Sequence[Notice]) -> Addressee:
    person = notices[0].recipient
    site = institution.current()
    languages = letter_languages(
        person.language, site.languages, unknown_means_both=site.profile.unknown_preference_means_both
    )
    return Addressee(person, [_slip(notice, languages) for notice in notices])


def _slip(notice: Notice, languages: Sequence[str]) -> Slip:
    return Slip(notice.pk, notice.statutory, notice.due_on, [_said(notice, language) for language in languages])


def _said(notice: Notice, language: str) -> Said:
    with translation.override(language):
        clause = link_to(notice.clause, language).text if notice.clause else ""
        return Said(language, notice.subject, notice.body, clause, address_in(notice.url, language))
