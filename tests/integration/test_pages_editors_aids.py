"""What the editor of a document is helped with: numbering on, and references that lead nowhere."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from intranet.core.models import AuditEntry
from intranet.core.rights import EDITOR, STAFF, sync_groups
from intranet.pages.models import RegulationPage
from tests.factories.pages import clause, council_minutes, regulation, section
from tests.factories.people import AccountFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution")]

BODY = [
    section("1", "Загальне"),
    clause("1.1", "Перше."),
    clause("1.1", "Вставлене."),
    clause("1.2", "Друге."),
    clause("1.3", "Третє за пунктом 1.2."),
]


@pytest.fixture
def page() -> RegulationPage:
    made = regulation(body=BODY, in_force_from=date(2025, 9, 1), minutes=council_minutes())
    made.save_revision().publish()
    made.refresh_from_db()
    return made


def enter(client: Client, *groups: str, **values: Any) -> None:
    sync_groups()
    client.force_login(AccountFactory(groups=groups, **values))


def numbers(page: RegulationPage) -> list[str]:
    saved = RegulationPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return [block.value["number"] for block in saved.body]


def test_an_editor_sees_the_new_numbers_first_and_then_has_them_in_the_draft(client: Client, page: RegulationPage):
    enter(client, is_superuser=True)
    address = reverse("number_the_rest", args=[page.pk])
    assert (
        reverse("number_the_rest", args=[page.pk])
        in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    )
    start = page.body[1].id

    shown = client.get(address, {"start": start})
    assert [(each.before, each.after) for each in shown.context["proposal"].changes] == [
        ("1.1", "1.2"),
        ("1.2", "1.3"),
        ("1.3", "1.4"),
    ]
    assert [(each.number, each.cited, each.after) for each in shown.context["proposal"].stale] == [
        ("1.4", "1.2", "1.3")
    ]
    assert numbers(page) == ["1", "1.1", "1.1", "1.2", "1.3"], "looking changes nothing"

    answer = client.post(address, {"start": start, "after": ["1.2", "1.3", "1.4"]}, follow=True)
    assert answer.status_code == 200
    assert numbers(page) == ["1", "1.1", "1.2", "1.3", "1.4"]
    page.refresh_from_db()
    assert [block.value["number"] for block in page.body][-1] == "1.3", "what is published stays"
    saved = page.get_latest_revision_as_object()
    assert [block.id for block in saved.body] == [block.id for block in page.body]
    assert AuditEntry.objects.filter(action="pages.numbered").count() == 1


def test_a_text_that_was_changed_meanwhile_is_not_numbered(client: Client, page: RegulationPage):
    enter(client, is_superuser=True)
    address = reverse("number_the_rest", args=[page.pk])
    client.post(address, {"start": page.body[1].id, "after": ["1.2"]})
    assert numbers(page) == ["1", "1.1", "1.1", "1.2", "1.3"]


@pytest.mark.parametrize("start", ["", "x", "\x00", "9" * 3000])
def test_a_start_that_is_not_there_numbers_nothing(client: Client, page: RegulationPage, start: str):
    enter(client, is_superuser=True)
    address = reverse("number_the_rest", args=[page.pk])
    assert client.get(address, {"start": start}).status_code == 200
    assert client.post(address, {"start": start}).status_code == 302
    assert numbers(page) == ["1", "1.1", "1.1", "1.2", "1.3"]


def test_who_may_not_edit_may_not_number(client: Client, page: RegulationPage):
    enter(client, STAFF)
    assert client.get(reverse("number_the_rest", args=[page.pk])).status_code in {302, 403}
    assert client.get(reverse("missed_references")).status_code in {302, 403}


def test_publishing_warns_of_a_reference_to_a_clause_that_is_not_there(client: Client, page: RegulationPage):
    page.body = [clause("1.1", "За п. 8.8 цього Положення і п. 7.7 Порядку, затвердженого наказом.")]
    page.correction_reason = "Додано."
    page.save_revision().publish()
    enter(client, is_superuser=True)
    page.refresh_from_db()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = {
        "title": page.title,
        "slug": page.slug,
        "in_force_from": "2025-09-01",
        "minutes": page.minutes_id,
        "order": "",
        "governs": "",
        "asks": page.asks,
        "correction_reason": "Скорочено.",
        "body-count": "1",
        "body-0-type": "clause",
        "body-0-id": page.body[0].id,
        "body-0-order": "0",
        "body-0-deleted": "",
        "body-0-value-number": "1.1",
        "body-0-value-text": '{"blocks":[{"key":"a","text":"За п. 8.8 та п. 1.1.","type":"unstyled","depth":0,'
        '"inlineStyleRanges":[],"entityRanges":[]}],"entityMap":{}}',
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-publish": "1",
    }
    answer = client.post(edit, form, follow=True)
    assert "1.1 → 8.8" in strip_tags(answer.content.decode())


def test_the_report_lists_what_leads_nowhere(client: Client, page: RegulationPage):
    enter(client, EDITOR)
    empty = client.get(reverse("missed_references"))
    assert empty.context["rows"] == []
    page.body, page.correction_reason = [clause("1.1", "За п. 8.8 цього Положення.")], "Додано."
    page.save_revision().publish()
    body = client.get(reverse("missed_references")).content.decode()
    assert "8.8" in body
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in body
    assert reverse("missed_references") in client.get(reverse("wagtailadmin_home")).content.decode()
