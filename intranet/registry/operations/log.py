"""Appending to the register's log, in the transaction of what is logged (RFC 9162)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.registry.enums import LeafEvent
from intranet.registry.models import Certificate, Form, Kind, Leaf
from intranet.registry.rules import leaves
from intranet.registry.rules.leaves import Frozen, Standing

CHUNK = 2000
LINES = 500
COLUMNS = ("certificate_id", "event", "at", "salt", "hash")


class NothingToErase(Refusal):
    """The salts of the certificate are erased already."""


def append(certificates: Iterable[Certificate], event: LeafEvent, *, at: datetime) -> None:
    """Append a leaf for what the public sees of each certificate from now on. The rows must be saved already.

    Rows that were copied into the database and do not know their keys are found by their codes.
    """
    codes = Codes()
    rows = iter(certificates)
    while chunk := list(islice(rows, CHUNK)):
        keys = _keys(chunk)
        write(
            (
                certificate.pk or keys[certificate.code],
                event,
                at,
                codes.frozen(certificate),
                standing(certificate, event),
            )
            for certificate in chunk
        )


def append_correction(*, old: Certificate, new: Certificate, at: datetime) -> None:
    """Append that a certificate was superseded, and all that its new version takes over from it."""
    codes = Codes()
    write([(old.pk, LeafEvent.CORRECTED, at, codes.frozen(old), standing(old))])
    events = [(LeafEvent.ISSUED, at)]
    if new.first_published_at is not None:
        events.append((LeafEvent.PUBLISHED, new.first_published_at))
    write((new.pk, event, moment, codes.frozen(new), Standing()) for event, moment in events)
    if new.restricted_on is not None:
        append([new], LeafEvent.RESTRICTED, at=at)


class Codes:
    """The codes of forms and kinds by key, read when the first is asked for."""

    def __init__(self) -> None:
        self._known: tuple[Mapping[int, str], Mapping[int, str]] | None = None

    def frozen(self, row: Certificate) -> Frozen:
        """Return what never changes in a certificate, of what the public sees."""
        if self._known is None:
            self._known = dict(Form.objects.values_list("pk", "code")), dict(Kind.objects.values_list("pk", "code"))
        forms, kinds = self._known
        return Frozen(
            row.code, row.public_name, forms[row.form_id], kinds[row.kind_id], row.topic, row.hours, row.ects,
            row.issue_date, row.record_number,
        )  # fmt: skip


def standing(row: Certificate, event: str = "") -> Standing:
    """Return where the certificate stands by its row; one withdrawn in bulk need not know it yet."""
    is_withdrawn = row.withdrawn_at is not None or event == LeafEvent.WITHDRAWN
    return Standing(row.annulled_on, row.superseded_on, is_withdrawn, row.restricted_on is None)


def write(entries: Iterable[tuple[int, str, datetime, Frozen, Standing]]) -> None:
    """Write leaves at once: COPY on PostgreSQL, one prepared statement on SQLite (law 11)."""
    quote = connection.ops.quote_name
    table, columns = quote(Leaf._meta.db_table), ", ".join(quote(name) for name in COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            lines = [  # all of them first: while a COPY runs, its connection answers nothing else
                f"{key}\t{event}\t{leaves.moment(at)}\t\\\\x{salt.hex()}\t\\\\x{hashed.hex()}\n"
                for key, event, at, salt, hashed in _rows(entries)
            ]
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for start in range(0, len(lines), LINES):
                    copy.write("".join(lines[start : start + LINES]))
        else:
            statement = f"INSERT INTO {table} ({columns}) VALUES (%s, %s, %s, %s, %s)"  # noqa: S608 - our own names
            moment = lru_cache(maxsize=4096)(connection.ops.adapt_datetimefield_value)
            cursor.executemany(
                statement, [(key, event, moment(at), salt, hashed) for key, event, at, salt, hashed in _rows(entries)]
            )


def _rows(entries: Iterable[tuple[int, str, datetime, Frozen, Standing]]) -> Iterator[tuple[Any, ...]]:
    for key, event, at, frozen, stands in entries:
        salt = os.urandom(leaves.SALT_BYTES)
        said = str(event)
        yield key, said, at, salt, leaves.salted_hash(salt, leaves.content(said, at, frozen, stands))


def _keys(chunk: list[Certificate]) -> dict[str, int]:
    unknown = [certificate.code for certificate in chunk if certificate.pk is None]
    found: dict[str, int] = {}
    for start in range(0, len(unknown), 500):
        wanted = Certificate.objects.filter(code__in=unknown[start : start + 500]).order_by()
        found.update(wanted.values_list("code", "pk"))
    return found


@transaction.atomic
def erase_salts(*, certificate: Certificate, reason: str, at: datetime, actor: Account | None = None) -> int:
    """Erase the salts of a certificate's leaves, so that nobody can prove any more what they said.

    Their hashes stay, and with them every other proof; a new leaf says what the public sees now. Returns how many.
    Raises NothingToErase.
    """
    row = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    salted = Leaf.objects.filter(certificate=row).exclude(salt=None)
    if not salted.exclude(event=LeafEvent.ERASED).exists():
        raise NothingToErase(
            _("The earlier traces of certificate %(number)s are erased already.") % {"number": row.record_number}
        )
    count = salted.update(salt=None)
    append([row], LeafEvent.ERASED, at=at)
    audit.record("registry.salts_erased", at=at, actor=actor, subject=row, reason=reason.strip()[:300], count=count)
    return count
