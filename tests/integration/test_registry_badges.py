"""Open Badges 3.0: off until turned on, in the specification’s shape, proved by a key that stands at its address."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.test import Client

from intranet.core.models import Institution
from intranet.registry.models import Certificate, DisclosureSettings
from intranet.registry.queries.badges import NoBadge, badge_jwt
from intranet.registry.rules.checkpoints import Signer
from tests.factories import registry as make

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

SIGNER = Signer("college.example/certificates/log", bytes(range(32)))


@pytest.fixture
def turned_on(institution: Institution, settings: Any) -> None:
    settings.REGISTER_KEY = str(SIGNER)
    settings.WAGTAILADMIN_BASE_URL = "http://testserver"
    DisclosureSettings.objects.create(badges=True)


def decoded(part: str) -> Any:
    return json.loads(_bytes(part))


def _bytes(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def test_nothing_of_it_is_there_until_it_is_turned_on(client: Client, institution: Institution, settings: Any) -> None:
    settings.REGISTER_KEY = str(SIGNER)
    for address in ("issuer/", "keys/", "keys/abc/"):
        assert client.get(f"/uk/badges/{address}").status_code == 404
    with pytest.raises(NoBadge):
        badge_jwt(make.certificate(), make.PUBLIC_AT)


@pytest.mark.usefixtures("turned_on")
def test_a_badge_is_verified_with_the_key_that_it_names(client: Client) -> None:
    certificate = make.certificate(surname="Шевченко", given_name="Тарас")
    header, claims, mark = badge_jwt(certificate, make.PUBLIC_AT).split(".")
    assert decoded(header)["alg"] == "EdDSA"
    key = client.get(decoded(header)["kid"]).json()
    public = Ed25519PublicKey.from_public_bytes(_bytes(key["x"]))
    public.verify(_bytes(mark), f"{header}.{claims}".encode())
    with pytest.raises(InvalidSignature):
        public.verify(_bytes(mark), f"{header}.{claims}A".encode())
    assert key in client.get("/uk/badges/keys/").json()["keys"]


@pytest.mark.usefixtures("turned_on")
def test_a_badge_has_the_shape_of_the_specification(client: Client) -> None:
    certificate = make.certificate(surname="Шевченко", given_name="Тарас")
    badge = decoded(badge_jwt(certificate, make.PUBLIC_AT).split(".")[1])
    assert badge["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert badge["@context"][1].startswith("https://purl.imsglobal.org/spec/ob/v3p0/context")
    assert set(badge["type"]) == {"VerifiableCredential", "OpenBadgeCredential"}
    assert badge["id"] == badge["jti"] == f"http://testserver/uk/verify/{certificate.code}/"
    assert badge["issuer"]["id"] == badge["iss"]
    assert badge["issuer"]["type"] == ["Profile"]
    assert client.get(badge["iss"]).json().items() >= badge["issuer"].items()
    assert badge["validFrom"] == "2026-02-13T22:00:00Z"
    subject = badge["credentialSubject"]
    assert subject["type"] == ["AchievementSubject"]
    assert subject["identifier"][0] == {
        "type": "IdentityObject", "identityType": "name", "identityHash": "Шевченко Тарас Василівна", "hashed": False
    }  # fmt: skip
    achievement = subject["achievement"]
    assert {"id", "type", "name", "description", "criteria"} <= set(achievement)
    assert achievement["type"] == ["Achievement"]
    assert achievement["creditsAvailable"] == 1.0
    assert achievement["criteria"]["narrative"]


@pytest.mark.usefixtures("turned_on")
@pytest.mark.parametrize(
    "facts",
    [
        {"annulled_on": "2026-02-17", "annulment_basis": "наказ"},
        {"superseded_on": "2026-02-17"},
        {"withdrawn_at": make.PUBLIC_AT, "withdrawal_reason": "помилка"},
    ],
)
def test_what_is_not_in_force_has_no_badge(facts: dict[str, Any]) -> None:
    certificate = make.certificate()
    Certificate.objects.filter(pk=certificate.pk).update(**facts)
    certificate.refresh_from_db()
    with pytest.raises(NoBadge):
        badge_jwt(certificate, make.PUBLIC_AT)


@pytest.mark.usefixtures("turned_on")
def test_without_the_key_there_is_a_sentence_instead(settings: Any, tmp_path: Any) -> None:
    settings.REGISTER_KEY, settings.REGISTER_KEY_FILE = "", str(tmp_path / "none")
    with pytest.raises(NoBadge, match=r"\w+ \w+"):
        badge_jwt(make.certificate(), make.PUBLIC_AT)


def test_no_badge_address_breaks(client: Client, turned_on: None) -> None:
    assert client.get("/uk/badges/keys/%00/").status_code == 404
    assert client.post("/uk/badges/issuer/").status_code == 405
