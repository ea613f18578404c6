"""Handling issued certificates in the admin: who may what, by button and by address, and the screens for many."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from intranet.core import clock, jobs
from intranet.core.models import AuditEntry, Job
from intranet.core.rights import ADMINISTRATOR, DIRECTOR, GROUPS, HR, INSPECTOR, REGISTRAR, sync_groups
from intranet.registry.enums import Restriction
from intranet.registry.models import AnnulmentRequest, Certificate, Draft, Duplicate, Leaf, StateRecord
from intranet.registry.operations import annulling, publishing
from tests.factories import registry as make
from tests.factories.people import AccountFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(autouse=True)
def _signatory(db: None) -> None:
    sync_groups()
    make.SignatoryFactory()


def sign_in(client: Client, group: str) -> Client:
    client.force_login(AccountFactory(groups=[group]))
    return client


def correction(certificate: Certificate, **changes: object) -> dict[str, object]:
    return {
        "surname": certificate.surname, "given_name": certificate.given_name, "patronymic": certificate.patronymic,
        "topic": certificate.topic, "hours": "30", "form": certificate.form_id, "kind": certificate.kind_id,
        "outcomes": certificate.outcomes, "signatory": certificate.signatory_id, **changes,
    }  # fmt: skip


@pytest.mark.parametrize("group", GROUPS)
def test_a_button_is_shown_to_those_alone_whom_its_address_lets_in(client: Client, group: str) -> None:
    certificate = make.certificate()
    sign_in(client, group)
    shown = client.get(f"/admin/certificate/inspect/{certificate.pk}/")
    if shown.status_code != 200:
        return
    for action, url in shown.context["actions"]:
        assert client.get(url).status_code == 200, action


@pytest.mark.parametrize(
    ("address", "groups"),
    [
        ("/admin/draft/issue-several/", {REGISTRAR}),
        ("/admin/certificate/state-export/", {REGISTRAR}),
        ("/admin/certificate/state-answers/", {REGISTRAR}),
        ("/admin/certificate-holder/", {REGISTRAR}),
        ("/admin/certificate-holder/results/", {REGISTRAR}),
        ("/admin/annulmentrequest/", {REGISTRAR, HR, DIRECTOR, "administrator"}),
    ],
)
def test_screens_are_open_to_those_whom_they_concern(client: Client, address: str, groups: set[str]) -> None:
    for group in set(GROUPS) - {INSPECTOR}:  # whose account is open for a term alone
        sign_in(client, group)
        assert (client.get(address).status_code == 200) == (group in groups), group


def test_an_administrator_erases_the_earlier_traces_of_a_certificate_once_and_for_a_reason(client: Client) -> None:
    certificate = make.certificate()
    address = f"/admin/certificate/erase_traces/{certificate.pk}/"
    inspect = f"/admin/certificate/inspect/{certificate.pk}/"
    sign_in(client, REGISTRAR)
    assert client.post(address, {"reason": "вимога особи"}, follow=True).redirect_chain, "a registrar may not"
    assert not Leaf.objects.filter(salt=None).exists()
    sign_in(client, ADMINISTRATOR)
    assert address in client.get(inspect).content.decode()
    assert client.post(address, {"reason": " "}).context["form"].errors
    client.post(address, {"reason": "вимога особи"})
    assert list(Leaf.objects.filter(salt=None).values_list("event", flat=True)) == ["issued"]
    shown = client.get(inspect).content.decode()
    assert address not in shown
    assert "вимога особи" in shown
    assert client.post(address, {"reason": "ще раз"}).context["form"].non_field_errors()


def test_a_correction_is_made_in_the_form_of_a_draft_and_its_difference_is_shown(client: Client) -> None:
    certificate = make.certificate(topic="Тема з одруком")
    publishing.record_first_publication(at=clock.now() + timedelta(days=9))
    sign_in(client, REGISTRAR)
    address = f"/admin/certificate/correct/{certificate.pk}/"
    assert "Тема з одруком" in client.get(address).content.decode()
    nothing = client.post(address, correction(certificate, correction_reason="одрук"))
    assert nothing.context["form"].non_field_errors()
    lacking = client.post(address, correction(certificate, correction_reason="одрук", outcomes=""))
    assert set(lacking.context["form"].errors) == {"outcomes"}
    done = client.post(address, correction(certificate, correction_reason="одрук", topic="Тема без одруку"))
    current = Certificate.objects.get(version=2)
    assert done["Location"] == f"/admin/certificate/inspect/{current.pk}/"
    page = client.get(done["Location"])
    [(_before, _after, changed)] = page.context["corrections"]
    assert [(each.old, each.new) for each in changed] == [("Тема з одруком", "Тема без одруку")]
    old = client.get(f"/admin/certificate/inspect/{certificate.pk}/")
    assert old.context["actions"] == []
    assert f"/admin/certificate/inspect/{current.pk}/" in old.content.decode()


def test_one_asks_another_decides_and_is_told_on_the_home_page(client: Client) -> None:
    certificate = make.certificate()
    sign_in(client, HR)
    client.post(f"/admin/certificate/ask_annulment/{certificate.pk}/", {"basis": "рішення"})
    request = AnnulmentRequest.objects.get()
    own = client.post(f"/admin/annulmentrequest/decide/{request.pk}/", {"approve": "1"})
    assert own.context["form"].non_field_errors()
    sign_in(client, REGISTRAR)
    assert client.get(f"/admin/annulmentrequest/decide/{request.pk}/").status_code in {302, 403}
    sign_in(client, DIRECTOR)
    assert 'href="/admin/annulmentrequest/"' in client.get("/admin/").content.decode()
    assert client.post(f"/admin/annulmentrequest/decide/{request.pk}/", {"refuse": "1"}).status_code == 200
    assert client.post(f"/admin/annulmentrequest/decide/{request.pk}/", {"approve": "1"}).status_code == 302
    certificate.refresh_from_db()
    assert certificate.annulled_on is not None


def test_duplicates_restrictions_and_states_are_recorded_by_their_screens(client: Client) -> None:
    certificate = make.certificate()
    sign_in(client, REGISTRAR)
    at = f"/admin/certificate/%s/{certificate.pk}/"
    client.post(at % "duplicate", {"issued_on": clock.today().isoformat(), "reason": "загублено"})
    client.post(at % "restrict", {"ground": "court", "reason": "рішення суду"})
    client.post(at % "state", {"state": "accepted", "state_id": "A-1"})
    certificate.refresh_from_db()
    assert Duplicate.objects.get().reason == "загублено"
    assert certificate.restriction == Restriction.COURT
    assert StateRecord.objects.get().state_id == "A-1"
    assert client.post(at % "restrict", {"ground": "whim", "reason": "р"}).status_code == 200
    client.post(at % "restore", {"reason": "скасовано"})
    certificate.refresh_from_db()
    assert certificate.restricted_on is None
    assert client.get(f"/admin/certificate/inspect/{certificate.pk}/").status_code == 200


def test_the_chosen_drafts_are_issued_together_and_a_second_press_does_no_harm(client: Client) -> None:
    today = clock.today()
    drafts = [make.draft(issue_date=today) for _ in range(3)]
    lacking, late = make.draft(topic="", issue_date=today), make.draft(issue_date=today - timedelta(days=40))
    sign_in(client, REGISTRAR)
    page = client.get("/admin/draft/issue-several/").content.decode()
    assert str(lacking) in page
    chosen = {"drafts": [draft.pk for draft in (*drafts[:2], late)]}
    client.post("/admin/draft/issue-several/", chosen)
    assert Certificate.objects.count() == 2
    again = client.post("/admin/draft/issue-several/", chosen)
    assert again["Location"] == "/admin/draft/issue-several/"
    client.post("/admin/draft/issue-several/", {"drafts": [late.pk], "late_reason": "журнал знайшли"})
    assert set(Draft.objects.values_list("pk", flat=True)) == {drafts[2].pk, lacking.pk}
    assert client.post("/admin/draft/issue-several/", {}).context["form"].non_field_errors()


def test_many_drafts_are_issued_by_a_worker_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intranet.registry.viewsets.issuing.MOST_AT_ONCE", 1)
    for _ in range(3):
        make.draft(issue_date=clock.today())
    sign_in(client, REGISTRAR)
    client.post("/admin/draft/issue-several/", {"every": "on"})
    client.post("/admin/draft/issue-several/", {"every": "on"})
    results = []
    for job in Job.objects.filter(kind="registry.issue"):
        assert jobs.run(job.pk, at=clock.now())
        job.refresh_from_db()
        results.append(job.result["issued"])
    assert results == [3, 0]
    assert Certificate.objects.count() == 3


@pytest.mark.parametrize(("ready", "expected"), [("", 2), ("ready", 1), ("lacking", 1), ("nonsense", 2)])
def test_drafts_are_filtered_by_what_the_gate_says(client: Client, ready: str, expected: int) -> None:
    make.draft(issue_date=clock.today())
    make.draft(issue_date=clock.today(), topic="")
    sign_in(client, REGISTRAR)
    assert len(client.get(f"/admin/draft/?ready={ready}").context["object_list"]) == expected


def test_the_person_is_found_by_name_in_any_spelling(client: Client) -> None:
    PersonFactory(surname="Ґалаґан", given_name="Ольга")
    PersonFactory(surname="Коваль", given_name="Іван")
    sign_in(client, REGISTRAR)
    found = client.get("/admin/certificate-holder/results/?q=галаган").content.decode()
    assert "Ґалаґан" in found
    assert "Коваль" not in found


def test_the_register_pages_by_key_with_few_queries_and_no_offset(
    client: Client, django_assert_max_num_queries: object, settings: object
) -> None:
    for _ in range(53):
        make.certificate(issue_date=clock.today(), at=clock.now())
    sign_in(client, REGISTRAR)
    client.get("/admin/certificate/")
    with django_assert_max_num_queries(20) as seen:  # type: ignore[operator]
        first = client.get("/admin/certificate/")
    on_certificates = [each["sql"] for each in seen.captured_queries if "registry_certificate" in each["sql"]]
    assert not any(word in sql for sql in on_certificates for word in ("COUNT(", "OFFSET"))
    assert len(first.context["object_list"]) == 50
    second = client.get(first.context["older_url"])
    assert len(second.context["object_list"]) == 3
    back = client.get(second.context["newer_url"])
    assert [row.pk for row in back.context["object_list"]] == [row.pk for row in first.context["object_list"]]
    searched = client.get("/admin/certificate/?q=гнат")
    assert searched.context["items_count"] == 53


@pytest.mark.parametrize(
    "query",
    [
        "after=x", "after=-1", "before=99999999999999999999", "after=%00", "batch=1", "batch=x", "series=0", "state=x",
        "state_there=not_sent", "state_there=sent", "state_there=%00", "year=99999999999999999999", "q=%ED%A0%80",
        "q=" + "а" * 5000, "ordering=sort_key", "p=5",
    ],
)  # fmt: skip
def test_odd_addresses_of_the_register_are_answered(client: Client, query: str) -> None:
    make.certificate()
    sign_in(client, REGISTRAR)
    assert client.get(f"/admin/certificate/?{query}").status_code in {200, 302, 400}
    assert client.get(f"/admin/certificate/state-export/?{query}").status_code in {200, 302, 400}


def test_the_export_for_the_state_carries_what_was_filtered_and_is_on_record(client: Client) -> None:
    certificate = make.certificate(surname="=Гнатюк".lstrip("="), outcomes="=1+1")
    other = make.certificate(kind="seminar")
    annulling.withdraw(certificate=make.certificate(), reason="р", at=make.ISSUED_AT)
    sign_in(client, REGISTRAR)
    sent = client.get("/admin/certificate/state-export/")
    text = b"".join(sent.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    lines = text.splitlines()
    assert lines[0].startswith("record_number,issue_date,surname")
    assert len(lines) == 3
    assert "'=1+1" in text
    some = client.get(f"/admin/certificate/state-export/?kind={other.kind_id}")
    text = b"".join(some.streaming_content).decode()  # type: ignore[attr-defined]
    assert other.record_number in text
    assert certificate.record_number not in text
    entries = AuditEntry.objects.filter(action="registry.state_exported").order_by("pk")
    assert [entry.data["asked"] for entry in entries] == [{}, {"kind": str(other.kind_id)}]


def test_answers_of_the_state_are_taken_in_and_bad_rows_named(client: Client) -> None:
    certificate = make.certificate()
    sign_in(client, REGISTRAR)
    data = f"record_number;state;id\n{certificate.record_number};accepted;A-7\nПК-1;sent;\n".encode()
    page = client.post("/admin/certificate/state-answers/", {"file": SimpleUploadedFile("a.csv", data)})
    assert [bad.number for bad in page.context["bad"]] == ["ПК-1"]
    assert StateRecord.objects.get().state_id == "A-7"
    refused = client.post("/admin/certificate/state-answers/", {"file": SimpleUploadedFile("a.csv", b"x;y\n1;2\n")})
    assert refused.context["form"].errors["file"]
