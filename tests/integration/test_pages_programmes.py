"""Programmes: what they must state, how they are shown, and the catalogue that finds them (PRG-01…04, VOL-05)."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar
from wagtail.models import Page

from intranet.documents.models import Document
from intranet.pages.models import ProgrammePage
from intranet.pages.publishing import wanting
from intranet.training import operations
from intranet.training.models import Competence
from tests.factories import training as make
from tests.factories.pages import council_minutes
from tests.factories.people import AccountFactory
from tests.factories.programmes import AT, STATED, programme_page, published

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution")]

TODAY = date(2026, 2, 2)
CATALOGUE = "/uk/programmes/"


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intranet.core.clock.today", lambda: TODAY)


def fields_wanting(page: ProgrammePage, *, refuses: bool = True) -> set[str]:
    return {each.field for each in page.wanting(on_date=TODAY) if each.refuses is refuses}


def row(activity: str, contact: str, self_study: str) -> dict[str, Any]:
    value = {"activity": activity, "contact": Decimal(contact), "self_study": Decimal(self_study)}
    return {"type": "row", "value": value}


# --- What a programme must state -----------------------------------------------------------------------------------


def test_a_programme_that_states_everything_lacks_nothing() -> None:
    page = programme_page(minutes=council_minutes())
    assert page.wanting(on_date=TODAY) == []


@pytest.mark.parametrize(
    ("without", "field"),
    [
        ({"developers": " "}, "developers"),
        ({"aim": ""}, "aim"),
        ({"directions": ()}, "directions"),
        ({"forms": ()}, "offered_forms"),
        ({"competences": ()}, "shared_competences"),
        ({"contact_hours": None}, "contact_hours"),
        ({"body": []}, "body"),
    ],
)
def test_each_thing_that_a_programme_must_state_is_asked_for(without: dict[str, Any], field: str) -> None:
    assert fields_wanting(programme_page(**without)) == {field}


def test_what_was_written_before_there_were_lists_still_counts() -> None:
    page = programme_page(directions=(), forms=(), competences=())
    page.direction, page.forms, page.competences = "Цифрові технології", "дистанційна", "Цифрова компетентність"
    assert fields_wanting(page) == set()


def test_a_volume_in_credits_alone_is_a_volume() -> None:
    assert fields_wanting(programme_page(contact_hours=None, stated_credits=Decimal(3))) == set()


@pytest.mark.usefixtures("in_english")
def test_hours_by_activity_that_do_not_add_up_forbid_publication_and_name_the_difference() -> None:
    page = programme_page(
        self_study_hours=Decimal(30), hours_by_activity=[row("лекції", "10", "0"), row("практичні", "18", "30")]
    )
    found = [each for each in page.wanting(on_date=TODAY) if each.refuses]
    assert [each.field for each in found] == ["hours_by_activity"]
    assert "28" in found[0].message
    assert "30" in found[0].message
    assert "2 apart" in found[0].message


def test_credits_that_the_hours_do_not_come_to_are_said_and_do_not_forbid_publication() -> None:
    page = programme_page(minutes=council_minutes(), self_study_hours=Decimal(30), stated_credits=Decimal(3))
    assert fields_wanting(page) == set()
    assert fields_wanting(page, refuses=False) == {"stated_credits"}


def test_a_programme_without_an_approval_is_told_so_and_may_be_published() -> None:
    page = programme_page()
    assert fields_wanting(page, refuses=False) == {"minutes"}
    page.save_revision().publish()
    assert ProgrammePage.objects.get(pk=page.pk).live


def test_a_programme_that_lacks_something_is_not_published() -> None:
    page = programme_page(aim="")
    with pytest.raises(wanting.PublicationRefused):
        page.save_revision().publish()
    assert not Page.objects.get(pk=page.pk).live


def test_a_draft_keeps_what_was_chosen_from_the_lists_and_publication_brings_it_out() -> None:
    page = published()
    page.shared_competences = []
    page.competences = "Інша"
    page.save_revision()
    assert ProgrammePage.objects.get(pk=page.pk).shared_competences.count() == 1
    page.get_latest_revision().publish()
    assert ProgrammePage.objects.get(pk=page.pk).shared_competences.count() == 0


# --- Its page ------------------------------------------------------------------------------------------------------


def structured(text: str, kind: str) -> dict[str, Any]:
    blocks = [
        json.loads(each) for each in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    ]
    return next(each for each in blocks if each["@type"] == kind)


def run_of(page: ProgrammePage, **changes: Any) -> Any:
    return make.run(programme=Document.objects.get(key=page.translation_key), **changes)


@pytest.mark.usefixtures("in_english")
def test_the_page_shows_volume_competences_hours_and_courses(client: Client) -> None:
    page = published(
        minutes=council_minutes(), self_study_hours=Decimal(30), price=Decimal(0), largest_group=20,
        hours_by_activity=[row("лекції", "10", "10"), row("практичні", "20", "20")],
    )  # fmt: skip
    run_of(page, price=Decimal(1200))
    text = client.get(page.url).content.decode()
    assert "лекції" in text
    assert "?competence=digital-competence" in text
    assert "?direction=digital" in text
    assert "1200" in text or "1 200" in text
    assert "courses/of/" in text


def test_the_two_units_are_explained_where_they_are_not_thirty_to_one(client: Client) -> None:
    from intranet.pages.programmes.checks import units_notice, volume_of

    page = published(self_study_hours=Decimal(30))
    notice = units_notice(volume_of(page))
    assert notice
    assert notice.split(".")[0] in client.get(page.url).content.decode()
    assert units_notice(volume_of(published(slug="other", title="Інша"))) == ""


def test_search_engines_read_the_programme_with_its_public_courses(client: Client) -> None:
    page = published(title="Інструменти </script><b>", minutes=council_minutes(), price=Decimal("99.50"))
    run_of(page)
    run_of(page, audience="staff")
    text = client.get(page.url).content.decode()
    found = structured(text, "Course")
    assert found["name"] == "Інструменти </script><b>"
    assert found["offers"]["price"] == "99.50"
    assert found["numberOfCredits"] == 1.0
    assert [each["startDate"] for each in found["hasCourseInstance"]] == ["2026-03-02"]


def test_staff_see_the_courses_for_staff_and_search_engines_never(client: Client) -> None:
    page = published()
    run = run_of(page, audience="staff")
    assert f"courses/{run.pk}/" not in client.get(page.url).content.decode()
    client.force_login(AccountFactory())
    text = client.get(page.url).content.decode()
    assert f"courses/{run.pk}/" in text
    assert "hasCourseInstance" not in structured(text, "Course")


def test_a_competence_leads_to_the_clause_that_demands_it(client: Client) -> None:
    from intranet.notices.clauses import ClauseRef

    page = published()
    word = Competence.objects.get()
    operations.save_competence(word=word, names=word.names, clause=ClauseRef("cpd", "4.2"), at=AT)
    assert "4.2" in client.get(page.url).content.decode()


def test_the_courses_of_a_programme_are_one_calendar_file(client: Client) -> None:
    page = published()
    assert client.get(f"/uk/courses/of/{page.translation_key}/calendar.ics").status_code == 404
    run_of(page)
    run_of(page, starts_on=date(2026, 4, 6), ends_on=date(2026, 4, 7))
    run_of(page, audience="staff")
    answer = client.get(f"/uk/courses/of/{page.translation_key}/calendar.ics")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [event["DTSTART"].dt for event in events] == [date(2026, 3, 2), date(2026, 4, 6)]


# --- The catalogue -------------------------------------------------------------------------------------------------


@pytest.fixture
def three() -> list[ProgrammePage]:
    """Three programmes: digital at a distance with a full course, inclusion in person with a free one, mentors."""
    digital = published(title="Цифрові інструменти", slug="digital")
    inclusion = published(
        title="Інклюзивний клас", slug="inclusion", directions=("inclusion",), forms=("in_person",),
        competences=("inclusion-competence",),
    )  # fmt: skip
    published(title="Школа наставника", slug="mentors", directions=("management",), forms=("workplace",))
    make.signed_up(run_of(digital, group_size=1))
    run_of(inclusion, language="en", starts_on=date(2026, 4, 6), ends_on=date(2026, 4, 7))
    return list(ProgrammePage.objects.order_by("title"))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"digital", "inclusion", "mentors"}),
        ("direction=digital", {"digital"}),
        ("direction=unknown", set()),
        ("competence=digital-competence", {"digital", "mentors"}),
        ("competence=inclusion-competence", {"inclusion"}),
        ("form=workplace", {"mentors"}),
        ("form=distance", {"digital", "inclusion"}),  # the course of “inclusion” is held at a distance
        ("language=en", {"inclusion"}),
        ("month=2026-03", {"digital"}),
        ("month=what", {"digital", "inclusion", "mentors"}),
        ("free=1", {"inclusion"}),
        ("free=1&direction=digital", set()),
        ("direction=%00&page=99999999999999999999", {"digital", "inclusion", "mentors"}),
        ("page=-3&form=" + "x" * 5000, set()),
    ],
)
def test_the_catalogue_answers_what_it_is_asked(
    client: Client, three: list[ProgrammePage], asked: str, found: set[str]
) -> None:
    answer = client.get(f"{CATALOGUE}?{asked}")
    assert answer.status_code == 200
    assert {offer.url.rsplit("/", 2)[1] for offer in answer.context["catalogue"]} == found


def test_the_catalogue_offers_only_what_is_there(client: Client, three: list[ProgrammePage]) -> None:
    choices = client.get(CATALOGUE).context["choices"]
    assert [code for code, _name in choices["direction"]] == ["inclusion", "digital", "management"]
    assert {code for code, _name in choices["form"]} == {"distance", "in_person", "workplace"}
    assert {code for code, _name in choices["month"]} == {"2026-03", "2026-04"}


def test_the_catalogue_pages_and_keeps_the_question(client: Client) -> None:
    for number in range(21):
        published(title=f"Програма {number:02}", slug=f"programme-{number}")
    first = client.get(f"{CATALOGUE}?direction=digital")
    assert len(first.context["catalogue"]) == 20
    assert first.context["next_url"] == "?direction=digital&page=2"
    second = client.get(f"{CATALOGUE}{first.context['next_url']}")
    assert [offer.title for offer in second.context["catalogue"]] == ["Програма 20"]


def queries_of(client: Client, django_assert_max_num_queries: Any) -> int:
    with django_assert_max_num_queries(60) as made:
        client.get(CATALOGUE)
    return len(made.captured_queries)


def test_the_catalogue_asks_the_same_however_much_there_is(
    client: Client, three: list[ProgrammePage], django_assert_max_num_queries: Any
) -> None:
    client.get(CATALOGUE)
    few = queries_of(client, django_assert_max_num_queries)
    for number in range(12):
        run_of(published(title=f"Програма {number}", slug=f"programme-{number}"), language="en")
    assert queries_of(client, django_assert_max_num_queries) == few <= 30


def test_a_translation_shares_what_is_no_language(client: Client) -> None:
    assert {"directions", "offered_forms", "shared_competences", "contact_hours"} <= {
        each.field_name for each in ProgrammePage.override_translatable_fields
    }
    assert set(STATED) >= {"developers", "aim"}
