"""What search engines find: the maps hold what a stranger may open and nothing else; a page names its own address."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from intranet.core import clock
from intranet.pages.models import RegulationPage
from intranet.pages.outward import sitemaps
from tests.factories import job_descriptions as jobs
from tests.factories.pages import council_minutes, regulation

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution")]

HERE = "http://testserver"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def page() -> RegulationPage:
    made = regulation(minutes=council_minutes(), in_force_from=date(2025, 9, 1))
    made.save_revision().publish()
    made.refresh_from_db()
    return made


def addresses(client: Client, path: str) -> list[str]:
    tree = ElementTree.fromstring(client.get(path).content)
    return [str(each.text) for each in tree.findall(".//s:loc", NAMES)]


def everything(client: Client) -> list[str]:
    """Return the addresses of all maps, as a search engine goes from the one that robots.txt names."""
    start = re.findall(r"^Sitemap: (.+)$", client.get("/robots.txt").content.decode(), re.MULTILINE)
    maps = addresses(client, start[0].removeprefix(HERE))
    return [found for each in maps for found in addresses(client, each.removeprefix(HERE))]


def test_every_address_of_the_maps_opens_to_a_stranger_and_wants_to_be_found(client: Client, page: RegulationPage):
    found = everything(client)
    assert f"{HERE}{page.url}" in found
    assert len(found) == len(set(found))
    for address in found:
        answer = client.get(address.removeprefix(HERE))
        assert (answer.status_code, address) == (200, address)
        assert "noindex" not in answer.content.decode().split("</head>")[0]
        assert f'<link rel="canonical" href="{address}">' in answer.content.decode()


def test_what_is_for_staff_or_not_published_is_on_no_map(client: Client, page: RegulationPage):
    draft = regulation(title="Чернетка", slug="draft")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    found = " ".join(everything(client))
    assert page.url not in found
    assert draft.slug not in found


def test_a_text_in_two_languages_names_both_and_one_in_a_single_language_none(client: Client, page: RegulationPage):
    tree = ElementTree.fromstring(client.get("/sitemap-pages.xml").content)
    others = {
        url.findtext("s:loc", "", NAMES): {link.get("hreflang") for link in url.findall("x:link", NAMES)}
        for url in tree.findall("s:url", NAMES)
    }
    assert {"uk", "en"} <= others[f"{HERE}/uk/"]
    assert others[f"{HERE}/uk/"] == others[f"{HERE}/en/"]
    assert others[f"{HERE}{page.url}"] == set()


def test_a_description_is_on_the_map_as_long_as_it_is_advertised(client: Client):
    description = jobs.job_description()
    jobs.publish(description)
    PageViewRestriction.objects.get_or_create(
        page=description.get_parent(), defaults={"restriction_type": PageViewRestriction.LOGIN}
    )
    assert f"{HERE}{description.url}" not in everything(client)
    today = clock.today()
    type(description).objects.filter(pk=description.pk).update(advertised_from=today, advertised_until=today)
    assert addresses(client, "/sitemap-adverts.xml") == [f"{HERE}{description.url}"]
    past = today - timedelta(days=1)
    type(description).objects.filter(pk=description.pk).update(advertised_from=past, advertised_until=past)
    assert addresses(client, "/sitemap-adverts.xml") == []


def test_a_long_map_is_parted(client: Client, page: RegulationPage, monkeypatch: pytest.MonkeyPatch):
    whole = everything(client)
    monkeypatch.setattr(sitemaps.Pages, "limit", 2)
    assert len(addresses(client, "/sitemap.xml")) > 3
    assert everything(client) == whole


def test_a_map_asks_the_same_however_many_pages_there_are(client: Client, django_assert_max_num_queries: Any):
    for number in range(5):
        regulation(title=f"Положення {number}", slug=f"r{number}").save_revision().publish()
    client.get("/sitemap-pages.xml")
    with django_assert_max_num_queries(8):
        client.get("/sitemap-pages.xml")


@pytest.mark.parametrize("path", ["/sitemap-nothing.xml", "/sitemap-pages.xml?p=99", "/sitemap-pages.xml?p=x"])
def test_a_map_that_is_not_there_is_not_found(client: Client, path: str):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "is_open"),
    [
        ("/uk/regulations/", True),
        ("/uk/certificates/", True),
        ("/sitemap.xml", True),
        ("/admin/pages/", False),
        ("/api/v1/certificates", False),
        ("/uk/account/login/", False),
        ("/en/my/", False),
    ],
)
def test_robots_are_told_where_they_may_go(client: Client, path: str, is_open: bool):
    said = RobotFileParser()
    said.parse(client.get("/robots.txt").content.decode().splitlines())
    assert said.can_fetch("anybody", f"{HERE}{path}") is is_open


def test_questions_and_marks_are_no_address_of_their_own(client: Client, page: RegulationPage):
    dated = f"{page.url}{date(2025, 9, 1)}/"
    for asked, own in (
        ("/uk/certificates/?q=Ковальська&year=2026", "/uk/certificates/"),
        ("/uk/regulations/in-force/?sort=-since", "/uk/regulations/in-force/"),
        (f"{page.url}?was=1.1", page.url),
        (dated, dated),
    ):
        assert f'<link rel="canonical" href="{HERE}{own}">' in client.get(asked).content.decode(), asked
    assert "canonical" not in client.get("/uk/nothing-here/").content.decode()


def test_the_icon_is_found_by_its_old_name(client: Client, page: Page):
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/static/img/favicon.")
