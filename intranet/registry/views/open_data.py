"""The full files of the list and its feed: for everybody, where the institution recorded its legal basis."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from intranet.core import clock, institution
from intranet.core.access import public
from intranet.core.languages import in_reader_language, reader_language
from intranet.registry.operations import open_data
from intranet.registry.queries import feed
from intranet.registry.queries.disclosing import disclosure_settings
from intranet.registry.queries.feed import Told

MEDIA_TYPES = {name: media_type for name, (_written, media_type) in open_data.WRITERS.items()}
MEDIA_TYPES[open_data.PASSPORT] = "application/json"


def refuse_where_closed() -> None:
    """Raise Http404 where the full files are not open to everybody."""
    if not open_data.is_open():
        raise Http404


@public
@require_safe
def open_data_page(request: HttpRequest) -> HttpResponse:
    """Show the passport of the open data and its files."""
    refuse_where_closed()
    passport = _passport()
    context = {
        "passport": passport,
        "files": passport.get("resources", []),
        "basis": in_reader_language(disclosure_settings().open_data_basis),
        "passport_url": reverse("open_data_file", args=[open_data.PASSPORT]),
        "feed_url": reverse("certificates_feed"),
        "written_at": datetime.fromisoformat(passport["modified"]) if passport else None,
        "publisher": institution.current().name_in(reader_language()),
    }
    return render(request, "registry/open_data.html", context)


def _passport() -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((open_data.folder() / open_data.PASSPORT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _hash_of(_request: HttpRequest, name: str) -> str | None:
    if name == open_data.PASSPORT:
        return f'"{_passport().get("modified", "")}"'
    hashes = {file["path"]: file["hash"] for file in _passport().get("resources", [])}
    return f'"{hashes[name]}"' if name in hashes else None


@public
@require_safe
@condition(etag_func=_hash_of)
def open_data_file(_request: HttpRequest, name: str) -> HttpResponseBase:
    """Hand out a file of the open data as it was written; its ETag is its checksum."""
    refuse_where_closed()
    if name not in MEDIA_TYPES:
        raise Http404
    try:
        file = (open_data.folder() / name).open("rb")
    except OSError:
        raise Http404 from None
    response = FileResponse(file, content_type=f"{MEDIA_TYPES[name]}; charset=utf-8", filename=name)
    response["X-Robots-Tag"] = "noindex"
    response["Access-Control-Allow-Origin"] = "*"  # open data is for programs in other people's pages too
    return response


@public
@require_safe
def certificates_feed(request: HttpRequest) -> HttpResponse:
    """Tell in Atom what was published, corrected and annulled of late; an annulled row bears no name."""
    refuse_where_closed()
    origin = request.build_absolute_uri("/")[:-1]
    told = feed.latest(at=clock.now(), origin=origin)
    here = origin + reverse("certificates_feed")
    host = request.get_host().partition(":")[0]  # the scheme tag: knows no port
    atom = Atom1Feed(
        title=_("CPD certificates issued"),
        link=origin + reverse("certificates"),
        description="",
        language=reader_language(),
        feed_url=here,
        feed_guid=here,
        author_name=institution.current().name_in(reader_language()),
    )
    for each in told:
        atom.add_item(
            title=f"{each.entry.record_number} – {each.event.label}",
            link=each.entry.url,
            description=_in_words(each),
            unique_id=f"tag:{host},{each.at:%Y-%m-%d}:certificates/{each.key}",
            updateddate=each.at,
            pubdate=each.at,
        )
    response = HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"
    return response


def _in_words(told: Told) -> str:
    parts = (told.name, told.entry.topic, told.entry.kind, told.entry.form)
    return ". ".join(part.rstrip(".") for part in parts if part)
