"""Two languages side by side in a browser: wide, on a phone, for assistive technology."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from intranet.pages.translations.standing import draft_of
from tests.factories.pages import clause, regulation, section
from tests.factories.translations import say, submitted, target_of

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]

WORDS = {
    "Положення про наставництво": "Mentoring Regulation",
    "Загальні положення": "General",
    "Наставник допомагає.": "A mentor helps.",
    "Строк — один рік.": "The term is one year.",
    "Перша.": "The first one.",
}


def test_both_texts_are_read_side_by_side(live_server, browser_page, axe):
    body = [
        section("1", "Загальні положення"),
        clause("1.1", "Наставник допомагає."),
        clause("1.2", "Строк — один рік."),
    ]
    source = regulation(body=body, reason_not_recorded="Перша.")
    source.save_revision().publish()
    translation = submitted(source)
    say(translation, WORDS)
    translation.save_target(publish=False)
    draft_of(target_of(translation)).save_revision().publish()
    block = source.body[1]
    source.body[1] = (block.block_type, {**block.value, "text": "<p>Наставник допомагає щодня.</p>"}, block.id)
    source.correction_reason = "Уточнено."
    source.save_revision().publish()

    browser_page.goto(f"{live_server.url}/en/regulations/mentoring/")
    browser_page.locator('a[href$="/with/uk/"]').click()
    expect(browser_page.locator(".pair")).to_have_count(3)
    expect(browser_page.locator('.pair [lang="uk"]').nth(1)).to_be_visible()
    assert axe(browser_page) == []
    browser_page.set_viewport_size({"width": 390, "height": 844})
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe(browser_page) == []
