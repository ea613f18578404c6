"""Is this certificate genuine? By code, by number and surname, by the signed file; one query, for many at once too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from intranet.core.languages import in_reader_language
from intranet.registry import disclosure
from intranet.registry.disclosure import PublicEntry, Row
from intranet.registry.models import CertificateQuerySet
from intranet.registry.rules import keys
from intranet.registry.rules.numbers import typed_code
from intranet.registry.rules.pairs import Pair, is_holders_name

EXTRA = ("held_at", "publish_after", "form__names", "kind__names", "superseded_by__code")
MOST_OF_ONE_NUMBER = 20  # versions that have superseded one another
MOST_OF_MANY = 2000


@dataclass(frozen=True)
class Verified:
    """A certificate of this register, its code, and the address of what superseded it."""

    entry: PublicEntry
    code: str
    successor: str = ""


@dataclass(frozen=True)
class _Found:
    """What was read of a certificate, until it is known to be what was asked for."""

    row: Row
    held_at: datetime | None
    publish_after: datetime
    form: dict[str, str]
    kind: dict[str, str]
    successor: str | None

    def answers(self, number_key: str, surname_key: str, *, at: datetime) -> bool:
        """Say whether it may be asked for by its number, and was.

        Numbers can be guessed: what is held back, not public yet or has its name withheld cannot be asked for by them.
        """
        open_to_all = self.held_at is None and self.publish_after <= at and self.row.restricted_on is None
        return open_to_all and self.row.number_key == number_key and is_holders_name(self.row.name_key, surname_key)

    def verified(self) -> Verified:
        entry = disclosure.entry(
            self.row,
            form=in_reader_language(self.form),
            kind=in_reader_language(self.kind),
            url=reverse("verify", args=[self.row.code]),
        )
        return Verified(entry, self.row.code, reverse("verify", args=[self.successor]) if self.successor else "")


def by_code(code: str) -> Verified | None:
    """Return the certificate with the verification code, however it was typed; None where there is none."""
    known = typed_code(code)
    return _first(disclosure.verifiable().filter(code=known)) if known else None


def by_codes(codes: Sequence[str]) -> Verified | None:
    """Return the certificate with the first of the codes that the register knows."""
    found = {each.row.code: each for each in _read(disclosure.verifiable().filter(code__in=codes))} if codes else {}
    return next((found[code].verified() for code in codes if code in found), None)


def by_checksum(sha256: str) -> Verified | None:
    """Return the certificate whose signed file has the checksum."""
    return _first(disclosure.verifiable().filter(signature__sha256=sha256))


def by_number(number: str, surname: str, *, at: datetime) -> Verified | None:
    """Return the certificate with the record number if the surname is its holder's; None otherwise."""
    number_key, wanted = keys.number_key(number), keys.name_key(surname)
    if not number_key or not wanted:
        return None
    rows = _of_numbers([number_key]).order_by("number_key", "-issue_date", "-id")[:MOST_OF_ONE_NUMBER]
    return next((each.verified() for each in _read(rows) if each.answers(number_key, wanted, at=at)), None)


def many(pairs: Sequence[Pair], *, at: datetime) -> list[Verified | None]:
    """Return the answer to each pair, in their order: one query however many there are."""
    codes = [pair.code for pair in pairs if pair.code]
    numbers = [pair.number_key for pair in pairs if pair.number]
    rows = disclosure.verifiable().filter(Q(code__in=codes) | Q(number_key__in=numbers)).order_by("-issue_date", "-id")
    found = list(_read(rows[:MOST_OF_MANY])) if codes or numbers else []
    by_their_code = {each.row.code: each for each in found}
    by_their_number: dict[str, list[_Found]] = {}
    for each in found:
        by_their_number.setdefault(each.row.number_key, []).append(each)

    def answer(pair: Pair) -> _Found | None:
        if pair.code:
            return by_their_code.get(pair.code)
        of_number = by_their_number.get(pair.number_key, [])
        return next((each for each in of_number if each.answers(pair.number_key, pair.surname_key, at=at)), None)

    return [one.verified() if (one := answer(pair)) else None for pair in pairs]


def _of_numbers(number_keys: Sequence[str]) -> CertificateQuerySet:
    return disclosure.findable_by_name(disclosure.verifiable()).filter(held_at=None, number_key__in=number_keys)


def _first(rows: CertificateQuerySet) -> Verified | None:
    return next((each.verified() for each in _read(rows[:1])), None)


def _read(rows: CertificateQuerySet) -> Iterator[_Found]:
    for values in rows.values_list(*Row._fields, *EXTRA):
        known: tuple[Any, ...] = values[len(Row._fields) :]
        yield _Found(Row(*values[: len(Row._fields)]), *known)
