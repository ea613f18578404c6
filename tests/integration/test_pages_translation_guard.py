"""Each trap of wagtail-localize, with the guard that stands before it: take the guard away and these go red."""

from __future__ import annotations

import pytest
from wagtail.models import Locale
from wagtail_localize.models import StringSegment
from wagtail_localize.operations import translate_object

from intranet.core import clock
from intranet.documents.enums import TranslationDecisionKind
from intranet.documents.models import Edition, TranslationDecision
from intranet.documents.rules.pairing import State
from intranet.pages.models import HomePage, InformationPage
from intranet.pages.operations.translating import decide
from intranet.pages.translations.standing import draft_of, translated
from tests.factories import job_descriptions as jobs
from tests.factories.pages import clause, regulation, section
from tests.factories.people import AccountFactory
from tests.factories.translations import brought_up, say, submitted, target_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

TITLE = "Положення про наставництво"
SECTION, FIRST, SECOND = "Загальні положення", "Наставник допомагає.", "Строк — один рік."
IN_ENGLISH = {
    TITLE: "Mentoring Regulation",
    SECTION: "General",
    FIRST: "A mentor helps.",
    SECOND: "The term is one year.",
}


@pytest.fixture
def admin():
    return AccountFactory(is_staff=True, is_superuser=True)


@pytest.fixture
def source():
    page = regulation(
        title=TITLE,
        body=[section("1", SECTION), clause("1.1", FIRST), clause("1.2", SECOND)],
        reason_not_recorded="Перша публікація.",
    )
    page.save_revision().publish()
    page.refresh_from_db()
    return page


@pytest.fixture
def translation(source, django_capture_on_commit_callbacks):
    translation = submitted(source)
    say(translation, {**IN_ENGLISH, "Перша публікація.": "First publication."})
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    return translation


def texts(page) -> list[str]:
    return [str(block.value.get("text") or block.value.get("heading")) for block in page.body]


def states(page) -> dict[str, State]:
    found = translated(draft_of(page))
    names = {block.id: block.value["number"] for block in page.body}
    return {names.get(each.id, each.id): each.state for each in found.pairs}


def change(page, number: str, words: str) -> None:
    for place, block in enumerate(page.body):
        if block.value["number"] == number:
            page.body[place] = (block.block_type, {**block.value, "text": f"<p>{words}</p>"}, block.id)
    page.correction_reason = "Уточнено."
    page.save_revision().publish()
    page.refresh_from_db()


def test_a_translated_page_is_published_and_says_what_it_was_made_from(translation):
    page = target_of(translation)
    edition = Edition.objects.get(language="en")

    assert page.live
    assert edition.title == "Mentoring Regulation"
    assert edition.pairing["source"] == "uk"
    assert {state for state, _made in edition.pairing["blocks"].values()} == {"current"}
    assert set(states(page).values()) == {State.CURRENT}


def test_what_is_not_translated_does_not_go_live(source, django_capture_on_commit_callbacks):
    translation = submitted(source)
    say(translation, {TITLE: "Mentoring Regulation", SECTION: "General", "Перша публікація.": "First publication."})
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)

    assert not target_of(translation).live
    assert not Edition.objects.filter(language="en").exists()
    assert states(target_of(translation))["1.1"] is State.MISSING


def test_the_live_row_is_not_touched_by_a_draft(source, translation):
    change(source, "1.1", "Наставник допомагає щодня.")
    brought_up(source)
    say(translation, {TITLE: "Another title"})

    translation.save_target(publish=False)

    page = target_of(translation)
    assert page.title == "Mentoring Regulation"
    assert draft_of(page).title == "Another title"
    assert page.live


def test_a_clause_whose_original_changed_keeps_its_last_translation(source, translation):
    change(source, "1.1", "Наставник допомагає щодня.")
    brought_up(source)
    translation.save_target(publish=False)

    page = target_of(translation)
    assert "A mentor helps." in texts(draft_of(page))[1]
    assert states(page)["1.1"] is State.STALE
    assert states(page)["1.2"] is State.CURRENT


@pytest.mark.parametrize("road", ["editor", "update form", "operation", "task"])
def test_no_road_mixes_the_languages(source, translation, road, client, admin, django_capture_on_commit_callbacks):
    change(source, "1.1", "Наставник допомагає щодня.")
    client.force_login(admin)
    page = target_of(translation)
    with django_capture_on_commit_callbacks(execute=True):
        if road == "editor":
            client.post(f"/admin/pages/{page.pk}/edit/", {"action": "publish"})
        elif road == "update form":
            url = f"/admin/localize/update/{translation.source_id}/"
            client.post(url, {"publish_translations": "on"})
        elif road == "operation":
            translate_object(source, [Locale.objects.get(language_code="en")])
        else:
            brought_up(source)
            translation.save_target(publish=True)

    page.refresh_from_db()
    assert "щодня" not in str(page.body)
    assert "щодня" not in "".join(Edition.objects.filter(language="en").values_list("clauses__html", flat=True))
    assert Edition.objects.filter(language="en").count() == 1


def test_blocks_keep_their_permanent_ids(source, translation):
    assert [block.id for block in target_of(translation).body] == [block.id for block in source.body]


def test_an_empty_optional_line_does_not_break_the_submission():
    page = regulation(body=[{"type": "section", "value": {"number": None, "heading": SECTION}}], slug="empty")
    assert submitted(page) is not None


def test_every_cell_of_a_table_is_translated():
    cell = {"type": "item", "value": "Форма", "id": "c1"}
    row = {"type": "item", "value": {"cells": [cell]}, "id": "r1"}
    table = {"type": "table", "value": {"caption": "Форми", "header_rows": 1, "rows": [row]}}
    translation = submitted(regulation(body=[table], slug="table"))

    strings = StringSegment.objects.filter(source=translation.source).values_list("string__data", flat=True)
    assert {"Форми", "Форма"} <= set(strings)


def test_the_headings_of_a_matrix_are_translated():
    matrix = jobs.matrix()
    matrix["value"]["heads"] = {"value": "Цінність", "behaviours": "Поведінка", "leading": "", "negative": ""}
    page = jobs.job_description(body=[matrix])
    translation = submitted(page)
    say(translation, {"Цінність": "Value", "Поведінка": "Behaviour", "Довіра": "Trust"})
    translation.save_target(publish=False)

    [block] = draft_of(target_of(translation)).body
    assert dict(block.value["heads"]) == {"value": "Value", "behaviours": "Behaviour", "leading": "", "negative": ""}
    assert block.value["rows"][0]["value"] == "Trust"


def test_a_plain_page_is_published_when_all_of_it_is_translated(client, admin, django_capture_on_commit_callbacks):
    parent = HomePage.objects.get(locale__language_code="uk")
    page = InformationPage(title="Про нас", slug="about", body="<p>Перше.</p><p>Друге.</p>", locale=parent.locale)
    parent.add_child(instance=page)
    page.save_revision().publish()
    translation = submitted(page)
    client.force_login(admin)
    target = target_of(translation)

    for words, is_public in (({"Про нас": "About", "Перше.": "First."}, False), ({"Друге.": "Second."}, True)):
        say(translation, words)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"/admin/pages/{target.pk}/edit/", {"action": "publish"})
        target.refresh_from_db()
        assert target.live is is_public

    page.body = "<p>Перше й нове.</p><p>Друге.</p>"
    page.save_revision().publish()
    address = f"/admin/localize/update/{translation.source_id}/"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {"publish_translations": "on"})
    target.refresh_from_db()
    assert "Second." in target.body
    assert "Перше" not in target.body


def test_a_page_has_one_slug_in_all_its_languages(translation):
    assert not StringSegment.objects.filter(source=translation.source, context__path="slug").exists()
    assert target_of(translation).slug == "mentoring"


def test_a_decision_lets_a_stale_clause_go_out_marked(source, translation, admin, django_capture_on_commit_callbacks):
    change(source, "1.1", "Наставник допомагає щодня.")
    page = target_of(translation)
    [stale] = translated(draft_of(page)).open
    at = clock.now()
    decide(page=page, seen=[(stale.id, stale.source.hash)], kind=TranslationDecisionKind.MARKED, at=at, actor=admin)

    draft_of(page).save_revision().publish()

    row = TranslationDecision.objects.get(kind=TranslationDecisionKind.MARKED)
    assert (row.decided_by, row.source_hash) == (admin, stale.source.hash)
    assert Edition.objects.get(language="en", superseded_at=None).pairing["blocks"][stale.id][0] == "stale"
