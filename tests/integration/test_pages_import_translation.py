"""A translation that exists as a file: laid beside the original, made a draft of the translated page, not public."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from intranet.core import clock, jobs
from intranet.core.models import AuditEntry
from intranet.core.rights import EDITOR, STAFF, sync_groups
from intranet.documents.models import Edition, SourceFile, TextUpload
from intranet.documents.rules.pairing import State
from intranet.pages.models import RegulationPage
from intranet.pages.operations.importing_translation import translation_in
from intranet.pages.translations.standing import draft_of, translated
from tests.factories.files import text_file
from tests.factories.pages import clause, regulation, section
from tests.factories.people import AccountFactory
from tests.factories.translations import submitted

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution")]

BODY = [
    section("1", "Загальні положення"),
    clause("1.1", "Це Положення визначає порядок наставництва."),
    clause("1.2", "Наставника призначає директор."),
    clause("1.3", "Наставництво триває один рік."),
]
FILE = [
    "Mentoring regulation",
    "1. General provisions",
    "1.1. This regulation lays down how mentoring is done.",
    "1.2. The director names the mentor.",
]


@pytest.fixture
def page() -> RegulationPage:
    made = regulation(body=BODY)
    made.save_revision().publish()
    made.refresh_from_db()
    return made


@pytest.fixture
def editor(client: Client) -> Client:
    sync_groups()
    client.force_login(AccountFactory(groups=[EDITOR]))
    return client


def bring(client: Client, page: RegulationPage, *lines: str, language: str = "en") -> TextUpload:
    file = SimpleUploadedFile("translation.txt", text_file(*lines))
    address = reverse("import_translation", args=[page.pk])
    assert client.get(address).status_code == 200
    answer = client.post(address, {"file": file, "language": language})
    assert answer.status_code == 302, answer.context["form"].errors
    jobs.run_waiting(at=clock.now())
    upload = TextUpload.objects.latest("pk")
    assert client.get(reverse("import_receipt", args=[upload.pk])).status_code == 200
    answers = reverse("import_answers", args=[upload.pk])
    assert client.post(reverse("import_receipt", args=[upload.pk])).url == answers
    return upload


def make(client: Client, upload: TextUpload, title: str = "Mentoring regulation") -> Any:
    return client.post(reverse("import_answers", args=[upload.pk]), {"title": title})


def states(page: RegulationPage) -> dict[str, State]:
    found = translated(draft_of(page))
    assert found is not None
    numbers = {str(block.id): block.value["number"] for block in draft_of(page).body}
    return {numbers[each.id]: each.state for each in found.pairs if each.id in numbers}


def test_the_file_lies_beside_the_original_and_what_is_missing_is_named(editor: Client, page: RegulationPage) -> None:
    upload = bring(editor, page, *FILE, "1.4. Only the translation says this.")
    shown = editor.get(reverse("import_answers", args=[upload.pk]))
    assert (shown.context["paired"], shown.context["missing"], shown.context["extra"]) == (3, 1, 1)
    rows = [(row["source"] and row["source"].number, row["target_words"]) for row in shown.context["rows"]]
    assert rows == [
        ("1", "General provisions"),
        ("1.1", "This regulation lays down how mentoring is done."),
        ("1.2", "The director names the mentor."),
        (None, "Only the translation says this."),
        ("1.3", ""),
    ]
    assert translation_in(page, "en") is None, "nothing is made by looking"


def test_the_draft_of_the_translation_stands_under_the_guard_and_is_not_public(
    editor: Client, page: RegulationPage
) -> None:
    upload = bring(editor, page, *FILE)
    answer = make(editor, upload)
    made = translation_in(page, "en")
    assert made is not None
    assert answer.url == reverse("translation_of_page", args=[made.pk])
    assert editor.get(answer.url).status_code == 200
    assert not made.live
    assert (made.slug, made.translation_key, draft_of(made).title) == (page.slug, page.translation_key, FILE[0])
    assert [str(block.id) for block in draft_of(made).body] == [str(block.id) for block in page.body]
    assert states(made) == {"1": State.CURRENT, "1.1": State.CURRENT, "1.2": State.CURRENT, "1.3": State.MISSING}
    assert Edition.objects.count() == 1
    assert SourceFile.objects.get().document.key == page.translation_key
    assert AuditEntry.objects.get(action="pages.translation_imported").data["clauses"] == 3
    assert make(editor, upload).status_code == 302
    pages = RegulationPage.objects.filter(translation_key=page.translation_key)
    assert pages.count() == 2, "a second click makes nothing more"


def test_what_the_original_says_later_makes_the_translation_old(editor: Client, page: RegulationPage) -> None:
    make(editor, bring(editor, page, *FILE))
    page.body[1].value["text"].source = "<p>Це Положення визначає порядок і строки наставництва.</p>"
    page.save_revision().publish()
    made = translation_in(page, "en")
    assert made is not None
    assert states(made)["1.1"] is State.STALE


def test_a_second_file_fills_what_was_missing_and_leaves_the_rest(editor: Client, page: RegulationPage) -> None:
    make(editor, bring(editor, page, *FILE))
    make(editor, bring(editor, page, *FILE[:2], "1.3. Mentoring lasts one year."))
    made = translation_in(page, "en")
    assert made is not None
    assert set(states(made).values()) == {State.CURRENT}
    texts = [block.value["text"].source for block in draft_of(made).body if "text" in block.value]
    assert "The director names the mentor." in texts[1]
    assert "Mentoring lasts one year." in texts[2]


def test_a_translation_made_sentence_by_sentence_is_left_alone(editor: Client, page: RegulationPage) -> None:
    submitted(page).save_target(publish=False)
    made = translation_in(page, "en")
    assert made is not None
    before = made.latest_revision_id
    answer = make(editor, bring(editor, page, *FILE))
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    made.refresh_from_db()
    assert made.latest_revision_id == before


@pytest.mark.parametrize("language", ["uk", "xx", "", "\x00"])
def test_a_language_that_is_none_of_the_others_is_refused(editor: Client, page: RegulationPage, language: str) -> None:
    file = SimpleUploadedFile("translation.txt", text_file(*FILE))
    answer = editor.post(reverse("import_translation", args=[page.pk]), {"file": file, "language": language})
    assert answer.status_code == 200
    assert answer.context["form"].errors["language"]
    assert not TextUpload.objects.exists()


def test_who_may_not_edit_the_page_brings_no_translation(client: Client, page: RegulationPage) -> None:
    sync_groups()
    client.force_login(AccountFactory(groups=[STAFF]))
    assert client.get(reverse("import_translation", args=[page.pk])).status_code in {302, 403}
