"""The inbox in a real browser: no violations of WCAG 2.2 AA, and a receipt without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from intranet.core import clock
from intranet.notices.enums import Channel
from intranet.notices.kinds import NoticeDraft
from intranet.notices.models import Letter, Notice
from intranet.notices.operations import tell
from intranet.notices.sweep import sweep
from intranet.people.models import Person
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reader(browser_page: Any, live_server: Any) -> Any:
    """Sign somebody in who was told three things, one of them statutory."""
    person = PersonFactory(with_account=True, language="uk")
    for n in range(3):
        context = {
            "rule": "reg.publish",
            "label": f"ПК-2026-0000{n}",
            "due_on": "2026-03-01",
            "on": f"2026-02-{24 + n}",
        }
        tell([NoticeDraft(f"k{n}", "deadline.reminder", person.pk, context, url="/uk/inbox/")], at=clock.now())
    Notice.objects.filter(key="k1").update(statutory=True, apart=True)
    sweep(at=clock.now(), on_date=clock.today())
    client = Client()
    client.force_login(person.account)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    browser_page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    return person


def test_the_pages_of_the_inbox_are_accessible(reader: Any, browser_page: Any, axe: Callable[[Any], list[str]]) -> None:
    statutory = Notice.objects.get(key="k1", channel=Channel.INBOX)
    letter = Letter.objects.order_by("pk").first()
    assert letter is not None
    addresses = [
        "/uk/my/notices/",
        "/uk/inbox/",
        f"/uk/inbox/{statutory.pk}/",
        "/uk/inbox/letters/",
        f"/uk/inbox/letters/{letter.pk}/",
    ]
    for address in addresses:
        for width in (1280, 390):
            browser_page.set_viewport_size({"width": width, "height": 900})
            response = browser_page.goto(address)
            assert response.url.endswith(address)
            assert axe(browser_page) == [], address
            assert browser_page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address


def test_a_receipt_is_given_by_pressing_a_button(reader: Any, browser_page: Any) -> None:
    statutory = Notice.objects.get(key="k1", channel=Channel.INBOX)
    browser_page.goto(f"/en/inbox/{statutory.pk}/")
    browser_page.get_by_role("button", name="I have received this notice").click()
    expect(browser_page.get_by_text("You confirmed on")).to_be_visible()


def test_how_i_am_told_is_changed_on_a_page_and_kept(reader: Any, browser_page: Any) -> None:
    browser_page.goto("/en/my/notices/")
    browser_page.get_by_label("Cymraeg").check()
    browser_page.get_by_label("Reminder of a deadline").uncheck()
    browser_page.get_by_label("on paper").check()
    browser_page.get_by_label("The letter of the day comes").select_option("16")
    browser_page.get_by_role("button", name="Save").click()
    expect(browser_page.get_by_text("this is how you are told from now on")).to_be_visible()
    expect(browser_page.get_by_label("Cymraeg")).to_be_checked()
    expect(browser_page.get_by_label("Reminder of a deadline")).not_to_be_checked()
    expect(browser_page.get_by_label("on paper")).to_be_checked()


def test_the_language_is_asked_once_and_answered_without_scripts(
    reader: Any, browser_page: Any, axe: Callable[[Any], list[str]]
) -> None:
    Person.objects.update(language="")
    browser_page.goto("/en/my/")
    assert axe(browser_page) == []
    browser_page.get_by_label("English").check()
    browser_page.get_by_role("button", name="Record it").click()
    expect(browser_page.get_by_text("your letters are in this language from now on")).to_be_visible()
    expect(browser_page.get_by_role("button", name="Record it")).to_have_count(0)
