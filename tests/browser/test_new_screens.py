"""Documents' younger screens in a real browser: job descriptions, programmes, comparisons, and the admin's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from intranet.core.rights import ADMINISTRATOR, APPROVER, EDITOR, HR, sync_groups
from intranet.documents.models import Document
from intranet.pages.models import RegulationPage
from tests.browser.looking import Onlooker, Place, sign_in
from tests.factories import job_descriptions, programmes
from tests.factories.pages import clause, council_minutes, regulation, section
from tests.factories.people import AccountFactory

REGULATION = "/uk/regulations/library/"


@pytest.fixture(scope="module")
def text(standing_site: str) -> RegulationPage:
    """Publish a regulation in two editions, a job description and a programme."""
    sync_groups()
    minutes = council_minutes()
    body = [section("1", "Загальні положення"), clause("1.1", "Бібліотека працює щодня.")]
    page = regulation(slug="library", title="Положення про бібліотеку", body=body, minutes=minutes)
    for day, said in ((date(2025, 9, 1), "Працює щодня."), (date(2026, 1, 1), "Працює щодня, крім неділі.")):
        kept = [dict(block) for block in page.body.raw_data]
        kept[1]["value"] = {"number": "1.1", "text": f"<p>{said}</p>"}
        page.body, page.in_force_from = kept, day
        page.save_revision().publish()
        page.refresh_from_db()
    job_descriptions.publish(job_descriptions.job_description(minutes=minutes, in_force_from=date(2025, 9, 1)))
    programmes.published(minutes=minutes)
    return page


def test_what_everybody_reads_bars_nobody(text: RegulationPage, onlooker: Onlooker) -> None:
    places = [
        Place(f"{REGULATION}compare/2025-09-01/2026-01-01/"),
        Place(f"{REGULATION}2025-09-01/"),
        Place("/uk/programmes/"),
        Place("/uk/programmes/tools/"),
        Place("/uk/courses/"),
    ]
    assert onlooker.problems(places) == {}


def test_a_job_description_bars_nobody(
    text: RegulationPage, visitor: Any, onlooker: Onlooker, standing_site: str
) -> None:
    sign_in(visitor, AccountFactory(groups=[HR]), standing_site)
    assert onlooker.problems([Place("/uk/job-descriptions/gardener/"), Place("/uk/job-descriptions/")]) == {}


def test_the_screens_of_the_admin_bar_nobody(
    text: RegulationPage, visitor: Any, axe: Callable[[Any], list[str]], standing_site: str
) -> None:
    document = Document.objects.get(key=text.translation_key)
    screens = {
        EDITOR: [
            reverse("compare_draft", args=[text.pk]),
            reverse("number_the_rest", args=[text.pk]),
            reverse("import_newer", args=[text.pk]),
            reverse("missed_references"),
        ],
        APPROVER: [reverse(f"document_care:{name}", args=[document.pk]) for name in ("inspect", "repeal", "signed")],
        HR: [
            reverse("competence:inspect", args=[programmes.competence().pk]),
            "/admin/internship/",
            "/admin/competence/new/",
            "/admin/internshipcontract/new/",
        ],
        ADMINISTRATOR: ["/admin/word-template/"],
    }
    found: dict[str, list[str]] = {}
    for role, addresses in screens.items():
        visitor.context.clear_cookies()
        sign_in(visitor, AccountFactory(groups=[role]), standing_site)
        for address in addresses:
            response = visitor.goto(address)
            found[address] = [] if response.status == 200 else [f"answers {response.status}"]
            found[address] += axe(visitor)
            words = visitor.locator("main").inner_text()
            found[address] += [f"shows {each}" for each in ("None", "False", "{'") if each in words]
    assert {address: problems for address, problems in found.items() if problems} == {}
