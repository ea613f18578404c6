"""Documents as pages, made by the operations that people use."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from wagtail.models import Locale

from intranet.core.models import Account
from intranet.documents.enums import TranslationDecisionKind
from intranet.governance import operations as governance
from intranet.governance.enums import BodyKind
from intranet.governance.models import Minutes
from intranet.pages.models import IndexPage, RegulationPage
from intranet.pages.models.documents import DocumentPage
from intranet.pages.operations.translating import decide
from intranet.pages.translations.standing import translated
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


def publish_as_marked(page: DocumentPage, *, at: datetime, actor: Account) -> None:
    """Publish a translation of which nothing has been translated yet: each clause is marked as the original's."""
    page.save_revision()
    found = translated(page)
    seen = [(each.id, each.source.hash) for each in found.open if each.source] if found else []
    decide(page=page, seen=seen, kind=TranslationDecisionKind.MARKED, at=at, actor=actor)
    page.get_latest_revision().publish()


def regulation(*, title: str = "Положення про наставництво", language: str = "uk", **values: Any) -> RegulationPage:
    """Return a regulation's page, not yet published."""
    parent = IndexPage.objects.get(slug="regulations", locale__language_code=language)
    body = values.pop("body", [section("1", "Загальні положення"), clause("1.1", "Це Положення визначає порядок.")])
    values = {"slug": "mentoring", **values}
    if not (values.get("minutes") or values.get("order")):
        values.setdefault("reason_not_recorded", "Протокол ще не надійшов.")
    page = RegulationPage(
        title=title, locale=Locale.objects.get(language_code=language), live=False, body=body, **values
    )
    parent.add_child(instance=page)
    return page
