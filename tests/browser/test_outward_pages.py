"""Following a regulation in a real browser: its history, the table of those in force, letters about changes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import expect

from intranet.core import clock
from intranet.documents.links import CONFIRM, LEAVE, link
from intranet.documents.models import Document, Subscription
from intranet.pages.models import RegulationPage
from tests.browser.looking import Onlooker, Place, without_scripts
from tests.factories.pages import clause, council_minutes, regulation, section

ADDRESS = "/uk/regulations/records/"
TABLE = "/uk/regulations/in-force/"


@pytest.fixture(scope="module")
def page(standing_site: str) -> RegulationPage:
    """Publish two editions of one regulation, and another without its approval."""
    body = [section("1", "Облік документів"), clause("1.1", "Строк п’ятнадцять днів."), clause("1.2", "Решта.")]
    made = regulation(slug="records", title="Положення про облік", body=body, minutes=council_minutes())
    for day, said in ((date(2024, 9, 1), "Строк десять днів."), (date(2026, 1, 1), "Строк двадцять днів.")):
        kept = [dict(block) for block in made.body.raw_data]
        kept[1]["value"] = {"number": "1.1", "text": f"<p>{said}</p>"}
        made.body, made.in_force_from = kept, day
        made.save_revision().publish()
        made.refresh_from_db()
    waiting = regulation(slug="waiting", title="Положення без протоколу", reason_not_recorded="шукаємо протокол")
    waiting.save_revision().publish()
    return made


def test_what_the_world_gets_bars_nobody(page: RegulationPage, onlooker: Onlooker) -> None:
    document = Document.objects.get(key=page.translation_key)
    row = Subscription.objects.create(document=document, address="a@example.org", language="uk", asked_at=clock.now())
    places = [
        Place(ADDRESS),
        Place("/uk/regulations/waiting/"),
        Place("/uk/regulations/"),
        Place(TABLE, languages=("uk", "en", "cy", "ru")),
        Place("/en/regulations/in-force/?sort=-amended"),
        Place(f"{TABLE}?sort=x", status=400),
        Place(f"/uk/subscriptions/{page.translation_key}/", languages=("uk",)),
        Place(link(CONFIRM, row.pk)),
        Place(link(LEAVE, row.pk)),
    ]
    assert onlooker.problems(places) == {}


def test_without_scripts_somebody_subscribes_and_leaves(
    page: RegulationPage, chromium: Any, standing_site: str
) -> None:
    with without_scripts(chromium, standing_site, width=390) as reader:
        reader.goto(ADDRESS)
        reader.locator(".follow a").first.click()
        reader.wait_for_url("**/subscriptions/*/")
        reader.locator("input[type=email]").fill("b@example.org")
        reader.locator("main .govuk-button").click()
        expect(reader.get_by_role("status")).to_be_visible()
        row = Subscription.objects.get(address="b@example.org")
        for purpose in (CONFIRM, LEAVE):
            reader.goto(link(purpose, row.pk))
            reader.locator("main .govuk-button").click()
            expect(reader.get_by_role("status")).to_be_visible()
        assert not Subscription.objects.filter(address="b@example.org").exists()


def test_the_table_leads_to_the_text_and_prints_without_its_buttons(page: RegulationPage, visitor: Any) -> None:
    visitor.goto("/uk/regulations/")
    visitor.locator(f"a[href='{TABLE}']").click()
    rows = visitor.locator(".records tbody tr")
    expect(rows).to_have_count(2)
    visitor.emulate_media(media="print")
    expect(visitor.locator(".found .not-printed").first).to_be_hidden()
    expect(rows.first).to_be_visible()
    visitor.emulate_media(media="screen")
    rows.filter(has_text=page.title).locator("th a").click()
    visitor.wait_for_url(f"**{ADDRESS}")
    expect(visitor.locator(".history__event")).not_to_have_count(0)
