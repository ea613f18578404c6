"""Keys of other systems in the admin, role by role; and the page that describes the API to people."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from intranet.core import clock
from intranet.core.models import Account, AuditEntry
from intranet.core.rights import sync_groups
from intranet.registry.enums import ApiScope
from intranet.registry.models import ApiKey
from intranet.registry.operations.keying import CannotMakeKey, CannotRevokeKey, make_key, revoke_key
from intranet.registry.queries.api_keys import standing_key
from tests.factories.api import MADE_AT, key, registrar

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("institution", "_now")]

NEW = "/admin/apikey/new/"


@pytest.fixture
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 2, 20, 10, tzinfo=UTC))


def person(role: str) -> Account:
    sync_groups()
    account = Account.objects.create_user(f"one-{role}")
    account.groups.add(Group.objects.get(name=role))
    return account


def test_a_key_is_shown_once_and_never_again(client: Client) -> None:
    client.force_login(registrar())
    response = client.post(NEW, {"name": "Платформа", "scopes": ["certificates:draft"], "expires_on": ""})
    made = ApiKey.objects.get()
    found = re.search(made.prefix + r"_[A-Za-z0-9_-]{32}", response.content.decode())
    assert found is not None
    written = found[0]
    assert standing_key(written, on_date=date(2026, 2, 20)) == made
    assert "no-store" in response["Cache-Control"]
    for address in ("/admin/apikey/", f"/admin/apikey/inspect/{made.pk}/"):
        page = client.get(address).content.decode()
        assert made.prefix in page
        assert written not in page
        assert made.hashed not in page
    assert written not in str(list(AuditEntry.objects.values()))


def test_a_key_is_revoked_in_the_admin(client: Client) -> None:
    account = registrar()
    made, written = key(account=account)
    client.force_login(account)
    assert f"/admin/apikey/revoke/{made.pk}/" in client.get(f"/admin/apikey/inspect/{made.pk}/").content.decode()
    client.post(f"/admin/apikey/revoke/{made.pk}/")
    assert standing_key(written, on_date=date(2026, 2, 20)) is None
    assert f"/admin/apikey/revoke/{made.pk}/" not in client.get(f"/admin/apikey/inspect/{made.pk}/").content.decode()
    assert AuditEntry.objects.filter(action="registry.api_key_revoked", actor=account).exists()


@pytest.mark.parametrize(
    ("role", "sees", "makes", "revokes"),
    [
        ("registrar", True, True, True), ("administrator", True, False, True), ("HR", False, False, False),
        ("director", False, False, False), ("inspector", False, False, False), ("editor", False, False, False),
    ],
)  # fmt: skip
def test_who_may_do_what_with_keys(client: Client, role: str, sees: bool, makes: bool, revokes: bool) -> None:
    made, _written = key()
    client.force_login(person(role))
    opened = {200} if sees else {302, 403}
    assert client.get("/admin/apikey/").status_code in opened
    assert (client.get(NEW).status_code == 200) == makes
    assert (client.get(f"/admin/apikey/revoke/{made.pk}/").status_code == 200) == revokes
    assert client.get(f"/admin/apikey/edit/{made.pk}/").status_code != 200
    assert client.get(f"/admin/apikey/delete/{made.pk}/").status_code != 200


@pytest.mark.parametrize(
    "changes",
    [{"name": " "}, {"scopes": []}, {"scopes": ["certificates:annul"]}, {"expires_on": date(2026, 1, 31)}],
)
def test_a_key_that_makes_no_sense_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(CannotMakeKey):
        make_key(**{"name": "Платформа", "scopes": [ApiScope.ISSUE], "at": MADE_AT, "actor": registrar(), **changes})


def test_nobody_makes_a_key_that_may_more_than_they() -> None:
    with pytest.raises(CannotMakeKey):
        key(ApiScope.ISSUE, account=person("HR"))


def test_a_key_is_revoked_once() -> None:
    made, _written = key()
    revoke_key(key=made, at=MADE_AT)
    with pytest.raises(CannotRevokeKey):
        revoke_key(key=made, at=MADE_AT)


@pytest.mark.parametrize("language", ["uk", "en", "cy", "ru"])
def test_people_read_what_machines_read(client: Client, language: str) -> None:
    page = client.get(f"/{language}/certificates/api/")
    words = page.content.decode()
    assert page.status_code == 200
    assert words.count("<h1") == 1
    for part in ("/api/v1/certificates", "/api/v1/vocabularies", "Idempotency-Key", "record_number", "issue_date"):
        assert part in words
    assert "<script" not in words.split("<main")[1]


def test_the_bare_address_of_the_api_leads_to_its_page(client: Client) -> None:
    response = client.get("/api/v1/", headers={"Accept-Language": "en"})
    assert (response.status_code, response["Location"]) == (302, "/en/certificates/api/")
