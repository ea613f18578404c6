"""Under the Welsh rule both languages go live together or neither, on a site that speaks Welsh and English."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Revision, Workflow
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from intranet.core import clock, rights
from intranet.core.models import Institution
from intranet.core.refusals import Refusal
from intranet.core.sweep import run as sweep
from intranet.documents.models import Edition
from intranet.governance import operations as governance
from intranet.pages.models import RegulationPage
from intranet.pages.operations.scheduling import publish_what_is_due
from intranet.pages.publishing.wanting import PublicationRefused
from intranet.pages.translations.standing import draft_of
from tests.factories.pages import clause, regulation, section
from tests.factories.people import AccountFactory
from tests.factories.translations import brought_up, say, submitted, target_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("welsh_site")]

OLD, NEW = "Mae mentor yn helpu.", "Mae mentor yn helpu bob dydd."
IN_ENGLISH = {
    "Rheoliad Mentora": "Mentoring Regulation",
    "Cyffredinol": "General",
    OLD: "A mentor helps.",
    NEW: "A mentor helps every day.",
    "Y cyntaf.": "The first one.",
    "Eglurwyd.": "Made clear.",
}


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(AccountFactory(is_superuser=True, groups=[rights.EDITOR, rights.APPROVER]))
    return client


@pytest.fixture
def welsh() -> RegulationPage:
    """Return a Welsh draft without its English."""
    body = [section("1", "Cyffredinol"), clause("1.1", OLD)]
    page = regulation(
        title="Rheoliad Mentora", language="cy", slug="mentora", body=body, reason_not_recorded="Y cyntaf."
    )
    page.save_revision()
    return page


@pytest.fixture
def english(welsh: RegulationPage) -> RegulationPage:
    """Return its English draft, whole."""
    translation = submitted(welsh)
    translated(translation)
    page: RegulationPage = target_of(translation)
    return page


@pytest.fixture
def pair(welsh: RegulationPage, english: RegulationPage) -> tuple[RegulationPage, RegulationPage]:
    """Return both texts, published."""
    welsh.get_latest_revision().publish()
    welsh.refresh_from_db()
    english.refresh_from_db()
    assert (welsh.live, english.live) == (True, True)
    return welsh, english


def translated(translation: Translation) -> None:
    """Translate all of a page into a draft."""
    say(translation, IN_ENGLISH)
    translation.save_target(publish=False)


def change(page: RegulationPage, words: str = NEW) -> Revision:
    """Write a clause of the Welsh draft anew."""
    draft = draft_of(page)
    block = draft.body[1]
    draft.body[1] = (block.block_type, {**block.value, "text": f"<p>{words}</p>"}, block.id)
    draft.correction_reason = "Eglurwyd."
    revision: Revision = draft.save_revision()
    page.refresh_from_db()
    return revision


def public() -> dict[str, list[str]]:
    """Return what is public, by language: the words of the editions that stand."""
    editions = Edition.objects.standing().prefetch_related("clauses")
    return {each.language: [clause.text for clause in each.clauses.all()] for each in editions}


# --- The roads -----------------------------------------------------------------------------------------------------


def by_script(desk: Client, page: RegulationPage) -> None:
    with suppress(PublicationRefused):
        page.get_latest_revision().publish()


def by_bulk_action(desk: Client, page: RegulationPage) -> None:
    pages = RegulationPage.objects.filter(translation_key=page.translation_key).values_list("pk", flat=True)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    desk.post(f"{address}?{'&'.join(f'id={pk}' for pk in pages)}", {})


def by_schedule(desk: Client, page: RegulationPage) -> None:
    past = clock.now() - timedelta(minutes=1)
    Revision.objects.filter(pk=page.get_latest_revision().pk).update(approved_go_live_at=past)
    sweep(at=clock.now(), on_date=clock.today())


def by_workflow(desk: Client, page: RegulationPage) -> None:
    state = Workflow.objects.get(active=True).start(page, AccountFactory(groups=[rights.EDITOR]))
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state.pk])
    desk.post(address, {"comment": ""}, headers={"x-requested-with": "XMLHttpRequest"})


def by_api_of_the_admin(desk: Client, page: RegulationPage) -> None:
    desk.post(f"/admin/api/main/pages/{page.pk}/action/publish/", content_type="application/json")


def by_the_engines_editor(desk: Client, page: RegulationPage) -> None:
    english = RegulationPage.objects.get(translation_key=page.translation_key, locale__language_code="en")
    desk.post(reverse("wagtailadmin_pages:edit", args=[english.pk]), {"action": "publish"})


def by_the_update_form(desk: Client, page: RegulationPage) -> None:
    source = Translation.objects.get(source__object_id=page.translation_key).source
    desk.post(reverse("wagtail_localize:update_translations", args=[source.pk]), {"publish_translations": "on"})


def by_operation(desk: Client, page: RegulationPage) -> None:
    translate_object(page, [Locale.objects.get(language_code="en")])


def by_task(desk: Client, page: RegulationPage) -> None:
    brought_up(page)
    Translation.objects.get(source__object_id=page.translation_key).save_target(publish=True)


Road = Callable[[Client, RegulationPage], None]
OF_WAGTAIL: list[Road] = [by_script, by_bulk_action, by_schedule, by_workflow, by_api_of_the_admin]
OF_THE_ENGINE: list[Road] = [by_the_engines_editor, by_the_update_form, by_operation, by_task]
ROADS = [*OF_WAGTAIL, *OF_THE_ENGINE]


@pytest.mark.parametrize("road", OF_WAGTAIL, ids=lambda road: road.__name__)
def test_no_road_publishes_a_text_that_stands_alone(
    welsh: RegulationPage, desk: Client, road: Road, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        road(desk, welsh)

    welsh.refresh_from_db()
    assert not welsh.live
    assert public() == {}


@pytest.mark.parametrize("road", ROADS, ids=lambda road: road.__name__)
def test_no_road_publishes_half_a_pair(
    pair: tuple[RegulationPage, RegulationPage], desk: Client, road: Road, django_capture_on_commit_callbacks: Any
) -> None:
    welsh, _english = pair
    before = public()
    change(welsh)
    with django_capture_on_commit_callbacks(execute=True):
        road(desk, welsh)

    assert public() == before, "the last complete pair stays up"
    assert OLD in before["cy"][1]


@pytest.mark.parametrize("road", [*OF_WAGTAIL, by_task, by_the_engines_editor], ids=lambda road: road.__name__)
def test_each_road_publishes_a_whole_pair_in_one_breath(
    pair: tuple[RegulationPage, RegulationPage], desk: Client, road: Road, django_capture_on_commit_callbacks: Any
) -> None:
    welsh, _english = pair
    change(welsh)
    brought_up(welsh)
    translated(Translation.objects.get(source__object_id=welsh.translation_key))
    with django_capture_on_commit_callbacks(execute=True):
        road(desk, welsh)

    assert {language: words[1] for language, words in public().items()} == {
        "cy": f"1.1 {NEW}",
        "en": "1.1 A mentor helps every day.",
    }
    assert Edition.objects.count() == 4
    assert all(
        state == "current"
        for state, _made in Edition.objects.get(language="en", superseded_at=None).pairing["blocks"].values()
    )


# --- Dates of their own --------------------------------------------------------------------------------------------


def scheduled(page: RegulationPage, moment: Any) -> None:
    draft = draft_of(page)
    draft.go_live_at = moment
    draft.save_revision()
    page.refresh_from_db()


def test_a_text_that_goes_live_later_takes_its_pair_with_it(welsh: RegulationPage, english: RegulationPage) -> None:
    scheduled(welsh, clock.now() + timedelta(days=3))
    welsh.get_latest_revision().publish()
    assert public() == {}, "neither before its time"

    welsh.refresh_from_db()
    scheduled(welsh, clock.now() - timedelta(minutes=1))
    by_schedule(Client(), welsh)
    assert set(public()) == {"cy", "en"}


def test_two_texts_of_one_hour_go_live_once(pair: tuple[RegulationPage, RegulationPage]) -> None:
    welsh, _english = pair
    change(welsh)
    brought_up(welsh)
    translated(Translation.objects.get(source__object_id=welsh.translation_key))
    due = clock.now() - timedelta(minutes=1)
    for page in pair:
        page.refresh_from_db()
        Revision.objects.filter(pk=page.latest_revision_id).update(approved_go_live_at=due)

    done = publish_what_is_due(at=clock.now())
    assert (done.published, done.held_back) == (1, 0)
    assert Edition.objects.count() == 4
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()


def test_a_text_with_a_later_hour_of_its_own_keeps_both(
    welsh: RegulationPage, english: RegulationPage, in_english: None
) -> None:
    scheduled(english, clock.now() + timedelta(days=3))

    with pytest.raises(PublicationRefused, match="same time"):
        welsh.get_latest_revision().publish()
    welsh.refresh_from_db()
    assert not welsh.live
    assert public() == {}


# --- Other ways ----------------------------------------------------------------------------------------------------


def test_a_copy_of_a_public_text_is_not_public(pair: tuple[RegulationPage, RegulationPage]) -> None:
    with suppress(Refusal):
        pair[0].copy(update_attrs={"slug": "copi"}, keep_live=True)

    assert Edition.objects.count() == 2
    assert not RegulationPage.objects.filter(slug="copi", live=True).exists()


def test_an_import_that_is_to_be_published_waits_as_a_draft_for_its_english(tmp_path: Path) -> None:
    path = tmp_path / "rheoliad.txt"
    path.write_text("RHEOLIAD MENTORA\n\n1. CYFFREDINOL\n\n1.1. Mae mentor yn helpu.\n", encoding="utf-8")
    out = StringIO()
    options = ("--kind", "regulation", "--language", "cy", "--publish", "--json")
    with pytest.raises(SystemExit) as ended:
        call_command("import_document", str(path), *options, stdout=out)

    assert ended.value.code == 1
    assert json.loads(out.getvalue())["error"]
    assert [page.live for page in RegulationPage.objects.all()] == [False]
    assert public() == {}


def test_each_language_is_of_equal_standing_and_welsh_comes_first(
    pair: tuple[RegulationPage, RegulationPage], client: Client, welsh_site: Institution
) -> None:
    assert client.get("/").url.startswith("/cy/")
    for language in ("cy", "en"):
        other = {"cy": "en", "en": "cy"}[language]
        response = client.get(f"/{language}/regulations/mentora/with/{other}/")
        assert [side.language for side in response.context["pairs"][0].sides] == ["cy", "en"]
        assert response.context["authentic"]
        assert response.context["untranslated"] == response.context["old_translations"] == 0


def test_the_translator_is_shown_the_reason_that_a_correction_owes(desk: Client) -> None:
    order = governance.record_order(number="7", date=date(2026, 2, 1), subject="Rheoliad", at=clock.now())
    body = [clause("1.1", OLD)]
    welsh = regulation(title="Rheoliad Mentora", language="cy", body=body, order=order, in_force_from=order.date)
    welsh.save_revision()
    translation = submitted(welsh)
    translated(translation)
    welsh.get_latest_revision().publish()
    welsh.refresh_from_db()
    draft = draft_of(welsh)
    draft.body[0] = ("clause", {**draft.body[0].value, "text": f"<p>{NEW}</p>"}, draft.body[0].id)
    draft.correction_reason = "Eglurwyd."
    draft.save_revision()
    brought_up(welsh)
    say(translation, {NEW: IN_ENGLISH[NEW]})
    translation.save_target(publish=False)
    address = reverse("translation_of_page", args=[target_of(translation).pk])

    [owed] = desk.get(address).context["rows"]
    assert owed.pair.id == "correction_reason"
    desk.post(address, {"action": "save", f"s{owed.lines[0].segment}": "Made clear."})

    assert not desk.get(address).context["rows"].object_list
    welsh.refresh_from_db()
    welsh.get_latest_revision().publish()
    assert {words[0] for words in public().values()} == {f"1.1 {NEW}", f"1.1 {IN_ENGLISH[NEW]}"}
