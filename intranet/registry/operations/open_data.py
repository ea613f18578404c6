"""The full files of the list, written every night where the institution recorded its legal basis (LAW-09).

They lie in a folder of the site's own and not in the database: nginx, or a view, hands them out as they are.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Site

from intranet.core import audit, clock, institution
from intranet.registry import disclosure, wording
from intranet.registry.enums import IntroductionSlug
from intranet.registry.queries import exporting, listing
from intranet.registry.queries.disclosing import disclosure_settings
from intranet.registry.queries.filters import Asked
from intranet.registry.rules.passport import DataFile, Publisher, Wording, passport

PASSPORT = "datapackage.json"
WRITERS = {
    "certificates.csv": (exporting.as_csv, "text/csv"),
    "certificates.json": (exporting.as_json, "application/json"),
}


def folder() -> Path:
    """Return where the files of the open data lie."""
    return Path(settings.VAR_DIR) / "published" / "open-data"


def is_open() -> bool:
    """Say whether everybody may have the full files: the list is public, and the basis for opening it is recorded."""
    chosen = disclosure_settings()
    return institution.current().public_list and chosen.open_data and any(chosen.open_data_basis.values())


def take_down() -> None:
    """Remove the files, which the next sweep writes anew: a name that was withheld must not stay in them."""
    shutil.rmtree(folder(), ignore_errors=True)


def written_on() -> date | None:
    """Return the day of the files that lie there; None where there are none."""
    try:
        moment = json.loads((folder() / PASSPORT).read_text(encoding="utf-8"))["modified"]
    except (OSError, ValueError, KeyError):
        return None
    return clock.date_of(datetime.fromisoformat(moment))


def refresh(*, at: datetime) -> int:
    """Write the files where today's are not there yet; remove them where they must not be. Return how many."""
    if not is_open():
        take_down()
        return 0
    if written_on() == clock.date_of(at):
        return 0
    return write(at=at)


def write(*, at: datetime) -> int:
    """Write the full files and their passport; whoever reads meanwhile gets the old ones whole. Return how many."""
    with translation.override(institution.current().default_language), transaction.atomic():
        question = Asked()
        known = listing.furniture(IntroductionSlug.LIST)
        origin = site_origin()
        rows = listing.in_order(question, listing.matches(question, known, at=at))
        entries = partial(listing.every_entry, question, known, at=at, origin=origin)
        files = [
            place(folder() / name, written(rows, known.vocabulary, origin=origin, entries=entries), media_type)
            for name, (written, media_type) in WRITERS.items()
        ]
        described = passport(_publisher(origin), files, _words(), language=translation.get_language(), written_at=at)
        place(folder() / PASSPORT, [json.dumps(described, ensure_ascii=False, indent=2).encode()], "application/json")
        audit.record("registry.open_data_written", at=at, files=[file.name for file in files])
    return len(files)


def place(path: Path, blocks: Iterable[bytes], media_type: str) -> DataFile:
    """Write a file beside its place and move it there at once; return what lies there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    size = 0
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            for block in blocks:
                file.write(block)
                digest.update(block)
                size += len(block)
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return DataFile(path.name, media_type, size, digest.hexdigest())


def site_origin() -> str:
    """Return the address of the site without a path, as links in files begin."""
    site = Site.objects.filter(is_default_site=True).first()
    return str(site.root_url) if site else str(settings.WAGTAILADMIN_BASE_URL)


def _publisher(origin: str) -> Publisher:
    ours = institution.current()
    return Publisher(
        name=ours.name_in(ours.default_language),
        code=ours.code,
        email=ours.email,
        phone=ours.phone,
        landing_page=origin + reverse("certificates"),
    )


def _words() -> Wording:
    from_settings: dict[str, Any] = disclosure_settings().open_data_basis
    language = translation.get_language()
    return Wording(
        title=_("CPD certificates issued"),
        description=_("The list of CPD certificates that the institution has issued, without the names withheld."),
        keywords=[_("CPD"), _("certificate"), _("public list")],
        purpose=str(from_settings.get(language) or next(iter(from_settings.values()), "")),
        frequency=_("daily"),
        fields={
            name: _("Address for verification") if name == "url" else wording.label(name) for name in disclosure.FIELDS
        },
    )
