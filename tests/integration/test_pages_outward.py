"""What the world gets of a regulation beside its page: history, linked data, JSON, feeds, the table of all."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, datetime
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import gettext
from wagtail.models import Page, PageViewRestriction

from intranet.documents.models import Document, Edition, Review
from intranet.documents.queries import text_of
from intranet.documents.rules.texts import content_hash
from intranet.documents.wording import in_words
from intranet.pages.models import RegulationPage
from tests.factories.pages import clause, council_minutes, regulation, section

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution")]

ATOM = "{http://www.w3.org/2005/Atom}"
TABLE = "/uk/regulations/in-force/"
FEED = "/uk/regulations/editions.atom"


def edition(page: RegulationPage, day: date | None, **changes: Any) -> RegulationPage:
    page.refresh_from_db()
    page.in_force_from = day
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


@pytest.fixture
def page() -> RegulationPage:
    """Publish two editions: in the second 1.1 is changed, 1.2 is now 1.3, 1.9 has gone, 1.4 is new."""
    body = [
        section("1", "Загальне"),
        clause("1.1", "За 15 днів."),
        clause("1.2", "Друге."),
        clause("1.9", "Зайве тут."),
    ]
    made = regulation(body=body, minutes=council_minutes())
    edition(made, date(2024, 9, 1))
    kept = [dict(block) for block in made.body.raw_data][:3]
    kept[1]["value"] = {"number": "1.1", "text": "<p>За 20 днів.</p>"}
    kept[2]["value"] = {**kept[2]["value"], "number": "1.3"}
    return edition(made, date(2026, 1, 1), body=[*kept, clause("1.4", "Цілком нове про інше.")])


def structured(body: str) -> dict[str, Any]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', body, re.DOTALL)
    assert len(found) == 1
    data: dict[str, Any] = json.loads(found[0])
    return data


# --- The history ---------------------------------------------------------------------------------------------------


def days_in(body: str) -> list[str]:
    line = body.split('class="history__line"')[1].split("</ol>", maxsplit=1)[0]
    return re.findall(r'<time[^>]*datetime="([\d-]+)"', line)


def test_the_history_is_a_line_of_days_in_time(client: Client, page: RegulationPage):
    body = client.get(page.url).content.decode()
    days = days_in(body)
    assert days == sorted(days)
    assert days.count("2025-08-29") == 1, "these minutes adopted two editions, and are said once"
    assert {"2024-09-01", "2026-01-01"} <= set(days)
    assert f'href="{page.url}2024-09-01/"' in body
    assert f'href="{page.url}compare/2024-09-01/2026-01-01/"' in body


def test_the_history_names_a_correction_and_a_repeal(client: Client, page: RegulationPage):
    body = [dict(block) for block in page.body.raw_data]
    body[1]["value"] = {"number": "1.1", "text": "<p>За 20 календарних днів.</p>"}
    edition(page, date(2026, 1, 1), body=body, correction_reason="Пропущено слово.")
    Document.objects.update(repealed_on=date(2027, 1, 1))
    line = strip_tags(client.get(page.url).content.decode().split('class="history__line"')[1].split("</ol>")[0])
    assert "Пропущено слово." in line
    assert "2027" in line


def test_a_text_without_approval_has_a_history_too(client: Client):
    made = edition(regulation(), None, reason_not_recorded="Протокол ще не знайдено")
    assert len(days_in(client.get(made.url).content.decode())) == 1


# --- Linked data ---------------------------------------------------------------------------------------------------


def test_a_regulation_says_in_linked_data_what_it_is(client: Client, page: RegulationPage):
    data = structured(client.get(page.url).content.decode())
    assert data["@type"] == "Legislation"
    assert data["name"] == page.title
    assert data["inLanguage"] == "uk"
    assert data["legislationDate"] == "2025-08-29"
    assert data["legislationDateVersion"] == "2026-01-01"
    assert data["legislationLegalForce"] == "https://schema.org/InForce"
    assert data["legislationPassedBy"]["name"] == "Педагогічна рада"
    assert data["temporalCoverage"] == "2026-01-01/.."
    assert data["legislationChanges"]["@id"].endswith("/2024-09-01/")
    address = data["encoding"][0]["contentUrl"].removeprefix("http://testserver")
    assert client.get(address).json()["title"] == page.title


def test_linked_data_cannot_end_its_script(client: Client):
    made = regulation(title="</script><script>alert(1)</script>", minutes=council_minutes())
    body = client.get(edition(made, date(2024, 9, 1)).url).content.decode()
    assert structured(body)["name"] == made.title
    assert "<script>alert" not in body


def test_a_draft_shows_no_linked_data_and_no_history(page: RegulationPage):
    answer = page.make_preview_request(preview_mode="")
    answer.render()
    body = answer.content.decode()
    assert "ld+json" not in body
    assert "history__line" not in body


# --- JSON ----------------------------------------------------------------------------------------------------------


def test_an_edition_is_read_as_json(client: Client, page: RegulationPage):
    answer = client.get(f"{page.url}document.json")
    found = answer.json()
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert [each["number"] for each in found["clauses"]] == ["1", "1.1", "1.3", "1.4"]
    assert found["clauses"][1] | {"html": "", "id": ""} == {
        "id": "", "number": "1.1", "anchor": "1.1", "kind": "clause", "heading": "", "change": "changed",
        "text": "1.1 За 20 днів.", "html": "", "language": "uk", "url": f"http://testserver{page.url}2026-01-01/#1.1",
    }  # fmt: skip
    standing = Edition.objects.get(in_force_from=date(2026, 1, 1))
    assert found["hash"] == {"algorithm": "sha-256", "value": content_hash(standing.title, text_of(standing))}
    assert [each["in_force_from"] for each in found["editions"]] == ["2026-01-01", "2024-09-01"]


def test_any_day_has_its_json(client: Client, page: RegulationPage):
    found = client.get(f"{page.url}2025-05-05/document.json").json()
    assert (found["in_force_from"], found["replaced_from"], found["state"]) == ("2024-09-01", "2026-01-01", "in_force")


@pytest.mark.parametrize("day", ["2020-01-01", "2026-13-01", "9999-99-99"])
def test_a_day_without_an_edition_has_no_json(client: Client, page: RegulationPage, day: str):
    assert client.get(f"{page.url}{day}/document.json").status_code == 404


@pytest.mark.parametrize("name", ["document.json", "editions.atom"])
def test_what_was_read_already_is_not_sent_again(client: Client, page: RegulationPage, name: str):
    etag = client.get(f"{page.url}{name}")["ETag"]
    assert client.get(f"{page.url}{name}", HTTP_IF_NONE_MATCH=etag).status_code == 304
    edition(page, date(2026, 6, 1), title="Нова назва")
    assert client.get(f"{page.url}{name}", HTTP_IF_NONE_MATCH=etag).status_code == 200


def test_what_is_kept_to_staff_has_no_open_door(client: Client, page: RegulationPage):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    for name in ("", "document.json", "editions.atom", "2026-01-01/document.json"):
        assert client.get(f"{page.url}{name}").status_code == 302
    assert page.title not in client.get(TABLE).content.decode()
    assert page.title not in client.get(FEED).content.decode()


# --- Feeds ---------------------------------------------------------------------------------------------------------


def entries(client: Client, address: str) -> list[dict[str, str]]:
    root = ElementTree.fromstring(client.get(address).content)
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated", "author"):
        assert root.find(f"{ATOM}{name}") is not None
    return [
        {child.tag.removeprefix(ATOM): child.text or child.get("href", "") for child in each}
        for each in root.findall(f"{ATOM}entry")
    ]


def test_a_feed_says_in_words_what_an_edition_changed(client: Client, page: RegulationPage):
    newest, first = entries(client, f"{page.url}editions.atom")
    with translation.override("uk"):
        words = in_words({"changed": 1, "added": 1, "removed": 1, "renumbered": 1})
        earliest = gettext("The first edition on this site.")
    assert words in strip_tags(newest["summary"])
    assert f"{page.url}compare/2024-09-01/2026-01-01/" in newest["summary"]
    assert f"{page.url}2026-01-01/#1.1" in newest["summary"]
    assert earliest in first["summary"]
    addresses = re.findall(r'href="http://testserver([^"]+)"', newest["summary"])
    removed = next(each for each in addresses if "/2024-09-01/#" in each).split("#")[1]
    assert f'id="{removed}"' in client.get(f"{page.url}2024-09-01/").content.decode()


def test_a_correction_is_the_same_entry_updated(client: Client, page: RegulationPage):
    before = entries(client, FEED)
    body = [dict(block) for block in page.body.raw_data]
    body[1]["value"] = {"number": "1.1", "text": "<p>За 20 календарних днів.</p>"}
    edition(page, date(2026, 1, 1), body=body, correction_reason="Пропущено слово")
    after = entries(client, FEED)
    assert [each["id"] for each in after] == [each["id"] for each in before]
    assert after[0]["updated"] > before[0]["updated"]
    assert after[0]["published"] == before[0]["published"]
    assert "Пропущено слово" in after[0]["summary"]


@pytest.mark.parametrize("path", [FEED, "{page}editions.atom"])
def test_a_feed_has_what_its_standard_demands(client: Client, page: RegulationPage, path: str):
    path = path.format(page=page.url)
    answer = client.get(path)
    feed = ElementTree.fromstring(answer.content)
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert feed.tag == f"{ATOM}feed"
    assert {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}["self"].endswith(path)
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    for each in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert [bool(found.text) for found in each.findall(f"{ATOM}{name}")] == [True], name
        assert datetime.fromisoformat(each.findtext(f"{ATOM}updated", "")).tzinfo is not None
    for each in entries:
        assert each.find(f"{ATOM}link").get("href", "").startswith("http")
        assert each.find(f"{ATOM}summary").get("type") == "html"


def test_an_id_is_a_tag_and_unique(client: Client, page: RegulationPage):
    ids = [each["id"] for each in entries(client, FEED)]
    assert len(set(ids)) == len(ids) == 2
    assert all(re.fullmatch(r"tag:testserver,\d{4}-\d\d-\d\d:editions/[\w/-]+", each) for each in ids)


def test_an_empty_feed_is_a_feed(client: Client):
    assert entries(client, FEED) == []


def test_the_feed_is_named_in_the_head_of_its_page(client: Client, page: RegulationPage):
    assert f'href="{page.url}editions.atom"' in client.get(page.url).content.decode().split("</head>")[0]
    assert f'href="{FEED}"' in client.get(TABLE).content.decode().split("</head>")[0]


def test_a_feed_asks_little(client: Client, page: RegulationPage, django_assert_max_num_queries: Any):
    client.get(FEED)
    with django_assert_max_num_queries(8):
        client.get(FEED)


# --- The table of those in force -----------------------------------------------------------------------------------


def test_the_table_names_what_is_in_force_and_what_waits_for_its_approval(client: Client, page: RegulationPage):
    waiting = edition(regulation(title="Без протоколу", slug="waiting"), None, reason_not_recorded="шукаємо")
    coming = edition(regulation(title="Майбутнє", slug="coming", minutes=page.minutes), date(2999, 1, 1))
    gone = edition(regulation(title="Скасоване", slug="gone", minutes=page.minutes), date(2020, 1, 1))
    Document.objects.filter(key=gone.translation_key).update(repealed_on=date(2021, 1, 1))
    Review.objects.create(document=Document.objects.get(key=page.translation_key), due_on=date(2027, 3, 1))
    body = client.get(TABLE).content.decode()
    assert page.title in body
    assert waiting.title in body
    assert coming.title not in body
    assert gone.title not in body
    rows = {row["title"]: row for row in client.get("/uk/regulations/in-force.json").json()}
    assert rows[page.title]["in_force_from"] == "2024-09-01"
    assert rows[page.title]["last_amended"] == "2026-01-01"
    assert rows[page.title]["review_by"] == "2027-03-01"
    assert rows[page.title]["state"] == "in_force"
    assert rows[waiting.title]["state"] == "not_recorded"
    assert client.get(rows[page.title]["json"]).json()["title"] == page.title


def test_a_regulation_is_listed_once_in_the_readers_language_else_in_its_own(client: Client, page: RegulationPage):
    english = client.get("/en/regulations/in-force/").content.decode()
    assert re.search(r"minutes No\. \S+ of \d{1,2} [A-Z][a-z]+ \d{4}", english)
    assert f'hreflang="uk">{page.title}</a>' in english
    assert client.get("/en/regulations/in-force.json").json()[0]["languages"] == ["uk"]


@pytest.mark.parametrize(
    ("sort", "titles"),
    [("title", "АБ"), ("-title", "БА"), ("since", "БА"), ("-since", "АБ"), ("review", "АБ"), ("-amended", "АБ")],
)
def test_the_table_is_sorted_as_asked(client: Client, sort: str, titles: str):
    minutes = council_minutes()
    edition(regulation(title="А", slug="a", minutes=minutes), date(2025, 1, 1))
    edition(regulation(title="Б", slug="b", minutes=minutes), date(2024, 1, 1))
    body = client.get(TABLE, {"sort": sort}).content.decode()
    assert "".join(re.findall(r'scope="row"[^>]*><a [^>]*>([АБ])</a>', body)) == titles


@pytest.mark.parametrize("sort", ["", "x", "--title", "title\0", "9" * 10_000])
def test_an_unknown_order_is_refused_in_a_sentence(client: Client, sort: str):
    answer = client.get(TABLE, {"sort": sort})
    assert answer.status_code == 400
    assert TABLE in answer.content.decode()


def test_the_table_is_of_the_day_that_is_asked_for(client: Client, page: RegulationPage):
    waiting = edition(regulation(title="Без протоколу", slug="waiting"), None, reason_not_recorded="шукаємо")
    assert page.title not in client.get(TABLE, {"on": "2024-08-31"}).content.decode()
    body = client.get(TABLE, {"on": "2025-12-31"}).content.decode()
    assert page.title in body
    assert waiting.title not in body
    assert '/in-force.csv?on=2025-12-31"' in body
    assert "on=2025-12-31" in re.findall(r'href="(\?sort=[^"]+)"', body)[0]
    file = client.get("/uk/regulations/in-force.json", {"on": "2025-12-31"})
    assert [(row["title"], row["last_amended"]) for row in file.json()] == [(page.title, None)]
    assert "2025-12-31" in file["Content-Disposition"]
    assert client.get("/uk/regulations/in-force.json", {"on": "2024-08-31"}).json() == []
    rows = client.get("/uk/regulations/in-force.csv", {"on": "2024-08-31"}).content.decode().splitlines()
    assert len(rows) == 1


@pytest.mark.parametrize("path", [TABLE, "/uk/regulations/in-force.csv", "/uk/regulations/in-force.json"])
@pytest.mark.parametrize("day", ["x", "2026-02-30", "20260214", "2026-W07-6", "2026-01-01\0", "\ud800", "9" * 10_000])
def test_what_is_no_day_is_refused_in_a_sentence(client: Client, path: str, day: str):
    answer = client.get(f"{path}?on={quote(day, errors='surrogatepass')}")
    assert answer.status_code == 400
    assert "2026-02-14" in answer.content.decode()


def test_the_table_is_a_file_too(client: Client, page: RegulationPage):
    edition(regulation(title="=HYPERLINK(1)", slug="formula", minutes=page.minutes), date(2024, 1, 1))
    answer = client.get("/uk/regulations/in-force.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["title"] for row in rows} == {page.title, "'=HYPERLINK(1)"}
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert client.get("/uk/regulations/in-force.xml").status_code == 404


def test_the_table_asks_the_same_however_many_there_are(
    client: Client, page: RegulationPage, django_assert_max_num_queries: Any
):
    for number in range(5):
        edition(regulation(title=f"Положення {number}", slug=f"r{number}", minutes=page.minutes), date(2024, 1, 1))
    client.get(TABLE)
    with django_assert_max_num_queries(6):
        client.get(TABLE)


def test_the_section_of_regulations_leads_to_the_table(client: Client, page: RegulationPage):
    section_page = Page.objects.get(pk=page.get_parent().pk)
    assert f'href="{TABLE}"' in client.get(section_page.url).content.decode()
