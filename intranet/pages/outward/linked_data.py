"""What search engines and registers of law read in a regulation's page: schema.org's ``Legislation`` as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from intranet.core import institution
from intranet.core.languages import in_reader_language
from intranet.documents.enums import EditionState
from intranet.documents.models import Edition

UNSAFE_IN_SCRIPT = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
SCHEMA = "https://schema.org"
FILES = {"document.json": "application/json", "document.pdf": "application/pdf"}
FORCE = {
    EditionState.IN_FORCE.value: f"{SCHEMA}/InForce",
    EditionState.FUTURE.value: f"{SCHEMA}/NotInForce",
    EditionState.PREVIOUS.value: f"{SCHEMA}/NotInForce",
    EditionState.REPEALED.value: f"{SCHEMA}/NotInForce",
}


def in_script(data: Any) -> SafeString:
    """Return data as JSON that cannot end the script element that it stands in."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(UNSAFE_IN_SCRIPT))  # noqa: S308 - escaped


def legislation(
    edition: Edition, editions: Sequence[Edition], *, state: str, kind: str, url: str, request: HttpRequest
) -> dict[str, Any]:
    """Return an edition as ``Legislation``; ``kind`` is the word for such a text, ``url`` the address of its page."""
    begins = edition.in_force_from
    base = request.build_absolute_uri(url)
    owner = {"@type": "Organization", "name": institution.current().name_in(edition.language)}
    found: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "Legislation",
        "@id": f"{base}{begins}/" if begins else base,
        "url": base,
        "name": edition.title,
        "legislationIdentifier": f"urn:uuid:{edition.document.key}",
        "legislationType": kind,
        "inLanguage": edition.language,
        "datePublished": edition.published_at.isoformat(),
        "publisher": owner,
        "legislationPassedBy": _passed_by(edition) or owner,
        "encoding": [
            {
                "@type": "LegislationObject",
                "encodingFormat": media_type,
                "contentUrl": f"{base}{begins}/{name}" if begins else f"{base}{name}",
                "inLanguage": edition.language,
            }
            for name, media_type in FILES.items()
        ],
    }
    found |= _dates(edition, editions, base)
    if state in FORCE:
        found["legislationLegalForce"] = FORCE[state]
    return found


def _passed_by(edition: Edition) -> dict[str, str] | None:
    minutes = edition.stamp.get("minutes")
    return {"@type": "Organization", "name": in_reader_language(minutes["body"])} if minutes else None


def _dates(edition: Edition, editions: Sequence[Edition], base: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    approvals = [edition.stamp[name]["date"] for name in ("minutes", "order") if name in edition.stamp]
    if approvals:
        found["legislationDate"] = max(approvals)
    begins = edition.in_force_from
    if begins is None:
        return found
    days = sorted(each.in_force_from for each in editions if each.in_force_from)
    ends = [day for day in (*days, edition.document.repealed_on) if day and day > begins]
    earlier = [day for day in days if day < begins]
    found["legislationDateVersion"] = begins.isoformat()
    found["temporalCoverage"] = f"{begins}/{min(ends) if ends else '..'}"
    if earlier:
        found["legislationChanges"] = {"@type": "Legislation", "@id": f"{base}{earlier[-1]}/"}
    return found
