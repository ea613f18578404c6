"""Letters that come back: the address is marked as failing, and those who can do something about it hear of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from intranet.core import audit
from intranet.core.models import Account
from intranet.notices.enums import LetterState
from intranet.notices.models import FailingAddress, Letter, Notice
from intranet.notices.operations.noting import note
from intranet.notices.reports import NotAReport, Report, read

Handler = Callable[[Collection[str], datetime], None]

_told_of_failures: list[Handler] = []

ARRIVED = [LetterState.SENT, LetterState.PERHAPS_SENT, LetterState.SENDING]


def on_undeliverable(handler: Handler) -> Handler:
    """Have ``handler(matters, at)`` called when letters about these matters came back: a room above tells the next.

    It runs in the transaction of the bounce and must do the same when called again.
    """
    _told_of_failures.append(handler)
    return handler


@dataclass
class Bounces:
    """What a pile of messages came to: letters that came back or are late, reports on none of ours, other mail."""

    bounced: int = 0
    delayed: int = 0
    unknown: int = 0
    no_reports: int = 0


def record_bounces(*, raws: Iterable[bytes], at: datetime) -> Bounces:
    """Record what is a delivery report among these messages; each in a transaction of its own."""
    counts = Bounces()
    for raw in raws:
        try:
            found = read(raw)
        except NotAReport:
            counts.no_reports += 1
            continue
        for report in found:
            if not record_bounce(report=report, at=at):
                counts.unknown += 1
            elif report.came_back:
                counts.bounced += 1
            else:
                counts.delayed += 1
    return counts


@transaction.atomic
def record_bounce(*, report: Report, at: datetime) -> bool:
    """Record that a letter came back; return False where it is no letter of ours, or was known to have come back.

    Where the address is the reason, it is marked as failing; a delay is noted and nothing more.
    """
    letter = Letter.objects.select_for_update().filter(message_id=report.message_id).first()
    if letter is None or letter.state == LetterState.BOUNCED:
        return False
    if not report.came_back:
        if not letter.events.filter(note=report.said[:300]).exists():
            note([letter.pk], letter.state, at=at, said=report.said)
        return True
    if letter.state in ARRIVED:
        letter.state, letter.last_error = LetterState.BOUNCED, report.said[:300]
        letter.sent_at = letter.sent_at or letter.sending_since
        letter.save(update_fields=["state", "last_error", "sent_at"])
    note([letter.pk], LetterState.BOUNCED, at=at, said=report.said)
    if letter.address and report.address_fails:
        mark_failing(letter.address, letter=letter, said=report.said, at=at)
    audit.record("notices.bounced", at=at, subject=letter)
    _tell_of_failure(letter, at)
    return True


def mark_failing(address: str, *, letter: Letter | None, said: str, at: datetime) -> None:
    """Send nothing more to an address, until somebody says that it works again; the first failure is kept."""
    FailingAddress.objects.get_or_create(
        address=address.lower(), defaults={"since": at, "reason": said[:300], "letter": letter}
    )


@transaction.atomic
def works_again(*, address: FailingAddress, at: datetime, actor: Account | None) -> None:
    """Send letters to the address again; what was told meanwhile stands in the inbox alone.

    Without an actor it is the address itself that has answered.
    """
    audit.record("notices.address_works_again", at=at, actor=actor, since=address.since.isoformat())
    address.delete()


def _tell_of_failure(letter: Letter, at: datetime) -> None:
    matters = set(Notice.objects.filter(letter=letter).exclude(about="").values_list("about", flat=True))
    for handler in _told_of_failures if matters else ():
        handler(matters, at)
