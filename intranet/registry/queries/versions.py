"""The versions of a certificate, and in what each differs from the one before it (REG-08)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst

from intranet.core.dates import format_date
from intranet.core.languages import OWN_NAMES, reader_language
from intranet.registry.models import Certificate

COMPARED = (
    "surname", "given_name", "patronymic", "public_name", "person", "topic", "topics", "kind", "form", "hours", "ects",
    "outcomes", "programme", "programme_document", "programme_reason", "public_name_given", "public_name_reason",
    "signatory_name", "signatory_post", "document_type", "period_from", "period_to", "workplace", "email", "name_latin",
)  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """A field that a correction changed: what it is called, what stood in it, what stands in it now."""

    field: str
    label: str
    old: str
    new: str


def versions(certificate: Certificate) -> list[Certificate]:
    """Return every version of a certificate, the oldest first: one query, by the record number that they share."""
    same = Certificate.objects.filter(number_key=certificate.number_key, record_number=certificate.record_number)
    rows = {row.pk: row for row in same.select_related("form", "kind", "person", "programme_document")}
    before = {row.superseded_by_id: row for row in rows.values() if row.superseded_by_id}
    current = rows[certificate.pk]
    while current.superseded_by_id in rows:
        current = rows[current.superseded_by_id]
    chain = [current]
    while chain[0].pk in before:
        chain.insert(0, before[chain[0].pk])
    return chain


def differences(old: Certificate, new: Certificate) -> list[Difference]:
    """Return what a correction changed, field by field, in the order of the form."""
    return [
        Difference(name, _label(name), _shown(getattr(old, name)), _shown(getattr(new, name)))
        for name in changed_fields(old, new)
    ]


def changed_fields(old: Certificate, new: Certificate) -> Iterator[str]:
    """Yield the fields in which two versions differ."""
    for name in COMPARED:
        column = Certificate._meta.get_field(name).attname  # type: ignore[union-attr]
        if getattr(old, column) != getattr(new, column):
            yield name


def _label(name: str) -> str:
    return str(capfirst(str(Certificate._meta.get_field(name).verbose_name)))  # type: ignore[union-attr]


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, dict):
        return "\n".join(f"{OWN_NAMES.get(code, code)}: {text}" for code, text in sorted(value.items())) or "—"
    if hasattr(value, "year") and not isinstance(value, Model):
        return format_date(value, reader_language())
    return str(value)
