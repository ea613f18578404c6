"""The API: what is read through the one door (law 8), and how every refusal is said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from intranet.core import clock
from intranet.core.models import Institution
from intranet.registry.api import reading
from intranet.registry.api.document import openapi
from intranet.registry.api.router import api
from intranet.registry.disclosure import FIELDS
from intranet.registry.enums import Restriction
from intranet.registry.operations.annulling import restrict, withdraw
from tests.factories import registry as make

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution", "_now")]

NOW = datetime(2026, 2, 20, 10, tzinfo=UTC)
LIST = "/api/v1/certificates"


@pytest.fixture
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def read(client: Client, address: str, language: str = "en", **query: Any) -> Any:
    return client.get(address, query, headers={"Accept-Language": language})


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    """Check that an answer is a problem of this kind; return it."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    said: dict[str, Any] = response.json()
    assert (said["status"], said["code"]) == (status, code)
    assert said["title"]
    assert said["detail"].endswith(".")
    return said


# --- The list ------------------------------------------------------------------------------------------------------


def test_the_list_says_exactly_the_public_fields(client: Client) -> None:
    entry = make.certificate(surname="Ковальська")
    [said] = read(client, LIST).json()["certificates"]
    assert tuple(said) == FIELDS
    assert said["name"] == entry.public_name
    assert said["url"] == f"http://testserver/en/verify/{entry.code}/"
    assert said["hours"] == 30
    assert said["issue_date"] == "2026-02-14"
    assert said["status"] == "valid"
    assert said["status_date"] is None


def test_every_page_of_the_list_is_reached_once_through_next(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PAGE", 3)
    issued = [make.certificate(issue_date=date(2026, 2, 1) + timedelta(days=number // 2)) for number in range(8)]
    address, met = f"{LIST}?lang=en&year=2026", []
    while address:
        page = client.get(address).json()
        met += [each["record_number"] for each in page["certificates"]]
        assert page["count"] == 8
        assert not page["count_is_capped"]
        address = page["next"]
        assert address is None or "lang=en" in address
    assert sorted(met) == sorted(each.record_number for each in issued)


@pytest.mark.parametrize(
    ("query", "found"),
    [({"q": "ковал"}, 1), ({"q": "Ніхто"}, 0), ({"year": "2026"}, 2), ({"form": "distance", "kind": "programme"}, 2)],
)
def test_the_filters_are_those_of_the_page(client: Client, query: dict[str, str], found: int) -> None:
    make.certificate(surname="Ковальська")
    make.certificate(surname="Бондар")
    assert read(client, LIST, **query).json()["count"] == found


@pytest.mark.parametrize(
    "query",
    [
        {"year": "10" * 10}, {"year": "MMXXVI"}, {"q": "\0"}, {"q": "х" * 10_000}, {"form": "no such"},
        {"form": "noone"}, {"after": "x"}, {"after": "é"}, {"surname": "Бондар"}, {"page": "2"},
        {"year": ["2025", "2026"]},
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_in_a_sentence(client: Client, query: dict[str, Any]) -> None:
    response = read(client, LIST, **query)
    assert response.status_code == 400
    assert response.json()["detail"].endswith(".")


def test_the_list_is_not_there_where_the_institution_keeps_it_off(client: Client) -> None:
    Institution.objects.update(public_list=False)
    entry = make.certificate()
    problem(read(client, LIST), 404, "list_off")
    assert read(client, f"{LIST}/{entry.code}").status_code == 200


def test_what_is_not_public_yet_is_not_in_the_list(client: Client) -> None:
    make.certificate(at=NOW)
    assert read(client, LIST).json()["certificates"] == []


def test_a_page_of_the_list_takes_three_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    for _ in range(5):
        make.certificate()
    with django_assert_max_num_queries(3):
        assert read(client, LIST, year="2026", q="гнатюк").json()["count"] == 5


# --- One certificate -----------------------------------------------------------------------------------------------


def test_a_code_is_verified_however_it_is_typed(client: Client) -> None:
    entry = make.certificate()
    for typed in (entry.code, entry.code.lower(), "-".join(entry.code[at : at + 6] for at in range(0, 24, 6))):
        assert read(client, f"{LIST}/{typed}").json()["record_number"] == entry.record_number


def test_verifying_takes_two_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    entry = make.certificate()
    with django_assert_max_num_queries(2):
        read(client, f"{LIST}/{entry.code}")


@pytest.mark.parametrize("code", ["X" * 24, "x", "%00", "%ED%A0%80", "А" * 24, "1" * 5000, "a%2Fb"])
def test_an_unknown_code_is_no_record_of_this_register(client: Client, code: str) -> None:
    response = client.get(f"{LIST}/{code}")
    assert response.status_code == 404
    assert response.json()["code"] in {"no_such_record", "nothing_here"}


def test_a_withdrawn_certificate_looks_as_if_it_were_not_there(client: Client) -> None:
    entry = make.certificate(at=NOW)
    withdraw(certificate=entry, reason="Помилка", at=NOW)
    absent = read(client, f"{LIST}/{'2' * 24}")
    assert read(client, f"{LIST}/{entry.code}").content == absent.content


def test_a_withheld_name_is_not_said(client: Client) -> None:
    entry = make.certificate(surname="Ковальська")
    restrict(certificate=entry, ground=Restriction.SAFETY, reason="Загроза", at=NOW)
    said = read(client, f"{LIST}/{entry.code}")
    assert said.json()["name"] == ""
    assert "Ковальська" not in said.content.decode()


def test_guessing_codes_is_slowed_while_the_list_still_answers(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MISSES", 3)
    for _ in range(3):
        assert read(client, f"{LIST}/{'2' * 24}").status_code == 404
    said = read(client, f"{LIST}/{'3' * 24}")
    problem(said, 429, "too_many")
    assert int(said["Retry-After"]) > 0
    assert read(client, LIST).status_code == 200


def test_reading_without_end_is_slowed(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "READS", 2)
    assert [read(client, LIST).status_code for _ in range(3)] == [200, 200, 429]


# --- How it is said ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "query", "language"),
    [("en", {}, "en"), ("cy-GB,en;q=0.5", {}, "cy"), ("de", {}, "uk"), ("", {}, "uk"), ("en", {"lang": "cy"}, "cy"),
     ("*", {}, "uk"), ("x" * 5000, {}, "uk")],
)  # fmt: skip
def test_the_language_is_the_one_asked_for_else_the_sites(
    client: Client, accepted: str, query: dict[str, str], language: str
) -> None:
    response = read(client, "/api/v1/vocabularies", accepted, **query)
    assert response["Content-Language"] == language
    assert "Accept-Language" in response["Vary"]


def test_names_and_sentences_are_in_the_language_asked_for(client: Client) -> None:
    english = read(client, "/api/v1/vocabularies").json()
    ukrainian = read(client, "/api/v1/vocabularies", "uk").json()
    assert [each["code"] for each in english["forms"]] == [each["code"] for each in ukrainian["forms"]]
    assert [each["name"] for each in english["forms"]] != [each["name"] for each in ukrainian["forms"]]


@pytest.mark.parametrize("address", ["/api/v1/vocabularies", "/api/v1/certificates"])
def test_an_answer_that_has_not_changed_is_not_sent_again(client: Client, address: str) -> None:
    first = read(client, address)
    again = client.get(address, headers={"Accept-Language": "en", "If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_a_method_that_is_not_there_is_a_problem(client: Client, method: str) -> None:
    for address in (LIST, f"{LIST}/{'2' * 24}", "/api/v1/openapi.json"):
        response = getattr(client, method)(address)
        problem(response, 405, "method_not_allowed")
        assert "GET" in response["Allow"]


def test_head_answers_as_get_does(client: Client) -> None:
    response = client.head(LIST)
    assert response.status_code == 200
    assert response.content == b""


@pytest.mark.parametrize("address", ["nowhere", "certificates/", "certificates/x/y", "uk/", "%00", "openapi.json/"])
def test_an_address_that_is_not_there_is_a_problem_and_no_redirect(client: Client, address: str) -> None:
    problem(client.get(f"/api/v1/{address}"), 404, "nothing_here")


def test_a_database_that_does_not_answer_is_said_and_no_error(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> Iterator[Any]:
        raise OperationalError

    monkeypatch.setattr("intranet.registry.queries.listing.furniture", broken)
    response = client.get(LIST)
    problem(response, 503, "unavailable")
    assert response["Retry-After"]


def test_nothing_of_the_api_is_found_by_search_engines(client: Client) -> None:
    for address in (LIST, "/api/v1/openapi.json", "/api/v1/nowhere"):
        assert client.get(address)["X-Robots-Tag"] == "noindex"


# --- The description -----------------------------------------------------------------------------------------------


def test_the_description_is_openapi_in_the_language_asked_for(client: Client) -> None:
    response = read(client, "/api/v1/openapi.json")
    said = response.json()
    assert said["openapi"].startswith("3.1")
    assert set(said["paths"]) == {"/api/v1/certificates", "/api/v1/certificates/{code}", "/api/v1/vocabularies"}
    assert tuple(said["components"]["schemas"]["Certificate"]["properties"]) == FIELDS


def test_every_reference_in_the_description_leads_somewhere() -> None:
    said = openapi("en")
    for reference in set(_references(said)):
        target: Any = said
        for part in reference.removeprefix("#/").split("/"):
            target = target[part]
        assert target


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"]
        for each in part.values():
            yield from _references(each)
    elif isinstance(part, list):
        for each in part:
            yield from _references(each)


def test_whatever_writes_asks_for_a_key_and_whatever_is_open_only_reads() -> None:
    operations = [
        (method, operation.auth_callbacks)
        for bound in api._get_bound_routers()
        for view in bound.path_operations.values()
        for operation in view.operations
        for method in operation.methods
    ]
    assert len(operations) >= 4
    for method, guards in operations:
        assert (method == "GET") == (not guards)


def test_each_operation_declares_its_problems() -> None:
    for path in openapi("en")["paths"].values():
        for method, operation in path.items():
            statuses = set(operation["responses"])
            assert {"400", "404", "405", "429", "503"} <= {str(each) for each in statuses}
            if method == "post":
                assert {"401", "403", "409", "413", "415", "422"} <= {str(each) for each in statuses}
            json.dumps(operation)
