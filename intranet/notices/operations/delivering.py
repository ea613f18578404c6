"""Handing letters to the mail server. A letter is ``sending`` in the database before the dialogue begins (law 12)."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from intranet.core import audit
from intranet.notices.enums import LetterState
from intranet.notices.mail import Attempt, Dialogue, Outcome, ServerUnreachable
from intranet.notices.models import PENDING, Letter
from intranet.notices.rules import pause_after

logger = logging.getLogger(__name__)

BATCH = 50
AT_ONCE = 500  # letters of one delivery: well within the time that a task may run
LEASE = timedelta(minutes=10)  # longer than a task may run: after it the letters of a dead worker are free again
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


def deliver(*, at: datetime, limit: int = AT_ONCE) -> Delivery:
    """Send the letters that are due, at most ``limit`` of them; what fails is tried again after a growing pause.

    Must not be called inside a transaction: each letter's ``sending`` is committed before its dialogue.
    """
    result = Delivery()
    dialogue = Dialogue()
    try:
        while limit > 0 and not result.unreachable and (batch := _claim(at=at, size=min(limit, BATCH))):
            limit -= len(batch)
            _deliver_batch(batch, dialogue, result, at)
    finally:
        dialogue.close()
    return result


def report_unfinished(*, at: datetime) -> int:
    """Mark as "perhaps sent" what a crash left in the middle of a dialogue: a person decides about it."""
    with transaction.atomic():
        left = Letter.objects.filter(state=LetterState.SENDING, sending_since__lt=at - UNFINISHED_AFTER).update(
            state=LetterState.PERHAPS_SENT, last_error="interrupted"
        )
        if left:
            audit.record("notices.perhaps_sent", at=at, letters=left)
    return left


def _deliver_batch(batch: list[Letter], dialogue: Dialogue, result: Delivery, at: datetime) -> None:
    lost = 0  # lines lost one after the other
    for position, letter in enumerate(batch):
        try:
            if lost >= LOST_LINES:
                raise ServerUnreachable("the line was lost again and again")
            dialogue.open()
        except ServerUnreachable as error:
            logger.warning("The mail server cannot be reached; letters wait.")
            _wait([waiting.pk for waiting in batch[position:]], str(error), at)
            result.unreachable = True
            result.failed += len(batch) - position
            return
        if _begin(letter, at):
            attempt = dialogue.send(letter)
            lost = lost + 1 if attempt.line_lost else 0
            _conclude(letter, attempt, result, at)


@transaction.atomic(durable=True)
def _claim(*, at: datetime, size: int) -> list[Letter]:
    """Take letters that nobody else has, for as long as the lease runs."""
    due = Letter.objects.filter(state__in=PENDING, next_attempt_at__lte=at).order_by("next_attempt_at", "pk")
    letters = list(due.select_for_update(skip_locked=True)[:size])
    Letter.objects.filter(pk__in=[letter.pk for letter in letters]).update(next_attempt_at=at + LEASE)
    return letters


@transaction.atomic(durable=True)
def _begin(letter: Letter, at: datetime) -> bool:
    """Mark the letter as being sent, and commit; False when it was taken or cancelled meanwhile."""
    ours = Letter.objects.filter(pk=letter.pk, state__in=PENDING, attempts=letter.attempts)
    begun = ours.update(state=LetterState.SENDING, sending_since=at, attempts=F("attempts") + 1)
    letter.attempts += 1
    return bool(begun)


def _conclude(letter: Letter, attempt: Attempt, result: Delivery, at: datetime) -> None:
    """Write how the dialogue ended, unless a person has meanwhile decided to send the letter again."""
    pause = pause_after(letter.attempts)
    if attempt.outcome is Outcome.ACCEPTED:
        result.sent += 1
        fields = {"state": LetterState.SENT, "sent_at": at, "last_error": ""}
    elif attempt.outcome is Outcome.UNKNOWN:
        result.perhaps_sent += 1
        fields = {"state": LetterState.PERHAPS_SENT, "last_error": attempt.error}
    elif attempt.outcome is Outcome.REFUSED or pause is None:
        result.dead += 1
        fields = {"state": LetterState.DEAD, "last_error": attempt.error}
    else:
        result.failed += 1
        fields = {"state": LetterState.FAILED, "last_error": attempt.error, "next_attempt_at": at + pause}
    in_dialogue = [LetterState.SENDING, LetterState.PERHAPS_SENT]
    Letter.objects.filter(pk=letter.pk, attempts=letter.attempts, state__in=in_dialogue).update(**fields)


def _wait(letters: list[int], error: str, at: datetime) -> None:
    """Put letters back that were never tried: a server that is down is not counted against them."""
    Letter.objects.filter(pk__in=letters, state__in=PENDING).update(
        next_attempt_at=at + UNREACHABLE_PAUSE, last_error=error
    )
