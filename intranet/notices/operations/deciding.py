"""What a person decides about letters that were given up, came back, or were perhaps sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.notices.enums import LetterState
from intranet.notices.models import CAN_BE_SENT_AGAIN, FOR_A_PERSON_TO_DECIDE, Letter
from intranet.notices.operations.noting import note
from intranet.notices.queries import addresses_of, failing_addresses

AT_ONCE = 1000


class CannotResend(Refusal):
    """The letter is on its way, has arrived, is no longer kept, or has nowhere to go."""


@transaction.atomic
def send_again(*, letter: Letter, at: datetime, actor: Account) -> Letter:
    """Queue a letter that was given up, came back or was perhaps sent.

    Its Message-ID stays, so that a second copy can be told. It goes to the address that the person has now. Raises
    CannotResend in every other state, where its text is no longer kept, and where its address is known to fail.
    """
    letter = _to_be_decided(letter, CAN_BE_SENT_AGAIN)
    address = addresses_of([letter.recipient_id]).get(letter.recipient_id, "") if letter.recipient_id else ""
    if problem := _why_not(letter, address or letter.address, failing_addresses([letter.address])):
        raise CannotResend(problem)
    _queue(letter, address or letter.address, at)
    letter.save(update_fields=["state", "next_attempt_at", "attempts", "last_error", "address"])
    note([letter.pk], LetterState.QUEUED, at=at, actor=actor)
    audit.record("notices.sent_again", at=at, actor=actor, subject=letter)
    return letter


@transaction.atomic
def send_all_again(*, letters: Iterable[int], at: datetime, actor: Account) -> tuple[int, int]:
    """Queue those of the letters that can be sent again, at most a thousand; return how many were, how many were not.

    One that was perhaps sent is none of them: whether its reader has it already is looked at one by one.
    """
    asked = list(letters)[:AT_ONCE]
    rows = list(
        Letter.objects.select_for_update()
        .filter(pk__in=asked, state__in=[LetterState.DEAD, LetterState.BOUNCED])
        .order_by("pk")
    )
    now = addresses_of({row.recipient_id for row in rows if row.recipient_id})
    failing = failing_addresses({row.address for row in rows})
    queued = []
    for row in rows:
        address = now.get(row.recipient_id or 0, "") or row.address
        if not _why_not(row, address, failing):
            _queue(row, address, at)
            queued.append(row)
    Letter.objects.bulk_update(
        queued, ["state", "next_attempt_at", "attempts", "last_error", "address"], batch_size=200
    )
    note([row.pk for row in queued], LetterState.QUEUED, at=at, actor=actor)
    if queued:
        audit.record("notices.all_sent_again", at=at, actor=actor, letters=len(queued))
    return len(queued), len(asked) - len(queued)


@transaction.atomic
def set_aside(*, letter: Letter, at: datetime, actor: Account) -> Letter:
    """Take a letter off the list of those to decide about: perhaps sent counts as sent, given up as cancelled."""
    letter = _to_be_decided(letter, FOR_A_PERSON_TO_DECIDE)
    if letter.state == LetterState.PERHAPS_SENT:
        letter.state, letter.sent_at = LetterState.SENT, letter.sending_since
    else:
        letter.state = LetterState.CANCELLED
    letter.save(update_fields=["state", "sent_at"])
    note([letter.pk], letter.state, at=at, actor=actor)
    audit.record("notices.set_aside", at=at, actor=actor, subject=letter, state=letter.state)
    return letter


def _queue(letter: Letter, address: str, at: datetime) -> None:
    letter.state, letter.next_attempt_at, letter.address = LetterState.QUEUED, at, address
    letter.attempts, letter.last_error = 0, ""


def _why_not(letter: Letter, address: str, failing: set[str]) -> str:
    """Return why a letter cannot be sent again to an address; nothing where it can."""
    if not letter.text:
        return _("The text of this letter is no longer kept. Tell the person in another way.")
    if not address or address.lower() in failing:
        return _("Letters to this address come back. Correct the address under People, or say that it works again.")
    return ""


def _to_be_decided(letter: Letter, states: list[LetterState]) -> Letter:
    fresh = Letter.objects.select_for_update().get(pk=letter.pk)
    if fresh.state not in states:
        raise CannotResend(
            _("This letter is %(state)s; only one that was given up, came back or was perhaps sent can be decided on.")
            % {"state": fresh.get_state_display()}
        )
    return fresh
