"""An edition as JSON at a stable address: its words, their addresses and what approved them (docs/api.md)."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from intranet.documents.models import Edition
from intranet.documents.queries import Standing

FIELDS = ("block_id", "number", "anchor", "kind", "heading", "change", "text", "html")


def answer(request: HttpRequest, standing: Standing, *, url: str) -> HttpResponse:
    """Return an edition as JSON for everybody's programs; nothing is read of a text that the reader has already."""
    edition = standing.edition
    etag = f'"{edition.content_hash[:32]}-{edition.pk}-{edition.making}-{standing.state.value}-{_later(standing)}"'
    found = get_conditional_response(request, etag=etag)
    if found is None:
        origin = request.build_absolute_uri(url)
        body = json.dumps(_document(standing, url=origin), ensure_ascii=False, indent=1)
        found = HttpResponse(body, content_type="application/json; charset=utf-8")
        found["ETag"] = etag
    found["Access-Control-Allow-Origin"] = "*"  # open data is for programs in other people's pages too
    found["X-Robots-Tag"] = "noindex"
    found["Content-Language"] = edition.language
    return found


def _later(standing: Standing) -> str:
    """Return what may change beside a frozen text: which editions there are, and until when it is in force."""
    newest = max((each.published_at for each in standing.editions), default=None)
    stamp = int(newest.timestamp()) if newest else 0
    return f"{standing.repealed_on or 0}-{len(standing.editions)}-{stamp}"


def _document(standing: Standing, *, url: str) -> dict[str, Any]:
    edition = standing.edition
    rows = edition.clauses.order_by("position").values(*FIELDS)
    base = _place(edition, url)
    return {
        "document": str(edition.document.key),
        "kind": edition.document.kind,
        "title": edition.title,
        "language": edition.language,
        "url": base,
        "state": standing.state.value,
        "in_force_from": _written(edition.in_force_from),
        "replaced_from": _written(standing.next_in_force_from),
        "repealed_on": _written(standing.repealed_on),
        "published_at": _written(edition.published_at),
        "stamp": edition.stamp,
        "facts": edition.facts,
        "hash": {"algorithm": "sha-256", "value": edition.content_hash},
        "editions": [
            {"in_force_from": _written(each.in_force_from), "url": f"{_place(each, url)}document.json"}
            for each in standing.editions
        ],
        "clauses": [_clause(row, base, edition.language) for row in rows],
    }


def _clause(row: dict[str, Any], base: str, language: str) -> dict[str, Any]:
    rest = {name: row[name] for name in FIELDS if name != "block_id"}
    return {"id": row["block_id"], **rest, "language": language, "url": f"{base}#{row['anchor']}"}


def _place(edition: Edition, url: str) -> str:
    return f"{url}{edition.in_force_from}/" if edition.in_force_from else url


def _written(moment: Any) -> str | None:
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="seconds")
    return moment.isoformat() if moment else None
