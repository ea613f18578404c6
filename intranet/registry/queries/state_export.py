"""What the state's system would probably ask for of each certificate: our guess, for staff alone (LAW-10)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from intranet.registry.models import Certificate, CertificateQuerySet

HEADING = (
    "record_number", "issue_date", "surname", "given_name", "patronymic", "name_latin", "document_type", "form",
    "kind", "topic", "hours", "ects", "outcomes", "period_from", "period_to", "provider_name", "provider_code",
    "programme", "signatory_name", "signatory_post", "status", "status_date", "state_there", "identifier_there",
    "reason_there",
)  # fmt: skip
CHUNK = 2000


def rows(certificates: CertificateQuerySet) -> Iterator[list[str]]:
    """Yield the cells of each certificate under ``HEADING``, read by key in chunks so that memory stays small."""
    last = 0
    chosen = certificates.standing().order_by("pk").select_related("form", "kind", "state_record")
    while found := list(chosen.filter(pk__gt=last)[:CHUNK]):
        for row in found:
            yield _cells(row)
        last = found[-1].pk


def _cells(row: Certificate) -> list[str]:
    there = getattr(row, "state_record", None)
    hours, ects = row.volume
    facts = (
        row.record_number, row.issue_date, row.surname, row.given_name, row.patronymic, row.name_latin,
        row.document_type, row.form, row.kind, row.topic, hours, ects, row.outcomes, row.period_from, row.period_to,
        row.provider_name, row.provider_code, row.programme, row.signatory_name, row.signatory_post,
        _("annulled") if row.annulled_on else _("valid"), row.annulled_on,
        there.get_state_display() if there else _("not sent"), there and there.state_id, there and there.refusal,
    )  # fmt: skip
    return ["" if fact is None else str(fact) for fact in facts]
