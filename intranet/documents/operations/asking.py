"""Who is to be asked follows from the facts: assignments, posts held, the newest edition and what it asks (law 5).

Each sweep compares: a new starter, a new assignment, a new edition, somebody who has left need no event of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from intranet.core import audit
from intranet.documents import queries
from intranet.documents.models import Acknowledgement, Assignment, Document, Edition
from intranet.documents.operations.acknowledging import ask
from intranet.documents.rules.acknowledging import numbers_in
from intranet.people.models import Person


@dataclass(frozen=True)
class Call:
    """People who have to read a document: the readers of an assignment, or the holders of the post it describes."""

    people: QuerySet[Person]
    assignment: Assignment | None = None

    @property
    def clauses(self) -> tuple[str, ...]:
        return numbers_in(self.assignment.clauses) if self.assignment else ()


def ask_readers_of_all(*, at: datetime, on_date: date) -> int:
    """Ask everybody who has to read something and was not asked; take back what nobody has to read any more."""
    waiting = Acknowledgement.objects.to_confirm().filter(edition__document=OuterRef("pk"))
    assigned = Assignment.objects.on(on_date).filter(document=OuterRef("pk"))
    documents = Document.objects.filter(Q(post__isnull=False) | Exists(assigned) | Exists(waiting)).order_by("pk")
    return sum(ask_readers(document=document, at=at, on_date=on_date) for document in documents)


@transaction.atomic
def ask_readers(*, document: Document, at: datetime, on_date: date) -> int:
    """Ask whoever has to read the newest edition of a document and was not asked; return how many were."""
    edition = queries.edition_to_read(document)
    if edition is None or (document.repealed_on is not None and document.repealed_on <= on_date):
        _take_back(document, None, [], at)
        return 0
    calls = list(_calls(document, on_date))
    asked = 0
    for call in calls:
        missing = queries.unasked(call.people, edition, queries.good_editions(edition, call.clauses))
        if missing:
            asked += ask(edition=edition, people=missing, assignment=call.assignment, at=at, on_date=on_date)
    _take_back(document, edition, calls, at)
    return asked


def _calls(document: Document, on_date: date) -> Iterable[Call]:
    for assignment in document.assignments.on(on_date).select_related("unit").order_by("due_on", "pk"):
        yield Call(queries.readers(assignment, on_date), assignment)
    if document.post_id is not None:
        yield Call(queries.holders(document.post, on_date))


def _take_back(document: Document, edition: Edition | None, calls: Iterable[Call], at: datetime) -> None:
    """Withdraw the open questions about earlier editions, and those of people who need not read it any more."""
    waiting = Acknowledgement.objects.to_confirm().filter(edition__document=document)
    by_hand = Q(assignment=None) if document.post_id is None else Q(pk=None)
    wanted = by_hand
    for call in calls:
        wanted |= Q(person__in=call.people.values("pk"))
    stale = waiting.filter(~Q(edition=edition) | ~wanted) if edition else waiting
    taken_back = stale.update(withdrawn_at=at)
    if taken_back:
        audit.record("documents.questions_withdrawn", at=at, subject=document, count=taken_back)
