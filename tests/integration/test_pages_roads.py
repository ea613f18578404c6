"""Every road to publication is one road: it freezes one edition, or it says what is wanting and does nothing."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from intranet.core import clock
from intranet.core.models import Account, AuditEntry
from intranet.core.rights import APPROVER, EDITOR, sync_groups
from intranet.documents.models import Edition
from intranet.documents.rules.texts import content_hash
from intranet.notices.models import Notice
from intranet.pages.models import IndexPage, RegulationPage
from intranet.pages.publishing import wanting
from intranet.pages.publishing.freezing import frozen_blocks
from intranet.pages.publishing.wanting import PublicationRefused, Wanting
from tests.factories.pages import clause, council_minutes, regulation
from tests.factories.people import AccountFactory, PersonFactory
from tests.roads import ROADS, Road, by_schedule, by_workflow, fall_due, form_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution", "in_english")]


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


def published_by(page: RegulationPage, earlier: set[int]) -> RegulationPage:
    """Return the page that a road has made, else the one that it was given."""
    made = RegulationPage.objects.filter(alias_of=None).exclude(pk__in=earlier).order_by("pk").last()
    return made or RegulationPage.objects.get(pk=page.pk)


def editions_of(page: RegulationPage) -> QuerySet[Edition]:
    return Edition.objects.filter(document__key=page.translation_key, language=page.locale.language_code)


@pytest.mark.parametrize("road", ROADS, ids=lambda road: road.name)
def test_each_road_freezes_one_edition_with_the_hash_of_the_text(
    road: Road, client: Client, admin: Account, django_capture_on_commit_callbacks: Any
):
    page = draft(body=[clause("1.1", "Текст.")])
    earlier = set(RegulationPage.objects.values_list("pk", flat=True))
    road.prepare(client, page)
    before = set(Edition.objects.values_list("pk", flat=True))
    with django_capture_on_commit_callbacks(execute=True):
        road.go(client, page)

    shown = published_by(page, earlier)
    assert shown.live
    edition = editions_of(shown).get()
    assert set(Edition.objects.exclude(pk__in=before)) == {edition}
    language = shown.locale.language_code
    assert edition.content_hash == content_hash(shown.title, frozen_blocks(shown.body, language), shown.frozen_facts())
    assert edition.in_force_from == shown.in_force_from
    assert client.get(shown.url).status_code == 200


@pytest.mark.parametrize("road", ROADS, ids=lambda road: road.name)
def test_each_road_refuses_in_a_sentence_when_something_is_wanting_and_leaves_nothing_half_done(
    road: Road, client: Client, admin: Account, django_capture_on_commit_callbacks: Any
):
    page = draft(body=[clause("1.1", "Текст.")])
    earlier = set(RegulationPage.objects.values_list("pk", flat=True))
    road.prepare(client, page)
    before = set(Edition.objects.values_list("pk", flat=True))
    answer = None
    with pytest.MonkeyPatch.context() as patch:
        wanted = Wanting("Clause 1.1 wants a second sentence.")
        patch.setattr(wanting, "CHECKS", [*wanting.CHECKS, lambda page, *, on_date: [wanted]])
        refused = pytest.raises(PublicationRefused, match=r"Clause 1\.1 wants") if road.raises else nullcontext()
        with django_capture_on_commit_callbacks(execute=True), refused:
            answer = road.go(client, page)

    assert set(Edition.objects.values_list("pk", flat=True)) == before
    held = published_by(page, earlier)
    if editions_of(held).exists():  # nothing was made: the page stands as it was published before
        assert held == page
        return
    assert not held.live
    assert held.live_revision is None
    assert not PageLogEntry.objects.filter(page=held.pk, action="wagtail.publish").exists()
    if answer is not None:
        assert "Clause 1.1 wants a second sentence." in what_is_said(client, answer) + history_of(held)


def history_of(page: RegulationPage) -> str:
    """Return what the history of a page says: there the reason stands where the screen had been answered already."""
    return str(list(PageLogEntry.objects.filter(page=page.pk).values_list("data", flat=True)))


def what_is_said(client: Client, answer: Any) -> str:
    """Return what a person is told: a page, a message on the page that a screen leads to, or a line of output."""
    if isinstance(answer, str):
        return answer
    assert answer.status_code < 500
    if answer.status_code == 200 and "application/json" in answer["content-type"]:
        answer = client.get(answer.json()["redirect"])
    return str(answer.content.decode())


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
    fall_due(client, page)
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
