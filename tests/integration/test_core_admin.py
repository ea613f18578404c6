"""The admin speaks the institution's language and bears its name."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from wagtail.models import Page

from intranet.core import jobs, rights
from intranet.core.models import Holiday
from intranet.core.operations import change_institution
from intranet.pages.models import IndexPage
from intranet.people.operations import open_account
from tests.factories.pages import regulation
from tests.factories.people import PASSWORD, AccountFactory, PersonFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 2, 16, 10, 0, tzinfo=UTC)


def test_the_admin_opens_in_the_sites_language_whatever_the_browser_prefers(client):
    client.force_login(AccountFactory(groups=[rights.ADMINISTRATOR]))

    html = client.get(reverse("wagtailadmin_home"), headers={"accept-language": "en"}).content.decode()

    assert '<html lang="uk"' in html
    assert "Приозерний фаховий коледж" in html


def test_a_persons_own_language_is_the_language_of_their_admin(client):
    person = PersonFactory(language="cy", email="")
    account = open_account(person=person, username="sian", password=PASSWORD, groups=[rights.HR], at=AT)
    client.force_login(account)

    assert '<html lang="cy"' in client.get(reverse("wagtailadmin_home")).content.decode()


def test_a_change_of_profile_must_be_confirmed_and_brings_its_languages(client, institution):
    client.force_login(AccountFactory(is_superuser=True))
    address = reverse("institution")
    form = {
        "names_uk": "Коледж",
        "names_en": "College",
        "names_cy": "Coleg",
        "brand_colour": "#113c3c",
        "accent_colour": "#b9832a",
        "profile_key": "wales",
    }

    refused = client.post(address, form)
    institution.refresh_from_db()
    assert "confirm_profile" in refused.context["form"].errors
    assert institution.profile_key == "ukraine"

    client.post(address, {**form, "confirm_profile": "on"})
    institution.refresh_from_db()
    assert institution.profile_key == "wales"
    assert institution.languages[:2] == ["cy", "en"]
    assert institution.public_list is False
    assert client.get("/").url == "/cy/"


def test_a_pale_brand_colour_is_refused_with_a_darker_one_offered(client):
    client.force_login(AccountFactory(is_superuser=True))

    response = client.post(
        reverse("institution"), {"names_uk": "К", "brand_colour": "#ffee88", "accent_colour": "#b9832a"}
    )

    assert "brand_colour" in response.context["form"].errors


def test_a_member_of_staff_without_the_right_is_told_so_and_not_sent_in_a_circle(client):
    client.force_login(AccountFactory(groups=[rights.STAFF]))

    assert client.get("/admin/").status_code == 403


def test_an_editor_may_send_a_page_to_translation(client):
    editor = AccountFactory(groups=[rights.EDITOR])
    page = regulation()
    client.force_login(editor)

    assert client.get(reverse("wagtail_localize:submit_page_translation", args=[page.pk])).status_code == 200


def test_a_holiday_is_kept_once_and_named_in_the_trail(client):
    client.force_login(AccountFactory(groups=[rights.ADMINISTRATOR]))
    holiday = {"date": "2026-08-24", "name": "День Незалежності"}

    client.post(reverse("holiday:add"), holiday)
    again = client.post(reverse("holiday:add"), holiday)

    assert Holiday.objects.count() == 1
    assert again.context["form"].errors
    assert "core.holiday_kept" in client.get(reverse("auditentry:index")).content.decode()


def test_nobody_writes_the_audit_trail_by_hand(client):
    client.force_login(AccountFactory(is_superuser=True))

    assert client.get(reverse("auditentry:index")).status_code == 200
    assert client.get("/admin/auditentry/new/").status_code in {302, 403, 404}


def test_a_language_that_a_profile_brings_gets_its_pages_as_translations_of_those_there_are(client, institution):
    client.force_login(AccountFactory(is_superuser=True))
    Page.objects.filter(locale__language_code="cy", depth__gt=1).delete()
    institution.languages = ["uk", "en"]
    institution.save()

    change_institution(institution=institution, values={"profile_key": "wales"}, actor=None, at=AT)

    cy, uk = (IndexPage.objects.get(slug="regulations", locale__language_code=code) for code in ("cy", "uk"))
    assert cy.translation_key == uk.translation_key
    assert client.get("/cy/regulations/").status_code == 200


def test_long_work_is_seen_with_its_progress_by_who_started_it_and_not_by_others(client):
    registrar, other = AccountFactory(groups=[rights.REGISTRAR]), AccountFactory(groups=[rights.REGISTRAR])
    job = jobs.start("registry.import", {}, started_by=registrar, at=AT, total=20_000)
    jobs.report(job, done=7_000, at=AT)

    client.force_login(registrar)
    mine = client.get(reverse("job:index")).content.decode()
    client.force_login(other)
    theirs = client.get(reverse("job:index")).content.decode()

    assert "7000 / 20000" in mine
    assert "7000 / 20000" not in theirs
