"""Documents as pages, made by the operations that people use."""

from __future__ import annotations

from datetime import date
from typing import Any

from wagtail.models import Locale

from intranet.governance import operations as governance
from intranet.governance.enums import BodyKind
from intranet.governance.models import Minutes
from intranet.pages.models import IndexPage, RegulationPage
from tests.conftest import SET_UP_AT


def clause(number: str, text: str) -> dict[str, Any]:
    return {"type": "clause", "value": {"number": number, "text": f"<p>{text}</p>"}}


def section(number: str, heading: str) -> dict[str, Any]:
    return {"type": "section", "value": {"number": number, "heading": heading}}


def council_minutes(number: str = "4", day: date = date(2025, 8, 29)) -> Minutes:
    """Return minutes of the pedagogical council."""
    body = governance.add_body(
        names={"uk": "Педагогічна рада", "en": "Pedagogical council"}, kind=BodyKind.PEDAGOGICAL_COUNCIL, at=SET_UP_AT
    )
    return governance.record_minutes(body=body, number=number, date=day, at=SET_UP_AT)


def regulation(*, title: str = "Положення про наставництво", language: str = "uk", **values: Any) -> RegulationPage:
    """Return a regulation's page, not yet published."""
    parent = IndexPage.objects.get(slug="regulations", locale__language_code=language)
    body = values.pop("body", [section("1", "Загальні положення"), clause("1.1", "Це Положення визначає порядок.")])
    values = {"slug": "mentoring", **values}
    page = RegulationPage(
        title=title, locale=Locale.objects.get(language_code=language), live=False, body=body, **values
    )
    parent.add_child(instance=page)
    return page
