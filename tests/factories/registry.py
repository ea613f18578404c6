"""Certificates for tests, made through the same operations that people use."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import factory

from intranet.registry.enums import Restriction
from intranet.registry.models import Certificate, Draft, Signatory
from intranet.registry.operations import annulling
from intranet.registry.operations.issuing import issue, prepare
from intranet.registry.rules.values import Values
from tests.factories.people import AccountFactory

ISSUED_AT = datetime(2026, 2, 16, 10, 0, tzinfo=UTC)
PUBLIC_AT = datetime(2026, 2, 18, 10, 0, tzinfo=UTC)


class SignatoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Signatory

    name = "Ярмоленко О. П."
    post = "директор"
    since = date(2015, 9, 1)


class ValuesFactory(factory.Factory):
    class Meta:
        model = Values

    surname = factory.Sequence(lambda number: f"Гнатюк{'абвгдежзик'[number % 10]}")
    given_name = "Олена"
    patronymic = "Василівна"
    form = "distance"
    kind = "programme"
    topic = "Цифрові інструменти формувального оцінювання"
    hours = Decimal(30)
    outcomes = "Добирає інструменти оцінювання до мети заняття."
    issue_date = date(2026, 2, 14)


def draft(**changes: Any) -> Draft:
    """Return a draft that is ready, but for the changes."""
    return prepare(values=ValuesFactory(**changes), at=ISSUED_AT)


def certificate(*, at: datetime = ISSUED_AT, **changes: Any) -> Certificate:
    """Return an issued certificate; it is public from PUBLIC_AT on."""
    if not Signatory.objects.exists():
        SignatoryFactory()
    return issue(draft=prepare(values=ValuesFactory(**changes), at=at), at=at)


def annulled(
    certificate: Certificate, *, basis: str = "наказ № 5 від 18.02.2026", at: datetime = PUBLIC_AT
) -> Certificate:
    """Annul a certificate as two people do: one asks, another approves."""
    request = annulling.ask_annulment(certificate=certificate, basis=basis, at=at, actor=AccountFactory())
    return annulling.approve_annulment(request=request, at=at, actor=AccountFactory())


def restricted(certificate: Certificate, *, reason: str = "звернення", at: datetime = PUBLIC_AT) -> Certificate:
    """Withhold the name of a certificate's holder."""
    return annulling.restrict(certificate=certificate, ground=Restriction.SAFETY, reason=reason, at=at)
