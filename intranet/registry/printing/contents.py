"""What a certificate says, as the data of its document (DOC-01…07). Texts are data: no markup is read in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from intranet.core.dates import format_date, format_decimal
from intranet.core.typesetting.texts import clean
from intranet.registry.models import Certificate, Duplicate
from intranet.registry.printing.designs import Design
from intranet.registry.rules.volumes import shown_volume


@dataclass(frozen=True)
class Verification:
    """Where a printed certificate can be checked."""

    origin: str
    code: str
    language: str

    @property
    def address(self) -> str:
        return f"{self.origin}/{self.language}/verify/{self.code}/"


def content(certificate: Certificate, design: Design, *, origin: str, duplicate: Duplicate | None) -> dict[str, Any]:
    """Return the data of the document: frozen columns of the certificate, and what its design says."""
    languages = design.languages
    legal = certificate.language
    address = Verification(origin, certificate.code, legal).address
    words = {code: {key: clean(text) for key, text in design.words_in(code).items()} for code in languages}
    volume = shown_volume(certificate.hours, certificate.ects)
    title = clean(certificate.document_type)
    return {
        "paper": design.paper,
        "colour": design.colour,
        "fields": list(design.fields),
        "background": f"background.{design.background_type}" if design.background else "",
        "languages": list(languages),
        "language": legal,
        "words": words,
        "record_number": clean(certificate.record_number),
        "full_name": clean(certificate.full_name()),
        "surname": clean(certificate.surname),
        "given_names": clean(f"{certificate.given_name} {certificate.patronymic}".strip()),
        "name_latin": clean(certificate.name_latin),
        "provider": _in_legal(certificate.provider_name, legal, languages),
        "provider_name": clean(certificate.provider_name),
        "provider_code": clean(certificate.provider_code),
        "document_type": {code: title if title and code == legal else words[code]["title"] for code in languages},
        "topic": _topics(certificate, languages),
        "form": _named(certificate.form.names, languages),
        "kind": _named(certificate.kind.names, languages),
        "hours": _same({code: format_decimal(volume.hours, code) for code in languages}),
        "ects": _same({code: format_decimal(volume.ects, code) for code in languages}),
        "period": {code: period(certificate.period_from, certificate.period_to, code) for code in languages},
        "programme": _in_legal(certificate.programme, legal, languages),
        "outcomes": clean(certificate.outcomes),
        "issue_date": {code: format_date(certificate.issue_date, code) for code in languages},
        "signatory_name": clean(certificate.signatory_name),
        "signatory_post": _in_legal(certificate.signatory_post, legal, languages),
        "duplicate": _duplicate(duplicate, words, languages),
        "verify_address": address,
        "verify_shown": address.partition("://")[2],
        "date": _day(duplicate.issued_on if duplicate else certificate.issue_date),
        "moment": _moment(duplicate.issued_on if duplicate else certificate.issue_date),
    }


def period(begins: date | None, ends: date | None, language: str) -> str:
    """Return the days of the training as a language writes them."""
    days = [format_date(day, language) for day in (begins, ends) if day]
    return " – ".join(dict.fromkeys(days))


def _in_legal(text: str, legal: str, languages: tuple[str, ...]) -> dict[str, str]:
    """Return a text that is known in one language: its own, or where the page does not have that, the page's first."""
    return {legal if legal in languages else languages[0]: clean(text)}


def _named(names: Mapping[str, str], languages: tuple[str, ...]) -> dict[str, str]:
    """Return the names of a vocabulary's entry; where the page's languages have none, whichever there is."""
    found = {code: clean(names[code]) for code in languages if names.get(code)}
    return found or {languages[0]: clean(next(iter(names.values()), ""))}


def _same(texts: dict[str, str]) -> dict[str, str]:
    """Return each figure once: 30 and 30 are not printed below each other."""
    seen: dict[str, str] = {}
    for code, text in texts.items():
        if text not in seen.values():
            seen[code] = text
    return seen


def _topics(certificate: Certificate, languages: tuple[str, ...]) -> dict[str, str]:
    legal = certificate.language
    others = {code: clean(certificate.topics[code]) for code in languages if certificate.topics.get(code)}
    return {**others, **_in_legal(certificate.topic, legal, languages)}


def _duplicate(
    duplicate: Duplicate | None, words: dict[str, dict[str, str]], languages: tuple[str, ...]
) -> dict[str, str]:
    if duplicate is None:
        return {}
    return {
        code: f"{words[code]['duplicate']} {duplicate.number}, {format_date(duplicate.issued_on, code)}"
        for code in languages
    }


def _day(day: date) -> list[int]:
    return [day.year, day.month, day.day]


def _moment(day: date) -> int:
    return int(datetime.combine(day, time(), tzinfo=UTC).timestamp())
