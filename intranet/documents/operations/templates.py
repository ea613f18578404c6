"""The institution's own Word template: put in, or taken out."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from intranet.core import audit
from intranet.core.models import Account
from intranet.documents.models import WordTemplate
from intranet.documents.writing.checking import checked


@transaction.atomic
def keep_word_template(*, data: bytes, file_name: str, actor: Account | None, at: datetime) -> WordTemplate:
    """Use a file as the template from now on. Raises BadWordTemplate where it cannot be one."""
    data = checked(data)
    values = {"data": data, "file_name": file_name[:255], "sha256": hashlib.sha256(data).hexdigest(), "added_at": at}
    template, _created = WordTemplate.objects.update_or_create(pk=1, defaults=values)
    audit.record("documents.word_template_kept", at=at, actor=actor, subject=template, sha256=template.sha256)
    return template


@transaction.atomic
def drop_word_template(*, actor: Account | None, at: datetime) -> None:
    """Go back to the template that is supplied; nothing where that is used already."""
    template = WordTemplate.objects.select_for_update().first()
    if template is not None:
        audit.record("documents.word_template_dropped", at=at, actor=actor, subject=template, sha256=template.sha256)
        template.delete()
