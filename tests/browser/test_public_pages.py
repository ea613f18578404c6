"""Every public page of ours in a real browser: barred to nobody, on a desk, on a phone, without scripts, on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect
from wagtail.models import Locale

from intranet.core import clock
from intranet.documents.models import Document
from intranet.pages.models.documents import DocumentPage
from intranet.registry.models import Certificate
from tests.browser.looking import Onlooker, Place, without_scripts
from tests.factories import registry as make
from tests.factories.pages import clause, council_minutes, publish_as_marked, regulation, section
from tests.factories.people import AccountFactory
from tests.factories.programmes import programme_page
from tests.factories.training import run

ALL = ("uk", "en", "cy", "ru")
LONG_TITLE = "ПОЛОЖЕННЯ ПРО ПОРЯДОК ОРГАНІЗАЦІЇ ПІДВИЩЕННЯ КВАЛІФІКАЦІЇ ПЕДАГОГІЧНИХ І НАУКОВО-ПЕДАГОГІЧНИХ ПРАЦІВНИКІВ"
HEADINGS = ["Тема", "Лекції", "Практичні заняття", "Самостійна робота", "Спосіб перевірки", "Примітки"]
CELLS = ["Оцінювання", "2", "4", "9", "співбесіда", "відповідальний за облік"]
TABLE = {
    "type": "table",
    "value": {
        "caption": "Розподіл годин за темами, формами занять і способами перевірки",
        "header_rows": 1,
        "rows": [{"cells": HEADINGS}, *({"cells": CELLS} for _row in range(3))],
    },
}


@dataclass(frozen=True)
class Shown:
    """What the site holds in these tests."""

    certificate: Certificate
    annulled: Certificate


def publish(page: DocumentPage) -> DocumentPage:
    page.save_revision().publish()
    page.refresh_from_db()
    return page


@pytest.fixture(scope="module")
def shown(standing_site: str) -> Shown:
    """Publish documents as they stand in each way, and certificates with one annulled."""
    minutes = council_minutes()
    body = [section("3", "Документи"), *(clause(f"3.{n}", "Перелік оприлюднюють. " * 12) for n in range(1, 9)), TABLE]
    page = publish(regulation(in_force_from=date(2024, 9, 1), minutes=minutes, body=body))
    page.in_force_from, page.body = date(2025, 9, 1), [*body, clause("3.9", "Перелік доповнено.")]
    translated = publish(page).copy_for_translation(Locale.objects.get(language_code="en"))
    translated.title = "Regulation on mentoring"
    publish_as_marked(translated, at=clock.now(), actor=AccountFactory())
    publish(regulation(slug="to-come", title="Майбутнє положення", in_force_from=date(2099, 1, 1), minutes=minutes))
    publish(regulation(slug="not-recorded", title=LONG_TITLE))
    rows = [{"type": "row", "value": {"activity": "лекції", "contact": 30, "self_study": 30}}]
    school = publish(
        programme_page(title="Школа наставника", slug="school", self_study_hours=30, hours_by_activity=rows, body=body)
    )
    begins = clock.today() + timedelta(days=30)
    run(programme=Document.objects.get(key=school.translation_key), starts_on=begins, ends_on=begins)
    certificates = [make.certificate(surname=name) for name in ("Гнатюк", "Ґалаґан-Верхньодніпровська", "Ярема")]
    annulled = make.certificate(surname="Єрмак")
    make.annulled(annulled, basis="Наказ № 5", at=clock.now())
    return Shown(certificates[0], annulled)


def test_the_documents_bar_nobody(shown: Shown, onlooker: Onlooker) -> None:
    places = [
        *(Place(f"/{language}/", languages=ALL) for language in ALL),
        Place("/uk/regulations/", languages=ALL),
        Place("/cy/regulations/", languages=ALL),
        Place("/uk/regulations/mentoring/", languages=("uk", "en")),
        Place("/en/regulations/mentoring/", languages=("uk", "en")),
        Place("/uk/regulations/mentoring/2025-02-01/"),
        Place("/uk/regulations/to-come/2099-02-01/"),
        Place("/uk/regulations/not-recorded/"),
        Place("/uk/programmes/"),
        Place("/uk/programmes/school/"),
        Place("/uk/privacy/", languages=ALL),
        *(Place(f"/{language}/there-is-nothing-here/", status=404) for language in ALL),
        Place("/uk/regulations/in-force/"),
        Place("/uk/regulations/in-force/?on=never", status=400),
    ]
    assert onlooker.problems(places) == {}


def test_the_register_bars_nobody(shown: Shown, onlooker: Onlooker) -> None:
    places = [
        *(Place(f"/{language}/certificates/", languages=ALL) for language in ALL),
        Place("/uk/certificates/?q=zzzz"),
        Place("/uk/certificates/?year=abc", status=400),
        Place("/uk/verify/", languages=ALL),
        Place("/uk/verify/?number=1", status=400),
        Place(f"/uk/verify/{shown.certificate.code}/", languages=ALL),
        Place(f"/uk/verify/{shown.annulled.code}/"),
        Place("/uk/verify/aaaabbbbccccddddeeeeffff/", status=404),
    ]
    assert onlooker.problems(places) == {}


def test_a_keyboard_is_enough(shown: Shown, visitor: Any) -> None:
    keys = visitor.keyboard
    visitor.goto("/uk/")
    keys.press("Tab")
    assert visitor.locator(".govuk-skip-link").evaluate("link => link === document.activeElement")
    _walk_to(visitor, "#search-q")
    keys.type("гнатюк")
    keys.press("Enter")
    visitor.wait_for_url("**/uk/certificates/?q=*")
    expect(visitor.locator(".records tbody tr")).to_have_count(1)

    visitor.goto("/uk/certificates/")
    keys.press("Tab")
    keys.press("Enter")
    _walk_to(visitor, "#search-q")  # from the content on, so the navigation was skipped
    assert not visitor.evaluate("window.passed.some(each => each.closest('.masthead'))")

    visitor.set_viewport_size({"width": 390, "height": 844})
    visitor.goto("/uk/")
    _walk_to(visitor, ".menu__button")
    keys.press("Enter")
    keys.press("Tab")
    keys.press("Enter")
    visitor.wait_for_url("**/uk/regulations/")


def _walk_to(page: Any, selector: str) -> None:
    """Press Tab until the element has the focus; each element on the way must show that it has it."""
    page.evaluate("window.passed = []")
    for _press in range(40):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """selector => {
                const each = document.activeElement, style = getComputedStyle(each);
                window.passed.push(each);
                const marked = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
                return {there: each.matches(selector), hidden: marked ? '' : each.outerHTML};
            }""",
            selector,
        )
        assert not seen["hidden"]
        if seen["there"]:
            return
    pytest.fail(f"the keyboard never comes to {selector}")


def test_nothing_needs_a_script(shown: Shown, chromium: Any, standing_site: str) -> None:
    with without_scripts(chromium, standing_site, width=390) as page:
        page.goto("/uk/")
        assert not page.locator(".nav--narrow a").first.is_visible()
        page.locator(".menu__button").click()
        page.locator(".nav--narrow a[href='/uk/certificates/']").click()
        page.fill("#search-q", "гнатюк")
        page.locator(".search__button").click()
        expect(page.locator(".records tbody tr")).to_have_count(1)
        page.locator(".languages a[hreflang=cy]").click()
        expect(page.locator("html")).to_have_attribute("lang", "cy")
        expect(page.locator(".records tbody tr")).to_have_count(1)  # the question is asked again in the other language


def test_an_address_of_a_clause_leads_to_it_and_marks_it(shown: Shown, visitor: Any) -> None:
    visitor.set_viewport_size({"width": 1280, "height": 600})
    visitor.goto("/uk/regulations/mentoring/#3.6")
    marked, plain = (visitor.locator(f"#{number}") for number in (r"\33 \.6", r"\33 \.5"))
    colour = "clause => getComputedStyle(clause).backgroundColor"
    assert marked.evaluate(colour) != plain.evaluate(colour)
    assert 0 < marked.bounding_box()["y"] < 100
    assert marked.evaluate(
        "clause => { const {x, y} = clause.getBoundingClientRect();"
        "return clause.contains(document.elementFromPoint(x + 8, y + 8)) }"
    )
    marked.get_by_role("link", name="3.6").click()
    visitor.wait_for_url("**/uk/regulations/mentoring/#3.6")


def test_a_wide_table_of_a_document_scrolls_by_itself(shown: Shown, visitor: Any) -> None:
    visitor.set_viewport_size({"width": 390, "height": 844})
    visitor.goto("/uk/programmes/school/")
    sheet = visitor.locator(".sheet")
    assert sheet.evaluate("sheet => sheet.scrollWidth > sheet.clientWidth")
    assert sheet.get_attribute("tabindex") == "0"


def test_on_paper_there_is_the_text_and_no_furniture(shown: Shown, visitor: Any) -> None:
    visitor.emulate_media(media="print")
    for address, text in (("/uk/certificates/", ".records"), ("/uk/regulations/mentoring/", ".law")):
        visitor.goto(address)
        assert visitor.locator(text).is_visible()
        assert visitor.locator("h1").is_visible()
        for furniture in (".masthead__nav", ".languages", ".search", ".contents", ".foot__nav"):
            assert not visitor.locator(furniture).first.is_visible(), (address, furniture)
    assert visitor.locator(".stamp").is_visible()
