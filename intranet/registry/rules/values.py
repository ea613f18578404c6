"""The content of a certificate as plain values: what the rules judge, drafts and imported rows alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self


@dataclass(frozen=True)
class Values:
    """What a certificate says. ``form`` and ``kind`` are codes; the holder need not be a person known here."""

    surname: str = ""
    given_name: str = ""
    patronymic: str = ""
    form: str = ""
    kind: str = ""
    topic: str = ""
    hours: Decimal | None = None
    ects: Decimal | None = None
    outcomes: str = ""
    issue_date: date | None = None
    programme: str = ""
    document_type: str = ""
    period_from: date | None = None
    period_to: date | None = None
    email: str = ""
    workplace: str = ""
    name_latin: str = ""
    late_reason: str = ""
    programme_document_id: int | None = None
    programme_reason: str = ""
    topics: Mapping[str, str] = field(default_factory=dict, hash=False)  # by language; ``topic`` is the legal one
    public_name_given: str = ""
    public_name_reason: str = ""
    person_id: int | None = None
    signatory_id: int | None = None
    signatory_text: str = ""  # who signed a historical document, where that is nobody known here
    one_name: bool = False

    TEXTS: ClassVar[tuple[str, ...]] = (
        "surname", "given_name", "patronymic", "topic", "outcomes", "programme", "document_type", "email", "workplace",
        "name_latin", "late_reason", "programme_reason", "public_name_given", "public_name_reason",
    )  # fmt: skip
    OTHERS: ClassVar[tuple[str, ...]] = (
        "hours", "ects", "issue_date", "period_from", "period_to", "person_id", "signatory_id",
        "programme_document_id", "topics",
    )  # fmt: skip

    def but(self, **changes: Any) -> Self:
        """Return the same values with ``changes``."""
        return replace(self, **changes)
