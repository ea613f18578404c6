"""Signing in, in a real browser."""

from __future__ import annotations

from typing import Any

from intranet.core.models import Account
from tests.browser.looking import Onlooker, Place

ALL = ("uk", "en", "cy", "ru")
PASSWORD = "a-long-and-rare-word"


def test_the_sign_in_page_bars_nobody(onlooker: Onlooker) -> None:
    assert onlooker.problems(Place(f"/{language}/account/login/", languages=ALL) for language in ALL) == {}


def test_an_account_signs_in(visitor: Any) -> None:
    Account.objects.create_user("registrar", password=PASSWORD)
    _sign_in(visitor, "registrar", PASSWORD)
    visitor.wait_for_url("**/en/my/")


def test_a_wrong_password_is_told_at_the_top_without_saying_which_was_wrong(visitor: Any, onlooker: Onlooker) -> None:
    Account.objects.create_user("editor", password=PASSWORD)
    _sign_in(visitor, "editor", "not-the-word-at-all")
    visitor.locator(".govuk-error-summary").wait_for()
    assert visitor.title().startswith("Error:")
    assert onlooker.axe(visitor) == []


def _sign_in(visitor: Any, name: str, password: str) -> None:
    visitor.goto("/en/account/login/")
    visitor.fill("[name=login]", name)
    visitor.fill("[name=password]", password)
    visitor.keyboard.press("Enter")
