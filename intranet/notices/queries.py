"""What others read from this room."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext

from intranet.core.models import Holiday
from intranet.core.terms import Calendar
from intranet.notices.enums import Channel, LetterState
from intranet.notices.kinds import Kind, register
from intranet.notices.models import (
    FOR_A_PERSON_TO_DECIDE,
    PENDING,
    FailingAddress,
    Letter,
    Notice,
    PostSettings,
    Preference,
    SwitchedOff,
)
from intranet.people.models import Person
from intranet.people.queries import staff

if TYPE_CHECKING:
    from django.db.models import QuerySet

PAGE = 30


def _works(address: str) -> Q:
    failing = FailingAddress.objects.filter(address=Lower(OuterRef(address)))
    return ~Q(**{address: ""}) & Q(**{f"{address}__isnull": False}) & Q(~Exists(failing))


HAS_AN_ADDRESS = _works("email") | Q(account__is_active=True) & _works("account__email")


@dataclass(frozen=True)
class PostRoom:
    """How many letters wait, are being sent, and want a person's decision."""

    waiting: int
    sending: int
    dead: int
    perhaps_sent: int


def addresses_of(people: Collection[int]) -> dict[int, str]:
    """Return the e-mail address of each person who has one: the person's own, else that of an account that opens.

    An address from which letters come back is none.
    """
    rows = Person.objects.filter(pk__in=people).values_list("pk", "email", "account__email", "account__is_active")
    offered = {pk: [own, of_account if active else ""] for pk, own, of_account, active in rows}
    failing = failing_addresses({address for both in offered.values() for address in both if address})
    working = {
        pk: next((each for each in both if each and each.lower() not in failing), "") for pk, both in offered.items()
    }
    return {pk: address for pk, address in working.items() if address}


def failing_addresses(addresses: Collection[str]) -> set[str]:
    """Return which of the addresses fail, in small letters."""
    asked = {address.lower() for address in addresses}
    return set(FailingAddress.objects.filter(address__in=asked).values_list("address", flat=True))


def failing_of(person: Person) -> FailingAddress | None:
    """Return the address of a person from which letters come back, the person's own before the account's."""
    own = [person.email, person.account.email if person.account else ""]
    rows = {
        row.address: row for row in FailingAddress.objects.filter(address__in=[each.lower() for each in own if each])
    }
    return next((rows[each.lower()] for each in own if each.lower() in rows), None)


def reachable(people: Collection[int]) -> set[int]:
    """Return those who can be told anything at all: they have an address that works, or an account that opens."""
    with_account = set(Person.objects.filter(account__is_active=True, pk__in=people).values_list("pk", flat=True))
    return with_account | set(addresses_of(set(people) - with_account))


def post_settings() -> PostSettings:
    """Return what the institution decided about letters, or the defaults."""
    return PostSettings.objects.select_related("logo").first() or PostSettings(pk=1)


def working_days() -> Calendar:
    """Return the institution's holidays and moved working days (LAW-07)."""
    rows = list(Holiday.objects.values_list("date", "is_working"))
    return Calendar(
        holidays=frozenset(day for day, working in rows if not working),
        working=frozenset(day for day, working in rows if working),
    )


def preference_of(person: Person) -> Preference:
    """Return how a person wishes to be told; one who said nothing has the defaults."""
    return Preference.objects.filter(person=person).first() or Preference(person=person)


class Roads:
    """On which roads a set of people is told; what they switched off or moved is looked up once.

    The inbox has everything. A letter goes to whoever has an address that works and has not switched its kind off.
    What the law demands cannot be switched off, only moved to paper: whoever asked for that is on the list of those
    for whom notices are printed (``paper``).
    """

    def __init__(self, people: Collection[int]) -> None:
        self._addresses = addresses_of(people)
        self._switched_off = switched_off(people)
        self._on_paper = statutory_on_paper(people)

    def of(self, person: int, kind: Kind) -> tuple[Channel, ...]:
        """Return the roads of a notice of ``kind`` to ``person``."""
        declined = person in self._on_paper if kind.statutory else (person, kind.key) in self._switched_off
        by_letter = person in self._addresses and not declined
        return (Channel.INBOX, Channel.EMAIL) if by_letter else (Channel.INBOX,)


def switched_off(people: Collection[int]) -> set[tuple[int, str]]:
    """Return which people want no letters of which kinds."""
    return set(SwitchedOff.objects.filter(person__in=people).values_list("person_id", "kind_key"))


def statutory_on_paper(people: Collection[int]) -> set[int]:
    """Return those who want what the law demands on paper instead of by e-mail."""
    chosen = Preference.objects.filter(person__in=people, statutory_on_paper=True)
    return set(chosen.values_list("person_id", flat=True))


def kinds_to_choose() -> list[Kind]:
    """Return the kinds whose letters a person may switch off."""
    return [kind for kind in register().values() if kind.offered and not kind.statutory]


def inbox(person: Person, *, before: int | None = None, size: int = PAGE) -> list[Notice]:
    """Return a page of a person's notices, newest first; ``before`` is the last key of the page above."""
    notices = Notice.objects.in_the_inbox_of(person).order_by("-created_at", "-pk")
    if before is not None:
        edge = Notice.objects.filter(pk=before, recipient=person).values_list("created_at", flat=True).first()
        if edge is not None:
            notices = notices.filter(Q(created_at__lt=edge) | Q(created_at=edge, pk__lt=before))
    return list(notices[:size])


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


def not_by_letter(on_date: date) -> QuerySet[Person]:
    """Return those to whom no letter can be written, of the staff and of whoever has unread notices, with ``unread``.

    Each row knows ``comes_back_since``, where its address fails.
    """
    unread = Notice.objects.filter(recipient=OuterRef("pk"), channel=Channel.INBOX, read_at=None, cancelled_at=None)
    counted = unread.order_by().values("recipient").annotate(number=Count("pk")).values("number")
    concerned = Q(pk__in=staff(on_date).values("pk")) | Exists(unread)
    failing = FailingAddress.objects.filter(address__in=[Lower(OuterRef("email")), Lower(OuterRef("account__email"))])
    return (
        Person.objects.select_related("account")
        .filter(concerned, ~HAS_AN_ADDRESS)
        .annotate(unread=Coalesce(Subquery(counted), 0), comes_back_since=Subquery(failing.values("since")[:1]))
        .order_by("sort_key", "pk")
    )


def why_not_by_letter(person: Person) -> str:
    """Say why no letter can be written to a person of ``not_by_letter``, and what that means."""
    signs_in = person.account is not None and person.account.is_active
    if getattr(person, "comes_back_since", None):
        return (
            gettext("Letters to the address come back: told on this site alone.")
            if signs_in
            else gettext("Letters to the address come back, and there is no account: cannot be told at all.")
        )
    if signs_in:
        return gettext("No address: told on this site alone.")
    if person.account is not None:
        return gettext("No address, and the account is closed: cannot be told at all.")
    return gettext("No address and no account: cannot be told at all.")


def receipts_of(keys: Collection[str]) -> dict[str, tuple[int, int]]:
    """Return of each notice how many have confirmed its receipt and how many were asked to."""
    asked = Notice.objects.filter(key__in=keys, channel=Channel.INBOX, statutory=True, cancelled_at=None)
    rows = asked.order_by().values("key").annotate(confirmed=Count("receipt_at"), asked=Count("pk"))
    return {row["key"]: (row["confirmed"], row["asked"]) for row in rows}


@dataclass(frozen=True)
class Happening:
    """A line of a letter's history."""

    at: datetime
    what: str
    said: str = ""
    by: str = ""


def history_of(letter: Letter) -> list[Happening]:
    """Return what befell a letter, the oldest first: what its row tells and what its events add."""
    lines = [Happening(letter.created_at, gettext("written"))]
    if letter.sending_since:
        lines.append(Happening(letter.sending_since, gettext("last handed to the mail server")))
    if letter.sent_at:
        lines.append(Happening(letter.sent_at, gettext("taken by the mail server")))
    lines += [
        Happening(event.at, event.get_state_display(), event.note, str(event.actor or ""))
        for event in letter.events.select_related("actor")
    ]
    return sorted(lines, key=lambda line: line.at)
