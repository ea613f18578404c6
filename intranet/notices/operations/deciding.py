"""What a person decides about letters that were given up or perhaps sent."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.notices.enums import LetterState
from intranet.notices.models import Letter


class CannotResend(Refusal):
    """The letter is on its way, has arrived, or is no longer kept."""


@transaction.atomic
def send_again(*, letter: Letter, at: datetime, actor: Account) -> Letter:
    """Queue a letter that was given up or perhaps sent; its Message-ID stays, so that a second copy can be told.

    Raises CannotResend in every other state, and where its text is no longer kept.
    """
    letter = _to_be_decided(letter)
    if not letter.text:
        raise CannotResend(_("The text of this letter is no longer kept. Tell the person in another way."))
    letter.state, letter.next_attempt_at = LetterState.QUEUED, at
    letter.attempts = 0
    letter.save(update_fields=["state", "next_attempt_at", "attempts"])
    audit.record("notices.sent_again", at=at, actor=actor, subject=letter)
    return letter


@transaction.atomic
def set_aside(*, letter: Letter, at: datetime, actor: Account) -> Letter:
    """Take a letter off the list of those to decide about: perhaps sent counts as sent, given up as cancelled."""
    letter = _to_be_decided(letter)
    if letter.state == LetterState.PERHAPS_SENT:
        letter.state, letter.sent_at = LetterState.SENT, letter.sending_since
    else:
        letter.state = LetterState.CANCELLED
    letter.save(update_fields=["state", "sent_at"])
    audit.record("notices.set_aside", at=at, actor=actor, subject=letter, state=letter.state)
    return letter


def _to_be_decided(letter: Letter) -> Letter:
    fresh = Letter.objects.select_for_update().get(pk=letter.pk)
    if fresh.state not in {LetterState.DEAD, LetterState.PERHAPS_SENT}:
        raise CannotResend(
            _("This letter is %(state)s; only one that was given up or perhaps sent waits for a decision.")
            % {"state": fresh.get_state_display()}
        )
    return fresh
