"""A draft is compared with what is in force, and may be open for discussion until a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import WorkflowPage

from intranet.core import clock
from intranet.core.rights import APPROVER, EDITOR, STAFF, sync_groups
from intranet.pages.models import RegulationPage
from tests.factories.pages import clause, council_minutes, regulation
from tests.factories.people import AccountFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution")]

ADDRESS = "/uk/regulations/mentoring/"


def saved(page: RegulationPage, **values: Any) -> RegulationPage:
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision()
    page.refresh_from_db()
    return page


@pytest.fixture
def page() -> RegulationPage:
    made = regulation(in_force_from=date(2025, 9, 1), minutes=council_minutes(), body=[clause("1.1", "Чинний текст.")])
    made.save_revision().publish()
    made.refresh_from_db()
    return made


def new_words(page: RegulationPage) -> list[Any]:
    return [{**clause("1.1", "Запропонований текст."), "id": page.body[0].id}]


def test_a_draft_is_public_until_its_day_and_closes_by_itself(client: Client, page: RegulationPage):
    today = clock.today()
    saved(page, body=new_words(page), discussion_until=today, discussion_contact="rada@example.org")

    shown = client.get(f"{ADDRESS}draft/")
    body = shown.content.decode()
    assert shown.status_code == 200
    assert "Запропонований текст." in body
    assert "noindex" in body
    assert "rada@example.org" in body
    assert f"{ADDRESS}draft/compare/" in body
    in_force = client.get(ADDRESS).content.decode()
    assert "Запропонований" not in in_force
    assert f"{ADDRESS}draft/" in in_force
    compared = client.get(f"{ADDRESS}draft/compare/").content.decode()
    assert "<ins>Запропонований</ins>" in compared
    assert "<del>Чинний</del>" in compared

    saved(page, discussion_until=today - timedelta(days=1))
    assert client.get(f"{ADDRESS}draft/").status_code == 404
    assert client.get(f"{ADDRESS}draft/compare/").status_code == 404
    assert f"{ADDRESS}draft/" not in client.get(ADDRESS).content.decode()


def test_a_draft_that_nobody_opened_is_nobodys_to_read(client: Client, page: RegulationPage):
    saved(page, body=new_words(page))
    assert client.get(f"{ADDRESS}draft/").status_code == 404


def test_what_was_published_is_no_draft_any_more(client: Client, page: RegulationPage):
    saved(page, body=new_words(page), discussion_until=clock.today(), in_force_from=date(2026, 9, 1))
    page.get_latest_revision().publish()
    assert client.get(f"{ADDRESS}draft/").status_code == 404


def test_a_document_that_was_never_published_is_discussed_and_nothing_else_of_it_is_shown(client: Client):
    page = regulation(body=[clause("1.1", "Новий проєкт.")], discussion_until=clock.today())
    page.save_revision()
    assert "Новий проєкт." in client.get(f"{ADDRESS}draft/").content.decode()
    for tail in ("", "draft/compare/", "2026-01-01/", "clause/1.1/"):
        assert client.get(f"{ADDRESS}{tail}").status_code == 404
    assert "mentoring" not in client.get("/uk/regulations/").content.decode()


def test_only_who_may_publish_opens_a_draft(client: Client, page: RegulationPage):
    sync_groups()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    disabled = {}
    for group in (EDITOR, APPROVER):
        client.force_login(AccountFactory(groups=[group]))
        disabled[group] = client.get(address).context["form"].fields["discussion_until"].disabled
    assert disabled == {EDITOR: True, APPROVER: False}


def test_who_approves_sees_what_the_draft_would_change(client: Client, page: RegulationPage):
    sync_groups()
    saved(page, body=new_words(page))
    page.get_workflow().start(page, AccountFactory(groups=[EDITOR]))
    client.force_login(AccountFactory(groups=[APPROVER]))
    address = reverse("compare_draft", args=[page.pk])
    assert address in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "<ins>Запропонований</ins>" in client.get(address).content.decode()


def test_others_do_not_see_drafts(client: Client, page: RegulationPage):
    sync_groups()
    saved(page, body=new_words(page))
    client.force_login(AccountFactory(groups=[STAFF]))
    assert client.get(reverse("compare_draft", args=[page.pk])).status_code in {302, 403}


def test_a_new_site_has_the_way_from_editor_to_approver(page: RegulationPage):
    assert WorkflowPage.objects.exists()
    workflow = page.get_workflow()
    assert workflow is not None
    assert [group.name for task in workflow.tasks for group in task.specific.groups.all()] == [APPROVER]
