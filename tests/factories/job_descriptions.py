"""Job descriptions as pages, with every table that they may have."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from wagtail.models import Locale

from intranet.pages.models import IndexPage, JobDescriptionPage
from tests.factories.pages import clause, section

LEGEND = [
    {"key": "form", "code": "A", "meaning": "анкета"},
    {"key": "interview", "code": "С", "meaning": "співбесіда"},
]
HEADER = {
    "department": "Господарський відділ",
    "team": "Парк",
    "accountable_to": "Директор",
    "post_code": "П-7",
    "grade": "8",
    "evaluation_code": "О-12",
    "version_date": date(2026, 1, 12),
}
WELSH = {
    "welsh_category": "desirable",
    "welsh_listening": 2,
    "welsh_speaking": 2,
    "welsh_reading": 1,
    "welsh_writing": 0,
    "welsh_assessed_on": date(2026, 1, 10),
    "welsh_reason": "Speaks with visitors.",
}


def items(*values: Any) -> list[dict[str, Any]]:
    """Return the values of a list as the editor stores them, each with its id."""
    return [{"type": "item", "value": value, "id": str(uuid4())} for value in values]


def criterion(text: str, *measures: str, level: str = "essential", kind: str = "criterion") -> dict[str, Any]:
    return {"kind": kind, "text": text, "level": level, "measures": list(measures)}


def specification(*rows: dict[str, Any]) -> dict[str, Any]:
    rows = rows or (criterion("Досвід догляду за деревами", "form", "interview"),)
    value = {"caption": "", "heads": {}, "rows": items(*rows), "note": "", "legend": items(*LEGEND)}
    return {"type": "person_spec", "value": value}


def matrix() -> dict[str, Any]:
    row = {
        "value": "Довіра",
        "meaning": "Слово тримають",
        "behaviours": items("діє відкрито"),
        "leading": items("пояснює рішення"),
        "negative": items("приховує помилки"),
    }
    return {"type": "matrix", "value": {"caption": "Цінності", "heads": {}, "rows": items(row)}}


def facts() -> dict[str, Any]:
    row = {"kind": "budget", "label": "", "text": "120 тис. грн"}
    return {"type": "facts", "value": {"caption": "Виміри", "rows": items(row)}}


def duties() -> list[dict[str, Any]]:
    return [
        section("", "Обов’язки"),
        {"type": "duty_group", "value": {"heading": "Догляд за парком"}},
        clause("1", "Доглядає за деревами."),
        clause("2", "Веде журнал робіт."),
    ]


def job_description(language: str = "uk", **values: Any) -> JobDescriptionPage:
    """Return a page of a job description, not yet published, in which nothing is wanting."""
    parent = IndexPage.objects.get(slug="job-descriptions", locale__language_code=language)
    body = values.pop("body", [*duties(), facts(), specification(), matrix()])
    page = JobDescriptionPage(
        locale=Locale.objects.get(language_code=language),
        live=False,
        body=body,
        **{"title": "Садівник", "slug": "gardener", "layout": "sheets", **HEADER, **values},
    )
    parent.add_child(instance=page)
    return page


def publish(page: JobDescriptionPage) -> JobDescriptionPage:
    page.save_revision().publish()
    page.refresh_from_db()
    return page
