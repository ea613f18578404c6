"""Importing a document in a real browser: with scripts and without, by the eyes of axe."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import expect

from intranet.core import clock, jobs
from intranet.core.rights import EDITOR, sync_groups
from intranet.documents.models import TextUpload
from intranet.pages.models import RegulationPage
from tests.browser.looking import sign_in, without_scripts
from tests.factories.files import text_file
from tests.factories.pages import clause, council_minutes, regulation, section
from tests.factories.people import AccountFactory

RULES = [
    "ПРАВИЛА КОРИСТУВАННЯ БІБЛІОТЕКОЮ",
    "1. ЗАГАЛЬНІ ПОЛОЖЕННЯ",
    "1.1. Ці правила діють у бібліотеці коледжу.",
    "1.2. Читач отримує квиток на один навчальний рік.",
]


@pytest.fixture(scope="module")
def editor(standing_site: str) -> Any:
    sync_groups()
    return AccountFactory(groups=[EDITOR])


def choose(page: Any, address: str, *lines: str) -> TextUpload:
    """Upload a file of lines and have the worker read it."""
    page.goto(address)
    page.set_input_files("input[type=file]", {"name": "п.txt", "mimeType": "text/plain", "buffer": text_file(*lines)})
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/import-document/*/")
    return TextUpload.objects.latest("pk")


def test_a_file_is_read_looked_over_and_made_a_draft(
    editor: Any, visitor: Any, axe: Callable[[Any], list[str]], standing_site: str
) -> None:
    sign_in(visitor, editor, standing_site)
    visitor.goto("/admin/import-document/")
    assert axe(visitor) == []
    upload = choose(visitor, "/admin/import-document/", *RULES)
    assert axe(visitor) == []
    jobs.run_waiting(at=clock.now())
    visitor.wait_for_url("**/receipt/", timeout=20_000)  # by itself
    upload.refresh_from_db()
    upload.draft["receipt"]["unplaced"] = ["Загублене речення."]
    upload.draft["receipt"]["accounted"] -= 1
    upload.save(update_fields=["draft"])
    visitor.reload()
    assert axe(visitor) == []
    visitor.select_option("#after-0", index=2)
    visitor.locator("button[name=decide]").click()
    expect(visitor.locator("#id_title")).to_be_visible()
    assert axe(visitor) == []
    visitor.locator("form:has(#id_title) button[type=submit]").click()
    visitor.wait_for_url("**/edit/")
    assert RegulationPage.objects.filter(title=RULES[0]).exists()


def test_a_newer_file_is_taken_without_scripts(
    editor: Any, visitor: Any, axe: Callable[[Any], list[str]], standing_site: str, chromium: Any
) -> None:
    page = regulation(
        slug="library",
        body=[section("1", "Загальні положення"), clause("1.1", RULES[2][5:]), clause("1.2", RULES[3][5:])],
        minutes=council_minutes(),
        in_force_from=date(2025, 9, 1),
    )
    page.save_revision().publish()
    address = f"/admin/document-pages/{page.pk}/newer-file/"
    sign_in(visitor, editor, standing_site)
    upload = choose(visitor, address, *RULES[:3], "1.2. Читач отримує квиток на два роки.", "1.3. Новий пункт.")
    jobs.run_waiting(at=clock.now())
    visitor.wait_for_url("**/receipt/", timeout=20_000)
    with without_scripts(chromium, standing_site, width=1280) as plain:
        sign_in(plain, editor, standing_site)
        plain.goto(f"/admin/import-document/{upload.pk}/receipt/")
        plain.locator("main form button[type=submit]").first.click()
        expect(plain.locator("ins").first).to_be_visible()
        plain.locator("input[name=taken]").last.uncheck()
        plain.locator("main form button[type=submit]").first.click()
        plain.wait_for_url("**/edit/")
    saved = RegulationPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [block.value["number"] for block in saved.body] == ["1", "1.1", "1.2"]
    assert "два роки" in saved.body[2].value["text"].source


def test_the_proposal_is_readable_by_all(
    editor: Any, visitor: Any, axe: Callable[[Any], list[str]], standing_site: str
) -> None:
    page = RegulationPage.objects.get(slug="library")
    sign_in(visitor, editor, standing_site)
    upload = choose(visitor, f"/admin/document-pages/{page.pk}/newer-file/", *RULES[:3], "1.4. Зовсім інше речення.")
    jobs.run_waiting(at=clock.now())
    visitor.goto(f"{standing_site}/admin/import-document/{upload.pk}/changes/")
    assert axe(visitor) == []
    visitor.set_viewport_size({"width": 390, "height": 800})
    assert axe(visitor) == []
