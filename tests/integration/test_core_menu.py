"""Whatever the admin's menu offers somebody opens for them, and says where they are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from lxml import html

from intranet.core import rights
from tests.factories import registry as make
from tests.factories.people import AccountFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::django.core.paginator.UnorderedObjectListWarning"),  # wagtail-localize's report
]
MENU = re.compile(r'<script id="wagtail-sidebar-props" type="application/json">(.*?)</script>', re.DOTALL)


def addresses(part: Any) -> Iterator[str]:
    """Yield the address of every entry below a part of the menu's own JSON."""
    for each in part.values() if isinstance(part, dict) else part:
        if isinstance(each, dict | list):
            yield from addresses(each)
    if isinstance(part, dict) and str(part.get("url", "")).startswith("/admin/"):
        yield part["url"]


def menu_of(client: Any) -> set[str]:
    found = MENU.search(client.get(reverse("wagtailadmin_home")).content.decode())
    assert found is not None
    return {each for each in addresses(json.loads(found[1])) if "logout" not in each}


@pytest.mark.parametrize("role", [rights.ADMINISTRATOR, rights.REGISTRAR, rights.HR, rights.EDITOR, rights.DIRECTOR])
def test_every_entry_of_a_roles_menu_opens_and_has_one_heading(client, role):
    client.force_login(AccountFactory(groups=[role]))
    menu = menu_of(client)
    assert len(menu) > 1
    for address in sorted(menu):
        answer = client.get(address)
        assert answer.status_code == 200, address
        headings = html.fromstring(answer.content.decode()).xpath("//h1")
        assert len(headings) == 1, address
        assert headings[0].text_content().strip(), address


def test_a_date_among_the_fields_of_a_screen_of_ours_has_its_calendar(client):
    client.force_login(AccountFactory(groups=[rights.REGISTRAR]))
    for name in ("journal:index", "signing:index", "compliance:index"):
        page = client.get(reverse(name)).content.decode()
        assert "initDateChooser" in page, name
        assert "date-time-chooser.js" in page, name


def test_the_logo_of_letters_is_chosen_among_the_images(client):
    client.force_login(AccountFactory(is_superuser=True))
    assert "image-chooser.js" in client.get(reverse("post_settings")).content.decode()


def test_the_home_page_of_a_registrar_counts_what_waits_in_the_register(client):
    make.draft(issue_date=date(2026, 2, 14))
    client.force_login(AccountFactory(groups=[rights.REGISTRAR]))
    rows = html.fromstring(client.get(reverse("wagtailadmin_home")).content.decode()).xpath(
        "//section[@id='register-work-section']//tbody/tr"
    )
    assert [row.xpath("string(td[2])") for row in rows] == ["1", "0", "0"]
    for row in rows:
        assert client.get(row.xpath("string(.//a/@href)")).status_code == 200
    client.force_login(AccountFactory(groups=[rights.EDITOR]))
    assert "register-work" not in client.get(reverse("wagtailadmin_home")).content.decode()
