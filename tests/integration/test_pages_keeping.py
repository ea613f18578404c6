"""What has editions stays at its address: it is corrected or repealed, never deleted, taken down, moved or renamed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.unpublish import UnpublishAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Locale, Page, PageLogEntry

from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.core.rights import APPROVER, EDITOR, sync_groups
from intranet.documents.models import Correction, Document, Edition, SignedCopy
from intranet.documents.operations.correcting import EditionRefused
from intranet.pages.models import IndexPage, RegulationPage
from intranet.pages.publishing.gate import RemovalRefused
from tests.factories.pages import clause, council_minutes, regulation
from tests.factories.people import AccountFactory
from tests.factories.translations import say, submitted, target_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution")]

Way = Callable[[Client, RegulationPage], Any]
ADDRESS = "/uk/regulations/mentoring/"


@pytest.fixture
def page() -> RegulationPage:
    made = regulation(in_force_from=date(2025, 9, 1), minutes=council_minutes(), body=[clause("1.1", "Перший текст.")])
    made.save_revision().publish()
    made.refresh_from_db()
    return made


@pytest.fixture
def approver(client: Client) -> Account:
    sync_groups()
    account: Account = AccountFactory(groups=[APPROVER], is_superuser=True)
    client.force_login(account)
    return account


def in_bulk(what: str) -> Way:
    def way(client: Client, page: RegulationPage) -> Any:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", what])
        section = IndexPage.objects.get(slug="programmes", locale=page.locale)
        data = {"chooser": section.pk} if what == "move" else {"include_descendants": "on"}
        return client.post(f"{address}?id={page.pk}", data, follow=True)

    way.__name__ = f"{what}_in_bulk"
    return way


def delete_the_section(client: Client, page: RegulationPage) -> Any:
    parent = page.get_parent()
    return client.post(reverse("wagtailadmin_pages:delete", args=[parent.pk]), follow=True)


def delete_the_page(client: Client, page: RegulationPage) -> Any:
    return client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)


def unpublish_the_page(client: Client, page: RegulationPage) -> Any:
    return client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), follow=True)


def unpublish_the_section_with_all(client: Client, page: RegulationPage) -> Any:
    address = reverse("wagtailadmin_pages:unpublish", args=[page.get_parent().pk])
    return client.post(address, {"include_descendants": "on"}, follow=True)


def move_the_page(client: Client, page: RegulationPage) -> Any:
    section = IndexPage.objects.get(slug="programmes", locale=page.locale)
    return client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, section.pk]), follow=True)


def unpublish_by_the_api(client: Client, page: RegulationPage) -> Any:
    return client.post(f"/admin/api/main/pages/{page.pk}/action/unpublish/", content_type="application/json")


def delete_by_the_api(client: Client, page: RegulationPage) -> Any:
    return client.post(f"/admin/api/main/pages/{page.pk}/action/delete/", content_type="application/json")


WAYS = [
    delete_the_page, delete_the_section, unpublish_the_page, unpublish_the_section_with_all, move_the_page,
    in_bulk("delete"), in_bulk("unpublish"), in_bulk("move"), unpublish_by_the_api, delete_by_the_api,
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_way_of_the_admin_takes_an_edition_from_its_address(
    way: Way, client: Client, page: RegulationPage, approver: Account
):
    answer = way(client, page)

    assert answer.status_code < 500
    assert page.title in answer.content.decode() or page.title in answer.content.decode("unicode_escape")
    client.logout()
    assert client.get(ADDRESS).status_code == 200


def elsewhere(page: RegulationPage) -> IndexPage:
    section: IndexPage = IndexPage.objects.get(slug="programmes", locale=page.locale)
    return section


SCRIPTS: dict[str, Callable[[RegulationPage], Any]] = {
    "delete": lambda page: page.delete(),
    "delete the section": lambda page: page.get_parent().specific.delete(),
    "delete as a plain page": lambda page: Page.objects.get(pk=page.pk).delete(),
    "delete as a row": transaction.atomic(lambda page: RegulationPage.objects.filter(pk=page.pk).delete()),
    "delete by the action": lambda page: DeletePageAction(page).execute(),
    "unpublish": lambda page: page.unpublish(),
    "unpublish as a plain page": lambda page: Page.objects.get(pk=page.pk).unpublish(),
    "unpublish by the action": lambda page: UnpublishPageAction(page).execute(),
    "unpublish by the general action": lambda page: UnpublishAction(page).execute(),
    "unpublish the section and all below": lambda page: UnpublishPageAction(
        page.get_parent().specific, user=Account.objects.filter(is_superuser=True).first(), include_descendants=True
    ).execute(),
    "move": lambda page: page.move(elsewhere(page), pos="last-child"),
    "move the section": lambda page: page.get_parent().move(elsewhere(page), pos="last-child"),
    "move by the action": lambda page: MovePageAction(page, elsewhere(page), pos="first-child").execute(),
    "into another language": lambda page: saved_with(page, locale=Locale.objects.get(language_code="en")),
    "as the translation of another": lambda page: saved_with(page, translation_key=uuid4()),
    "into an alias": lambda page: saved_with(page, alias_of=elsewhere(page)),
}


def saved_with(page: RegulationPage, **values: Any) -> None:
    for name, value in values.items():
        setattr(page, name, value)
    page.save(update_fields=list(values), clean=False)


def everything_of(page: RegulationPage) -> list[Any]:
    """Return what a road that is refused halfway would have changed."""
    tree = list(Page.objects.order_by("path").values_list("path", "numchild", "live", "url_path", "live_revision"))
    return [tree, PageLogEntry.objects.count(), list(Edition.objects.values_list("pk", "superseded_at"))]


@pytest.mark.parametrize("way", SCRIPTS.values(), ids=SCRIPTS)
def test_no_script_does_it_either_nor_half_of_it(
    way: Callable[[RegulationPage], Any], client: Client, page: RegulationPage, approver: Account
):
    before = everything_of(page)
    with pytest.raises(RemovalRefused, match=page.title):
        way(RegulationPage.objects.get(pk=page.pk))
    assert everything_of(page) == before
    client.logout()
    assert client.get(ADDRESS).status_code == 200


def test_a_translation_with_editions_does_not_become_an_alias(
    client: Client, page: RegulationPage, approver: Account, django_capture_on_commit_callbacks: Any
):
    translation = submitted(page)
    say(translation, {page.title: "Mentoring Regulation", "Перший текст.": "The first text."})
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    target = target_of(translation)
    answer = client.post(reverse("wagtail_localize:convert_to_alias", args=[target.pk]), follow=True)

    target.refresh_from_db()
    assert (target.title, target.alias_of_id, target.live) == ("Mentoring Regulation", None, True)
    assert Edition.objects.get(language="en").title == "Mentoring Regulation"
    assert target.title in answer.content.decode()


def test_a_translation_that_was_never_published_becomes_one_and_has_no_edition(
    client: Client, page: RegulationPage, approver: Account
):
    translation = submitted(page)
    translation.save_target(publish=False)
    target = target_of(translation)
    client.post(reverse("wagtail_localize:convert_to_alias", args=[target.pk]), follow=True)

    target.refresh_from_db()
    assert target.alias_of_id == page.pk
    assert not Edition.objects.filter(language="en").exists()
    client.logout()
    assert client.get("/en/regulations/mentoring/").status_code == 404


@pytest.mark.parametrize("renamed", ["page", "section"])
def test_its_address_is_not_changed(renamed: str, client: Client, page: RegulationPage):
    row = page if renamed == "page" else page.get_parent().specific
    row.slug = "elsewhere"
    with pytest.raises(RemovalRefused):
        row.save()
    assert client.get(ADDRESS).status_code == 200


def test_a_draft_that_was_never_published_is_deleted_like_any_page(client: Client, approver: Account):
    page = regulation(slug="never")
    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)
    assert not Page.objects.filter(pk=page.pk).exists()


def test_moving_it_within_its_section_is_no_move(page: RegulationPage):
    regulation(slug="second")
    page.move(page.get_parent(), pos="last-child")


# --- Corrections ---------------------------------------------------------------------------------------------------


def correct(page: RegulationPage, words: str, reason: str, actor: Account | None = None) -> None:
    page.body, page.correction_reason = [clause("1.1", words)], reason
    page.save_revision(user=actor).publish(user=actor)
    page.refresh_from_db()


def test_words_of_a_published_date_do_not_change_without_a_reason(page: RegulationPage):
    with pytest.raises(EditionRefused):
        correct(page, "Інший текст.", "  ")
    assert Edition.objects.count() == 1
    assert RegulationPage.objects.get(pk=page.pk).body[0].value["text"].source == "<p>Перший текст.</p>"


def test_a_correction_says_who_when_and_why_and_keeps_the_superseded_text(
    client: Client, page: RegulationPage, approver: Account
):
    correct(page, "Другий текст.", "Описка у слові.", approver)
    correct(page, "Третій текст.", "Ще одна описка.", approver)
    client.logout()

    first, second = Correction.objects.all()
    assert (first.by, first.reason) == (approver, "Описка у слові.")
    assert first.superseded.content_hash != first.edition.content_hash == second.superseded.content_hash
    body = client.get(ADDRESS).content.decode()
    assert "Третій текст." in body
    assert body.count("Ще одна описка.") >= 2, "at the head, and in the list"
    assert "Описка у слові." in body
    assert f"{ADDRESS}2025-09-01/as-published/1/" in body
    earliest = client.get(f"{ADDRESS}2025-09-01/as-published/1/").content.decode()
    assert "Перший текст." in earliest
    assert "Описка у слові." in earliest
    assert "noindex" in earliest
    assert "Другий текст." in client.get(f"{ADDRESS}2025-09-01/as-published/2/").content.decode()


@pytest.mark.parametrize(
    "tail",
    [
        "2025-09-01/as-published/1/",
        "2025-09-01/as-published/0/",
        "2025-13-01/as-published/1/",
        "2020-01-01/as-published/1/",
        "signed/1/",
        "signed/999999999/",
        "draft/",
        "draft/compare/",
    ],
)
def test_what_was_never_there_is_not_found(tail: str, client: Client, page: RegulationPage):
    assert client.get(f"{ADDRESS}{tail}").status_code == 404


def test_the_reason_of_the_last_correction_does_not_stand_in_the_form_of_the_next(
    client: Client, page: RegulationPage, approver: Account
):
    correct(page, "Другий текст.", "Описка у слові.")
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]
    assert form["correction_reason"].value() == ""


def test_a_text_without_a_date_may_change_until_it_has_one(page: RegulationPage):
    other = regulation(slug="other", title="Інше", body=[clause("1.1", "Один.")])
    other.save_revision().publish()
    other.refresh_from_db()
    correct(other, "Два.", "")
    assert Edition.objects.filter(document__key=other.translation_key, superseded_at=None).count() == 1


# --- Repeal and signed copies --------------------------------------------------------------------------------------


def test_a_document_is_repealed_and_stays_at_its_address(client: Client, page: RegulationPage, approver: Account):
    document = Document.objects.get()
    address = reverse("document_care:repeal", args=[document.pk])
    assert client.get(address).status_code == 200
    refused = client.post(address, {"from_date": "2026-02-01"})
    assert refused.context["form"].errors
    refused = client.post(address, {"from_date": "2025-09-01", "minutes": page.minutes_id})
    assert refused.context["form"].errors
    done = client.post(address, {"from_date": "2026-02-01", "minutes": page.minutes_id})
    assert done.status_code == 302

    document.refresh_from_db()
    assert (document.repealed_on, document.repealed_by_minutes) == (date(2026, 2, 1), page.minutes)
    assert client.get(reverse("document_care:inspect", args=[document.pk])).status_code == 200
    shown = client.get(ADDRESS)
    assert shown.status_code == 200
    assert shown.context["state"] == "repealed"
    page.in_force_from, page.body = date(2026, 9, 1), [clause("1.1", "Новий.")]
    with pytest.raises(Refusal):
        page.save_revision().publish()


def test_an_editor_neither_repeals_nor_attaches(client: Client, page: RegulationPage):
    sync_groups()
    client.force_login(AccountFactory(groups=[EDITOR]))
    document = Document.objects.get()
    for name in ("repeal", "signed"):
        assert client.post(reverse(f"document_care:{name}", args=[document.pk]), {}).status_code in {302, 403}
    document.refresh_from_db()
    assert document.repealed_on is None


@pytest.mark.parametrize(
    ("data", "kept"),
    [
        (b"%PDF-1.7 scan", True),
        (b"\x89PNG\r\n\x1a\n....", True),
        (b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.etsi.asic-e+zip....", True),
        (b"PK\x03\x04" + b"\0" * 26 + b"word/document.xml", False),
        (b"<html><script>", False),
    ],
)
def test_a_signed_copy_is_checked_and_linked_beside_the_text(
    data: bytes, kept: bool, client: Client, page: RegulationPage, approver: Account
):
    edition = Edition.objects.get()
    address = reverse("document_care:signed", args=[edition.document_id])
    for _twice in range(2):
        answer = client.post(address, {"edition": edition.pk, "file": SimpleUploadedFile("підпис.pdf", data)})
        assert answer.status_code == (302 if kept else 200)
    client.logout()
    if not kept:
        assert not SignedCopy.objects.exists()
        return
    copy = SignedCopy.objects.get()
    assert f"{ADDRESS}signed/{copy.pk}/" in client.get(ADDRESS).content.decode()
    given = client.get(f"{ADDRESS}signed/{copy.pk}/")
    assert given.content == data
    assert given["X-Content-Type-Options"] == "nosniff"


def test_a_document_has_no_second_page_that_shows_its_text(client: Client, page: RegulationPage, approver: Account):
    fields = {
        "new_title": "Дзеркало",
        "new_slug": "mirror",
        "new_parent_page": page.get_parent().pk,
        "alias": "on",
    }
    client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), fields, follow=True)
    assert not Page.objects.filter(slug="mirror").exists()
