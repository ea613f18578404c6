"""The register in the admin: who sees and does what, and the way from a draft to the list."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from intranet.core import jobs
from intranet.core.models import Job
from intranet.core.rights import ADMINISTRATOR, DIRECTOR, GROUPS, HR, INSPECTOR, REGISTRAR, sync_groups
from intranet.registry import wording
from intranet.registry.models import Certificate, Draft, Form, ImportBatch, Kind, Upload
from intranet.registry.operations import publishing
from intranet.registry.retention import purge_uploads
from tests.factories import registry as make
from tests.factories.people import AccountFactory

pytestmark = pytest.mark.django_db
ACTIONS = (
    "hold", "release", "publish", "withdraw", "restrict", "restore", "annul", "ask_annulment", "correct", "duplicate",
    "state", "erase_traces",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _signatory(db: None) -> None:
    sync_groups()
    make.SignatoryFactory()


def sign_in(client: Client, group: str) -> Client:
    client.force_login(AccountFactory(groups=[group]))
    return client


def typed(**changes: object) -> dict[str, object]:
    return {
        "surname": "Кобилянська",
        "given_name": "Ольга",
        "topic": "Робота з текстом",
        "hours": "30",
        "form": Form.objects.get(code="distance").pk,
        "kind": Kind.objects.get(code="training").pk,
        "outcomes": "Читає уважно.",
        "issue_date": "2026-02-14",
        "late_reason": "архів",
        **changes,
    }


@pytest.mark.parametrize(("stored", "shown"), [("30.00", "30"), ("7.50", "7,5"), ("100.00", "100")])
def test_a_draft_is_opened_with_its_hours_as_they_are_written(client: Client, stored: str, shown: str) -> None:
    draft = make.draft(hours=Decimal(stored), ects=None)
    sign_in(client, REGISTRAR)
    assert f'name="hours" value="{shown}"' in client.get(f"/admin/draft/edit/{draft.pk}/").content.decode()


def test_the_list_of_drafts_says_what_is_missing_in_sentences_of_their_own(client: Client) -> None:
    make.draft(topic="", outcomes="")
    sign_in(client, REGISTRAR)
    with translation.override("en"):
        page = client.get("/admin/draft/", headers={"accept-language": "en"})
    said = [cell for cell in page.content.decode().split("<td") if "<br>" in cell]
    assert len(said) == 1
    assert "&lt;br" not in page.content.decode()


def test_a_registrar_goes_from_a_draft_to_an_issued_certificate(client: Client) -> None:
    sign_in(client, REGISTRAR)
    saved = client.post("/admin/draft/new/", typed(then_issue="1"))
    draft = Draft.objects.get()
    assert saved["Location"] == f"/admin/draft/issue/{draft.pk}/"
    confirm = client.get(saved["Location"])
    assert "Кобилянська О." in confirm.content.decode()
    issued = client.post(saved["Location"])
    certificate = Certificate.objects.get()
    assert issued["Location"] == f"/admin/certificate/inspect/{certificate.pk}/"
    assert certificate.record_number in client.get(issued["Location"]).content.decode()


def test_an_incomplete_draft_is_saved_and_its_form_names_what_is_missing_at_the_fields(client: Client) -> None:
    sign_in(client, REGISTRAR)
    client.post("/admin/draft/new/", typed(outcomes="", topic="", late_reason=""))
    draft = Draft.objects.get()
    sent_back = client.get(f"/admin/draft/issue/{draft.pk}/")
    assert sent_back["Location"] == f"/admin/draft/edit/{draft.pk}/?check=1"
    form = client.get(sent_back["Location"]).context["form"]
    assert set(form.errors) == {"outcomes", "topic", "late_reason"}
    assert client.post(f"/admin/draft/issue/{draft.pk}/").status_code == 302
    assert not Certificate.objects.exists()


def test_a_draft_can_be_changed(client: Client) -> None:
    sign_in(client, REGISTRAR)
    draft = make.draft()
    client.post(f"/admin/draft/edit/{draft.pk}/", typed(surname="Українка", given_name="Леся", hours="6,5"))
    draft.refresh_from_db()
    assert (draft.surname, str(draft.hours)) == ("Українка", "6.50")


def test_an_issued_certificate_cannot_be_added_changed_or_deleted_by_anybody(admin_client: Client) -> None:
    certificate = make.certificate()
    for address in ("new/", f"edit/{certificate.pk}/", f"delete/{certificate.pk}/"):
        assert admin_client.get(f"/admin/certificate/{address}").status_code in {302, 403}
        assert admin_client.post(f"/admin/certificate/{address}", {"surname": "Інша"}).status_code in {302, 403}
    certificate.refresh_from_db()
    assert certificate.surname != "Інша"


MAY = {
    REGISTRAR: {
        "hold", "release", "publish", "withdraw", "restrict", "restore", "ask_annulment", "correct", "duplicate",
        "state",
    },
    DIRECTOR: {"hold", "release", "publish", "restrict", "restore", "annul", "ask_annulment"},
    HR: {"annul", "ask_annulment"},
    ADMINISTRATOR: {"erase_traces"},
    INSPECTOR: set(),
}  # fmt: skip


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_may_do_to_a_certificate_what_its_rights_say(client: Client, group: str) -> None:
    certificate = make.certificate()
    sign_in(client, group)
    opened = {
        action for action in ACTIONS if client.get(f"/admin/certificate/{action}/{certificate.pk}/").status_code == 200
    }
    assert opened == MAY.get(group, set())


@pytest.mark.parametrize(
    "address", ["draft/", "certificate/", "importbatch/", "importbatch/new/", "series/", "signatory/", "kind/", "form/"]
)
def test_the_register_is_closed_to_outsiders_and_to_editors(client: Client, address: str) -> None:
    assert client.get(f"/admin/{address}").status_code == 302
    sign_in(client, "editor")
    assert client.get(f"/admin/{address}").status_code in {302, 403}


@pytest.mark.parametrize(
    "query", ["", "?q=гнат", "?q=ПК-2026", "?state=waiting", "?year=2026", "?q=%00", "?year=abc", "?state=x"]
)
def test_the_register_can_be_filtered_and_searched(admin_client: Client, query: str) -> None:
    make.certificate(issue_date=date(2026, 2, 10))
    assert admin_client.get(f"/admin/certificate/{query}").status_code == 200


def test_an_action_is_refused_with_a_sentence_at_the_form(admin_client: Client) -> None:
    certificate = make.certificate()
    answer = admin_client.post(f"/admin/certificate/release/{certificate.pk}/")
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()


def test_a_file_is_looked_at_before_it_is_imported(client: Client) -> None:
    sign_in(client, REGISTRAR)
    text = (
        "Прізвище;Ім'я;Тема;Години;Дата видачі;Результати навчання\n"
        "Гнатюк;Олена;Основи;30;14.02.2026;Уміє\nКОВАЛЬ;Ірина;Основи;30;14.02.2026;Уміє\n"
    )
    sent = client.post(
        "/admin/importbatch/new/",
        {
            "file": SimpleUploadedFile("a.csv", text.encode()),
            "form": Form.objects.get(code="dual").pk,
            "kind": Kind.objects.get(code="seminar").pk,
        },
    )
    preview = client.get(sent["Location"])
    assert (preview.context["outcome"].accepted, preview.context["outcome"].rejected_rows) == (1, 1)
    assert "Коваль" in client.get(f"{sent['Location']}?errors=1").content.decode()
    assert not Certificate.objects.exists()
    done = client.post(sent["Location"])
    batch = ImportBatch.objects.get()
    assert done["Location"] == f"/admin/importbatch/inspect/{batch.pk}/"
    assert (batch.accepted, batch.rejected) == (1, 1)
    assert client.get(done["Location"]).status_code == 200


def test_a_large_file_becomes_a_job_that_a_worker_does(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intranet.registry.viewsets.importing.MOST_AT_ONCE", 0)
    sign_in(client, REGISTRAR)
    heading = "ПІБ;Тема;Години;Дата видачі;Результати навчання;Форма;Вид"
    text = f"{heading}\nГнатюк Олена;Основи;30;14.02.2026;Уміє;очна;семінар\n"
    sent = client.post("/admin/importbatch/new/", {"file": SimpleUploadedFile("a.csv", text.encode())})
    assert client.post(sent["Location"])["Location"] == "/admin/importbatch/"
    job = Job.objects.get(kind="registry.import")
    assert not Certificate.objects.exists()
    assert jobs.run(job.pk, at=make.PUBLIC_AT)
    job.refresh_from_db()
    assert job.result == {"accepted": 1, "already_there": 0, "rejected": 0}


def test_an_upload_is_seen_by_its_uploader_alone_and_goes_with_time(client: Client, admin_client: Client) -> None:
    sign_in(client, REGISTRAR)
    sent = client.post("/admin/importbatch/new/", {"file": SimpleUploadedFile("a.csv", b"a;b;c\n1;2;3\n")})
    assert admin_client.get(sent["Location"], follow=True).status_code == 404
    upload = Upload.objects.get()
    columns = f"/admin/importbatch/columns/{upload.pk}/"
    assert client.get(sent["Location"])["Location"] == columns
    assert admin_client.get(columns, follow=True).status_code == 404
    assert purge_uploads(upload.uploaded_at) == 0
    assert purge_uploads(upload.uploaded_at.replace(year=2100)) == 1


def test_the_screens_of_the_register_have_titles_and_a_certificate_shows_what_can_be_done(client: Client) -> None:
    certificate = make.certificate(hours=None, ects=Decimal(2), outcomes="Уміє.\nЗнає <b>.")
    publishing.hold(certificate=certificate, reason="перевірка", at=make.ISSUED_AT)
    sign_in(client, REGISTRAR)
    shown = client.get(f"/admin/certificate/inspect/{certificate.pk}/").content.decode()
    assert f"/admin/certificate/release/{certificate.pk}/" in shown
    assert f"/admin/certificate/annul/{certificate.pk}/" not in shown
    with translation.override("uk"):
        assert render_to_string("registry/volume.html", {"entry": certificate.volume}) in shown
    assert "Уміє.<br>Знає &lt;b&gt;." in shown
    for address in (f"certificate/hold/{certificate.pk}/", "importbatch/new/", f"draft/issue/{make.draft().pk}/"):
        answer = client.get(f"/admin/{address}", follow=True)
        crumb = answer.context["breadcrumbs_items"][-1]
        assert str(crumb["label"]) not in {"", "Головна"}


def test_the_preview_calls_columns_by_their_names(client: Client) -> None:
    sign_in(client, REGISTRAR)
    text = "ПІБ;Тема;Години;Дата видачі\nКОВАЛЬ Ірина;Основи;багато;14.02.2026\n"
    sent = client.post("/admin/importbatch/new/", {"file": SimpleUploadedFile("a.csv", text.encode("cp1251"))})
    page = client.get(sent["Location"]).content.decode()
    assert "<td>full_name</td>" not in page
    with translation.override("uk"):
        assert f"<td>{wording.label('hours')}</td>" in page
