"""A copy of the list on disk, which nginx serves while the application is down; its age stands on it.

The page is refreshed whenever the log of the register has grown, the files beside it at most once an hour.
"""

from __future__ import annotations

import json
import shutil
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from intranet.core import institution
from intranet.core.models import Institution
from intranet.registry import disclosure
from intranet.registry.enums import IntroductionSlug
from intranet.registry.models import Leaf
from intranet.registry.operations.open_data import WRITERS, place, site_origin
from intranet.registry.queries import listing
from intranet.registry.queries.filters import Asked

ROWS = 500
FILES_EVERY = timedelta(hours=1)
PAGES_EVERY = timedelta(days=1)  # where nothing happens, the copy still shows that it is kept


def folder() -> Path:
    """Return where the copy lies; nginx maps the addresses of the list into it."""
    return Path(settings.VAR_DIR) / "published" / "copy"


def take_down() -> None:
    """Remove the copy, which the next sweep writes anew: a name that was withheld must not stay in it."""
    shutil.rmtree(folder(), ignore_errors=True)


def refresh(*, at: datetime) -> int:
    """Write what has changed since the last time; remove the copy where the list is off. Return how many pages."""
    ours = institution.current()
    if not ours.public_list:
        take_down()
        return 0
    known = _state()
    newest = Leaf.objects.order_by("-id").values_list("id", flat=True).first() or 0
    state = {**known, "leaf": newest, "languages": ours.languages}
    changed = any(state[name] != known.get(name) for name in ("leaf", "languages"))
    due_pages = changed or _is_older(known.get("pages_at"), at, PAGES_EVERY)
    due_files = newest != known.get("files_leaf") and _is_older(known.get("files_at"), at, FILES_EVERY)
    if not due_pages and not due_files:
        return 0
    with transaction.atomic():
        pages = _write_pages(ours, at) if due_pages else 0
        if due_files:
            _write_files(ours, at)
            state |= {"files_leaf": newest, "files_at": at.isoformat()}
    state["pages_at"] = at.isoformat() if due_pages else known["pages_at"]
    place(folder() / "state.json", [json.dumps(state).encode()], "application/json")
    return pages


def _write_pages(ours: Institution, at: datetime) -> int:
    for language in ours.languages:
        with translation.override(language):
            known = listing.furniture(IntroductionSlug.LIST)
            question = Asked()
            matching = listing.in_order(question, listing.matches(question, known, at=at))
            rows = list(disclosure.read(matching[: ROWS + 1]))
            context = {
                "institution": ours,
                "language": language,
                "languages": ours.languages,
                "name": ours.name_in(language),
                "register_language": ours.default_language,
                "entries": list(disclosure.entries(rows[:ROWS], known.vocabulary)),
                "is_cut": len(rows) > ROWS,
                "most": ROWS,
                "written_at": at,
                "files": list(WRITERS),
            }
            page = render_to_string("registry/static_copy.html", context)
        place(folder() / _address(language) / "index.html", [page.encode()], "text/html")
    return len(ours.languages)


def _write_files(ours: Institution, at: datetime) -> None:
    for language in ours.languages:
        with translation.override(language):
            known = listing.furniture(IntroductionSlug.LIST)
            question = Asked()
            rows = listing.in_order(question, listing.matches(question, known, at=at))
            origin = site_origin()
            entries = partial(listing.every_entry, question, known, at=at, origin=origin)
            for name, (written, media_type) in WRITERS.items():
                blocks = written(rows, known.vocabulary, origin=origin, entries=entries)
                place(folder() / _address(language) / name, blocks, media_type)


def _address(language: str) -> str:
    with translation.override(language):
        return reverse("certificates").strip("/")


def _state() -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder() / "state.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _is_older(moment: str | None, at: datetime, age: timedelta) -> bool:
    return moment is None or at - datetime.fromisoformat(moment) >= age
