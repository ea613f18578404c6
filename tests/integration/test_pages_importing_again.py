"""A newer file of a text that is here: held against the draft, its changes taken whole or clause by clause."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from intranet.core import clock, jobs
from intranet.core.models import AuditEntry
from intranet.core.rights import APPROVER, EDITOR, STAFF, sync_groups
from intranet.documents.models import Edition, SourceFile, TextUpload
from intranet.documents.reading import Block
from intranet.pages.models import RegulationPage
from intranet.pages.publishing.freezing import body_of
from tests.factories.files import text_file, word_file
from tests.factories.pages import clause, council_minutes, regulation, section
from tests.factories.people import AccountFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution")]

BODY = [
    section("1", "Загальні положення"),
    clause("1.1", "Це Положення визначає порядок наставництва в коледжі."),
    clause("1.2", "Наставника призначає <b>директор</b> за поданням кафедри."),
    clause("1.3", "Наставництво триває один навчальний рік."),
]
TEXT = [
    "Положення про наставництво",
    "1. Загальні положення",
    "1.1. Це Положення визначає порядок наставництва в коледжі.",
    "1.2. Наставника призначає директор за поданням кафедри.",
    "1.3. Наставництво триває один навчальний рік.",
]


@pytest.fixture
def page() -> RegulationPage:
    made = regulation(body=BODY, in_force_from=date(2025, 9, 1), minutes=council_minutes())
    made.save_revision().publish()
    made.refresh_from_db()
    return made


@pytest.fixture
def editor(client: Client) -> Client:
    sync_groups()
    client.force_login(AccountFactory(groups=[EDITOR]))
    return client


def held_against(client: Client, page: RegulationPage, data: bytes, name: str = "нова.txt") -> TextUpload:
    address = reverse("import_newer", args=[page.pk])
    response = client.post(address, {"file": SimpleUploadedFile(name, data)})
    assert response.status_code == 302, response.context["form"].errors
    jobs.run_waiting(at=clock.now())
    upload = TextUpload.objects.latest("pk")
    assert client.get(reverse("import_receipt", args=[upload.pk])).status_code == 200
    assert client.post(reverse("import_receipt", args=[upload.pk])).url == reverse("import_changes", args=[upload.pk])
    return upload


def changes(client: Client, upload: TextUpload) -> dict[str, Any]:
    """Return the proposed changes by their numbers in the file, else in the draft; what has none by its kind."""
    shown = client.get(reverse("import_changes", args=[upload.pk]))
    assert shown.status_code == 200
    return {each.pair.block.number or each.pair.block.kind: (each.key, each.pair) for each in shown.context["changes"]}


def take(client: Client, upload: TextUpload, *keys: str, **values: Any) -> Any:
    address = reverse("import_changes", args=[upload.pk])
    revision = client.get(address).context["proposal"].revision
    return client.post(address, {"taken": keys, "revision": revision, **values})


def draft(page: RegulationPage) -> list[tuple[str, str, str]]:
    saved = RegulationPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return [
        (str(block.id), block.value["number"], block.value["text"].source if "text" in block.value else "")
        for block in saved.body
    ]


def test_the_same_text_proposes_nothing_and_the_button_is_beside_the_page(editor: Client, page: RegulationPage) -> None:
    edit = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert reverse("import_newer", args=[page.pk]) in edit
    upload = held_against(editor, page, text_file(*TEXT))
    assert changes(editor, upload) == {}


def test_what_was_taken_is_in_the_draft_and_what_is_published_stays(editor: Client, page: RegulationPage) -> None:
    before = draft(page)
    newer = [
        *TEXT[:2],
        "1.1. Ціль наставництва – допомога.",
        *TEXT[3:4],
        "1.3. Наставництво триває два навчальні роки.",
    ]
    newer.append("1.4. Наставник звітує кафедрі щороку.")
    upload = held_against(editor, page, text_file(*newer))
    found = changes(editor, upload)
    assert sorted(found) == ["1.1", "1.3", "1.4"]
    answer = take(editor, upload, found["1.3"][0], found["1.4"][0])
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert editor.get(answer.url).status_code == 200

    after = draft(page)
    assert [row[:2] for row in after[:4]] == [row[:2] for row in before]
    assert after[1] == before[1], "what was not taken stays"
    assert after[2] == before[2], "what says the same keeps its markup"
    assert "два навчальні роки" in after[3][2]
    assert after[4][:2] == (found["1.4"][0], "1.4")
    page.refresh_from_db()
    assert [str(block.id) for block in page.body] == [row[0] for row in before]
    assert "один навчальний рік" in page.body[3].value["text"].source
    assert Edition.objects.count() == 1
    kept = SourceFile.objects.get()
    assert kept.receipt["accounted"] == kept.receipt["lines"]
    entry = AuditEntry.objects.get(action="pages.imported_again")
    assert (entry.data["changes"], entry.data["taken"]) == (3, 2)
    assert editor.post(reverse("import_changes", args=[upload.pk])).url == answer.url, "a second click changes nothing"
    assert draft(page) == after


def test_numbers_and_order_change_and_the_ids_stay(editor: Client, page: RegulationPage) -> None:
    before = {row[0]: row for row in draft(page)}
    newer = [TEXT[0], TEXT[1], "1.1. Новий пункт про мету та завдання.", *TEXT[2:3]]
    newer += [
        "1.2-1. Наставництво триває один навчальний рік.",
        "1.3. Наставника призначає директор за поданням кафедри.",
    ]
    newer[3] = newer[3].replace("1.1.", "1.2.")
    upload = held_against(editor, page, text_file(*newer))
    found = changes(editor, upload)
    take(editor, upload, *(key for key, _pair in found.values()))
    after = draft(page)
    assert [row[1] for row in after] == ["1", "1.1", "1.2", "1.2-1", "1.3"]
    by_text = {text: key for key, (_id, _number, text) in before.items()}
    assert [row[0] for row in after if row[0] in before] == [
        str(page.body[0].id),
        *(by_text[row[2]] for row in (after[2], after[3], after[4])),
    ]


def test_a_word_file_of_ours_carries_the_ids_through_any_rewording(editor: Client, page: RegulationPage) -> None:
    ids = [str(block.id) for block in page.body]
    rewritten = [*TEXT[:3], "1.2. Кафедра пропонує людину, а її затверджує наказ.", "1.4. Строк – два роки."]
    upload = held_against(editor, page, word_file(rewritten, ids=["", *ids]), "нова.docx")
    found = changes(editor, upload)
    assert {key for key, _pair in found.values()} == {ids[2], ids[3]}
    take(editor, upload, *(key for key, _pair in found.values()))
    assert [row[:2] for row in draft(page)] == list(zip(ids, ["1", "1.1", "1.2", "1.4"], strict=True))


def test_a_draft_that_was_saved_meanwhile_is_not_overwritten(editor: Client, page: RegulationPage) -> None:
    upload = held_against(editor, page, text_file(*TEXT[:3]))
    address = reverse("import_changes", args=[upload.pk])
    revision = editor.get(address).context["proposal"].revision
    page.save_revision()
    before = draft(page)
    assert editor.post(address, {"taken": [before[2][0]], "revision": revision}).url == address
    assert draft(page) == before
    assert TextUpload.objects.get(pk=upload.pk).used_at is None


@pytest.mark.parametrize("revision", ["", "x", "9" * 40, "-1", "\x00", "١"])
def test_a_revision_that_is_none_takes_nothing(editor: Client, page: RegulationPage, revision: str) -> None:
    upload = held_against(editor, page, text_file(*TEXT[:3]))
    before = draft(page)
    address = reverse("import_changes", args=[upload.pk])
    assert editor.post(address, {"taken": ["\x00", before[2][0]], "revision": revision}).status_code == 302
    assert draft(page) == before


def test_keys_that_are_no_changes_take_nothing(editor: Client, page: RegulationPage) -> None:
    upload = held_against(editor, page, text_file(*TEXT[:3]))
    before = draft(page)
    take(editor, upload, "x", "\x00", "9" * 5000)
    assert draft(page) == before


def test_the_title_is_taken_where_it_is_ticked(editor: Client, page: RegulationPage) -> None:
    upload = held_against(editor, page, text_file("Положення про супровід молодих викладачів", *TEXT[1:]))
    take(editor, upload, title="1")
    saved = RegulationPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert saved.title == "Положення про супровід молодих викладачів"
    page.refresh_from_db()
    assert page.title != saved.title


def test_text_without_a_place_is_decided_on_first(editor: Client, page: RegulationPage) -> None:
    upload = held_against(editor, page, text_file(*TEXT))
    upload.draft["receipt"]["unplaced"] = ["Загублене."]
    upload.save(update_fields=["draft"])
    receipt = reverse("import_receipt", args=[upload.pk])
    assert editor.get(reverse("import_changes", args=[upload.pk])).url == receipt
    editor.post(receipt, {"decide": "1", "after-0": "1"})
    assert [pair.change for _key, pair in changes(editor, upload).values()] == ["added"]


def test_the_home_of_the_administration_says_that_a_file_waits(editor: Client, page: RegulationPage) -> None:
    home = reverse("wagtailadmin_home")
    assert "editors-work" not in editor.get(home).content.decode()
    held_against(editor, page, text_file("ПОЛОЖЕННЯ", "1. Загальні положення", "1.1. Інше."))
    assert "editors-work" in editor.get(home).content.decode()
    editor.force_login(AccountFactory(groups=[EDITOR]))
    assert "editors-work" not in editor.get(home).content.decode()


def test_who_may_not_edit_the_page_brings_no_newer_file(client: Client, page: RegulationPage) -> None:
    sync_groups()
    client.force_login(AccountFactory(groups=[STAFF]))
    assert client.get(reverse("import_newer", args=[page.pk])).status_code in {302, 403}


def test_a_page_that_was_locked_meanwhile_takes_nothing(editor: Client, page: RegulationPage) -> None:
    upload = held_against(editor, page, text_file(*TEXT[:3]))
    before = draft(page)
    locker = AccountFactory(groups=[APPROVER])
    RegulationPage.objects.filter(pk=page.pk).update(locked=True, locked_by=locker, locked_at=clock.now())
    answer = editor.post(reverse("import_changes", args=[upload.pk]), {"taken": [before[2][0]], "revision": "1"})
    assert answer.status_code in {302, 403}
    assert draft(page) == before


def test_pages_that_are_no_documents_have_no_newer_file(editor: Client, page: RegulationPage) -> None:
    assert editor.get(reverse("import_newer", args=[page.get_parent().pk]), follow=True).status_code == 404
    assert editor.get(reverse("import_newer", args=[999_999]), follow=True).status_code == 404


def test_a_hundred_changes_cost_no_more_queries_than_one(
    editor: Client, page: RegulationPage, django_assert_max_num_queries: Any
) -> None:
    many = [f"1.{number}. Цілком новий пункт номер {number} про щось інше." for number in range(4, 120)]
    upload = held_against(editor, page, text_file(*TEXT, *many))
    address = reverse("import_changes", args=[upload.pk])
    editor.get(address)
    with django_assert_max_num_queries(40):
        assert len(editor.get(address).context["changes"]) == 116


def test_a_list_and_a_table_keep_the_ids_of_the_items_that_stay(editor: Client) -> None:
    items = [{"mark": f"{place})", "text": text} for place, text in enumerate(("перше;", "друге."), 1)]
    rows = [["Посада", "Строк"], ["Наставник", "рік"]]
    listed = [
        Block("list", {"items": items}, []),
        Block("table", {"caption": "", "header_rows": 1, "rows": rows}, []),
    ]
    page = regulation(body=[*BODY[:2], *body_of(listed)], slug="lists")
    page.save_revision()
    before = page.get_latest_revision_as_object().body.raw_data
    upload = held_against(editor, page, text_file(*TEXT[:3], "1) перше;\n2) нове;\n3) друге."))
    found = changes(editor, upload)
    take(editor, upload, found["list"][0])
    after = RegulationPage.objects.get(pk=page.pk).get_latest_revision_as_object().body.raw_data
    old_items, new_items = before[2]["value"]["items"], after[2]["value"]["items"]
    assert [item["value"]["mark"] for item in new_items] == ["1)", "2)", "3)"]
    assert new_items[0]["id"] == old_items[0]["id"]
    assert len({item["id"] for item in new_items}) == 3
    assert dict(after[3]) == dict(before[3]), "the table was not taken away"
