"""The file that a document was read from."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from intranet.core.models import Account
from intranet.documents.models import Document, SourceFile


@transaction.atomic
def keep_source(
    *, document: Document, data: bytes, name: str, receipt: dict[str, Any], at: datetime, actor: Account | None = None
) -> SourceFile:
    """Keep the file with its checksum and the receipt of its reading."""
    source = SourceFile(
        document=document,
        name=name[:255],
        sha256=hashlib.sha256(data).hexdigest(),
        receipt=receipt,
        added_at=at,
        added_by=actor,
    )
    source.file.save(name, ContentFile(data), save=False)
    source.save()
    return source
