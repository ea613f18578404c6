"""Handing letters to the mail server. A letter is ``sending`` in the database before the dialogue begins (law 12)."""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction

from intranet.core import audit
from intranet.notices.enums import LetterState
from intranet.notices.mail import Attempt, Dialogue, Outcome, ServerUnreachable
from intranet.notices.models import PENDING, Letter
from intranet.notices.operations import marking
from intranet.notices.operations.bouncing import mark_failing
from intranet.notices.operations.noting import note
from intranet.notices.rules import names_a_wrong_address, pause_after

logger = logging.getLogger(__name__)

BATCH = 100
AT_ONCE = 1000  # letters of one delivery
PATIENCE = 120.0  # seconds of one delivery, however slow the mail server: well within the time that a task may run
UNFINISHED_AFTER = timedelta(minutes=10)
LOST_LINES = 2  # after so many, the server and not the letter is the cause: the others are not risked
UNREACHABLE_PAUSE = timedelta(minutes=4)


@dataclass
class Delivery:
    """What one delivery did."""

    sent: int = 0
    failed: int = 0
    dead: int = 0
    perhaps_sent: int = 0
    unreachable: bool = False
    more: bool = False  # it stopped before the letters that are due were at their end


class _Round:
    """One delivery under way: a dialogue, its time, and the letter whose arrival is still to be written."""

    def __init__(self, *, at: datetime, seconds: float) -> None:
        self.at, self.until = at, time.monotonic() + seconds
        self.dialogue, self.result = Dialogue(), Delivery()
        self.arrived: Letter | None = None
        self.lost = 0  # lines lost one after the other

    @property
    def is_over(self) -> bool:
        return self.result.unreachable or time.monotonic() > self.until

    def begin(self, letter: Letter) -> bool:
        """Mark the letter as being sent, and the one before it as sent; False when it was taken or cancelled."""
        begun = marking.turn_over(sent=self.arrived, following=letter, at=self.at)
        self.arrived = None
        return begun

    def write_arrival(self) -> None:
        if self.arrived is not None:
            marking.turn_over(sent=self.arrived, following=None, at=self.at)
            self.arrived = None


def deliver(*, at: datetime, limit: int = AT_ONCE, seconds: float = PATIENCE) -> Delivery:
    """Send the letters that are due, at most ``limit`` of them; what fails is tried again after a growing pause.

    Must not be called inside a transaction: each letter's ``sending`` is committed before its dialogue.
    """
    this = _Round(at=at, seconds=seconds)
    try:
        while not this.is_over and limit > 0 and (taken := marking.take(at=at, size=min(limit, BATCH))):
            limit -= len(taken)
            _deliver_batch(this, taken)
        this.result.more = not this.result.unreachable and (limit <= 0 or this.is_over)
    finally:
        with suppress(DatabaseError):  # what cannot be written now will be "perhaps sent"
            this.write_arrival()
        this.dialogue.close()
    return this.result


def due(*, at: datetime, most: int) -> int:
    """Count the letters that are due, up to ``most``."""
    return Letter.objects.filter(state__in=PENDING, next_attempt_at__lte=at)[:most].count()


def report_unfinished(*, at: datetime) -> int:
    """Mark as "perhaps sent" what a crash left in the middle of a dialogue: a person decides about it."""
    with transaction.atomic():
        left = marking.left_in_the_middle(before=at - UNFINISHED_AFTER)
        Letter.objects.filter(pk__in=left).update(state=LetterState.PERHAPS_SENT, last_error="interrupted")
        if left:
            note(left, LetterState.PERHAPS_SENT, at=at, said="interrupted")
            audit.record("notices.perhaps_sent", at=at, letters=len(left))
    return len(left)


def _deliver_batch(this: _Round, taken: list[int]) -> None:
    letters = Letter.objects.in_bulk(taken)
    for position, pk in enumerate(taken):
        if this.is_over:
            marking.put_back(taken[position:], until=this.at)
            break
        try:
            if this.lost >= LOST_LINES:
                raise ServerUnreachable("the line was lost again and again")
            this.dialogue.open()
        except ServerUnreachable as error:
            logger.warning("The mail server cannot be reached; letters wait.")
            marking.put_back(taken[position:], until=this.at + UNREACHABLE_PAUSE, error=str(error))
            this.result.unreachable = True
            this.result.failed += len(taken) - position
            break
        if this.begin(letters[pk]):
            _send(this, letters[pk])
    this.write_arrival()


def _send(this: _Round, letter: Letter) -> None:
    """Send one letter that is marked so. Its arrival is written with the next one's beginning, all else at once."""
    attempt = this.dialogue.send(letter)
    this.lost = this.lost + 1 if attempt.line_lost else 0
    if attempt.outcome is Outcome.ACCEPTED:
        this.result.sent += 1
        this.arrived = letter
    else:
        _conclude(letter, attempt, this.result, this.at)


def _conclude(letter: Letter, attempt: Attempt, result: Delivery, at: datetime) -> None:
    """Write how a dialogue failed, unless a person has meanwhile decided to send the letter again."""
    pause = pause_after(letter.attempts)
    fields: dict[str, object] = {"last_error": attempt.error}
    if attempt.outcome is Outcome.UNKNOWN:
        result.perhaps_sent += 1
        fields["state"] = LetterState.PERHAPS_SENT
    elif attempt.outcome is Outcome.REFUSED or pause is None:
        result.dead += 1
        fields["state"] = LetterState.DEAD
    else:
        result.failed += 1
        fields |= {"state": LetterState.FAILED, "next_attempt_at": at + pause}
    in_dialogue = [LetterState.SENDING, LetterState.PERHAPS_SENT]
    with transaction.atomic():
        ours = Letter.objects.filter(pk=letter.pk, attempts=letter.attempts, state__in=in_dialogue)
        if ours.update(**fields):
            _note_trouble(letter, str(fields["state"]), attempt, at)


def _note_trouble(letter: Letter, state: str, attempt: Attempt, at: datetime) -> None:
    """Write into the letter's log what went wrong; an address that the server calls wrong is tried no more."""
    note([letter.pk], state, at=at, said=attempt.error)
    if attempt.outcome is Outcome.REFUSED and names_a_wrong_address(attempt.error):
        mark_failing(letter.address, letter=letter, said=attempt.error, at=at)
