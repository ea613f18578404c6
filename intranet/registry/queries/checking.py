"""Was the register changed behind the application's back? Each certificate against its entries of the log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from intranet.core.models import AuditEntry
from intranet.registry.enums import LeafEvent
from intranet.registry.models import Certificate, Leaf
from intranet.registry.queries.findings import Checked, stream
from intranet.registry.queries.gaps import removed_numbers
from intranet.registry.queries.rebuilding import check_tree
from intranet.registry.rules import leaves
from intranet.registry.rules.leaves import Flags, Frozen


class Row(NamedTuple):
    """The columns of a certificate that the log answers for."""

    pk: int
    code: str
    public_name: str
    form: str
    kind: str
    topic: str
    hours: Decimal | None
    ects: Decimal | None
    issue_date: date
    record_number: str
    annulled_on: date | None
    superseded_on: date | None
    withdrawn_at: datetime | None
    restricted_on: date | None
    first_published_at: datetime | None
    publish_after: datetime
    held_at: datetime | None
    successor_number: str | None

    @property
    def frozen(self) -> Frozen:
        return Frozen(*self[1:10])


PLACES = {"form": "form__code", "kind": "kind__code", "successor_number": "superseded_by__record_number"}


class Entry(NamedTuple):
    """An entry of the log as stored."""

    certificate_id: int
    event: str
    at: datetime
    salt: bytes | None
    hash: bytes
    place: int | None


def check_log() -> Checked:
    """Look through every certificate, every entry of the log and every head."""
    found = Checked()
    _check_certificates(found)
    check_tree(found)
    if found.missing:
        for number in removed_numbers(entries=found.missing):
            found.say(number, _("The number was given, and its certificate is no longer in the register."))
    return found


# --- Each certificate against its entries ---------------------------------------------------------------------------


def _check_certificates(found: Checked) -> None:
    names = [PLACES.get(name, name) for name in Row._fields]
    certificates = stream(Certificate.objects.order_by("pk").values_list(*names))
    rows = Leaf.objects.order_by("certificate_id", "pk").values_list(*Entry._fields[:-1], "index")
    entries = map(Entry._make, stream(rows))
    entry = next(entries, None)
    for row in map(Row._make, certificates):
        own: list[Entry] = []
        while entry is not None and entry.certificate_id <= row.pk:
            found.entries += 1
            if entry.certificate_id == row.pk:
                own.append(entry)
            else:
                _say_orphan(found, entry)
            entry = next(entries, None)
        for sentence in _problems_of(row, own):
            found.say(row.record_number, sentence)
    while entry is not None:
        found.entries += 1
        _say_orphan(found, entry)
        entry = next(entries, None)


def _say_orphan(found: Checked, entry: Entry) -> None:
    """Name a certificate that is gone by what the audit trail knows of it."""
    issued = AuditEntry.objects.filter(
        subject_type=Certificate._meta.label_lower, subject_id=str(entry.certificate_id), action="registry.issued"
    ).first()
    found.missing += 1
    found.say(
        str(issued.data.get("record_number", "")) if issued else "",
        _("Entry %(index)s of the log belongs to a certificate that is no longer in the register.")
        % {"index": _place(entry)},
    )


def _problems_of(row: Row, entries: list[Entry]) -> Iterator[str]:
    if not entries:
        yield _("The log has no entry about it: it was not issued by the application.")
        return
    if entries[0].event != LeafEvent.ISSUED:
        yield _("The log does not say that it was issued: an entry was removed or changed.")
    history = list(
        leaves.unfolded(
            [entry.event for entry in entries], annulled_on=row.annulled_on, superseded_on=row.superseded_on
        )
    )
    for entry, (_flags, standing) in zip(entries, history, strict=True):
        if entry.salt is not None:
            said = leaves.content(entry.event, entry.at, row.frozen, standing)
            if leaves.salted_hash(bytes(entry.salt), said) != bytes(entry.hash):
                yield _("Entry %(index)s of the log says otherwise than the register: one of them was changed.") % {
                    "index": _place(entry)
                }
                break
    yield from _states(row, history[-1][0])
    yield from _history(row, entries)


def _states(row: Row, flags: Flags) -> Iterator[str]:
    """Compare what the row says of its state with what the log says."""
    for event, by_row, by_log in (
        (LeafEvent.PUBLISHED, row.first_published_at is not None, flags.is_published),
        (LeafEvent.ANNULLED, row.annulled_on is not None, flags.is_annulled),
        (LeafEvent.CORRECTED, row.superseded_on is not None, flags.is_superseded),
        (LeafEvent.WITHDRAWN, row.withdrawn_at is not None, flags.is_withdrawn),
        (LeafEvent.RESTRICTED, row.restricted_on is not None, not flags.is_named),
    ):
        if by_row and not by_log:
            yield _("The register has it as “%(state)s”, and the log does not say so.") % {"state": event.label}
        elif by_log and not by_row:
            yield _("The log has it as “%(state)s”, and the register does not say so.") % {"state": event.label}


def _history(row: Row, entries: list[Entry]) -> Iterator[str]:
    """Compare what else the row says of its history with the entries."""
    published = [entry.at for entry in entries if entry.event == LeafEvent.PUBLISHED]
    moment = row.first_published_at
    if moment is not None:
        if published and moment not in published:
            yield _("The moment of its publication is not the one that the log has.")
        if row.held_at is not None or row.publish_after > moment:
            yield _("It was published, and is kept from the list behind the application’s back.")
    if row.successor_number is not None and row.successor_number != row.record_number:
        yield _("What is said to supersede it has another record number.")
    erased = max((place for place, entry in enumerate(entries) if entry.event == LeafEvent.ERASED), default=-1)
    if any(entry.salt is None for entry in entries[erased + 1 :]):
        yield _("A salt of its entries is missing, and the log does not say that it was erased.")


def _place(entry: Entry) -> str:
    return "?" if entry.place is None else str(entry.place)
