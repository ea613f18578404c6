"""The writing API: one gate for all roads, each request done once, everything said in the reader's language."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from intranet.core import clock
from intranet.core.models import AuditEntry, Institution
from intranet.registry import retention
from intranet.registry.api import writing
from intranet.registry.enums import ApiScope
from intranet.registry.models import ApiKey, ApiRequest, Certificate, Draft, Leaf, Series
from intranet.registry.operations.keying import revoke_key
from tests.factories.api import ADDRESS, MADE_AT, item, key, registrar, send
from tests.factories.registry import SignatoryFactory
from tests.integration.test_registry_api import problem

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution", "_now")]

NOW = datetime(2026, 2, 20, 10, tzinfo=UTC)


@pytest.fixture
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    SignatoryFactory()


@pytest.fixture
def written() -> str:
    """Return the text of a key that may issue and prepare."""
    return key()[1]


def batch(*items: dict[str, Any], **options: Any) -> dict[str, Any]:
    return {"certificates": list(items) or [item()], **options}


# --- Issuing -------------------------------------------------------------------------------------------------------


def test_a_batch_is_issued_in_its_order_with_consecutive_numbers(client: Client, written: str) -> None:
    response = send(client, written, batch(item(), item(full_name="Бондар Ірина Петрівна"), item(hours="7,5")))
    assert response.status_code == 201
    said = response.json()
    assert (said["accepted"], said["rejected"], said["errors"]) == (3, 0, [])
    assert [each["index"] for each in said["certificates"]] == [0, 1, 2]
    assert [each["record_number"] for each in said["certificates"]] == [f"ПК-2026-0000{number}" for number in (1, 2, 3)]
    for each in said["certificates"]:
        row = Certificate.objects.get(code=each["code"])
        assert row.record_number == each["record_number"]
        assert each["url"] == f"http://testserver/en/verify/{row.code}/"
        assert each["draft"] is None
    assert Certificate.objects.get(record_number="ПК-2026-00002").surname == "Бондар"
    assert Leaf.objects.count() == 3


def test_what_is_issued_is_issued_by_the_account_of_the_key(client: Client) -> None:
    made, written = key()
    send(client, written, batch())
    assert Certificate.objects.get().issued_by == made.account
    assert AuditEntry.objects.get(action="registry.received").data["accepted"] == 1
    made.refresh_from_db()
    assert made.used_on == date(2026, 2, 20)


def test_every_field_arrives(client: Client, written: str) -> None:
    sent = item(
        full_name=None, surname="О'Коннор", given_name="Джон", patronymic="", one_name=False, form="Дистанційна",
        ects=1, document_type="свідоцтво", period_from="2026-01-10", period_to="2026-02-10", email="o@example.org",
        workplace="Школа № 7", name_latin="John O'Connor", programme="Програма", programme_reason="Видано партнером",
        signatory="Ярмоленко О. П.",
    )  # fmt: skip
    assert send(client, written, batch(sent)).status_code == 201
    row = Certificate.objects.get()
    assert row.surname == "О’Коннор"
    assert (row.document_type, row.email, row.workplace) == ("свідоцтво", "o@example.org", "Школа № 7")
    assert (row.period_from, row.period_to) == (date(2026, 1, 10), date(2026, 2, 10))
    assert (row.programme, row.programme_reason) == ("Програма", "Видано партнером")
    assert row.signatory_name == "Ярмоленко О. П."
    assert (row.hours, row.ects) == (30, 1)


def test_drafts_are_prepared_and_may_lack_what_the_gate_asks_for(client: Client, written: str) -> None:
    said = send(client, written, batch(item(outcomes=None, form=None), item(), mode="draft")).json()
    assert Certificate.objects.count() == 0
    assert [Draft.objects.get(pk=each["draft"]).surname for each in said["certificates"]] == ["Гнатюк", "Гнатюк"]
    assert said["certificates"][0]["record_number"] is None


def test_a_dry_run_judges_and_keeps_nothing(client: Client, written: str) -> None:
    response = send(client, written, batch(dry_run=True))
    assert response.status_code == 200
    assert (response.json()["accepted"], response.json()["certificates"]) == (1, [])
    problem(send(client, written, batch(item(topic=""), dry_run=True)), 422, "certificates")
    assert Certificate.objects.count() == ApiRequest.objects.count() == 0


def test_a_series_is_chosen_by_its_name(client: Client, written: str) -> None:
    Series.objects.create(code="ЛШ", pattern="ЛШ-{year}-{seq:03}")
    said = send(client, written, batch(series="ЛШ")).json()
    assert said["certificates"][0]["record_number"] == "ЛШ-2026-001"
    problem(send(client, written, batch(series="нема")), 422, "series")


# --- The gate ------------------------------------------------------------------------------------------------------

FAULTS = [
    ({"full_name": None}, "surname", "surname_missing", "DOC-04", ""),
    ({"full_name": "Гнатюк О. В."}, "given_name", "initials_only", "DOC-04", ""),
    ({"full_name": "ГНАТЮК ОЛЕНА ВАСИЛІВНА"}, "full_name", "name_case", "", "Гнатюк Олена Василівна"),
    ({"full_name": "Гнaтюк Олена Василівна"}, "full_name", "name_alphabets", "", "Гнатюк Олена Василівна"),
    ({"full_name": "Гнатюк  Олена Василівна"}, "full_name", "name_spaces", "", "Гнатюк Олена Василівна"),
    ({"surname": "Бондар"}, "full_name", "named_twice", "", ""),
    ({"full_name": None, "surname": "бондар", "given_name": "Ірина"}, "surname", "name_case", "", "Бондар"),
    ({"form": None}, "form", "form_missing", "REG-03", ""),
    ({"form": "дистанційно"}, "form", "form", "", None),
    ({"kind": "щось інше"}, "kind", "kind", "", ""),
    ({"topic": "  "}, "topic", "topic_missing", "DOC-02", ""),
    ({"topic": "т" * 1001}, "topic", "string_too_long", "", ""),
    ({"topic": 7}, "topic", "string_type", "", ""),
    ({"topic": "а\x00б"}, "topic", "characters", "", ""),
    ({"topic": "\ud800"}, "topic", "string_unicode", "", ""),
    ({"hours": None}, "hours", "volume_missing", "DOC-03", ""),
    ({"hours": 0}, "hours", "volume_out_of_range", "DOC-03", ""),
    ({"hours": 10**20}, "hours", "number", "", ""),
    ({"hours": 1.005}, "hours", "volume_too_fine", "DOC-03", ""),
    ({"hours": True}, "hours", "number", "", ""),
    ({"hours": [30]}, "hours", "number", "", ""),
    ({"hours": "тридцять"}, "hours", "number", "", ""),
    ({"hours": "1 кредит"}, "hours", "unit", "", ""),
    ({"outcomes": ""}, "outcomes", "outcomes_missing", "DOC-05", ""),
    ({"issue_date": None}, "issue_date", "issue_date_missing", "DOC-06", ""),
    ({"issue_date": "14.02.2026"}, "issue_date", "date", "", ""),
    ({"issue_date": "2026-02-30"}, "issue_date", "date", "", ""),
    ({"issue_date": "٢٠٢٦-02-14"}, "issue_date", "date", "", ""),
    ({"issue_date": 46067}, "issue_date", "date", "", ""),
    ({"issue_date": "2026-02-21"}, "issue_date", "issue_date_ahead", "REG-10", ""),
    ({"issue_date": "2025-02-21"}, "late_reason", "late_without_reason", "REG-10", ""),
    ({"period_from": "2026-02-10", "period_to": "2026-02-01"}, "period_to", "period_backwards", "DOC-06", ""),
    ({"signatory": "Нихто Н. Н."}, "signatory", "signatory", "", ""),
    ({"email": "не адреса"}, "email", "email", "", ""),
    ({"programme": "Неоприлюднена"}, "programme", "programme_not_published", "PRG-03", ""),
    ({"record_number": "7"}, "record_number", "extra_forbidden", "", ""),
    ({"one_name": "так"}, "one_name", "bool_type", "", ""),
]


@pytest.mark.parametrize(("changes", "field", "code", "rule", "proposed"), FAULTS)
@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_fault_is_named_with_its_place_its_rule_and_its_cure(
    client: Client, written: str, changes: dict[str, Any], field: str, code: str, rule: str, proposed: str | None,
    language: str,
) -> None:  # fmt: skip
    body = batch(item(), item(**changes))
    said = problem(send(client, written, body, **{"Accept-Language": language}), 422, "certificates")
    [fault] = said["errors"]
    assert (fault["index"], fault["field"], fault["code"], fault["rule"]) == (1, field, code, rule)
    assert fault["message"].endswith(".")
    if proposed is not None:
        assert fault["proposed"] == proposed
    assert Certificate.objects.count() == 0


@pytest.mark.parametrize("raw", [None, 7, "x", [], [[]], True, {"": 1}, {"\ud800": 1}, {"a" * 5000: 1}])
def test_an_item_that_is_none_is_a_fault_of_its_own(client: Client, written: str, raw: Any) -> None:
    said = problem(send(client, written, {"certificates": [item(), raw]}), 422, "certificates")
    assert {fault["index"] for fault in said["errors"]} == {1}


def test_one_reason_makes_late_certificates_of_a_batch_pass(client: Client, written: str) -> None:
    late = item(issue_date="2025-02-21")
    assert send(client, written, batch(late, late, late_reason="Платформа не мала зв’язку")).status_code == 201
    assert set(Certificate.objects.values_list("late_reason", flat=True)) == {"Платформа не мала зв’язку"}


def test_what_is_good_is_kept_where_that_is_asked_for(client: Client, written: str) -> None:
    response = send(client, written, batch(item(topic=""), item(), 7, item(), partial=True))  # type: ignore[arg-type]
    said = response.json()
    assert response.status_code == 201
    assert (said["accepted"], said["rejected"]) == (2, 2)
    assert [each["index"] for each in said["certificates"]] == [1, 3]
    assert [fault["index"] for fault in said["errors"]] == [0, 2]
    assert Certificate.objects.count() == 2


def test_a_batch_of_which_nothing_is_good_is_refused_even_so(client: Client, written: str) -> None:
    problem(send(client, written, batch(item(topic=""), partial=True)), 422, "certificates")
    assert ApiRequest.objects.count() == 0


# --- Once ----------------------------------------------------------------------------------------------------------


def test_the_same_request_again_gets_the_same_answer_and_issues_nothing(client: Client, written: str) -> None:
    first = send(client, written, batch(), name="course-7")
    again = send(client, written, batch(), name="course-7")
    assert (again.status_code, again.json()) == (201, first.json())
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert Certificate.objects.count() == 1


def test_another_request_under_the_same_name_is_refused(client: Client, written: str) -> None:
    send(client, written, batch(), name="course-7")
    problem(send(client, written, batch(item(hours=15)), name="course-7"), 422, "idempotency_key_reused")
    assert Certificate.objects.count() == 1


def test_a_name_belongs_to_its_key_alone(client: Client, written: str) -> None:
    send(client, written, batch(), name="course-7")
    assert send(client, key()[1], batch(item(hours=15)), name="course-7").status_code == 201


def test_a_refused_request_may_be_sent_again_when_the_register_was_put_right(client: Client, written: str) -> None:
    body = batch(item(signatory="Гончар Л. М."))
    problem(send(client, written, body, name="course-7"), 422, "certificates")
    SignatoryFactory(name="Гончар Л. М.")
    assert send(client, written, body, name="course-7").status_code == 201


@pytest.mark.parametrize("name", [" ", "я", "a" * 101, "a b", "a\nb"])
def test_a_request_without_a_proper_name_is_refused(client: Client, written: str, name: str) -> None:
    problem(send(client, written, batch(), **{"Idempotency-Key": name}), 400, "idempotency_key")


def test_old_answers_go_and_the_certificates_stay(client: Client, written: str) -> None:
    send(client, written, batch())
    [rule] = [rule for rule in retention.RULES if rule.key == "registry.api_requests"]
    assert rule.purge is not None
    assert rule.purge(NOW) == 0
    assert rule.purge(NOW + timedelta(seconds=1)) == 1
    assert Certificate.objects.count() == 1


# --- Who may -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading", ["", "Bearer", "Bearer x", "Basic eDp5", "Bearer reg_00000000_" + "a" * 32, "é" * 9]
)
def test_without_a_key_nothing_is_even_looked_at(client: Client, heading: str) -> None:
    response = client.post(ADDRESS, b"{", content_type="text/plain", headers={"Authorization": heading})
    problem(response, 401, "no_key")
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_a_key_is_kept_as_a_hash_and_one_letter_off_is_another(client: Client) -> None:
    made, written = key()
    assert written not in json.dumps(list(ApiKey.objects.values()), default=str)
    assert len(made.hashed) == 64
    wrong = written[:-1] + ("A" if written[-1] != "A" else "B")
    problem(send(client, wrong, batch()), 401, "no_key")


def test_a_revoked_or_expired_key_is_none(client: Client) -> None:
    made, written = key()
    ApiKey.objects.filter(pk=made.pk).update(expires_on=date(2026, 2, 20))
    assert send(client, written, batch()).status_code == 201
    ApiKey.objects.filter(pk=made.pk).update(expires_on=date(2026, 2, 19))
    problem(send(client, written, batch()), 401, "no_key")
    made, written = key()
    revoke_key(key=made, at=MADE_AT)
    problem(send(client, written, batch()), 401, "no_key")


def test_a_key_does_what_it_was_made_for_and_nothing_else(client: Client) -> None:
    _made, written = key(ApiScope.DRAFT)
    problem(send(client, written, batch()), 403, "scope")
    assert send(client, written, batch(mode="draft")).status_code == 201


def test_a_key_goes_with_the_account_it_acts_for(client: Client) -> None:
    account = registrar()
    _made, written = key(account=account)
    account.groups.clear()
    problem(send(client, written, batch()), 403, "account")
    account.is_active = False
    account.save()
    problem(send(client, written, batch()), 401, "no_key")


def test_a_session_of_the_browser_is_no_key(client: Client) -> None:
    client.force_login(registrar())
    problem(client.post(ADDRESS, json.dumps(batch()), content_type="application/json"), 401, "no_key")


def test_writing_without_end_is_slowed(client: Client, written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "WRITES", 1)
    assert send(client, written, batch()).status_code == 201
    response = send(client, written, batch())
    problem(response, 429, "too_many")
    assert int(response["Retry-After"]) > 0


def test_nothing_is_issued_while_issuing_is_locked(client: Client, written: str) -> None:
    Institution.objects.update(issuing_locked_since=NOW)
    problem(send(client, written, batch()), 409, "issuing_locked")
    assert send(client, written, batch(mode="draft")).status_code == 201


def test_without_a_default_series_that_is_said(client: Client, written: str) -> None:
    Series.objects.update(is_default=False)
    problem(send(client, written, batch()), 409, "no_series")


# --- Bad input -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b" ", 400, "bad_json"),
        (b"\xff\xfe{}", 400, "bad_json"),
        (b"\x00", 400, "bad_json"),
        (b'{"certificates": [NaN]}', 400, "bad_json"),
        (b'{"certificates": [{"hours": Infinity}]}', 400, "bad_json"),
        (b'{"mode": "issue", "mode": "draft"}', 400, "bad_json"),
        (b"[" * 100_000, 400, "bad_json"),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, 400, "bad_json"),
        (b'{"certificates": [' + b"9" * 5_000 + b"]}", 400, "bad_json"),
        (b'{"certificates": [{"hours": 1e999999999999999999999}]}', 400, "bad_json"),
        (b'{"certificates": [{"hours": 1e99999}]}', 422, "certificates"),
        (b"[]", 422, "batch"),
        (b"null", 422, "batch"),
        (b"{}", 422, "batch"),
        (b'{"certificates": []}', 422, "batch"),
        (b'{"certificates": {}}', 422, "batch"),
        (b'{"certificates": [{}], "mode": "publish"}', 422, "batch"),
        (b'{"certificates": [{}], "dry_run": 1}', 422, "batch"),
        (b'{"certificates": [{}], "series": "\\ud800"}', 422, "batch"),
        (b'{"certificates": [{}], "series": "\\u0000"}', 422, "batch"),
        (b'{"certificates": [{}], "late_reason": "\\u0000"}', 422, "batch"),
        (b'{"certificates": [{}], "secret": 1}', 422, "batch"),
        (json.dumps({"certificates": [{}] * 1001}).encode(), 422, "batch"),
    ],
)
def test_what_is_no_batch_is_refused_in_a_sentence(
    client: Client, written: str, body: bytes, status: int, code: str
) -> None:
    said = problem(send(client, written, body), status, code)
    if code == "batch":
        assert said["errors"]
        assert all(fault["index"] is None and fault["message"] for fault in said["errors"])
    assert Certificate.objects.count() == 0


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/json"]
)
def test_what_is_not_json_is_refused(client: Client, written: str, kind: str) -> None:
    problem(send(client, written, batch(), content_type=kind), 415, "not_json")


def test_what_is_too_large_is_not_even_read(client: Client, written: str) -> None:
    problem(send(client, written, b'"' + b"x" * 11 * 1024 * 1024 + b'"'), 413, "too_large")


# --- Big work is set work ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["issue", "draft"])
def test_a_thousand_take_as_many_queries_as_forty(
    client: Client, written: str, mode: str, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries(size: int) -> int:
        with CaptureQueriesContext(connection) as seen:
            response = send(client, written, batch(*[item() for _ in range(size)], mode=mode))
        assert response.json()["accepted"] == size
        return sum(not query["sql"].startswith("INSERT") for query in seen)

    assert queries(40) + 4 >= queries(1000)  # what is taken already is asked in chunks of 500 (SQLite's parameters)
