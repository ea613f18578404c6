"""The marks of letters under way: taken, begun, ended. One statement each, for each is made for every letter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from intranet.notices.enums import LetterState
from intranet.notices.models import PENDING, Letter

LEASE = timedelta(minutes=10)  # longer than a delivery lasts: after it the letters of a dead worker are free again

_TAKE = """
    WITH due AS (
        SELECT id FROM notices_letter WHERE state IN ('queued', 'failed') AND next_attempt_at <= %(at)s
        ORDER BY next_attempt_at, id LIMIT %(size)s {skip_locked}
    )
    UPDATE notices_letter SET next_attempt_at = %(until)s WHERE id IN (SELECT id FROM due) RETURNING id
"""
_TURN_OVER = """
    UPDATE notices_letter SET
        state = CASE WHEN id = %(next)s THEN 'sending' ELSE 'sent' END,
        sending_since = CASE WHEN id = %(next)s THEN %(at)s ELSE sending_since END,
        attempts = CASE WHEN id = %(next)s THEN attempts + 1 ELSE attempts END,
        sent_at = CASE WHEN id = %(next)s THEN sent_at ELSE %(at)s END,
        last_error = CASE WHEN id = %(next)s THEN last_error ELSE '' END
    WHERE (id = %(next)s AND attempts = %(next_attempts)s AND state IN ('queued', 'failed'))
       OR (id = %(sent)s AND attempts = %(sent_attempts)s AND state IN ('sending', 'perhaps_sent'))
    RETURNING id
"""


def take(*, at: datetime, size: int) -> list[int]:
    """Take letters that are due and that nobody else has, for as long as the lease runs; return their ids.

    Refuses to be called inside a transaction: none of these marks may wait for a commit of others.
    """
    skip_locked = "FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    moments = {"at": _moment(at), "until": _moment(at + LEASE), "size": size}
    with transaction.atomic(durable=True):
        return sorted(_changed(_TAKE.format(skip_locked=skip_locked), moments))


def turn_over(*, sent: Letter | None, following: Letter | None, at: datetime) -> bool:
    """Write that ``sent`` has arrived and that the dialogue about ``following`` begins, in one commit.

    Return whether ``following`` may be sent: not where it was taken, begun or cancelled meanwhile. A person may have
    decided about ``sent`` meanwhile: that stands.
    """
    found = _changed(
        _TURN_OVER,
        {
            "sent": sent.pk if sent else None,
            "sent_attempts": sent.attempts if sent else None,
            "next": following.pk if following else None,
            "next_attempts": following.attempts if following else None,
            "at": _moment(at),
        },
    )
    if following is None or following.pk not in found:
        return False
    following.attempts += 1
    return True


def put_back(letters: list[int], *, until: datetime, error: str = "") -> None:
    """Put letters back that were taken and never begun: that is not counted against them."""
    waiting = Letter.objects.filter(pk__in=letters, state__in=PENDING)
    if error:
        waiting.update(next_attempt_at=until, last_error=error)
    else:
        waiting.update(next_attempt_at=until)


def left_in_the_middle(*, before: datetime) -> list[int]:
    """Lock and return the letters whose dialogue began before that moment and never came to an end."""
    stuck = Letter.objects.filter(state=LetterState.SENDING, sending_since__lt=before)
    return list(stuck.select_for_update(skip_locked=True).values_list("pk", flat=True))


def _moment(at: datetime) -> Any:
    """Return the moment as the database keeps it."""
    return connection.ops.adapt_datetimefield_value(at)


def _changed(statement: str, values: Mapping[str, str | int | None]) -> list[int]:
    """Change letters by one statement, which is its own transaction; return their ids."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [pk for (pk,) in cursor.fetchall()]
