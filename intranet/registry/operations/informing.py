"""Telling holders: at issue what will be public and why, at signing where their certificate is.

What is to be told is a row that stands once for a certificate and cause, so that a sweep that is killed, runs twice, or
meets another one tells nobody twice. It becomes a notice or a letter when its turn comes, so many an hour, by the facts
of that moment: what was withdrawn or superseded meanwhile is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation

from intranet.core import audit, institution
from intranet.core.languages import CODES
from intranet.notices.kinds import LetterDraft, NoticeDraft
from intranet.notices.operations import tell, write_to_addresses
from intranet.notices.queries import addresses_of
from intranet.registry.enums import HolderCause, LeafEvent
from intranet.registry.models import Certificate, HolderTelling, Leaf, TellingMark
from intranet.registry.operations.linking import tokens_for
from intranet.registry.queries.disclosing import disclosure_settings
from intranet.registry.tellings import CORRECTED, ISSUED, READY

ENTRIES_AT_ONCE = 5000  # of the log
TOLD_AT_ONCE = 200
HOUR = timedelta(hours=1)


def inform_holders(*, at: datetime) -> int:
    """Note what the log says was issued, then tell as many holders as this hour allows; return how many were told."""
    while _note_some(at=at):
        pass
    told = 0
    while count := _tell_some(at=at):
        told += count
    return told


@transaction.atomic
def _note_some(*, at: datetime) -> bool:
    """Note a chunk of the log; say whether there may be more. Places in the log have no gaps and never change."""
    mark = _mark()
    if mark is None:
        return False
    start = mark.next_index
    last = (
        Leaf.objects.filter(index__gte=start, index__lt=start + ENTRIES_AT_ONCE)
        .order_by("-index").values_list("index", flat=True).first()
    )  # fmt: skip
    if last is None:
        return False
    issued = Certificate.objects.filter(
        ~Q(email="") | Q(person__isnull=False),
        leaves__index__gte=start, leaves__index__lte=last, leaves__event=LeafEvent.ISSUED, is_historical=False,
    )  # fmt: skip
    HolderTelling.objects.bulk_create(
        [
            HolderTelling(certificate_id=key, cause=HolderCause.ISSUED, noted_at=at)
            for key in issued.order_by("pk").values_list("pk", flat=True)
        ],
        batch_size=1000,
        ignore_conflicts=True,
    )
    mark.next_index = last + 1
    mark.save(update_fields=["next_index"])
    return last + 1 == start + ENTRIES_AT_ONCE


def _mark() -> TellingMark | None:
    """Return the place in the log, locked; None where another process has it: one at a time tells."""
    TellingMark.objects.get_or_create(pk=1)
    rows = TellingMark.objects.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
    return rows.filter(pk=1).first()


@transaction.atomic
def _tell_some(*, at: datetime) -> int:
    """Tell the next of those who wait, as many as the hour still allows; return how many rows were done with."""
    if _mark() is None:
        return 0
    told_lately = HolderTelling.objects.filter(told_at__gt=at - HOUR, dropped=False).count()
    allowed = min(disclosure_settings().letters_per_hour - told_lately, TOLD_AT_ONCE)
    if allowed <= 0:
        return 0
    waiting = list(
        HolderTelling.objects.filter(told_at=None, noted_at__lte=at)
        .select_related("certificate__form", "certificate__kind", "certificate__person")
        .order_by("pk")[:allowed]
    )
    to_tell = [row for row in waiting if _is_to_be_told(row)]
    with institution.read_once():
        _tell(to_tell, at=at)
    kept = {row.pk for row in to_tell}
    for row in waiting:
        row.told_at, row.dropped = at, row.pk not in kept
    HolderTelling.objects.bulk_update(waiting, ["told_at", "dropped"], batch_size=500)
    if to_tell:
        audit.record("registry.holders_told", at=at, count=len(to_tell))
    return len(waiting)


def _is_to_be_told(row: HolderTelling) -> bool:
    certificate = row.certificate
    gone = certificate.withdrawn_at or certificate.superseded_on or certificate.annulled_on
    return not gone and bool(certificate.person_id or certificate.email)


def _tell(rows: Sequence[HolderTelling], *, at: datetime) -> None:
    """Write the notices and letters: to people of the institution on the site and by letter, to others by letter."""
    ready = [row.certificate_id for row in rows if row.cause == HolderCause.READY]
    tokens = tokens_for(ready, at=at) if ready else {}
    has_address = addresses_of({row.certificate.person_id for row in rows if row.certificate.person_id})
    tell(_notices((row for row in rows if row.certificate.person_id), tokens), at=at)
    write_to_addresses(
        [
            _letter(row, tokens)
            for row in rows
            if row.certificate.email and row.certificate.person_id not in has_address
        ],
        at=at,
    )


def _notices(rows: Iterable[HolderTelling], tokens: dict[int, str]) -> list[NoticeDraft]:
    return [
        NoticeDraft(
            key=_key(row), kind=_kind(row), recipient_id=row.certificate.person_id or 0, context=_context(row),
            url=_address(row, tokens), about=_about(row),
        )
        for row in rows
    ]  # fmt: skip


def _letter(row: HolderTelling, tokens: dict[int, str]) -> LetterDraft:
    certificate = row.certificate
    return LetterDraft(
        key=_key(row), kind=_kind(row), address=certificate.email, context=_context(row), url=_address(row, tokens),
        about=_about(row), language=certificate.person.language if certificate.person else "",
    )  # fmt: skip


def _key(row: HolderTelling) -> str:
    return f"{_about(row)}:{row.cause}:{row.round}"


def _about(row: HolderTelling) -> str:
    return f"registry.certificate:{row.certificate_id}"


def _kind(row: HolderTelling) -> str:
    if row.cause == HolderCause.READY:
        return READY
    return ISSUED if row.certificate.version == 1 else CORRECTED


def _address(row: HolderTelling, tokens: dict[int, str]) -> str:
    """Return the address in the default language; a letter puts it into its reader's."""
    with translation.override(institution.current().default_language):
        if row.cause == HolderCause.READY:
            return reverse("holder", args=[tokens[row.certificate_id]])
        return reverse("verify", args=[row.certificate.code])


def _context(row: HolderTelling) -> dict[str, Any]:
    """Return what the notice says, in every language that it may be read in."""
    certificate = row.certificate
    hours, ects = certificate.volume
    return {
        "number": certificate.record_number,
        "issue_date": certificate.issue_date.isoformat(),
        "name": "" if certificate.restricted_on else certificate.public_name,
        "topic": certificate.topic,
        "form": _in_all(certificate.form.names),
        "kind": _in_all(certificate.kind.names),
        "hours": str(hours),
        "ects": str(ects),
    }


def _in_all(names: dict[str, str]) -> dict[str, str]:
    return {code: names[code] for code in CODES if names.get(code)}
