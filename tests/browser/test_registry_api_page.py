"""The page that describes the API, as a person meets it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1280, 390])
def test_the_description_of_the_api_is_open_to_all_and_fits(
    browser_page: Any, axe: Callable[[Any], list[str]], width: int
) -> None:
    browser_page.set_viewport_size({"width": width, "height": 900})
    browser_page.goto("/uk/certificates/api/")
    assert axe(browser_page) == []
    assert browser_page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
