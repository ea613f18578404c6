"""Plain pages under the Welsh rule: an announcement goes live in both languages or in neither, whatever the road."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Revision, Workflow
from wagtail.test.utils.form_data import rich_text
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from intranet.core import clock, rights
from intranet.core.refusals import Refusal
from intranet.pages.models import AnnouncementPage, IndexPage, RegulationPage
from intranet.pages.models.information import FEATURES
from intranet.pages.operations.scheduling import publish_what_is_due
from tests.factories.pages import clause, regulation
from tests.factories.people import AccountFactory
from tests.factories.translations import brought_up, say

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("welsh_site")]

OLD, NEW = "Mae’r swyddfa ar gau.", "Mae’r swyddfa ar agor."
IN_ENGLISH = {"Newyddion": "News", OLD: "The office is closed.", NEW: "The office is open."}


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(AccountFactory(is_superuser=True, groups=[rights.EDITOR, rights.APPROVER]))
    return client


@pytest.fixture
def welsh() -> AnnouncementPage:
    return announcement("cy", "Newyddion", OLD)


@pytest.fixture
def pair(welsh: AnnouncementPage) -> tuple[AnnouncementPage, AnnouncementPage]:
    """Return both texts, translated with the engine and published."""
    english = submitted(welsh)
    say(Translation.objects.get(), IN_ENGLISH)
    welsh.get_latest_revision().publish()
    welsh.refresh_from_db()
    english.refresh_from_db()
    return welsh, english


def announcement(language: str, title: str, words: str, **fields: Any) -> AnnouncementPage:
    """Return an announcement's draft."""
    section = IndexPage.objects.get(slug="announcements", locale__language_code=language)
    page = AnnouncementPage(
        title=title, slug="news", body=f"<p>{words}</p>", live=False, locale=section.locale, **fields
    )
    section.add_child(instance=page)
    page.save_revision()
    return page


def submitted(page: AnnouncementPage) -> AnnouncementPage:
    translate_object(page, [Locale.objects.get(language_code="en")])
    return AnnouncementPage.objects.get(translation_key=page.translation_key, locale__language_code="en")


def public() -> dict[str, str]:
    rows = AnnouncementPage.objects.live().select_related("locale")
    return {page.locale.language_code: page.body for page in rows}


def change(page: AnnouncementPage) -> None:
    draft = page.get_latest_revision_as_object()
    draft.body = f"<p>{NEW}</p>"
    draft.save_revision()
    page.refresh_from_db()


# --- The roads -----------------------------------------------------------------------------------------------------


def by_script(desk: Client, page: AnnouncementPage) -> None:
    with suppress(Refusal):
        page.get_latest_revision().publish()


def by_editor(desk: Client, page: AnnouncementPage) -> None:
    draft = page.get_latest_revision_as_object()
    fields = {"title": draft.title, "slug": draft.slug, "body": rich_text(draft.body, features=FEATURES)}
    comments = {f"comments-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL")}
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    desk.post(address, {**fields, **comments, "shown_until": "", "action-publish": "1"})


def by_bulk_action(desk: Client, page: AnnouncementPage) -> None:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    desk.post(f"{address}?id={page.pk}", {})


def by_schedule(desk: Client, page: AnnouncementPage) -> None:
    past = clock.now() - timedelta(minutes=1)
    Revision.objects.filter(pk=page.get_latest_revision().pk).update(approved_go_live_at=past)
    publish_what_is_due(at=clock.now())


def by_workflow(desk: Client, page: AnnouncementPage) -> None:
    state = Workflow.objects.get(active=True).start(page, AccountFactory(groups=[rights.EDITOR]))
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state.pk])
    desk.post(address, {"comment": ""}, headers={"x-requested-with": "XMLHttpRequest"})


def by_task(desk: Client, page: AnnouncementPage) -> None:
    for translation in Translation.objects.all():
        brought_up(page)
        with suppress(Refusal):
            translation.save_target(publish=True)


def by_the_update_form(desk: Client, page: Any) -> None:
    for translation in Translation.objects.all():
        address = reverse("wagtail_localize:update_translations", args=[translation.source_id])
        desk.post(address, {"publish_translations": "on"})


Road = Callable[[Client, AnnouncementPage], None]
OF_WAGTAIL: list[Road] = [by_script, by_editor, by_bulk_action, by_schedule, by_workflow]
ROADS: list[Road] = [*OF_WAGTAIL, by_task, by_the_update_form]


@pytest.mark.parametrize("road", OF_WAGTAIL, ids=lambda road: road.__name__)
def test_no_road_publishes_a_page_that_stands_alone(welsh: AnnouncementPage, desk: Client, road: Road) -> None:
    road(desk, welsh)

    assert public() == {}


@pytest.mark.parametrize("road", ROADS, ids=lambda road: road.__name__)
def test_no_road_publishes_half_a_translated_pair(
    welsh: AnnouncementPage, desk: Client, road: Road, django_capture_on_commit_callbacks: Any
) -> None:
    submitted(welsh)
    with django_capture_on_commit_callbacks(execute=True):
        road(desk, welsh)

    assert public() == {}, "the English draft still has Welsh words"


@pytest.mark.parametrize("road", ROADS, ids=lambda road: road.__name__)
def test_the_last_whole_pair_stays_up(
    pair: tuple[AnnouncementPage, AnnouncementPage], desk: Client, road: Road, django_capture_on_commit_callbacks: Any
) -> None:
    before = public()
    change(pair[0])
    with django_capture_on_commit_callbacks(execute=True):
        road(desk, pair[0])

    assert public() == before
    assert OLD in before["cy"]
    assert "closed" in before["en"]


@pytest.mark.parametrize("road", ROADS, ids=lambda road: road.__name__)
def test_a_whole_pair_goes_live_in_one_breath(
    pair: tuple[AnnouncementPage, AnnouncementPage], desk: Client, road: Road, django_capture_on_commit_callbacks: Any
) -> None:
    change(pair[0])
    brought_up(pair[0])
    say(Translation.objects.get(), IN_ENGLISH)
    assert "closed" in public()["en"], "nothing is public before it is published"
    with django_capture_on_commit_callbacks(execute=True):
        road(desk, pair[0])

    assert NEW in public()["cy"]
    assert "The office is open." in public()["en"]


def test_a_pair_written_by_hand_goes_live_together(welsh: AnnouncementPage) -> None:
    announcement("en", "News", "The office is closed.", translation_key=welsh.translation_key)
    welsh.get_latest_revision().publish()

    assert set(public()) == {"cy", "en"}


def test_a_section_stays_as_it_was_planted_in_both(welsh: AnnouncementPage) -> None:
    assert {page.locale.language_code for page in IndexPage.objects.live()} == {"cy", "en"}


# --- What the screen says ------------------------------------------------------------------------------------------


@pytest.fixture
def said(desk: Client) -> Callable[[], list[tuple[str, str]]]:
    """Return what the next screen says."""

    def read() -> list[tuple[str, str]]:
        request = desk.get(reverse("wagtailadmin_explore_root")).wsgi_request
        return [(each.level_tag, str(each.message)) for each in get_messages(request)]

    return read


@pytest.mark.parametrize("road", [by_bulk_action, by_workflow], ids=lambda road: road.__name__)
def test_the_screen_says_what_is_missing(
    welsh: AnnouncementPage, desk: Client, road: Road, said: Callable[[], list[tuple[str, str]]]
) -> None:
    road(desk, welsh)

    assert [level for level, _sentence in said()] == ["error"], "and reports no success beside it"


def test_the_update_form_says_what_it_did_not_publish(
    desk: Client, said: Callable[[], list[tuple[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    welsh = regulation(
        title="Rheoliad", language="cy", slug="rheoliad", body=[clause("1.1", OLD)], reason_not_recorded="Y cyntaf."
    )
    welsh.save_revision()
    translate_object(welsh, [Locale.objects.get(language_code="en")])
    monkeypatch.setattr(transaction, "on_commit", lambda done, *rest, **options: done())  # as after a request

    by_the_update_form(desk, welsh)

    ((level, sentence),) = said()
    assert level == "error", "and reports no success beside it"
    assert "Rheoliad" in sentence
    assert not RegulationPage.objects.live().exists()
