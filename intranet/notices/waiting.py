"""What waits to go out by letter, when it goes and why not now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from intranet.notices.enums import LetterState
from intranet.notices.models import PENDING, Letter, Notice, Preference
from intranet.notices.operations.holding import Hours, hours_of_letters
from intranet.notices.queries import addresses_of

CAP = 10_000
SHOWN = 100


@dataclass(frozen=True)
class Waiting:
    """A letter, or a notice that no letter carries yet. ``goes_at`` is None where nobody can say."""

    subject: str
    recipient: str
    why: str
    goes_at: datetime | None


@dataclass(frozen=True)
class Post:
    """What waits: counted up to ``CAP``, the first ``SHOWN`` of each by name."""

    letters: int
    notices: int
    waiting: list[Waiting]


def post(*, at: datetime, on_date: date) -> Post:
    """Return what waits to go out, as things stand at ``at``."""
    letters = Letter.objects.filter(state__in=PENDING)
    notices = Notice.objects.waiting_for_a_letter()
    return Post(
        letters=letters.order_by()[:CAP].count(),
        notices=notices.order_by()[:CAP].count(),
        waiting=[
            *(
                _letter(letter, at)
                for letter in letters.select_related("recipient").order_by("next_attempt_at")[:SHOWN]
            ),
            *_notices(notices.select_related("recipient__preference").order_by("recipient", "pk")[:SHOWN], at, on_date),
        ],
    )


def _letter(letter: Letter, at: datetime) -> Waiting:
    if letter.state == LetterState.FAILED:
        why = _("It could not be delivered and is tried again.")
    elif letter.next_attempt_at > at:
        why = _("It waits for its hour.")
    else:
        why = _("It goes with the next delivery.")
    name = str(letter.recipient) if letter.recipient_id else letter.address
    return Waiting(letter.subject, name, why, max(letter.next_attempt_at, at))


def _notices(notices: Iterable[Notice], at: datetime, on_date: date) -> Iterator[Waiting]:
    rows = list(notices)
    hours = hours_of_letters()
    people = {row.recipient_id for row in rows}
    addresses = addresses_of(people)
    had_digest = set(Letter.objects.filter(recipient__in=people, digest_on=on_date).values_list("recipient", flat=True))
    for row in rows:
        if row.recipient_id not in addresses:
            yield Waiting(row.subject, str(row.recipient), _("There is no address that works."), None)
        elif not row.apart and row.recipient_id in had_digest:
            why = _("Today’s letter has gone; this goes into the next one.")
            yield Waiting(row.subject, str(row.recipient), why, None)
        else:
            yield _held(row, hours, at, on_date)


def _held(notice: Notice, hours: Hours, at: datetime, on_date: date) -> Waiting:
    asked: Preference | None = getattr(notice.recipient, "preference", None)
    zone = asked.time_zone if asked else ""
    due_on = notice.due_on if notice.due_on and notice.due_on >= on_date else None
    chosen = asked.digest_hour if asked and not notice.apart else None
    opening = hours.go_out_at(at, zone=zone, due_on=due_on, digest_hour=chosen)
    if opening <= at:
        why = _("It goes with the next sweep.")
    elif chosen is not None and hours.go_out_at(at, zone=zone, due_on=due_on) <= at:
        why = _("It waits for the hour that the reader has chosen.")
    elif hours.is_day_off(at, zone):
        why = _("It is a day off: letters wait for a working day.")
    else:
        why = _("These are quiet hours where the reader is.")
    return Waiting(notice.subject, str(notice.recipient), why, opening)
