"""A clause keeps its addresses; what a text cites becomes a link; a clause is found by its words and cited whole."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from intranet.core import clock
from intranet.documents import queries
from intranet.documents.models import Clause, Edition, Reference
from intranet.documents.operations.indexing import make_outdated_again
from intranet.pages.models import RegulationPage
from tests.factories.pages import clause, council_minutes, regulation, section

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

OLD, NEW = date(2024, 9, 1), date(2026, 1, 1)
BODY = [
    section("1", "Загальні положення"),
    clause("1.1", "Перелік сертифікатів оприлюднюють."),
    clause("1.2", "Строк визначено у пункті 1.1 цього Положення."),
    clause(
        "1.3", "Працівникам надають копії; див. п. 9.9 цього Положення і пункт 6.3 Порядку, затвердженого постановою."
    ),
]


def publish(page: RegulationPage, **values: Any) -> RegulationPage:
    page.refresh_from_db()
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


@pytest.fixture
def page() -> RegulationPage:
    """Publish two editions: 1.1 becomes 1.4 and moves to the end, 1.2 goes, 1.3 is changed."""
    made = publish(regulation(body=BODY), in_force_from=OLD, minutes=council_minutes())
    heading, first, _second, third = (dict(block) for block in made.body.raw_data)
    first["value"] = {**first["value"], "number": "1.4"}
    third["value"] = {**third["value"], "text": "<p>Працівникам надають копії за пунктом 1.4.</p>"}
    return publish(made, in_force_from=NEW, body=[heading, third, first])


def ids(page: RegulationPage, day: date) -> dict[str, str]:
    rows = Clause.objects.filter(edition__document__key=page.translation_key, edition__in_force_from=day)
    return dict(rows.values_list("number", "block_id"))


def lead(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 302, answer.status_code
    return str(answer["Location"])


# --- Addresses -----------------------------------------------------------------------------------------------------


def test_the_short_address_of_a_clause_leads_to_it_by_number_and_by_id(client: Client, page: RegulationPage):
    key = ids(page, NEW)["1.3"]
    assert lead(client, f"{page.url}clause/1.3/") == f"{page.url}#1.3"
    assert lead(client, f"{page.url}clause/{key}/") == f"{page.url}#1.3"


def test_an_old_number_leads_to_its_clause_under_the_number_of_today_and_says_so(client: Client, page: RegulationPage):
    target = lead(client, f"{page.url}clause/1.1/")
    assert target == f"{page.url}?was=1.1#1.4"
    body = client.get(target).content.decode()
    assert client.get(target).context["notice"]
    assert '<span class="anchor" id="1.1"></span>' in body, "the bare fragment #1.1 opens it, too"


def test_with_its_date_an_old_number_leads_to_the_edition_that_it_belongs_to(client: Client, page: RegulationPage):
    assert lead(client, f"{page.url}2024-09-01/clause/1.1/") == f"{page.url}2024-09-01/#1.1"
    assert 'id="1.1"' in client.get(f"{page.url}2024-09-01/").content.decode()


def test_a_clause_that_has_gone_leads_to_the_edition_that_last_had_it(client: Client, page: RegulationPage):
    key = ids(page, OLD)["1.2"]
    for address in ("1.2", key):
        target = lead(client, f"{page.url}clause/{address}/")
        assert target == f"{page.url}2024-09-01/?was={address}#1.2"
        assert client.get(target).context["notice"]
    body = client.get(page.url).content.decode()
    assert '<span class="anchor" id="1.2"></span>' in body, "the bare fragment #1.2 says where it is"
    assert f'<span class="anchor" id="{key}"></span>' in body


@pytest.mark.parametrize(
    "address", ["9.9", "x", "%00", "1" * 5000, "%ED%A0%80", "%F0%9F%92%A9", "..", "3.3.3.3.3.3.3.3.3.3"]
)
def test_an_address_that_no_edition_ever_had_is_not_found(client: Client, page: RegulationPage, address: str):
    assert client.get(f"{page.url}clause/{address}/").status_code == 404
    assert client.get(f"{page.url}clause/{address}/cite/").status_code == 404
    assert client.get(page.url, {"was": address}).status_code == 200


def test_a_number_is_read_as_people_write_it(client: Client, page: RegulationPage):
    assert lead(client, f"{page.url}clause/1.3./") == f"{page.url}#1.3"


def test_an_older_edition_links_each_clause_to_its_place_today(client: Client, page: RegulationPage):
    body = client.get(f"{page.url}2024-09-01/").content.decode()
    assert f'href="{page.url}clause/{ids(page, OLD)["1.1"]}/"' in body
    assert f'href="{page.url}clause/' not in client.get(page.url).content.decode().replace("/cite/", "")


def test_an_edition_published_afterwards_for_an_earlier_day_mends_the_addresses_of_the_later_one(page: RegulationPage):
    body = [dict(block) for block in page.body.raw_data]
    body[1]["value"] = {**body[1]["value"], "number": "1.30"}
    publish(page, in_force_from=date(2025, 1, 1), body=body)
    latest = Clause.objects.get(edition__in_force_from=NEW, edition__superseded_at=None, number="1.3")
    assert latest.former_anchors == "1.30"


# --- What changed --------------------------------------------------------------------------------------------------


def test_a_changed_clause_says_so_and_links_to_the_comparison(client: Client, page: RegulationPage):
    body = client.get(page.url).content.decode()
    address = f"{page.url}compare/2024-09-01/2026-01-01/"
    assert f'<a class="beside__change" href="{address}#1.3">' in body
    assert 'id="1.3"' in client.get(address).content.decode()
    assert "beside__change" not in client.get(f"{page.url}2024-09-01/").content.decode()


def test_a_correction_keeps_the_marks_of_its_edition(page: RegulationPage):
    body = [dict(block) for block in page.body.raw_data]
    body[2]["value"] = {**body[2]["value"], "text": "<p>Перелік сертифікатів оприлюднюють вчасно.</p>"}
    publish(page, body=body, correction_reason="Пропущене слово.")
    changes = dict(Clause.objects.filter(edition=_standing(page)).values_list("number", "change"))
    assert changes == {"1": "", "1.3": "changed", "1.4": "changed"}


def _standing(page: RegulationPage) -> Edition:
    return Edition.objects.standing().get(document__key=page.translation_key, in_force_from=NEW)


# --- References ----------------------------------------------------------------------------------------------------


def test_a_citation_of_a_clause_that_is_there_becomes_a_link(client: Client, page: RegulationPage):
    body = client.get(f"{page.url}2024-09-01/").content.decode()
    assert 'у пункті <a class="reference" href="#1.1">1.1</a> цього Положення' in body
    assert "п. 9.9 цього Положення і пункт 6.3 Порядку" in body, "what is not there, and another act's, is no link"


def test_the_words_and_so_the_hash_are_not_touched(page: RegulationPage):
    frozen = Clause.objects.get(edition__in_force_from=OLD, number="1.2")
    assert frozen.data["text"] == "Строк визначено у пункті 1.1 цього Положення."
    assert "reference" in frozen.html


def test_what_is_cited_and_not_there_is_reported(page: RegulationPage):
    edition = Edition.objects.get(in_force_from=OLD)
    assert [(each.number, each.cited) for each in queries.missed_in(edition)] == [("1.3", "9.9")]
    assert queries.missed_in(Edition.objects.get(in_force_from=NEW)) == []


def test_a_clause_shows_where_it_is_cited(client: Client, page: RegulationPage):
    body = client.get(page.url).content.decode()
    assert '<span class="beside__cited">' in body
    assert '<a href="#1.3">1.3</a>' in body


def test_another_document_is_cited_by_its_title_and_shows_it(client: Client, page: RegulationPage):
    cited = "За пунктом 1.4 Положення про наставництво ведуть облік; пункт 7.7 Положення про наставництво."
    other = regulation(slug="other", title="Порядок обліку", body=[clause("2.1", cited)])
    publish(other, in_force_from=NEW, minutes=page.minutes)
    key = ids(page, NEW)["1.4"]
    assert f'<a class="reference" href="{page.url}clause/{key}/">1.4</a>' in client.get(other.url).content.decode()
    assert f'href="{other.url}#2.1">Порядок обліку, 2.1</a>' in client.get(page.url).content.decode()
    missed = queries.missed_anywhere(languages=["uk"], on_date=date(2026, 5, 1))
    assert [(each.title, each.cited) for each in missed] == [("Порядок обліку", "7.7")]

    # When the clause goes, whoever cites it is told.
    page.refresh_from_db()
    publish(page, in_force_from=date(2026, 3, 1), body=[clause("1.1", "Цілком інше.")])
    edition = Edition.objects.get(in_force_from=date(2026, 3, 1))
    assert [each.title for each in queries.left_behind(edition, date(2026, 5, 1))] == ["Порядок обліку"]


def test_a_page_that_not_everybody_may_read_is_not_named_as_citing(client: Client, page: RegulationPage):
    other = regulation(
        slug="other", title="Таємний порядок", body=[clause("2.1", "За п. 1.4 Положення про наставництво.")]
    )
    publish(other, in_force_from=NEW, minutes=page.minutes)
    PageViewRestriction.objects.create(page=other, restriction_type=PageViewRestriction.LOGIN)
    assert "Таємний порядок" not in client.get(page.url).content.decode()
    assert "Таємний порядок" not in client.get("/uk/regulations/search/", {"q": "наставництво"}).content.decode()


# --- Citing --------------------------------------------------------------------------------------------------------


def test_a_clause_has_a_page_with_its_permanent_link_and_its_citation(client: Client, page: RegulationPage):
    answer = client.get(f"{page.url}clause/1.4/cite/")
    body = answer.content.decode()
    assert f"http://testserver{page.url}clause/{ids(page, NEW)['1.4']}/" in body
    assert "Положення про наставництво" in answer.context["citation"]
    assert "1 січня 2026" in answer.context["citation"]
    assert "1.4" in answer.context["citation"]
    assert [(each.number, each.in_force_from) for each in answer.context["past"]] == [("1.4", NEW), ("1.1", OLD)]
    assert client.get(f"{page.url}2024-09-01/clause/1.1/cite/").status_code == 200


# --- Searching -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["працівник", "ПРАЦІВНИКІВ", "копія працівника", "працівн"])
def test_a_clause_is_found_in_any_form_of_its_words(client: Client, page: RegulationPage, asked: str):
    answer = client.get("/uk/regulations/search/", {"q": asked})
    assert [each.url for each in answer.context["results"]] == [f"{page.url}#1.3"]
    assert "<mark>Працівникам</mark>" in answer.content.decode()


def test_only_the_text_in_force_is_searched(client: Client, page: RegulationPage):
    publish(page, in_force_from=date(2099, 1, 1), body=[clause("5.5", "Майбутнє правило.")])
    for asked, found in [("строк", 0), ("майбутнє", 0), ("сертифікат", 1)]:
        assert len(client.get("/uk/regulations/search/", {"q": asked}).context["results"]) == found, asked


def test_a_clause_is_found_by_its_number_first(client: Client, page: RegulationPage):
    results = client.get("/uk/regulations/search/", {"q": "п. 1.4"}).context["results"]
    assert [each.url for each in results] == [f"{page.url}#1.4", f"{page.url}#1.3"]


def test_a_document_is_found_by_its_title(client: Client, page: RegulationPage):
    answer = client.get("/uk/regulations/search/", {"q": "положення наставництва"})
    assert answer.context["documents"] == [("Положення про наставництво", page.url)]


def test_words_are_found_and_marked_inside_a_document(client: Client, page: RegulationPage):
    answer = client.get(page.url, {"q": "копія"})
    assert [hit.number for hit in answer.context["found"].hits] == ["1.3"]
    assert "<mark>копії</mark>" in answer.content.decode()
    assert "<mark>" in client.get(f"{page.url}2024-09-01/", {"q": "строки"}).content.decode()


NASTY = ["\x00", "%", "_", "«»", "'; --", "a" * 10_000, "\ud83d", "٣" * 300, "<script>", "1" * 5000]


@pytest.mark.parametrize("asked", NASTY)
def test_any_question_is_answered_kindly(client: Client, page: RegulationPage, asked: str):
    query = asked.encode("utf-8", "replace").decode()
    for address in ("/uk/regulations/search/", page.url):
        answer = client.get(address, {"q": query})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()
        assert "<mark>" not in answer.content.decode()


# --- What it costs -------------------------------------------------------------------------------------------------


def test_reading_costs_the_same_however_long_the_text(
    client: Client, page: RegulationPage, django_assert_max_num_queries: Any
):
    client.get(page.url)
    with django_assert_max_num_queries(13):  # a plain page of the site asks ten
        client.get(page.url)


def test_searching_asks_little(client: Client, page: RegulationPage, django_assert_max_num_queries: Any):
    client.get("/uk/regulations/search/", {"q": "копія"})
    with django_assert_max_num_queries(22):
        client.get("/uk/regulations/search/", {"q": "копія"})


def test_what_was_made_in_an_earlier_way_is_made_anew_by_the_sweep(page: RegulationPage):
    Clause.objects.update(html="", lemmas="", change="", former_anchors="")
    Reference.objects.all().delete()
    before = list(Edition.objects.order_by("pk").values_list("content_hash", flat=True))
    Edition.objects.update(making=0, gone=[])
    assert make_outdated_again(on_date=clock.today()) == 2
    assert make_outdated_again(on_date=clock.today()) == 0
    assert not Clause.objects.filter(html="").exists()
    assert Clause.objects.get(edition=_standing(page), number="1.4").former_anchors == "1.1"
    assert Reference.objects.count() == 3
    assert list(Edition.objects.order_by("pk").values_list("content_hash", flat=True)) == before


def test_old_links_to_numbers_that_begin_again_open_the_same_clause_when_all_is_made_anew():
    body = [section("I", "Перше"), clause("1", "Перший."), section("II", "Друге"), clause("1", "Див. пункт 1.")]
    page = regulation(body=body, slug="again", in_force_from=NEW, minutes=council_minutes())
    page.save_revision().publish()
    second = Clause.objects.get(edition=_standing(page), position=3)
    assert second.anchor == "section-II.1"
    permanent = second.block_id
    # As it was made before: a number that begins again was addressed by the clause's permanent id.
    Clause.objects.filter(pk=second.pk).update(anchor=permanent, html="")
    Edition.objects.update(making=1)
    make_outdated_again(on_date=clock.today())
    second.refresh_from_db()
    assert second.anchor == "section-II.1"
    assert f'id="{permanent}"' in second.html
    assert 'id="section-II.1"' in second.html
    assert 'href="#section-II.1"' in second.html
