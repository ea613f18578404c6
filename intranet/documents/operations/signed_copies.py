"""The signed paper, or the file signed electronically, is attached to its edition: added, never replaced."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.documents.models import Edition, SignedCopy

LARGEST = 20 * 1024 * 1024
# A container of an electronic signature is a ZIP whose first entry names itself (ETSI EN 319 162-1).
BEGINNINGS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
CONTAINERS = ("application/vnd.etsi.asic-e+zip", "application/vnd.etsi.asic-s+zip")
ENDINGS = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/tiff": ".tif",
    CONTAINERS[0]: ".asice",
    CONTAINERS[1]: ".asics",
}


class CopyRefused(Refusal):
    """The file cannot be attached; the message says why."""


@transaction.atomic
def attach_signed_copy(*, edition: Edition, name: str, data: bytes, at: datetime, actor: Account) -> SignedCopy:
    """Attach a signed copy to an edition and return it; the same file again changes nothing. Raises CopyRefused."""
    media_type = _checked(data)
    digest = hashlib.sha256(data).hexdigest()
    existing = SignedCopy.objects.defer("data").filter(edition=edition, sha256=digest).first()
    if existing is not None:
        return existing
    copy = SignedCopy.objects.create(
        edition=edition,
        name=_storable(name)[:255],
        media_type=media_type,
        sha256=digest,
        data=data,
        added_at=at,
        added_by=actor,
    )
    audit.record("documents.signed_copy_attached", at=at, actor=actor, subject=copy, edition=edition.pk, sha256=digest)
    return copy


def _checked(data: bytes) -> str:
    if not data:
        raise CopyRefused(_("The file is empty."))
    if len(data) > LARGEST:
        raise CopyRefused(_("The file is larger than 20 MB. Scan it at a lower resolution."))
    for beginning, media_type in BEGINNINGS:
        if data.startswith(beginning):
            return media_type
    for media_type in CONTAINERS:
        if data.startswith(b"PK\x03\x04") and data[30:200].startswith(b"mimetype" + media_type.encode()):
            return media_type
    raise CopyRefused(_("A signed copy is a PDF, a picture (PNG, JPEG, TIFF) or a signed container (ASiC)."))


def _storable(name: str) -> str:
    return name.replace("\0", "").encode("utf-8", "replace").decode() or "—"
