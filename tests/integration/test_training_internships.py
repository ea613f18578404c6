"""Internships: contract, individual programme, supervisor, completion, the certificate (INT-01…04, VOL-03)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from intranet.core.held import held_on
from intranet.core.rights import sync_groups
from intranet.notices.clauses import ClauseRef
from intranet.registry.models import Draft, Form
from intranet.training import operations
from intranet.training.enums import InternshipState, Lack
from intranet.training.models import Competence, Internship, InternshipContract
from intranet.training.operations import InternshipRefused
from tests.factories.people import AccountFactory, PersonFactory
from tests.factories.registry import SignatoryFactory
from tests.factories.training import AT

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution")]

LAST = date(2026, 3, 6)
SUPERVISED = {"supervisor": "Коваль О. П.", "at_main_job": True, "has_degree": True, "years_of_service": 12}


def contract(**changes: Any) -> InternshipContract:
    values = {
        "number": "17", "date": date(2026, 1, 12), "provider": "ourselves", "other_party": "Ліцей № 3", **changes,
    }  # fmt: skip
    return operations.save_contract(contract=InternshipContract(**values), clause=ClauseRef("cpd", "2.4"), at=AT)


def internship(of: InternshipContract | None = None, **changes: Any) -> Internship:
    """Return an internship of five days in March that lacks nothing."""
    values = {
        "surname": "Гнатюк", "given_name": "Олена", "topic": "Робота методиста", "programme": "Спостереження занять",
        "outcomes": "Планує методичну роботу.", "starts_on": date(2026, 3, 2), "ends_on": LAST, "days": 5,
        "approved_by": "Педагогічна рада, протокол № 3", "approved_on": date(2026, 2, 1), **SUPERVISED, **changes,
    }  # fmt: skip
    values.setdefault("form", Form.objects.get(code="workplace"))
    return operations.add_internship(contract=of or contract(), **values, at=AT)


def complete(row: Internship, on_date: date = LAST) -> Internship:
    return operations.complete_internship(internship=row, at=AT + timedelta(days=40), on_date=on_date)


def prepare(row: Internship) -> operations.PreparedCertificate:
    return operations.prepare_certificate(
        internship=row, issue_date=date(2026, 3, 9), at=AT + timedelta(days=40), on_date=date(2026, 3, 10)
    )


def test_a_completed_internship_becomes_a_certificate_worth_six_hours_a_day() -> None:
    SignatoryFactory()
    row = internship()
    assert row.lacks == []
    assert row.state_on(LAST) is InternshipState.RUNNING
    made = prepare(complete(row))
    assert made.lacking == []
    draft = Draft.objects.get()
    assert made.internship.draft == draft
    assert (draft.hours, draft.ects, draft.kind.code, draft.form.code) == (Decimal(30), None, "internship", "workplace")
    assert (draft.period_from, draft.period_to) == (date(2026, 3, 2), LAST)
    with pytest.raises(InternshipRefused):
        prepare(row)
    assert Draft.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "lack"),
    [
        ({"days": None}, Lack.DAYS),
        ({"outcomes": ""}, Lack.OUTCOMES),
        ({"approved_on": None}, Lack.APPROVAL),
        ({"at_main_job": False}, Lack.MAIN_JOB),
        ({"has_degree": False}, Lack.DEGREE),
        ({"years_of_service": 9}, Lack.YEARS),
        ({"host": "other"}, Lack.EXPERIENCE),
    ],
)
def test_completion_waits_for_what_the_regulation_demands(changes: dict[str, Any], lack: Lack) -> None:
    row = internship(**changes)
    with pytest.raises(InternshipRefused) as refused:
        complete(row)
    assert str(refused.value) == str(lack.label)
    row.refresh_from_db()
    assert row.completed_at is None


def test_completion_is_recorded_once_and_not_before_the_last_day() -> None:
    row = internship()
    with pytest.raises(InternshipRefused):
        complete(row, date(2026, 3, 5))
    with pytest.raises(InternshipRefused):
        prepare(row)
    complete(row)
    with pytest.raises(InternshipRefused):
        complete(row)


def test_what_is_done_elsewhere_leads_to_no_certificate_of_ours() -> None:
    row = internship(contract(provider="another"), person=PersonFactory())
    complete(row)
    with pytest.raises(InternshipRefused):
        prepare(row)
    assert not Draft.objects.exists()


def test_a_person_of_the_institution_brings_their_own_name_and_address() -> None:
    person = PersonFactory(surname="Шевчук")
    row = internship(person=person, surname="Інша", email="other@example.org")
    assert (row.surname, row.email) == ("Шевчук", person.email)


@pytest.mark.parametrize(
    "changes",
    [
        {"surname": " "},
        {"ends_on": date(2026, 3, 1)},
        {"days": 6},
        {"starts_on": date(2026, 1, 5)},
        {"ends_on": date(2027, 3, 6)},
    ],
)
def test_an_internship_that_contradicts_itself_or_its_contract_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InternshipRefused):
        internship(contract(valid_until=date(2026, 12, 31)), **changes)
    assert not Internship.objects.exists()


def test_our_contract_sends_our_own_staff_alone() -> None:
    with pytest.raises(InternshipRefused):
        internship(contract(provider="another"))


def test_a_contract_stands_there_once_and_keeps_its_internships_within_its_time() -> None:
    first = contract()
    with pytest.raises(InternshipRefused):
        contract()
    internship(first)
    first.valid_until = date(2026, 3, 1)
    with pytest.raises(InternshipRefused):
        operations.save_contract(contract=first, clause=ClauseRef("", ""), at=AT)


def test_a_cancelled_internship_stays_cancelled_for_its_reason() -> None:
    row = internship()
    told = {"internship": row, "reason": "захворів керівник", "at": AT, "on_date": date(2026, 2, 2)}
    operations.cancel_internship(**told)
    row.refresh_from_db()
    assert row.state_on(LAST) is InternshipState.CANCELLED
    for refused in (lambda: operations.cancel_internship(**told), lambda: complete(row)):
        with pytest.raises(InternshipRefused):
            refused()


# --- Who sees it ---------------------------------------------------------------------------------------------------


def test_staff_see_their_own_internships_and_nobody_elses(client: Client) -> None:
    person = PersonFactory(with_account=True)
    shared = contract()
    internship(shared, person=person, topic="Моє стажування")
    internship(shared, topic="Чуже стажування")
    client.force_login(person.account)
    answer = client.get(reverse("own_internships"))
    text = answer.content.decode()
    assert "Моє стажування" in text
    assert "Чуже стажування" not in text
    assert "Коваль О. П." in text
    assert "no-store" in answer["Cache-Control"] or "private" in answer["Cache-Control"]
    client.force_login(AccountFactory())
    assert "Моє стажування" not in client.get(reverse("own_internships")).content.decode()


def test_internships_are_in_what_is_held_on_a_person() -> None:
    person = PersonFactory()
    internship(person=person)
    (told,) = held_on(person)["training"]["internships"]
    assert (told["topic"], told["days"]) == ("Робота методиста", 5)


def admin(group: str) -> Client:
    sync_groups()
    client = Client()
    client.force_login(AccountFactory(groups=[group]))
    return client


def test_hr_takes_an_internship_from_the_contract_to_the_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    from intranet.core import clock

    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=40))
    SignatoryFactory()
    client = admin("HR")
    typed = {"number": "17", "date": "2026-01-12", "provider": "ourselves", "other_party": "Ліцей № 3",
             "clause_document": "cpd", "clause_number": "2.4"}  # fmt: skip
    answer = client.post(reverse("internshipcontract:add"), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    of = InternshipContract.objects.get()
    assert of.clause == ClauseRef("cpd", "2.4")
    typed = {
        "contract": of.pk, "surname": "Гнатюк", "given_name": "Олена", "topic": "Робота методиста", "host": "education",
        "form": Form.objects.get(code="workplace").pk, "starts_on": "2026-03-02", "ends_on": "2026-03-06", "days": "5",
    }  # fmt: skip
    answer = client.post(reverse("internship:add"), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    row = Internship.objects.get()
    shown = client.get(reverse("internship:inspect", args=[row.pk]))
    assert len(shown.context["lacks"]) == len(row.lacks) > 0
    assert "2.4" in shown.content.decode()
    refused = client.post(reverse("internship:complete", args=[row.pk]))
    assert refused.status_code == 200
    typed |= {
        "programme": "Спостереження занять", "outcomes": "Планує.", "approved_by": "Рада", "approved_on": "2026-02-01",
        "supervisor": "Коваль О. П.", "at_main_job": "on", "has_degree": "on", "years_of_service": "12",
    }  # fmt: skip
    answer = client.post(reverse("internship:edit", args=[row.pk]), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    assert client.post(reverse("internship:complete", args=[row.pk])).status_code == 302
    answer = client.post(reverse("internship:prepare", args=[row.pk]), {"issue_date": "2026-03-09"})
    assert answer.status_code == 302
    assert Draft.objects.get().hours == Decimal(30)
    for name in ("index", "add"):
        assert client.get(reverse(f"internship:{name}")).status_code == 200
    assert client.get(reverse("internship:delete", args=[row.pk])).status_code != 200


@pytest.mark.parametrize(
    ("group", "may_see", "may_change", "may_complete"),
    [
        ("HR", True, True, True),
        ("registrar", True, False, True),
        ("director", True, False, False),
        ("editor", False, False, False),
        ("staff", False, False, False),
    ],
)
def test_each_role_does_its_own_work(group: str, may_see: bool, may_change: bool, may_complete: bool) -> None:
    client, row = admin(group), internship()
    seen = [
        client.get(reverse(f"internship:{name}", args=args)).status_code == 200
        for name, args in (("index", []), ("edit", [row.pk]), ("complete", [row.pk]))
    ]
    assert seen == [may_see, may_change, may_complete]


def test_an_editor_keeps_the_shared_list_of_competences() -> None:
    client = admin("editor")
    typed = {
        "names_uk": "Цифрова компетентність", "names_en": "Digital competence", "code": "digital", "position": "1",
        "clause": "", "clause_document": "cpd", "clause_number": "4.2",
    }  # fmt: skip
    answer = client.post(reverse("competence:add"), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    word = Competence.objects.get()
    assert word.names["en"] == "Digital competence"
    assert word.clause == ClauseRef("cpd", "4.2")
    again = client.post(reverse("competence:add"), typed)
    assert again.status_code == 200
    assert Competence.objects.count() == 1
    assert "4.2" in client.get(reverse("competence:index")).content.decode()
    assert client.get(reverse("direction:index")).status_code == 200
