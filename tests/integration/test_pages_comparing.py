"""Anybody can see what changed between two editions of a document, clause by clause."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import gettext

from intranet.pages.models import RegulationPage
from tests.factories.pages import clause, council_minutes, regulation, section

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def edition(page: RegulationPage, day: date, **changes: Any) -> RegulationPage:
    page.refresh_from_db()
    page.in_force_from = day
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


@pytest.fixture
def page() -> RegulationPage:
    made = regulation(
        body=[section("1", "Загальне"), clause("1.1", "Перелік оприлюднюють за 15 днів."), clause("1.2", "Друге.")],
        minutes=council_minutes(),
    )
    edition(made, date(2024, 9, 1))
    kept = [dict(block) for block in made.body.raw_data]
    kept[1]["value"] = {"number": "1.1", "text": "<p>Перелік оприлюднюють за 20 днів.</p>"}
    kept[2]["value"] = {**kept[2]["value"], "number": "1.3"}
    return edition(made, date(2026, 1, 1), body=[*kept, clause("1.4", "Цілком нове.")])


def test_changed_renumbered_and_added_clauses_are_told_apart(client: Client, page: RegulationPage):
    body = client.get(f"{page.url}compare/2024-09-01/2026-01-01/").content.decode()
    assert "<del>15</del><ins>20</ins>" in body
    with translation.override("uk"):
        renumbered = gettext("renumbered")
    assert f"1.3 {renumbered}" in " ".join(strip_tags(body).split())
    assert "<ins>Цілком нове.</ins>" in body
    assert "/2026-01-01/#1.1" in body


def test_any_day_stands_for_the_edition_then_in_force(client: Client, page: RegulationPage):
    body = client.get(f"{page.url}compare/2025-05-05/2026-06-06/").content.decode()
    assert "<ins>20</ins>" in body


def test_the_form_leads_to_the_comparison(client: Client, page: RegulationPage):
    answer = client.get(f"{page.url}compare/", {"older": "2024-09-01", "newer": "2026-01-01"})
    assert answer.url.endswith("/compare/2024-09-01/2026-01-01/")
    assert client.get(f"{page.url}compare/", {"older": "x", "newer": ""}).url == page.url


@pytest.mark.parametrize("days", ["2020-01-01/2026-01-01", "2026-13-01/2026-01-01", "2026-01-01/9999-99-99"])
def test_a_day_without_an_edition_is_not_found(client: Client, page: RegulationPage, days: str):
    assert client.get(f"{page.url}compare/{days}/").status_code == 404


def test_a_comparison_asks_little(client: Client, page: RegulationPage, django_assert_max_num_queries: Any):
    client.get(f"{page.url}compare/2024-09-01/2026-01-01/")
    with django_assert_max_num_queries(24):
        client.get(f"{page.url}compare/2024-09-01/2026-01-01/")
