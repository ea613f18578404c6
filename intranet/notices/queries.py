"""What others read from this room."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q

from intranet.notices.enums import Channel, LetterState
from intranet.notices.models import FOR_A_PERSON_TO_DECIDE, PENDING, Letter, Notice
from intranet.people.models import Person

if TYPE_CHECKING:
    from django.db.models import QuerySet

PAGE = 30


@dataclass(frozen=True)
class PostRoom:
    """How many letters wait, are being sent, and want a person's decision."""

    waiting: int
    sending: int
    dead: int
    perhaps_sent: int


def addresses_of(people: Collection[int]) -> dict[int, str]:
    """Return the e-mail address of each person who has one: the person's own, else that of an account that opens."""
    rows = Person.objects.filter(pk__in=people).values_list("pk", "email", "account__email", "account__is_active")
    return {pk: own or of_account for pk, own, of_account, active in rows if own or (active and of_account)}


def reachable(people: Collection[int]) -> set[int]:
    """Return those who can be told anything at all: they have an address, or an account that opens."""
    has_way = ~Q(email="") | Q(account__is_active=True)
    return set(Person.objects.filter(has_way, pk__in=people).values_list("pk", flat=True))


def inbox(person: Person, *, before: int | None = None, size: int = PAGE) -> list[Notice]:
    """Return a page of a person's notices, newest first; ``before`` is the last key of the page above."""
    notices = Notice.objects.in_the_inbox_of(person).order_by("-created_at", "-pk")
    if before is not None:
        edge = Notice.objects.filter(pk=before, recipient=person).values_list("created_at", flat=True).first()
        if edge is not None:
            notices = notices.filter(Q(created_at__lt=edge) | Q(created_at=edge, pk__lt=before))
    return list(notices[:size])


def unread_count(person: Person, *, cap: int = 100) -> int:
    """Return how many notices are unread; counting stops at ``cap``."""
    return Notice.objects.in_the_inbox_of(person).filter(read_at=None)[:cap].count()


def notice_of(person: Person, pk: int) -> Notice | None:
    """Return the person's inbox copy of notice ``pk``, whichever of its roads the key names."""
    named = Notice.objects.filter(pk=pk, recipient=person).first()
    if named is None or named.channel == Channel.INBOX:
        return named
    return Notice.objects.in_the_inbox_of(person).filter(key=named.key).first()


def letters_of(person: Person, *, before: int | None = None, size: int = PAGE) -> list[Letter]:
    """Return a page of a person's own letters, newest first."""
    own = Letter.objects.filter(recipient=person).order_by("-pk")
    return list((own.filter(pk__lt=before) if before is not None else own)[:size])


def letter_of(person: Person, pk: int) -> Letter | None:
    """Return letter ``pk`` if it was written to the person."""
    return Letter.objects.filter(pk=pk, recipient=person).first()


def letters() -> QuerySet[Letter]:
    """Return everybody's letters, newest first; those alone may see them who hold ``notices.view_all_letters``."""
    return Letter.objects.select_related("recipient").order_by("-created_at", "-pk")


def post_room() -> PostRoom:
    """Return how the post stands, from one query over the few letters that are not done with."""
    unfinished = [*PENDING, LetterState.SENDING, *FOR_A_PERSON_TO_DECIDE]
    rows = Letter.objects.filter(state__in=unfinished).values_list("state").annotate(number=Count("pk"))
    counts: dict[str, int] = dict(rows)
    return PostRoom(
        waiting=sum(counts.get(state, 0) for state in PENDING),
        sending=counts.get(LetterState.SENDING, 0),
        dead=counts.get(LetterState.DEAD, 0),
        perhaps_sent=counts.get(LetterState.PERHAPS_SENT, 0),
    )


def told_on_site_only() -> QuerySet[Person]:
    """Return people with unread notices and no address: somebody prints these for them or asks for an address."""
    unread = Notice.objects.filter(recipient=OuterRef("pk"), channel=Channel.INBOX, read_at=None, cancelled_at=None)
    no_address = Q(email="") & (Q(account=None) | Q(account__email=""))
    return Person.objects.filter(no_address).filter(Exists(unread)).order_by("sort_key")
