"""Writing down what is to be told. The unique key (matter and step, recipient, channel) tells everybody once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db import transaction

from intranet.core import audit
from intranet.notices.enums import Channel, LetterState
from intranet.notices.kinds import Kind, NoticeDraft, register
from intranet.notices.models import PENDING, Letter, Notice
from intranet.notices.queries import addresses_of

CHUNK = 1000


@transaction.atomic
def tell(drafts: Iterable[NoticeDraft], *, at: datetime) -> int:
    """Write the notices that are not there yet; return how many things are newly told (not rows: things × people).

    Each goes to the inbox, and by e-mail too where the recipient has an address. The caller's operation is the cause
    and writes the audit entry; a draft of an unknown kind raises KeyError.
    """
    kinds = register()
    pending, new = iter(drafts), 0
    while chunk := list(islice(pending, CHUNK)):
        new += _tell_chunk(chunk, kinds, at)
    return new


def _tell_chunk(drafts: list[NoticeDraft], kinds: dict[str, Kind], at: datetime) -> int:
    known = set(
        Notice.objects.filter(key__in={draft.key for draft in drafts}, channel=Channel.INBOX).values_list(
            "key", "recipient_id"
        )
    )
    fresh = {(draft.key, draft.recipient_id): draft for draft in drafts if (draft.key, draft.recipient_id) not in known}
    addresses = addresses_of({draft.recipient_id for draft in fresh.values()})
    rows = [
        row for draft in fresh.values() for row in _rows(draft, kinds[draft.kind], draft.recipient_id in addresses, at)
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(fresh)


def _rows(draft: NoticeDraft, kind: Kind, has_address: bool, at: datetime) -> Iterator[Notice]:
    for channel in (Channel.INBOX, Channel.EMAIL) if has_address else (Channel.INBOX,):
        yield Notice(
            key=draft.key,
            recipient_id=draft.recipient_id,
            channel=channel,
            kind_key=kind.key,
            about=draft.about,
            context=draft.context,
            due_on=draft.due_on,
            clause_document=draft.clause.document_key if draft.clause else "",
            clause_number=draft.clause.number if draft.clause else "",
            url=draft.url,
            apart=draft.apart or kind.apart or kind.statutory,
            statutory=kind.statutory,
            created_at=at,
        )


@transaction.atomic
def cancel(*, about: Collection[str], at: datetime) -> int:
    """Take back what was not yet sent about these matters; what went by letter stands. Return how many were."""
    waiting = Notice.objects.waiting_for_a_letter().filter(about__in=about)
    to_addresses = Letter.objects.filter(recipient=None, about__in=about, state__in=PENDING)
    taken = waiting.update(cancelled_at=at) + to_addresses.update(state=LetterState.CANCELLED)
    if taken:
        audit.record("notices.cancelled", at=at, matters=len(about), notices=taken)
    return taken
