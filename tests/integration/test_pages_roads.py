"""Every road to publication is one road: it freezes one edition, or it says what is wanting and does nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Workflow

from intranet.core import clock
from intranet.core.models import Account, AuditEntry
from intranet.core.rights import APPROVER, EDITOR, sync_groups
from intranet.core.sweep import run as sweep
from intranet.documents.models import Edition
from intranet.documents.rules.texts import content_hash
from intranet.notices.models import Notice
from intranet.pages.models import IndexPage, RegulationPage
from intranet.pages.publishing.freezing import frozen_blocks
from intranet.pages.publishing.wanting import CHECKS, PublicationRefused, Wanting
from tests.factories.pages import clause, council_minutes, regulation
from tests.factories.people import AccountFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution", "in_english")]

Road = Callable[[Client, RegulationPage], Any]


@pytest.fixture
def admin(client: Client) -> Account:
    sync_groups()
    account: Account = AccountFactory(is_superuser=True, groups=[APPROVER])
    client.force_login(account)
    return account


def draft(**values: Any) -> RegulationPage:
    page = regulation(**{"in_force_from": date(2025, 9, 1), "minutes": council_minutes(), **values})
    page.save_revision(user=Account.objects.first())
    return page


def form_of(page: RegulationPage) -> dict[str, Any]:
    return {
        "title": page.title,
        "slug": page.slug,
        "in_force_from": page.in_force_from or "",
        "minutes": page.minutes_id or "",
        "order": "",
        "governs": "",
        "asks": page.asks,
        "reason_not_recorded": page.reason_not_recorded,
        "correction_reason": page.correction_reason,
        "body-count": "1",
        "body-0-type": "clause",
        "body-0-id": page.body[0].id or "",
        "body-0-order": "0",
        "body-0-deleted": "",
        "body-0-value-number": "1.1",
        "body-0-value-text": '{"blocks":[{"key":"a","text":"Текст.","type":"unstyled","depth":0,'
        '"inlineStyleRanges":[],"entityRanges":[]}],"entityMap":{}}',
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }


def by_script(client: Client, page: RegulationPage) -> None:
    page.get_latest_revision().publish()


def by_editor(client: Client, page: RegulationPage) -> Any:
    return client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), {**form_of(page), "action-publish": "1"}, follow=True
    )


def by_bulk_action(client: Client, page: RegulationPage) -> Any:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return client.post(f"{address}?id={page.pk}", {}, follow=True)


def by_bulk_action_on_the_section(client: Client, page: RegulationPage) -> Any:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return client.post(f"{address}?id={page.get_parent().pk}", {"include_descendants": "on"}, follow=True)


def by_schedule(client: Client, page: RegulationPage) -> None:
    page.get_latest_revision().__class__.objects.filter(object_id=str(page.pk)).update(
        approved_go_live_at=clock.now() - timedelta(minutes=1)
    )
    call_command("publish_scheduled", verbosity=0)


def by_sweep(client: Client, page: RegulationPage) -> None:
    page.get_latest_revision().__class__.objects.filter(object_id=str(page.pk)).update(
        approved_go_live_at=clock.now() - timedelta(minutes=1)
    )
    sweep(at=clock.now(), on_date=clock.today())


def by_workflow(client: Client, page: RegulationPage) -> Any:
    state = Workflow.objects.get(active=True).start(page, AccountFactory(groups=[EDITOR]))
    return client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state.pk]),
        {"comment": ""},
        headers={"x-requested-with": "XMLHttpRequest"},
    )


def by_workflow_in_the_editor(client: Client, page: RegulationPage) -> Any:
    Workflow.objects.get(active=True).start(page, AccountFactory(groups=[EDITOR]))
    fields = {**form_of(page), "action-workflow-action": "true", "workflow-action-name": "approve"}
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), fields, follow=True)


def by_api_of_the_admin(client: Client, page: RegulationPage) -> Any:
    return client.post(f"/admin/api/main/pages/{page.pk}/action/publish/", content_type="application/json")


def by_reverting(client: Client, page: RegulationPage) -> Any:
    earlier = page.get_latest_revision()
    fields = {**form_of(page), "action-publish": "1", "revision": earlier.pk}
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), fields, follow=True)


ROADS: list[Road] = [
    by_script, by_editor, by_bulk_action, by_bulk_action_on_the_section, by_schedule, by_sweep, by_workflow,
    by_workflow_in_the_editor, by_api_of_the_admin, by_reverting,
]  # fmt: skip


@pytest.mark.parametrize("road", ROADS, ids=lambda road: road.__name__)
def test_each_road_freezes_one_edition_with_the_hash_of_the_text(road: Road, client: Client, admin: Account):
    page = draft(body=[clause("1.1", "Текст.")])
    road(client, page)

    page.refresh_from_db()
    assert page.live
    edition = Edition.objects.get()
    assert edition.content_hash == content_hash(page.title, frozen_blocks(page.body, "uk"))
    assert edition.in_force_from == date(2025, 9, 1)


@pytest.mark.parametrize("road", ROADS, ids=lambda road: road.__name__)
def test_each_road_refuses_in_a_sentence_when_something_is_wanting(road: Road, client: Client, admin: Account):
    page = draft(body=[clause("1.1", "Текст.")])
    check = lambda page, *, on_date: [Wanting("Clause 1.1 wants a second sentence.")]  # noqa: E731
    CHECKS.append(check)
    answer = None
    try:
        with pytest.raises(PublicationRefused, match=r"Clause 1\.1 wants") if road is by_script else nullcontext():
            answer = road(client, page)
    finally:
        CHECKS.remove(check)

    page.refresh_from_db()
    assert not page.live
    assert page.live_revision is None
    assert not Edition.objects.exists()
    if answer is not None:
        assert answer.status_code < 500
        said = answer.content.decode()
        if answer.status_code == 200 and "application/json" in answer["content-type"]:
            said = client.get(answer.json()["redirect"]).content.decode()
        assert "Clause 1.1 wants a second sentence." in said


def test_what_an_editor_typed_stays_as_a_draft_when_publication_is_refused(client: Client, admin: Account):
    page = draft(body=[clause("1.1", "Перше.")])
    fields = {**form_of(page), "in_force_from": "", "minutes": "", "reason_not_recorded": "", "action-publish": "1"}
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), fields, follow=True)

    page.refresh_from_db()
    assert not page.live
    assert "Текст." in str(page.get_latest_revision_as_object().body[0].value["text"])


def test_a_page_is_made_as_a_draft_when_its_publication_is_refused(client: Client, admin: Account):
    parent = IndexPage.objects.get(slug="regulations", locale__language_code="uk")
    page = RegulationPage(title="Нове", slug="nove", body=[clause("1.1", "Перше.")])
    fields = {**form_of(page), "action-publish": "1"}
    address = reverse("wagtailadmin_pages:add", args=["pages", "regulationpage", parent.pk])
    answer = client.post(address, fields, follow=True)

    made = RegulationPage.objects.get(slug="nove")
    assert not made.live
    assert "Нове" in answer.content.decode()
    client.post(
        reverse("wagtailadmin_pages:edit", args=[made.pk]),
        {**fields, "reason_not_recorded": "The minutes are being typed.", "body-0-id": made.body[0].id},
    )
    made.refresh_from_db()
    assert made.live
    assert Edition.objects.get().reason_not_recorded == "The minutes are being typed."
    assert "The minutes are being typed." in client.get("/uk/regulations/nove/").content.decode()


def test_of_several_pages_the_bulk_action_publishes_those_that_lack_nothing(client: Client, admin: Account):
    good = draft(body=[clause("1.1", "Текст.")])
    bad = regulation(slug="other", title="Інше", reason_not_recorded="")
    bad.save_revision()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = client.post(f"{address}?id={good.pk}&id={bad.pk}", {}, follow=True)

    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.live, bad.live) == (True, False)
    assert "Інше" in answer.content.decode()


def test_a_schedule_that_is_refused_tells_who_keeps_the_page_and_is_not_tried_again(client: Client, admin: Account):
    editor = AccountFactory(groups=[EDITOR])
    person = PersonFactory(account=editor)
    page = regulation(reason_not_recorded="", body=[clause("1.1", "Текст.")])
    page.save_revision(user=editor)
    by_schedule(client, page)

    assert Notice.objects.filter(recipient=person, kind_key="pages.held_back").exists()
    assert AuditEntry.objects.filter(action="pages.held_back").count() == 1
    assert page.get_latest_revision().approved_go_live_at is None
    by_sweep_again = AuditEntry.objects.count()
    call_command("publish_scheduled", verbosity=0)
    assert AuditEntry.objects.count() == by_sweep_again


def test_one_page_that_is_held_back_does_not_keep_back_the_next(client: Client, admin: Account):
    bad = regulation(slug="bad", reason_not_recorded="", body=[clause("1.1", "Текст.")])
    good = draft(body=[clause("1.1", "Текст.")])
    due = clock.now() - timedelta(hours=1)
    for page in (bad, good):
        revision = page.save_revision()
        revision.approved_go_live_at = due
        revision.save()
    call_command("publish_scheduled", verbosity=0)

    assert set(RegulationPage.objects.live()) == {good}


def test_what_is_scheduled_for_later_has_no_edition_yet(client: Client, admin: Account):
    page = draft(body=[clause("1.1", "Текст.")])
    page.go_live_at = clock.now() + timedelta(days=3)
    page.save_revision().publish()

    page.refresh_from_db()
    assert not page.live
    assert not Edition.objects.exists()
    assert client.get("/uk/regulations/mentoring/").status_code == 404


def test_an_edition_says_who_published_it_not_who_wrote_it(client: Client, admin: Account):
    page = draft(body=[clause("1.1", "Текст.")])
    page.save_revision(user=AccountFactory(groups=[EDITOR]))
    by_workflow(client, page)

    assert Edition.objects.get().published_by == admin


def test_a_copy_that_is_published_with_its_source_is_a_document_of_its_own(client: Client, admin: Account):
    page = draft(body=[clause("1.1", "Текст.")])
    page.get_latest_revision().publish()
    page.refresh_from_db()
    copy = page.copy(update_attrs={"slug": "copy"}, keep_live=True)

    hashes = set(Edition.objects.values_list("content_hash", flat=True))
    assert Edition.objects.count() == 2
    assert len(hashes) == 1
    assert copy.translation_key != page.translation_key


def test_a_page_that_has_lost_its_edition_is_not_shown(client: Client, admin: Account):
    """A row that was made live by hand, without publication, has no edition: absent, never an empty page."""
    page = regulation(body=[clause("1.1", "Текст.")])
    Page.objects.filter(pk=page.pk).update(live=True)
    assert client.get("/uk/regulations/mentoring/").status_code == 404


def test_an_edition_does_not_expire(client: Client, admin: Account):
    page = draft(body=[clause("1.1", "Текст.")])
    page.get_latest_revision().publish()
    Page.objects.filter(pk=page.pk).update(expire_at=clock.now() - timedelta(minutes=1))
    call_command("publish_scheduled", verbosity=0)

    page.refresh_from_db()
    assert (page.live, page.expire_at) == (True, None)
    assert AuditEntry.objects.filter(action="pages.expiry_refused").count() == 1
