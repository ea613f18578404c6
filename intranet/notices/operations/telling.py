"""Writing down what is to be told. The unique key (matter and step, recipient, channel) tells everybody once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction

from intranet.core import audit, sets
from intranet.notices.enums import Channel, LetterState
from intranet.notices.kinds import Kind, NoticeDraft, register
from intranet.notices.models import PENDING, Letter, Notice
from intranet.notices.queries import Roads

CHUNK = 1000
DRAFTED = (
    "key", "recipient_id", "kind_key", "about", "context", "due_on", "clause_document", "clause_number", "url", "apart",
)  # fmt: skip
DRAFTS, ROADS = "notices_drafts", "notices_roads"
_BY_ROAD = (
    f"SELECT t.* FROM {DRAFTS} t "  # noqa: S608 - our own names
    f"JOIN {ROADS} r ON r.person_id = t.recipient_id AND r.kind_key = t.kind_key AND r.channel = %s"
)


@transaction.atomic
def tell(drafts: Iterable[NoticeDraft], *, at: datetime) -> int:
    """Write the notices that are not there yet; return how many things are newly told (not rows: things × people).

    Each goes to the inbox, and by e-mail too where the recipient has an address and wants it (``queries.Roads``). The
    caller's operation is the cause and writes the audit entry; a draft of an unknown kind raises KeyError.
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
    roads = Roads({draft.recipient_id for draft in fresh.values()})
    rows = [row for draft in fresh.values() for row in _rows(draft, kinds[draft.kind], roads, at)]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(fresh)


def _rows(draft: NoticeDraft, kind: Kind, roads: Roads, at: datetime) -> Iterator[Notice]:
    for channel in roads.of(draft.recipient_id, kind):
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
def tell_set(
    select: str, parameters: Sequence[Any], *, kinds: Collection[str], people: Collection[int], at: datetime
) -> int:
    """Do what ``tell`` does over a whole set (law 11): ``select`` names a row a draft with the columns ``DRAFTED``.

    ``kinds`` and ``people`` are those that may occur in it. A notice that was taken back before any letter carried it
    is told after all: it was never told.
    """
    sets.make_table_from(DRAFTS, select, parameters)
    others = _make_table_of_roads([register()[key] for key in kinds], people)
    told = _insert(f"SELECT t.* FROM {DRAFTS} t", Channel.INBOX, kinds, at)  # noqa: S608 - our own name
    for channel in sorted(others):
        _insert(_BY_ROAD, channel, kinds, at)
    sets.drop_tables(DRAFTS, ROADS)
    return told


def _make_table_of_roads(kinds: Sequence[Kind], people: Collection[int]) -> set[Channel]:
    """Write down which kinds go to whom by which roads besides the inbox, which has everything; return these roads."""
    waiting, rows = iter(people), []
    while chunk := list(islice(waiting, CHUNK)):
        roads = Roads(chunk)
        rows += [
            (person, kind.key, channel.value)
            for person in chunk
            for kind in kinds
            for channel in roads.of(person, kind)
            if channel is not Channel.INBOX
        ]
    sets.make_table(ROADS, "person_id bigint, kind_key varchar(60), channel varchar(10)", rows)
    return {Channel(channel) for _person, _kind, channel in rows}


def _insert(rows: str, channel: Channel, kinds: Collection[str], at: datetime) -> int:
    """Write the notices of one road. Columns that say nothing of the draft have their defaults."""
    found = [register()[key] for key in kinds]
    apart = [kind.key for kind in found if kind.apart or kind.statutory] or [""]
    statutory = [kind.key for kind in found if kind.statutory] or [""]
    given: dict[str, tuple[str, list[Any]]] = {
        **{name: (f"t.{name}", []) for name in DRAFTED},
        "apart": (f"(t.apart OR t.kind_key IN ({', '.join(['%s'] * len(apart))}))", apart),
        "statutory": (f"(t.kind_key IN ({', '.join(['%s'] * len(statutory))}))", statutory),
        "channel": ("%s", [channel.value]),
        "created_at": ("%s", [at]),
    }
    for field in Notice._meta.concrete_fields:
        if str(field.column) not in given and not field.primary_key:
            given[str(field.column)] = ("%s", [field.get_db_prep_save(field.get_default(), connection)])
    values = [value for _expression, own in given.values() for value in own]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Notice._meta.db_table} ({', '.join(given)}) "  # noqa: S608 - columns of the model
            f"SELECT {', '.join(expression for expression, _own in given.values())} FROM ({rows}) t WHERE 1 = 1 "
            f"ON CONFLICT (key, recipient_id, channel) DO UPDATE SET cancelled_at = NULL, context = EXCLUDED.context "
            f"WHERE {Notice._meta.db_table}.cancelled_at IS NOT NULL AND {Notice._meta.db_table}.letter_id IS NULL",
            [*values, *([] if channel is Channel.INBOX else [channel.value])],
        )
        return max(0, int(cursor.rowcount))


@transaction.atomic
def cancel(*, about: Collection[str], at: datetime) -> int:
    """Take back what was not yet sent about these matters; what went by letter stands. Return how many were."""
    waiting = Notice.objects.waiting_for_a_letter().filter(about__in=about)
    to_addresses = Letter.objects.filter(recipient=None, about__in=about, state__in=PENDING)
    taken = waiting.update(cancelled_at=at) + to_addresses.update(state=LetterState.CANCELLED)
    if taken:
        audit.record("notices.cancelled", at=at, matters=len(about), notices=taken)
    return taken


@transaction.atomic
def cancel_set(select: str, parameters: Sequence[Any], *, at: datetime, kind: str = "") -> int:
    """Do what ``cancel`` does for every matter that ``select`` names, or for its notices of one kind."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE {Notice._meta.db_table} SET cancelled_at = %s
            WHERE channel = %s AND letter_id IS NULL AND cancelled_at IS NULL AND about <> '' AND about IN ({select})
              AND (%s = '' OR kind_key = %s)
            """,  # noqa: S608 - the caller's SQL, its parameters apart
            [at, Channel.EMAIL.value, *parameters, kind, kind],
        )
        taken = max(0, int(cursor.rowcount))
    if taken:
        audit.record("notices.cancelled", at=at, notices=taken)
    return taken
