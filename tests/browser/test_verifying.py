"""Verifying in a real browser: on a desk, on a phone, with a keyboard alone, without scripts, on paper."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from intranet.registry.models import Certificate
from tests.browser.looking import Onlooker, Place, without_scripts
from tests.factories import registry as make

ALL = ("uk", "en", "cy", "ru")
LONG = "Верхньодніпровська-Нечуй-Левицька"


@dataclass(frozen=True)
class Shown:
    """What the register holds in these tests."""

    valid: Certificate
    superseded: Certificate
    withheld: Certificate


@pytest.fixture(scope="module")
def shown(standing_site: str) -> Shown:
    valid, superseded, withheld = (make.certificate(surname=name) for name in (LONG, "Коваль", "Ярема"))
    day = make.PUBLIC_AT.date()
    Certificate.objects.filter(pk=superseded.pk).update(superseded_on=day, superseded_by=valid)
    Certificate.objects.filter(pk=withheld.pk).update(
        restricted_on=day, restriction="safety", restriction_reason="безпека"
    )
    return Shown(valid, superseded, withheld)


def test_the_forms_bar_nobody(shown: Shown, onlooker: Onlooker) -> None:
    places = [
        Place("/uk/verify/", languages=ALL),
        Place("/cy/verify/", languages=ALL),
        Place("/uk/verify/?code=abc", status=400),
        Place("/uk/verify/?number=1&surname=", status=400),
        Place("/uk/verify/many/", languages=ALL),
        Place("/uk/verify/file/", languages=ALL),
    ]
    assert onlooker.problems(places) == {}


def test_the_answers_bar_nobody(shown: Shown, onlooker: Onlooker) -> None:
    places = [
        Place(f"/uk/verify/{shown.valid.code}/", languages=ALL),
        Place(f"/cy/verify/{shown.superseded.code}/"),
        Place(f"/uk/verify/{shown.withheld.code}/"),
        Place("/uk/verify/aaaabbbbccccddddeeeeffff/", status=404),
    ]
    assert onlooker.problems(places) == {}


def test_who_guesses_too_often_gets_a_page_that_bars_nobody(shown: Shown, onlooker: Onlooker) -> None:
    for number in range(30):
        onlooker.page.request.get(f"/uk/verify/{number:024}/")
    assert onlooker.problems([Place("/uk/verify/aaaabbbbccccddddeeeeffff/", status=429)]) == {}
    cache.clear()


@pytest.mark.parametrize("width", [1280, 390])
def test_answers_to_what_was_sent_bar_nobody(shown: Shown, visitor: Any, axe: Any, width: int) -> None:
    visitor.set_viewport_size({"width": width, "height": 900})
    visitor.goto("/uk/verify/many/")
    visitor.fill("#verify-lines", f"{shown.valid.record_number}\t{LONG}\nнезрозуміло\nПК-2001-1 Ніхто\n{'x' * 180}")
    visitor.locator("main button").click()
    expect(visitor.locator(".records tbody tr")).to_have_count(4)
    assert _problems(visitor, axe, width) == []
    visitor.goto(f"/uk/verify/{shown.valid.code}/")
    visitor.fill("#verify-name", "Хтось Інший" * 9)
    visitor.locator("main button").click()
    expect(visitor.locator("#name-answer .tag--bad")).to_be_visible()
    assert _problems(visitor, axe, width) == []


def _problems(page: Any, axe: Any, width: int) -> list[str]:
    page.wait_for_load_state()
    found = list(axe(page))
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
        found.append(f"scrolls sideways, being {wide} wide")
    return found


def test_a_keyboard_is_enough_to_verify_and_to_mend_a_mistake(shown: Shown, visitor: Any) -> None:
    keys = visitor.keyboard
    visitor.goto("/uk/verify/")
    visitor.locator("#verify-code").focus()
    keys.type("abc")
    keys.press("Enter")
    visitor.wait_for_url("**/verify/?code=abc")
    assert visitor.evaluate("document.activeElement.classList.contains('govuk-error-summary')")
    keys.press("Tab")
    keys.press("Enter")
    assert visitor.evaluate("document.activeElement.id") == "verify-code"
    keys.press("Control+A")
    keys.type(shown.valid.code.upper())
    keys.press("Enter")
    visitor.wait_for_url(f"**/verify/{shown.valid.code}/")
    expect(visitor.locator(".verdict.tag--good")).to_be_visible()


def test_every_way_works_without_scripts(shown: Shown, chromium: Any, standing_site: str, tmp_path: Path) -> None:
    other = tmp_path / "other.pdf"
    other.write_bytes(b"no pdf at all")
    with without_scripts(chromium, standing_site, width=390) as page:
        page.goto("/uk/verify/file/")
        page.set_input_files("#verify-file", other)
        page.locator("main button").click()
        expect(page.locator("#verify-file_error")).to_be_visible()
        page.goto("/uk/verify/many/")
        page.fill("#verify-lines", f"{shown.valid.record_number};{LONG}")
        page.locator("main button").click()
        expect(page.locator(".records tbody tr")).to_have_count(1)
        with page.expect_download() as download:
            page.locator("main button").click()
        assert download.value.suggested_filename.endswith(".csv")
        assert LONG in Path(download.value.path()).read_text(encoding="utf-8-sig")
        page.goto(f"/uk/verify/{shown.valid.code}/")
        page.fill("#verify-name", f"{LONG} Олена")
        page.locator("main button").click()
        expect(page.locator("#name-answer .tag--good")).to_be_visible()


def test_an_answer_prints_as_a_statement_on_one_sheet(shown: Shown, visitor: Any) -> None:
    import pypdfium2

    visitor.goto(f"/uk/verify/{shown.valid.code}/")
    printed = pypdfium2.PdfDocument(visitor.pdf(format="A4", prefer_css_page_size=True))
    words = printed[0].get_textpage().get_text_bounded()
    assert len(printed) == 1
    for part in (shown.valid.record_number, "Приозерний фаховий коледж", shown.valid.code):
        assert part in words
