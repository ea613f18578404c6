"""Reading a regulation clause by clause in a real browser: links that stay, citing, finding, what changed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import expect

from intranet.documents.models import Clause
from intranet.pages.models import RegulationPage
from tests.browser.looking import Onlooker, Place, without_scripts
from tests.factories.pages import clause, council_minutes, regulation, section

TEXT = "Перелік виданих документів оприлюднюють на сайті закладу протягом п'ятнадцяти днів. " * 4
ADDRESS = "/uk/regulations/records/"


@pytest.fixture(scope="module")
def page(standing_site: str) -> RegulationPage:
    """Publish two editions: in the second 3.2 is now 3.4, 3.3 has gone, 3.1 is changed, an annex is cited."""
    body = [
        section("3", "Облік документів"),
        *(clause(f"3.{number}", TEXT) for number in range(1, 4)),
        clause("3.10", "Строк визначено у пункті 3.2 цього Положення та в додатку 1."),
        {"type": "annex", "value": {"label": "Додаток 1", "title": "Форма журналу"}},
        clause("1", "Графи журналу."),
    ]
    made = regulation(slug="records", title="Положення про облік", body=body, minutes=council_minutes())
    made.in_force_from = date(2024, 9, 1)
    made.save_revision().publish()
    made.refresh_from_db()
    kept = [dict(block) for block in made.body.raw_data]
    kept[1]["value"] = {"number": "3.1", "text": f"<p>{TEXT} Копію надсилають працівникам.</p>"}
    kept[2]["value"] = {**kept[2]["value"], "number": "3.4"}
    made.body, made.in_force_from = [kept[0], kept[1], kept[2], *kept[4:]], date(2026, 1, 1)
    made.save_revision().publish()
    made.refresh_from_db()
    return made


def test_the_pages_of_clauses_bar_nobody(page: RegulationPage, onlooker: Onlooker) -> None:
    places = [
        Place(ADDRESS),
        Place(f"{ADDRESS}?q=перелік"),
        Place(f"{ADDRESS}?q=zzzz"),
        Place(f"{ADDRESS}2024-09-01/?was=3.3"),
        Place(f"{ADDRESS}clause/3.1/cite/"),
        Place(f"{ADDRESS}2024-09-01/clause/annex-1.1/cite/"),
        Place(f"{ADDRESS}compare/2024-09-01/2026-01-01/"),
        Place("/uk/regulations/search/"),
        Place("/uk/regulations/search/?q=працівник"),
        Place("/uk/regulations/search/?q=zzzz"),
    ]
    assert onlooker.problems(places) == {}


@pytest.mark.parametrize(("fragment", "opened"), [("3.1", "3.1"), ("3.2", "3.4"), ("annex-1", "Додаток 1")])
def test_an_address_opens_and_marks_its_clause(page: RegulationPage, visitor: Any, fragment: str, opened: str) -> None:
    visitor.goto(f"{ADDRESS}#{fragment}")
    marked = visitor.locator("#annex-1, .clause").filter(has_text=opened).first
    expect(marked).to_be_in_viewport()
    assert marked.evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(255, 243, 196)"


def test_the_permanent_address_opens_the_clause_in_any_edition(page: RegulationPage, visitor: Any) -> None:
    key = Clause.objects.get(edition__in_force_from=date(2024, 9, 1), number="3.2").block_id
    for address, number in ((ADDRESS, "3.4"), (f"{ADDRESS}2024-09-01/", "3.2")):
        visitor.goto(f"{address}#{key}")
        marked = visitor.locator(f".clause:has([id='{key}'])")
        expect(marked.locator(".number-link")).to_have_text(number)
        assert marked.evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(255, 243, 196)"


def test_a_clause_that_has_gone_is_found_at_the_foot_with_its_last_edition(page: RegulationPage, visitor: Any) -> None:
    visitor.goto(f"{ADDRESS}#3.3")
    entry = visitor.locator(".gone__item").filter(has_text="3.3")
    expect(entry).to_be_in_viewport()
    entry.get_by_role("link").click()
    visitor.wait_for_url(f"**{ADDRESS}2024-09-01/#*")
    expect(visitor.locator("[id='3.3']")).to_be_in_viewport()


def test_a_link_and_a_citation_are_copied_by_the_keyboard(page: RegulationPage, visitor: Any) -> None:
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.goto(ADDRESS)
    opener = visitor.locator("a.beside__cite[href='clause/3.4/cite/']")
    opener.focus()
    expect(opener).to_have_css("opacity", "1")
    visitor.keyboard.press("Enter")
    box = visitor.locator("[data-cite]")
    link, citation = box.locator("button[data-copy=link]"), box.locator("button[data-copy=citation]")
    expect(link).to_be_focused()

    visitor.keyboard.press("Enter")
    expect(box.get_by_role("status")).not_to_be_empty()
    key = Clause.objects.get(edition__in_force_from=date(2026, 1, 1), number="3.4").block_id
    assert visitor.evaluate("navigator.clipboard.readText()").endswith(f"{ADDRESS}clause/{key}/")

    visitor.keyboard.press("Tab")
    expect(citation).to_be_focused()
    visitor.keyboard.press("Enter")
    visitor.wait_for_function("navigator.clipboard.readText().then(text => text.includes('3.4'))")
    copied = visitor.evaluate("navigator.clipboard.readText()")
    assert "Положення про облік" in copied
    assert "1 січня 2026" in copied
    assert copied.endswith(f"{ADDRESS}2026-01-01/#3.4")

    visitor.keyboard.press("Escape")
    expect(box).to_have_count(0)
    expect(opener).to_be_focused()


def test_what_is_opened_bars_nobody(page: RegulationPage, visitor: Any, axe: Any) -> None:
    visitor.goto(ADDRESS)
    visitor.locator("a.beside__cite").nth(1).focus()
    visitor.keyboard.press("Enter")
    expect(visitor.locator("[data-cite]")).to_be_visible()
    assert axe(visitor) == []


def test_without_scripts_a_clause_is_cited_on_a_page_of_its_own(
    page: RegulationPage, chromium: Any, standing_site: str
) -> None:
    with without_scripts(chromium, standing_site, width=390) as reader:
        reader.goto(ADDRESS)
        reader.locator("a.beside__cite[href='clause/3.4/cite/']").click()
        reader.wait_for_url("**/clause/3.4/cite/")
        expect(reader.locator("[data-copied=citation]")).to_contain_text("Положення про облік")
        expect(reader.locator("button[data-copy=link]")).to_be_hidden()


def test_a_word_is_found_in_the_clauses_and_marked(page: RegulationPage, visitor: Any) -> None:
    visitor.goto("/uk/regulations/")
    visitor.get_by_role("searchbox").fill("працівник")
    visitor.keyboard.press("Enter")
    visitor.wait_for_url("**/uk/regulations/search/?q=*")
    expect(visitor.locator(".hits mark")).to_have_text("працівникам")
    visitor.locator(".hits a").click()
    visitor.wait_for_url(f"**{ADDRESS}#3.1")
    visitor.goto(f"{ADDRESS}?q=працівник")
    expect(visitor.locator(".clause mark")).to_have_text("працівникам")


def test_a_changed_clause_leads_to_what_changed_in_it(page: RegulationPage, visitor: Any) -> None:
    visitor.goto(ADDRESS)
    visitor.locator("a.beside__change").first.click()
    visitor.wait_for_url("**/compare/2024-09-01/2026-01-01/#3.1")
    expect(visitor.locator("[id='3.1'] ins")).to_contain_text("працівникам")
