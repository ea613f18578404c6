"""The passport of the open data: one description, as Frictionless Data and data.gov.ua's portal read it (LAW-09)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

# What each public field is, for machines; its title and description come in the language of the register.
TYPES = {
    "name": "string",
    "form": "string",
    "kind": "string",
    "topic": "string",
    "hours": "number",
    "ects": "number",
    "issue_date": "date",
    "record_number": "string",
    "status": "string",
    "status_date": "date",
    "url": "string",
}
PATTERNS = {"url": {"format": "uri"}, "issue_date": {"format": "%Y-%m-%d"}, "status_date": {"format": "%Y-%m-%d"}}
STATUSES = ("valid", "annulled", "superseded")


@dataclass(frozen=True)
class Publisher:
    """Who publishes, and whom to ask."""

    name: str
    code: str
    email: str
    phone: str
    landing_page: str


@dataclass(frozen=True)
class DataFile:
    """A file as it lies on the disk."""

    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Wording:
    """The words of the passport in the language of the register."""

    title: str
    description: str
    keywords: Sequence[str]
    purpose: str
    frequency: str
    fields: Mapping[str, str]


def passport(
    publisher: Publisher, files: Sequence[DataFile], wording: Wording, *, language: str, written_at: datetime
) -> dict[str, Any]:
    """Return ``datapackage.json``: a Frictionless package that also has the fields of data.gov.ua's passport."""
    moment = written_at.isoformat(timespec="seconds")
    return {
        "profile": "data-package",
        "name": "certificates",
        "id": f"{publisher.code or 'register'}-certificates",
        "title": wording.title,
        "description": wording.description,
        "homepage": publisher.landing_page,
        "languages": [language],
        "created": moment,
        "keywords": list(wording.keywords),
        "contributors": [{"title": publisher.name, "role": "publisher", "email": publisher.email}],
        "resources": [_resource(file, wording) for file in files],
        "identifier": f"{publisher.code or 'register'}-certificates",
        "accrualPeriodicity": wording.frequency,
        "keyword": ", ".join(wording.keywords),
        "purpose": wording.purpose,
        "landingPage": publisher.landing_page,
        "distributionFormat": ", ".join(sorted({file.name.rsplit(".", 1)[-1].upper() for file in files})),
        "publisherName": publisher.name,
        "publisherIdentifier": publisher.code,
        "contactPointFn": publisher.name,
        "contactPointHasEmail": publisher.email,
        "contactPointHasTelephone": publisher.phone,
        "modified": moment,
    }


def _resource(file: DataFile, wording: Wording) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": file.name.replace(".", "-"),
        "path": file.name,
        "format": file.name.rsplit(".", 1)[-1],
        "mediatype": file.media_type,
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
    }
    if file.name.endswith(".csv"):
        found["profile"] = "tabular-data-resource"
        found["dialect"] = {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "header": True}
        found["schema"] = {
            "fields": [_field(name, kind, wording) for name, kind in TYPES.items()],
            "primaryKey": ["record_number"],
            "missingValues": [""],
        }
    return found


def _field(name: str, kind: str, wording: Wording) -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, "type": kind, "title": wording.fields[name], **PATTERNS.get(name, {})}
    if name == "status":
        found["constraints"] = {"enum": list(STATUSES)}
    return found
