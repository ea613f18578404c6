"""Boards and the calendar in a real browser: wide, on a phone, without scripts; a rule is changed after a look."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from intranet.core import clock
from intranet.core.rights import HR
from intranet.deadlines.models import Deadline, RuleVersion
from intranet.people.models import Person
from tests.browser.looking import WIDTHS, sign_in, without_scripts
from tests.factories.people import AccountFactory, AppointmentFactory, PersonFactory, PostFactory

pytestmark = pytest.mark.django_db(transaction=True)

BOARD = "/en/my/deadlines/"


@pytest.fixture
def head() -> Person:
    """A head who works in HR, and deadlines of every urgency of theirs and of a colleague."""
    person: Person = PersonFactory(account=AccountFactory(groups=[HR]), language="en")
    post = PostFactory(kind="head")
    AppointmentFactory(person=person, post=post, since=date(2020, 1, 1))
    colleague = PersonFactory()
    AppointmentFactory(person=colleague, post=PostFactory(unit=post.unit), since=date(2020, 1, 1))
    today = clock.today()
    for n, days in enumerate((-3, 0, 0, 0, 0, 5, 20)):
        Deadline.objects.create(
            rule_key="reg.publish",
            subject_id=n,
            label=f"ПК-2026-{n:05}",
            anchor=today + timedelta(days=days - 15),
            due_on=today + timedelta(days=days),
            responsible=person if n % 2 else colleague,
            opened_on=today,
        )
    return person


def test_everybody_can_read_boards_the_calendar_and_a_deadline(
    browser_page: Any, live_server: Any, axe: Callable[[Any], list[str]], head: Person
) -> None:
    sign_in(browser_page, head.account, live_server.url)
    own = Deadline.objects.filter(responsible=head).order_by("pk")[0]
    found: list[str] = []
    for address in (
        BOARD,
        f"{BOARD}?of=unit",
        f"{BOARD}?of=institution&state=overdue",
        f"{BOARD}calendar/?of=institution",
        f"{BOARD}{own.pk}/",
    ):
        for width in WIDTHS:
            browser_page.set_viewport_size({"width": width, "height": 900})
            browser_page.goto(address)
            found += axe(browser_page)
            if not browser_page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
                found.append(f"{address} scrolls sideways at {width}")
            if browser_page.locator("h1").count() != 1:
                found.append(f"{address} has not one heading")
    assert found == []


def test_the_calendar_is_a_table_on_a_desk_and_a_list_on_a_phone_without_scripts(
    chromium: Any, live_server: Any, head: Person
) -> None:
    for width, table in ((1280, True), (390, False)):
        with without_scripts(chromium, live_server.url, width=width) as page:
            sign_in(page, head.account, live_server.url)
            page.goto(f"{BOARD}calendar/?of=institution")
            expect(page.get_by_role("table")).to_be_visible(visible=table)
            if not table:
                page.get_by_role("link", name="and 1 more").click()
                expect(page.locator(".todo__item")).to_have_count(4)


def test_a_rule_is_changed_after_a_look_at_what_that_would_do(
    browser_page: Any, live_server: Any, axe: Callable[[Any], list[str]], head: Person
) -> None:
    UserProfile.objects.update_or_create(user=head.account, defaults={"preferred_language": "en"})
    sign_in(browser_page, head.account, live_server.url)
    browser_page.goto("/admin/deadline_rule/reg.publish/")
    browser_page.get_by_role("link", name="Change the rule").click()
    browser_page.get_by_label("Term").fill("20")
    browser_page.get_by_label("Reason for the change").fill("a new edition")
    browser_page.get_by_role("button", name="Show what this would do").click()
    expect(browser_page.get_by_role("heading", name="Worked examples of the catalogue")).to_be_visible()
    assert not RuleVersion.objects.exists()
    browser_page.get_by_role("button", name="Keep the change").click()
    expect(browser_page.get_by_role("heading", name="Version 1")).to_be_visible()
    assert RuleVersion.objects.get().parameters["term"][0] == 20
