"""Signing in, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from intranet.core.models import Account


@pytest.mark.parametrize("language", ["uk", "en", "cy", "ru"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_sign_in_page_bars_nobody(
    browser_page: Any, axe: Callable[[Any], list[str]], language: str, width: int
) -> None:
    browser_page.set_viewport_size({"width": width, "height": 900})
    response = browser_page.goto(f"/{language}/account/login/")
    assert response.status == 200
    assert browser_page.locator("html").get_attribute("lang") == language
    assert axe(browser_page) == []
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_account_signs_in(browser_page: Any) -> None:
    Account.objects.create_user("registrar", password="a-long-and-rare-word")
    browser_page.goto("/en/account/login/")
    browser_page.fill("[name=login]", "registrar")
    browser_page.fill("[name=password]", "a-long-and-rare-word")
    browser_page.click("main button[type=submit]")
    browser_page.wait_for_load_state()
    assert "/account/login/" not in browser_page.url
