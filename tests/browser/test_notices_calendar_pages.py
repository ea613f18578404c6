"""My calendar and the list on paper in a real browser: for everybody, without scripts, and on A4."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from intranet.core import clock
from intranet.core.rights import HR
from intranet.notices.kinds import NoticeDraft
from intranet.notices.operations import tell
from tests.browser.looking import WIDTHS, sign_in, without_scripts
from tests.factories.people import AccountFactory, AppointmentFactory, PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)

CONTEXT = {"rule": "reg.publish", "label": "ПК-2026-00001", "due_on": "2026-03-01", "on": "2026-02-24"}


def problems(page: Any, address: str, axe: Callable[[Any], list[str]]) -> list[str]:
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.goto(address).url.endswith(address)
        found += axe(page)
        if not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
            found.append(f"{address} scrolls sideways at {width}")
    return found


def test_a_link_to_ones_calendar_is_made_and_removed_by_buttons(
    browser_page: Any, live_server: Any, axe: Callable[[Any], list[str]], chromium: Any
) -> None:
    person = PersonFactory(with_account=True, language="en")
    sign_in(browser_page, person.account, live_server.url)
    assert problems(browser_page, "/en/inbox/calendar/", axe) == []
    browser_page.get_by_role("button", name="Make a link").click()
    link = browser_page.get_by_label("Link to your calendar")
    expect(link).to_be_visible()
    address = link.input_value()
    assert axe(browser_page) == []
    answer = browser_page.request.get(address.replace("http://127.0.0.1:8000", live_server.url))
    assert answer.text().startswith("BEGIN:VCALENDAR")
    with without_scripts(chromium, live_server.url, width=390) as page:
        sign_in(page, person.account, live_server.url)
        page.goto("/en/inbox/calendar/")
        page.get_by_role("button", name="Remove the link").click()
        expect(page.get_by_text("You have no link yet.")).to_be_visible()


def test_the_list_on_paper_is_ticked_and_recorded(
    browser_page: Any, live_server: Any, axe: Callable[[Any], list[str]]
) -> None:
    clerk = AccountFactory(groups=[HR])
    for n in range(3):
        person = PersonFactory(email="", language="uk")
        AppointmentFactory(person=person)
        tell([NoticeDraft(f"k{n}", "deadline.reminder", person.pk, CONTEXT)], at=clock.now())
    sign_in(browser_page, clerk, live_server.url)
    assert problems(browser_page, "/en/notices/paper/", axe) == []
    browser_page.set_viewport_size({"width": 1280, "height": 900})
    browser_page.goto("/en/notices/paper/")
    browser_page.get_by_role("checkbox").first.check()
    browser_page.get_by_role("button", name="Record what is ticked").click()
    expect(browser_page.get_by_text("Recorded: 1 notice was handed over on paper.")).to_be_visible()
    expect(browser_page.get_by_role("checkbox")).to_have_count(2)


def test_the_list_is_printed_with_room_to_sign_and_a_sheet_for_each_unit(browser_page: Any, live_server: Any) -> None:
    clerk = AccountFactory(groups=[HR])
    for n in range(2):
        person = PersonFactory(email="", language="uk")
        AppointmentFactory(person=person)
        tell([NoticeDraft(f"k{n}", "deadline.reminder", person.pk, CONTEXT)], at=clock.now())
    sign_in(browser_page, clerk, live_server.url)
    browser_page.goto("/en/notices/paper/")
    expect(browser_page.get_by_role("columnheader", name="Signature").first).to_be_hidden()
    pdf = browser_page.pdf(format="A4")
    browser_page.emulate_media(media="print")
    expect(browser_page.get_by_role("columnheader", name="Signature").first).to_be_visible()
    expect(browser_page.get_by_role("checkbox").first).to_be_hidden()
    assert pdf.count(b"/Type /Page\n") == 2
