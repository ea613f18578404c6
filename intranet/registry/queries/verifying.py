"""Is this certificate genuine? By code, or by number and surname; one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from intranet.core.languages import in_reader_language
from intranet.registry import disclosure
from intranet.registry.disclosure import PublicEntry, Row
from intranet.registry.models import CertificateQuerySet
from intranet.registry.rules import keys
from intranet.registry.rules.numbers import typed_code

EXTRA = ("form__names", "kind__names", "superseded_by__code")


@dataclass(frozen=True)
class Verified:
    """A certificate of this register, and the address of what superseded it."""

    entry: PublicEntry
    successor: str = ""


def by_code(code: str) -> Verified | None:
    """Return the certificate with the verification code, however it was typed; None where there is none."""
    known = typed_code(code)
    return _first(disclosure.verifiable().filter(code=known)) if known else None


def by_number(number: str, surname: str, *, at: datetime) -> Verified | None:
    """Return the certificate with the record number if the surname is its holder's; None otherwise.

    What is held back or has its name withheld cannot be asked for in this way: numbers can be guessed.
    """
    number_key, wanted = keys.number_key(number), keys.name_key(surname)
    if not number_key or not wanted:
        return None
    rows = disclosure.findable_by_name(disclosure.verifiable()).filter(held_at=None, number_key=number_key)
    rows = rows.filter(name_key__gte=wanted, name_key__lt=keys.end_of(wanted + " "))
    return _first(rows.order_by("number_key", "-issue_date", "-id"), surname=wanted)


def _first(rows: CertificateQuerySet, *, surname: str = "") -> Verified | None:
    for values in rows.values_list(*Row._fields, *EXTRA)[:20]:
        row = Row(*values[: len(Row._fields)])
        if surname and row.name_key != surname and not row.name_key.startswith(surname + " "):
            continue
        form, kind, successor = values[len(Row._fields) :]
        return Verified(
            entry=disclosure.entry(
                row,
                form=in_reader_language(form),
                kind=in_reader_language(kind),
                url=reverse("verify", args=[row.code]),
            ),
            successor=reverse("verify", args=[successor]) if successor else "",
        )
    return None
