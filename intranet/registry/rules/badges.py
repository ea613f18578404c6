"""Open Badges 3.0: a certificate as a credential that its holder may show elsewhere, proved by a JWT (RFC 7515, 8037).

The shapes are those of 1EdTech's specification, the credential's own properties standing beside the registered claims.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

CONTEXT = ("https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json")
MEDIA_TYPE = "application/vc+jwt"


@dataclass(frozen=True)
class Issuer:
    """The institution as a badge names it; ``address`` is where its profile is."""

    address: str
    name: str
    url: str
    phone: str = ""
    email: str = ""

    def profile(self) -> dict[str, Any]:
        told = {"name": self.name, "url": self.url, "phone": self.phone, "email": self.email}
        return {"id": self.address, "type": ["Profile"], **{name: value for name, value in told.items() if value}}


@dataclass(frozen=True)
class Badge:
    """What a certificate says, as its holder shows it."""

    address: str  # where it is verified
    holder: str
    topic: str
    description: str
    outcomes: str
    ects: Decimal
    record_number: str
    language: str
    valid_from: datetime


def credential(badge: Badge, issuer: Issuer) -> dict[str, Any]:
    """Return the credential. The holder is named in it: it is handed to nobody else."""
    achievement = {
        "id": f"{badge.address}#achievement",
        "type": ["Achievement"],
        "name": badge.topic,
        "description": badge.description,
        "criteria": {"narrative": badge.outcomes or badge.description},
        "achievementType": "Certificate",
        "creditsAvailable": float(badge.ects),
        "humanCode": badge.record_number,
        "inLanguage": badge.language,
    }
    holder = {"type": "IdentityObject", "identityType": "name", "identityHash": badge.holder, "hashed": False}
    return {
        "@context": list(CONTEXT),
        "id": badge.address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": issuer.profile(),
        "validFrom": badge.valid_from.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "name": badge.topic,
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [holder],
            "achievement": achievement,
        },
    }


def jwt(credential: Mapping[str, Any], *, seed: bytes, key_address: str, issued_at: datetime) -> str:
    """Return the credential as a JWT marked with an Ed25519 key; ``key_address`` is where its public half is."""
    header = {"alg": "EdDSA", "typ": "JWT", "kid": key_address}
    claims = {
        **credential,
        "iss": credential["issuer"]["id"],
        "jti": credential["id"],
        "nbf": int(datetime.fromisoformat(credential["validFrom"]).timestamp()),
        "iat": int(issued_at.timestamp()),
    }
    marked = f"{_encoded(_json(header))}.{_encoded(_json(claims))}"
    mark = Ed25519PrivateKey.from_private_bytes(seed).sign(marked.encode())
    return f"{marked}.{_encoded(mark)}"


def public_key(public: bytes) -> dict[str, str]:
    """Return an Ed25519 public key as a JWK, named by its thumbprint (RFC 7638)."""
    required = {"crv": "Ed25519", "kty": "OKP", "x": _encoded(public)}
    thumbprint = hashlib.sha256(json.dumps(required, sort_keys=True, separators=(",", ":")).encode()).digest()
    return {**required, "kid": _encoded(thumbprint), "alg": "EdDSA", "use": "sig"}


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
