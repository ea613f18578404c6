"""Reading, confirming, reviewing, and the report of readers, in a real browser."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from intranet.core import clock
from intranet.core.rights import HR
from intranet.documents.models import Acknowledgement, Document
from intranet.documents.operations import acknowledging, assigning, caring
from intranet.people.models import Person
from tests.browser.looking import Onlooker, Place, sign_in, without_scripts
from tests.factories.pages import clause, council_minutes, regulation, section
from tests.factories.people import AppointmentFactory, PersonFactory, PostFactory, UnitFactory

TITLE = "Положення про підвищення кваліфікації педагогічних і науково-педагогічних працівників"


@dataclass(frozen=True)
class Desk:
    """Who reads, what they are asked, and what they answer for."""

    reader: Person
    confirmed: int
    changed: int
    review: int
    document: int


@pytest.fixture(scope="module")
def desk(standing_site: str) -> Desk:
    """Have a unit read a regulation, one of them confirm it, and publish a new edition of it."""
    unit = UnitFactory(names={"uk": "Циклова комісія дошкільної та початкової освіти"})
    people = [PersonFactory(with_account=True) for _each in range(6)]
    for person in people:
        AppointmentFactory(person=person, post=PostFactory(unit=unit), since=date(2025, 9, 1))
    reader = people[0]
    page = regulation(
        title=TITLE,
        slug="cpd",
        body=[
            section("1", "Загальні положення"),
            *(clause(f"1.{n}", f"Пункт {n} цього Положення.") for n in (1, 2, 3)),
        ],
        minutes=council_minutes(),
        in_force_from=date(2025, 9, 1),
    )
    page.save_revision().publish()
    document = Document.objects.get(key=page.translation_key)
    at, today = clock.now(), clock.today()
    assigning.assign(document=document, unit=unit, since=today, due_on=today + timedelta(days=7), at=at, on_date=today)
    first = Acknowledgement.objects.get(person=reader)
    acknowledging.confirm(acknowledgement=first, read=first.edition, actor=reader.account, at=at, on_date=today)
    caring.set_care(document=document, owner=reader, review_months=12, review_by=today, at=at, on_date=today)
    page.refresh_from_db()
    blocks = page.body.get_prep_value()
    blocks[2]["value"]["text"] = "<p>Пункт 2 у новій редакції цього Положення, чинній із січня.</p>"
    page.body, page.in_force_from = blocks, date(2026, 1, 1)
    page.save_revision().publish()
    question = Acknowledgement.objects.to_confirm().get(person=reader)
    return Desk(reader, first.pk, question.pk, document.reviews.get(done_on=None).pk, document.pk)


@pytest.fixture
def colleague(desk: Desk, visitor: Any, standing_site: str) -> Any:
    assert desk.reader.account
    desk.reader.account.groups.add(Group.objects.get_or_create(name=HR)[0])
    sign_in(visitor, desk.reader.account, standing_site)
    return visitor


def test_the_pages_of_reading_and_reviewing_bar_nobody(desk: Desk, colleague: Any, onlooker: Onlooker) -> None:
    places = [
        Place(f"/uk/my/read/{desk.confirmed}/"),
        Place(f"/uk/my/read/{desk.changed}/"),
        Place(f"/uk/my/read/{desk.changed}/?whole=1"),
        Place(f"/uk/my/review/{desk.review}/"),
        Place("/uk/my/"),
    ]
    assert onlooker.problems(places) == {}


def test_what_changed_is_read_and_confirmed_without_a_script(
    desk: Desk, colleague: Any, chromium: Any, standing_site: str
) -> None:
    with without_scripts(chromium, standing_site, width=390) as page:
        page.context.add_cookies(colleague.context.cookies())
        page.goto(f"/uk/my/read/{desk.changed}/")
        expect(page.locator(".changes__item")).to_have_count(1)
        page.locator("main form button[type=submit]").click()
        page.wait_for_url("**/uk/my/")
    assert Acknowledgement.objects.get(pk=desk.changed).confirmed_at is not None


def test_an_owner_says_that_the_document_is_still_right(desk: Desk, colleague: Any) -> None:
    colleague.goto(f"/uk/my/review/{desk.review}/")
    colleague.locator("main form button[type=submit]").click()
    colleague.wait_for_url("**/uk/my/")
    assert Document.objects.get(pk=desk.document).reviews.filter(outcome="checked").exists()
