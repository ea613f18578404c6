"""Who has to read a document, what is waiting for a person, how far a document's readers are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from intranet.core import institution
from intranet.documents.enums import ReadingState
from intranet.documents.models import Acknowledgement, Assignment, Document, Edition, ReadingPolicy
from intranet.documents.queries.care import in_care
from intranet.documents.rules.acknowledging import Version, still_good
from intranet.people.models import Appointment, Person, Post, Unit


def demanded_on(on_date: date) -> tuple[str, str]:
    """Return with what a confirmation counts, and on what ground: the institution's rule, else its profile's."""
    policy = ReadingPolicy.objects.filter(since__lte=on_date).order_by("-since").first()
    if policy is not None:
        return policy.needs, policy.ground
    return institution.current().profile.acknowledgement.value, ""


def readers(assignment: Assignment, on_date: date) -> QuerySet[Person]:
    """Return who has to read by an assignment on a day: whoever holds a post in it, or the person named."""
    held = Appointment.objects.on(on_date)
    if assignment.unit is not None:
        held = held.filter(post__unit__tree_key__startswith=assignment.unit.tree_key)
    elif assignment.post_id is not None:
        held = held.filter(post=assignment.post_id)
    else:
        held = held.filter(person=assignment.person_id)
    return Person.objects.filter(pk__in=held.values("person"))


def holders(post: Post | None, on_date: date) -> QuerySet[Person]:
    """Return who holds a post on a day."""
    if post is None:
        return Person.objects.none()
    return Person.objects.filter(pk__in=Appointment.objects.on(on_date).filter(post=post).values("person"))


def good_editions(edition: Edition, clauses: Collection[str]) -> set[int]:
    """Return the editions of a document whose readers need not read ``edition``; a language of a date is the other."""
    rows = list(
        Edition.objects.filter(document=edition.document_id).values_list(
            "pk", "language", "in_force_from", "published_at", "asks", "touched", "content_hash"
        )
    )
    line = sorted(
        (day or date.min, at, pk, asks, tuple(touched), digest)
        for pk, language, day, at, asks, touched, digest in rows
        if language == edition.language
    )
    versions = [Version(pk, asks, touched, digest) for _day, _at, pk, asks, touched, digest in line]
    good = still_good(versions, clauses)
    days = {day for pk, _language, day, *_rest in rows if pk in good}
    return good | {pk for pk, language, day, *_rest in rows if language != edition.language and day in days}


def unasked(people: QuerySet[Person], edition: Edition, good: Collection[int]) -> list[int]:
    """Return who of ``people`` neither has the question about ``edition`` nor has read what is as good."""
    asked = Acknowledgement.objects.standing().filter(person=OuterRef("pk"))
    settled = asked.filter(Q(edition=edition) | Q(edition__in=good, confirmed_at__isnull=False))
    return list(people.filter(~Exists(settled)).order_by("pk").values_list("pk", flat=True))


def to_acknowledge(person: Person) -> QuerySet[Acknowledgement]:
    """Return what a person has been asked to read and has not confirmed, the most urgent first."""
    rows = Acknowledgement.objects.to_confirm().filter(person=person).select_related("edition__document")
    return rows.order_by("due_on", "asked_on", "pk")


def to_sign(person: Person) -> QuerySet[Acknowledgement]:
    """Return what a person has confirmed on the site and has yet to sign, so that it counts."""
    rows = Acknowledgement.objects.unsigned().filter(person=person).select_related("edition")
    return rows.order_by("confirmed_on", "pk")


def read_before(row: Acknowledgement, language: str) -> Edition | None:
    """Return what the person last confirmed of the same document, in ``language`` where that edition had it."""
    last = (
        Acknowledgement.objects.filter(
            person=row.person_id, edition__document=row.edition.document_id, confirmed_at__isnull=False
        )
        .exclude(pk=row.pk)
        .select_related("confirmed_edition")
        .order_by("-confirmed_at", "-pk")
        .first()
    )
    if last is None or last.confirmed_edition is None or last.confirmed_edition.language == language:
        return last.confirmed_edition if last else None
    read = last.confirmed_edition
    same = Edition.objects.filter(document=read.document_id, in_force_from=read.in_force_from, language=language)
    return same.filter(published_at__lte=last.confirmed_at).order_by("-published_at").first()


@dataclass(frozen=True)
class Reader:
    """A reader of a document with the unit and the post that they hold, as a report lists them."""

    row: Acknowledgement
    unit: Unit | None
    post: Post | None
    state: ReadingState


@dataclass(frozen=True)
class UnitTally:
    """How far the readers of one unit are."""

    unit: Unit | None
    asked: int
    complete: int
    unsigned: int
    overdue: int


def readers_of(document: Document, on_date: date, *, unit: Unit | None = None) -> list[Reader]:
    """Return everybody who has been asked about a document's newest edition or confirmed one as good, by unit.

    With ``unit`` only its people and those of the units below it.
    """
    rows = list(_latest(document))
    places = _places({row.person_id for row in rows}, on_date)
    listed = []
    for row in rows:
        of_unit, post = places.get(row.person_id, (None, None))
        listed.append(Reader(row, of_unit, post, row.state_on(on_date)))
    if unit is not None:
        listed = [each for each in listed if each.unit and each.unit.tree_key.startswith(unit.tree_key)]
    return sorted(
        listed, key=lambda each: (each.unit.tree_key if each.unit else "\uffff", each.row.person.sort_key, each.row.pk)
    )


def _latest(document: Document) -> Iterable[Acknowledgement]:
    """Return the latest standing row of each person about a document."""
    rows = (
        Acknowledgement.objects.standing()
        .filter(edition__document=document)
        .select_related("person", "edition", "confirmed_edition", "evidence")
        .defer("evidence__data")
        .order_by("asked_on", "pk")
    )
    return {row.person_id: row for row in rows}.values()


def _places(people: set[int], on_date: date) -> dict[int, tuple[Unit, Post]]:
    """Return the unit and the post of people on a day: of those held, the one held longest."""
    held = Appointment.objects.on(on_date).filter(person__in=people).select_related("post__unit")
    return {each.person_id: (each.post.unit, each.post) for each in held.order_by("-since", "-pk")}


def tally_of(listed: Iterable[Reader]) -> UnitTally:
    """Count readers by how far they are, whatever their unit."""
    found = Counter(reader.state for reader in listed)
    return _tally(None, found)


def read_documents(on_date: date) -> list[tuple[Document, UnitTally]]:
    """Return every document that somebody was asked to read, with how far its readers are."""
    asked = Acknowledgement.objects.standing().filter(edition__document=OuterRef("pk"))
    documents = list(in_care().filter(Exists(asked)).order_by("title", "pk"))
    rows = (
        Acknowledgement.objects.standing()
        .filter(edition__document__in=[document.pk for document in documents])
        .select_related("evidence", "edition")
        .defer("evidence__data")
        .order_by("asked_on", "pk")
    )
    latest = {(row.edition.document_id, row.person_id): row for row in rows}
    counts: dict[int, Counter[ReadingState]] = {}
    for (document, _person), row in latest.items():
        counts.setdefault(document, Counter())[row.state_on(on_date)] += 1
    return [(document, _tally(None, counts[document.pk])) for document in documents]


def by_unit(listed: Iterable[Reader]) -> list[UnitTally]:
    """Count the readers of each unit by how far they are, in the order of the list."""
    counts: dict[Unit | None, Counter[ReadingState]] = {}
    for reader in listed:
        counts.setdefault(reader.unit, Counter())[reader.state] += 1
    return [_tally(unit, found) for unit, found in counts.items()]


def _tally(unit: Unit | None, found: Counter[ReadingState]) -> UnitTally:
    return UnitTally(
        unit,
        asked=found.total(),
        complete=found[ReadingState.COMPLETE],
        unsigned=found[ReadingState.UNSIGNED],
        overdue=found[ReadingState.OVERDUE],
    )
