"""Programmes and their runs, made by the operations that people use."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from intranet.documents.enums import DocumentKind
from intranet.documents.models import Document, Edition
from intranet.registry.models import Form, Kind
from intranet.training import operations
from intranet.training.enums import Audience
from intranet.training.models import ProgrammeRun, SignUp
from intranet.training.operations import Outsider

AT = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 2, 2)


def programme(title: str = "Цифрові інструменти оцінювання", language: str = "uk") -> Document:
    """Return a published programme with one edition in force."""
    document = Document.objects.create(key=uuid.uuid4(), kind=DocumentKind.PROGRAMME)
    Edition.objects.create(
        document=document, language=language, title=title, in_force_from=date(2025, 9, 1), content_hash="0" * 64,
        published_at=AT,
    )  # fmt: skip
    return document


def run(**changes: Any) -> ProgrammeRun:
    """Return a run of five days in March, open to everybody, with two places."""
    values = {
        "topic": "Цифрові інструменти формувального оцінювання",
        "language": "uk",
        "hours": Decimal(30),
        "outcomes": "Добирає інструменти до мети заняття.",
        "starts_on": date(2026, 3, 2),
        "ends_on": date(2026, 3, 6),
        "place": "Аудиторія 12",
        "group_size": 2,
        "audience": Audience.EVERYBODY,
        **changes,
    }
    values.setdefault("programme", None)
    values["programme"] = values["programme"] or programme()
    values.setdefault("form", Form.objects.get(code="distance"))
    values.setdefault("kind", Kind.objects.get(code="programme"))
    return operations.add_run(**values, at=AT)


def outsider(number: int = 1, **changes: Any) -> Outsider:
    values = {
        "surname": f"Гнатюк{'абвгдежзик'[number % 10]}",
        "given_name": "Олена",
        "patronymic": "Василівна",
        "email": f"guest{number}@example.org",
        "workplace": "Ліцей",
        "language": "uk",
    }
    return Outsider(**{**values, **changes})


def signed_up(of: ProgrammeRun, number: int = 1, *, at: datetime = AT, **changes: str) -> SignUp:
    """Return an outsider’s sign-up that was confirmed."""
    guest = outsider(number, **changes)
    operations.sign_up_outsider(run=of, outsider=guest, at=at, on_date=at.date())
    row = SignUp.objects.get(run=of, email=guest.email, withdrawn_at=None)
    return operations.confirm(sign_up=row, at=at, on_date=at.date())
