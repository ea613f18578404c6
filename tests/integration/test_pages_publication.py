"""A published page becomes an edition, and a day resolves to the edition then in force."""

from __future__ import annotations

from datetime import date

import pytest

from intranet.documents.enums import EditionState
from intranet.documents.models import Clause, Edition
from intranet.documents.queries import edition_on
from tests.factories.pages import clause, council_minutes, regulation, section

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def publish(page):
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def test_publishing_a_page_freezes_an_edition_with_its_clauses():
    page = publish(regulation(body=[section("3", "Результати"), clause("3.3", "Перелік оприлюднюється.")]))

    edition = Edition.objects.get(document__key=page.translation_key)
    assert list(edition.clauses.order_by("position").values_list("anchor", "number", "kind")) == [
        ("3", "3", "section"),
        ("3.3", "3.3", "clause"),
    ]


def test_publishing_the_same_text_again_makes_no_second_edition():
    page = publish(regulation())
    publish(page)

    assert Edition.objects.count() == 1


def test_a_text_without_approval_is_public_but_never_in_force(client):
    page = publish(regulation())

    standing = edition_on(key=page.translation_key, language="uk", on_date=date(2026, 5, 1))
    assert standing.state == EditionState.NOT_RECORDED
    response = client.get("/uk/regulations/mentoring/")
    assert response.status_code == 200
    assert response.context["state"] == "not_recorded"


def test_a_changed_text_of_the_same_date_supersedes_and_keeps_the_first():
    page = publish(regulation(in_force_from=date(2025, 9, 1), minutes=council_minutes()))
    page.body, page.correction_reason = [clause("1.1", "Виправлений текст.")], "Описка."
    publish(page)

    first, second = Edition.objects.order_by("pk")
    assert first.superseded_at is not None
    assert second.superseded_at is None
    assert Clause.objects.filter(edition=first).exists()


def test_a_day_resolves_to_the_edition_then_in_force(client):
    minutes = council_minutes()
    page = publish(regulation(in_force_from=date(2024, 9, 1), minutes=minutes, body=[clause("1.1", "Перша редакція.")]))
    page.in_force_from, page.body = date(2025, 9, 1), [clause("1.1", "Друга редакція.")]
    publish(page)

    assert "Перша редакція." in client.get("/uk/regulations/mentoring/2025-05-17/").content.decode()
    assert "Друга редакція." in client.get("/uk/regulations/mentoring/2025-09-01/").content.decode()
    assert "Друга редакція." in client.get("/uk/regulations/mentoring/").content.decode()
    assert client.get("/uk/regulations/mentoring/2023-01-01/").status_code == 404
    assert client.get("/uk/regulations/mentoring/2025-13-41/").status_code == 404


def test_what_an_editor_has_saved_but_not_published_is_not_shown(client):
    page = publish(regulation(body=[clause("1.1", "Чинний текст.")]))
    page.body = [clause("1.1", "Чернетка.")]
    page.save_revision()

    html = client.get("/uk/regulations/mentoring/").content.decode()
    assert "Чинний текст." in html
    assert "Чернетка." not in html


def test_a_staff_page_asked_for_anonymously_leads_to_sign_in_and_back(client):
    response = client.get("/uk/job-descriptions/")

    assert response.status_code == 302
    assert "/account/login/" in response.url
    assert response.url.endswith("next=/uk/job-descriptions/")


def test_the_front_door_opens_the_default_language_whatever_the_browser_prefers(client):
    response = client.get("/", headers={"accept-language": "en"})

    assert response.status_code == 302
    assert response.url == "/uk/"
