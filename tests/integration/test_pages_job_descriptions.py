"""A job description: its tables are views of rows, what is wanting refuses it, its chart is the posts themselves."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any
from urllib.parse import urljoin

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail_localize.segments.extract import extract_segments

from intranet.core.models import Institution
from intranet.documents.models import Acknowledgement, Clause, Document, Edition
from intranet.documents.reading import read
from intranet.pages.enums import Layout
from intranet.pages.job_descriptions import adverts
from intranet.pages.models import AdvertisedPost, IndexPage, StandardClause
from intranet.pages.operations.approving import GivenApproval
from intranet.pages.operations.importing import Source, import_draft
from intranet.pages.publishing import wanting
from intranet.pages.publishing.wanting import PublicationRefused
from tests.conftest import SET_UP_AT
from tests.factories import job_descriptions as jobs
from tests.factories.pages import clause, council_minutes
from tests.factories.people import AccountFactory, AppointmentFactory, PersonFactory, PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution")]

TODAY = date(2026, 5, 4)
URL = "/uk/job-descriptions/gardener/"


def html_of(kind: str) -> str:
    return Clause.objects.get(kind=kind).html


def missing(page: Any) -> list[str]:
    return [finding.field for finding in wanting.of_page(page, on_date=TODAY) if finding.refuses]


@pytest.fixture
def it_is(monkeypatch):
    def set_day(day: date) -> None:
        monkeypatch.setattr("intranet.core.clock.today", lambda: day)

    set_day(TODAY)
    return set_day


@pytest.fixture
def in_wales(institution):
    Institution.objects.update(profile_key="wales", languages=["cy", "en"])


# --- Tables --------------------------------------------------------------------------------------------------------


def test_each_table_is_published_with_a_caption_and_header_cells():
    jobs.publish(jobs.job_description())

    for kind in ("facts", "person_spec", "matrix"):
        html = html_of(kind)
        assert "<caption>" in html
        assert 'scope="row"' in html
    assert html_of("person_spec").count('scope="col"') == 4
    assert "A/С" in html_of("person_spec")
    assert "<h3" in html_of("duty_group")


def test_our_own_words_in_a_table_are_in_the_language_of_its_text_whoever_publishes_it():
    with translation.override("en"):
        jobs.publish(jobs.job_description("uk"))

    html = html_of("person_spec")
    assert ">Так<" in html
    assert ">Yes<" not in html


def test_a_duty_has_an_address_of_its_own(client):
    client.force_login(AccountFactory())
    jobs.publish(jobs.job_description())

    html = client.get(URL).content.decode()
    assert 'id="1"' in html
    assert 'id="2"' in html


def test_every_row_of_every_table_is_offered_to_the_translator():
    page = jobs.job_description()
    page.save()
    page.refresh_from_db()

    offered = {getattr(segment, "string", None) and segment.string.data for segment in extract_segments(page)}
    wanted = {
        "Досвід догляду за деревами",
        "співбесіда",
        "Довіра",
        "Слово тримають",
        "приховує помилки",
        "120 тис. грн",
    }
    assert wanted | {"Догляд за парком"} <= offered
    assert not {"essential", "interview", "budget"} & offered


def test_a_standard_clause_keeps_the_words_that_it_had_when_the_text_was_published(client):
    page = jobs.job_description()
    standing = StandardClause.objects.create(title="Перегляд", text="<p>Може бути переглянута.</p>", locale=page.locale)
    page.body = [*jobs.duties(), {"type": "standard", "value": {"clause": standing.pk}}]
    jobs.publish(page)
    StandardClause.objects.update(text="<p>Інші слова.</p>")

    client.force_login(AccountFactory())
    html = client.get(URL).content.decode()
    assert "Може бути переглянута." in html
    assert "Інші слова." not in html


# --- The chart -----------------------------------------------------------------------------------------------------


def chart(head) -> dict[str, Any]:
    return {"type": "chart", "value": {"caption": "", "head": str(head.pk), "levels": 2}}


def test_a_chart_is_drawn_and_listed_from_the_posts_and_marks_the_statutory_role():
    head = PostFactory(titles={"uk": "Директор", "en": "Director"})
    treasurer = PostFactory(titles={"uk": "Скарбник"}, reports_to=head, code="С-1")
    PostFactory(titles={"uk": "Бухгалтер"}, reports_to=treasurer)
    PostFactory(titles={"uk": "Сторож"})
    own = jobs.job_description(slug="treasurer", post=treasurer, statutory_role="Головний фінансист")
    jobs.publish(own)
    jobs.publish(jobs.job_description(body=[*jobs.duties(), chart(head)]))

    html = html_of("chart")
    svg, listed = html.split("</svg>")
    for place in (svg, listed):
        assert all(title in place for title in ("Директор", "Скарбник", "Бухгалтер"))
        assert "Сторож" not in place
    assert "Головний фінансист" in listed
    assert "Скарбник *" in svg
    assert "style=" not in html
    assert svg.count("<rect") == 3


# --- What is wanting -----------------------------------------------------------------------------------------------


def test_nothing_is_wanting_in_a_full_description():
    assert missing(jobs.job_description()) == []


def test_a_description_with_a_criterion_that_nothing_measures_is_not_published():
    page = jobs.job_description(body=[*jobs.duties(), jobs.specification(jobs.criterion("Уміє плавати"))])

    with pytest.raises(PublicationRefused) as refusal:
        page.save_revision().publish()
    (finding,) = refusal.value.findings
    assert "Уміє плавати" in finding.message
    assert finding.block_id == page.body[-1].id
    assert not Edition.objects.exists()


def test_a_header_is_demanded_of_sheets_and_advised_in_a_numbered_instruction():
    page = jobs.job_description(evaluation_code="", grade="")
    assert missing(page) == ["grade", "evaluation_code"]

    page.layout = Layout.NUMBERED
    assert missing(page) == []
    assert {each.field for each in wanting.of_page(page, on_date=TODAY)} == {"grade", "evaluation_code"}


def test_the_post_to_which_one_is_accountable_stands_for_words(client):
    page = jobs.job_description(accountable_to="", accountable_post=PostFactory(titles={"uk": "Завгосп"}, code="З-2"))

    assert missing(page) == []
    jobs.publish(page)
    client.force_login(AccountFactory())
    assert "Завгосп (З-2)" in client.get(URL).content.decode()


def test_a_plain_table_without_caption_or_header_row_is_refused():
    rows = [{"cells": ["а", "б"]}]
    bare = {"type": "table", "value": {"caption": "", "header_rows": 0, "rows": rows}}
    assert missing(jobs.job_description(body=[*jobs.duties(), bare])) == ["body", "body"]


def test_under_the_welsh_rule_a_post_is_assessed_before_it_is_described(in_wales):
    page = jobs.job_description("cy")
    own = {field for field in missing(page) if field.startswith("welsh")}
    assert own == {*jobs.WELSH, "welsh_assessed_by"}

    for name, value in {**jobs.WELSH, "welsh_assessed_by": PostFactory()}.items():
        setattr(page, name, value)
    assert not any(field.startswith("welsh") for field in missing(page))


def test_without_the_welsh_rule_nothing_is_asked_about_welsh():
    assert not any(field.startswith("welsh") for field in missing(jobs.job_description("cy")))


def test_an_advert_has_both_days_an_address_and_says_whether_the_post_is_new():
    page = jobs.job_description(advertised_from=TODAY)

    assert missing(page) == ["advertised_until", "apply_at", "vacancy"]


# --- Adverts -------------------------------------------------------------------------------------------------------

ADVERT = {
    "advertised_from": date(2026, 5, 4),
    "advertised_until": date(2026, 5, 18),
    "apply_at": "hr@example.org",
    "vacancy": "new",
}


@pytest.mark.parametrize(
    ("day", "is_public"),
    [(date(2026, 5, 3), False), (date(2026, 5, 4), True), (date(2026, 5, 18), True), (date(2026, 5, 19), False)],
)
def test_a_description_is_public_between_the_days_of_its_advert_and_no_longer(client, it_is, day, is_public):
    jobs.publish(jobs.job_description(**ADVERT))
    it_is(day)

    response = client.get(URL)
    assert response.status_code == (200 if is_public else 302)
    assert is_public == (b"JobPosting" in response.content)
    client.force_login(AccountFactory())
    staff = client.get(URL)
    assert staff.status_code == 200
    assert is_public == (b"JobPosting" in staff.content)


def test_the_posting_says_who_seeks_whom_and_until_when(client, it_is):
    jobs.publish(jobs.job_description(**ADVERT, department="Відділ </script><b>"))

    html = client.get(URL).content.decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    (posting,) = [each for each in map(json.loads, found) if each["@type"] == "JobPosting"]
    assert posting["title"] == "Садівник"
    assert posting["jobLocation"]["address"]["addressCountry"] == "UA"
    assert posting["description"].startswith("<p>Садівник</p><p>Відділ &lt;/script&gt;&lt;b&gt;</p>")
    assert posting["datePosted"] == "2026-05-04"
    assert posting["validThrough"].startswith("2026-05-18")
    assert posting["hiringOrganization"]["name"] == "Приозерний фаховий коледж"
    assert "mailto:hr@example.org" in html


def test_the_posting_is_of_the_edition_that_is_shown(client, it_is):
    page = jobs.publish(jobs.job_description(**ADVERT, minutes=council_minutes(), in_force_from=date(2026, 5, 1)))
    page.title, page.department, page.in_force_from = "Лісник", "Лісове господарство", date(2026, 5, 10)
    page.body = [dict(block) for block in page.body.raw_data] + [clause("3", "Стереже ліс.")]
    jobs.publish(page)

    def posting() -> dict[str, Any]:
        found = re.findall(
            r'<script type="application/ld\+json">(.*?)</script>', client.get(URL).content.decode(), re.DOTALL
        )
        (one,) = [each for each in map(json.loads, found) if each["@type"] == "JobPosting"]
        return one

    told = posting()
    assert told["title"] == "Садівник"
    assert "Господарський відділ" in told["description"]
    assert "Стереже ліс" not in told["description"]
    it_is(date(2026, 5, 10))
    told = posting()
    assert told["title"] == "Лісник"
    assert "Стереже ліс" in told["description"]
    assert told["validThrough"] == "2026-05-18T23:59:59+03:00"


@pytest.mark.parametrize("name", ["document.pdf", "document.docx"])
def test_the_files_of_an_advert_are_public_on_its_days_and_look_absent_on_others(
    client, it_is, settings, tmp_path, name
):
    settings.VAR_DIR = tmp_path
    jobs.publish(jobs.job_description(**ADVERT))

    assert client.get(f"{URL}{name}").status_code == 200
    assert client.get(f"{URL}2026-05-04/{name}").status_code == 302
    for day in (date(2026, 5, 3), date(2026, 5, 19)):
        it_is(day)
        kept = client.get(f"{URL}{name}")
        none = client.get(f"/uk/job-descriptions/nobody/{name}")
        assert (kept.status_code, kept.headers["Location"].replace("gardener", "nobody")) == (
            none.status_code,
            none.headers["Location"],
        )


@pytest.mark.parametrize("path", ["", "nobody/", "gardener/", "gardener/x/", "x/y/z/"])
def test_what_there_is_and_what_there_is_not_look_the_same_to_strangers(client, path):
    jobs.publish(jobs.job_description())

    assert client.get(f"/uk/job-descriptions/{path}").status_code == 302
    client.force_login(AccountFactory())
    assert client.get(f"/uk/job-descriptions/{path}").status_code == (200 if path in {"", "gardener/"} else 404)


def test_a_reader_of_two_languages_is_not_led_from_an_advert_to_a_sign_in(client, it_is):
    jobs.publish(jobs.job_description(**ADVERT))
    jobs.job_description("en", **ADVERT, slug="gardener", title="Gardener")
    client.cookies["beside"] = "uk.en"

    assert client.get(URL).status_code == 200


@pytest.mark.parametrize(
    "path", ["compare/2026-01-01/2026-02-01/", "2026-05-04/", "clause/1/cite/", "clause/1/", "compare/"]
)
def test_an_advert_opens_the_text_of_today_and_nothing_else(client, it_is, path):
    jobs.publish(jobs.job_description(**ADVERT))

    response = client.get(f"{URL}{path}")
    assert response.status_code == 302
    assert "/account/login/" in response.url


def test_an_advert_leads_strangers_to_nothing_that_they_may_not_open(client, it_is):
    page = jobs.publish(jobs.job_description(**ADVERT, minutes=council_minutes(), in_force_from=date(2026, 4, 1)))
    page.body = [dict(block) for block in page.body.raw_data] + [clause("3", "Стереже ліс.")]
    page.in_force_from = date(2026, 5, 1)
    jobs.publish(page)

    def own_links() -> set[str]:
        links = set(re.findall(r'href="([^"#]+)', client.get(URL).content.decode()))
        return {link for each in links if (link := urljoin(URL, each)).startswith(URL)}

    seen = own_links() - {f"{URL}document.{ending}" for ending in ("pdf", "docx")}
    assert {client.get(link).status_code for link in seen} <= {200}
    client.force_login(AccountFactory())
    assert {f"{URL}compare/2026-04-01/2026-05-01/", f"{URL}clause/3/cite/"} <= own_links()


def test_no_list_and_no_search_tells_of_an_advertised_description(client, it_is):
    page = jobs.publish(jobs.job_description(**ADVERT))

    assert client.get("/uk/job-descriptions/").status_code == 302
    assert client.get("/uk/job-descriptions/search/?q=Садівник").status_code == 302
    assert page.pk not in set(IndexPage.objects.get(pk=page.get_parent().pk).get_children().public().values_list("pk"))
    assert "Садівник" not in client.get("/uk/").content.decode()


def test_the_sentence_on_applications_in_welsh_stands_in_every_advert_by_itself(client, it_is, in_wales):
    page = jobs.job_description("cy", **ADVERT, **jobs.WELSH, welsh_assessed_by=PostFactory())
    page.live = True
    document = Document.objects.create(key=page.translation_key, kind=page.document_kind)
    edition = Edition.objects.create(
        document=document, title=page.title, language="cy", content_hash="0" * 64, published_at=SET_UP_AT
    )

    with translation.override("cy"):
        assert "Gymraeg" in adverts.of_page(page).sentence
        assert "Gymraeg" in adverts.job_posting(page, edition, {})["description"]


def test_an_advertised_post_is_kept_with_its_category_for_the_yearly_count():
    page = jobs.publish(jobs.job_description(**ADVERT, **jobs.WELSH))
    (row,) = AdvertisedPost.objects.all()
    assert (row.vacancy, row.welsh_category, row.advertised_until) == ("new", "desirable", date(2026, 5, 18))

    page.advertised_until, page.welsh_category = date(2026, 5, 25), "essential"
    jobs.publish(page)
    row.refresh_from_db()
    assert (row.welsh_category, row.advertised_until) == ("essential", date(2026, 5, 25))
    page.advertised_from, page.advertised_until, page.vacancy = date(2026, 9, 1), date(2026, 9, 9), "vacant"
    jobs.publish(page)
    assert AdvertisedPost.objects.count() == 2


def advertised(title: str, category: str, vacancy: str, day: date) -> None:
    AdvertisedPost.objects.create(
        key="5b1c9a54-8f0e-4a51-9a70-0c3c4d3a6f10",
        title=title,
        vacancy=vacancy,
        welsh_category=category,
        advertised_from=day,
        advertised_until=day,
    )


def test_the_report_counts_new_and_vacant_posts_of_a_financial_year(client, it_is):
    advertised("Лісник", "essential", "new", date(2026, 4, 1))
    advertised("=Садівник", "essential", "vacant", date(2026, 4, 2))
    advertised("Сторож", "not_necessary", "vacant", date(2026, 3, 31))
    client.force_login(AccountFactory(is_superuser=True))

    page = client.get(reverse("welsh_posts"))
    assert [(line.new, line.vacant, line.total) for line in page.context["lines"]] == [(1, 1, 2), *[(0, 0, 0)] * 3]
    text = client.get(reverse("welsh_posts"), {"export": "csv", "year": "2026"}).content.decode()
    assert "Лісник" in text
    assert "'=Садівник" in text
    assert "Сторож" not in text
    assert "Сторож" in client.get(reverse("welsh_posts"), {"year": "2025"}).content.decode()


@pytest.mark.parametrize("year", ["", "x", "0", "99999999999999999999", "٢٠٢٦", "\x00", "-2026", "9999"])
def test_a_year_that_is_none_shows_this_one(client, it_is, year):
    client.force_login(AccountFactory(is_superuser=True))

    response = client.get(reverse("welsh_posts"), {"year": year})
    assert response.status_code == 200
    assert response.context["begins"] == date(2026, 4, 1)


def test_the_report_is_for_those_with_the_right_to_it(client):
    client.force_login(AccountFactory(groups=["staff"]))

    assert client.get(reverse("welsh_posts")).status_code in {302, 403}


# --- Reading -------------------------------------------------------------------------------------------------------


def test_the_holder_of_the_post_is_asked_to_read_and_stands_on_the_sheet(client):
    post = PostFactory()
    person = PersonFactory(surname="Гончаренко", account=AccountFactory())
    AppointmentFactory(person=person, post=post, since=date(2025, 9, 1))
    page = jobs.publish(jobs.job_description(post=post))

    question = Acknowledgement.objects.get(person=person)
    client.force_login(person.account)
    shown = client.get(reverse("acknowledge", args=[question.pk]))
    assert shown.status_code == 200
    client.force_login(AccountFactory(is_superuser=True))
    document = Edition.objects.get(document__key=page.translation_key).document
    sheet = client.get(reverse("reading:sheet", args=[document.pk]))
    assert "Гончаренко" in sheet.content.decode()


def test_reading_takes_a_few_queries(client, django_assert_max_num_queries):
    jobs.publish(jobs.job_description())
    client.force_login(AccountFactory())
    client.get(URL)

    with django_assert_max_num_queries(40):
        assert client.get(URL).status_code == 200


# --- Import --------------------------------------------------------------------------------------------------------


def test_a_file_with_every_table_becomes_a_page_of_structured_blocks(seeds):
    path = next(seeds.glob("000_*.txt"))
    draft = read(path.read_bytes(), filename=path.name, kind="job-description", language="cy")
    imported = import_draft(
        draft=draft,
        source=Source(path.read_bytes(), path.name),
        approval=GivenApproval(None, None, None),
        publish=True,
        at=SET_UP_AT,
    )
    page = imported.page
    kinds = [block.block_type for block in page.body]
    assert (kinds.count("person_spec"), kinds.count("matrix"), kinds.count("duty_group")) == (1, 1, 2)
    assert [block.value["number"] for block in page.body if block.block_type == "clause"] == [
        str(number) for number in range(1, 17)
    ]
    assert page.version_date == date(2018, 11, 22)
    assert page.layout == Layout.SHEETS
    assert not imported.published
    assert imported.refused
    assert {"post_code", "evaluation_code", "body"} <= set(missing(page))
