"""Programmes as pages, with all that a programme must state."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from wagtail.models import Locale

from intranet.governance.models import Minutes
from intranet.pages.models import IndexPage, ProgrammePage
from intranet.registry.models import Form
from intranet.training import operations
from intranet.training.models import Competence, Direction
from tests.factories.pages import clause, section

AT = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
STATED = {
    "developers": "Гречаниченко Ю. П.",
    "aim": "Навчити добирати цифрові інструменти під мету заняття.",
    "contact_hours": Decimal(30),
    "self_study_hours": Decimal(0),
}


def competence(code: str = "digital-competence", name: str = "Інформаційно-цифрова компетентність") -> Competence:
    """Return an entry of the shared list of competences."""
    found = Competence.objects.filter(code=code).first()
    return found or operations.save_word(word=Competence(code=code), names={"uk": name, "en": code}, at=AT)


def programme_page(
    *, title: str = "Цифрові інструменти", slug: str = "tools", language: str = "uk", minutes: Minutes | None = None,
    directions: tuple[str, ...] = ("digital",), forms: tuple[str, ...] = ("distance",),
    competences: tuple[str, ...] = ("digital-competence",), **values: Any,
) -> ProgrammePage:  # fmt: skip
    """Return a programme's page, not yet published, that states all it must."""
    parent = IndexPage.objects.get(slug="programmes", locale__language_code=language)
    body = values.pop("body", [section("1", "Зміст"), clause("1.1", "Добір інструмента під мету.")])
    page = ProgrammePage(
        title=title,
        slug=slug,
        locale=Locale.objects.get(language_code=language),
        live=False,
        body=body,
        minutes=minutes,
        in_force_from=date(2025, 9, 1) if minutes else None,
        **{**STATED, **values},
    )
    parent.add_child(instance=page)
    page.directions = Direction.objects.filter(code__in=directions)
    page.offered_forms = Form.objects.filter(code__in=forms)
    page.shared_competences = [competence(each) for each in competences]
    page.save()
    return page


def published(**values: Any) -> ProgrammePage:
    """Return a published programme."""
    page = programme_page(**values)
    page.save_revision().publish()
    page.refresh_from_db()
    return page
