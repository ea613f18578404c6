"""A published page becomes an edition: the one road behind all roads to publication."""

from __future__ import annotations

from datetime import date, datetime

from intranet.core.models import Account
from intranet.documents.models import Edition
from intranet.documents.operations.publishing import Approval, Text, freeze_edition
from intranet.pages.freezing import frozen_blocks
from intranet.pages.models.documents import DocumentPage


def freeze_page(*, page: DocumentPage, actor: Account | None, at: datetime, on_date: date) -> Edition:
    """Freeze a page's live text as the edition of its language."""
    text = Text(
        key=page.translation_key,
        kind=page.document_kind,
        language=page.locale.language_code,
        title=page.title,
        blocks=frozen_blocks(page.body),
        governs=getattr(page, "governs", ""),
        post=getattr(page, "post", None),
        asks=page.asks,
    )
    approval = Approval(page.in_force_from, page.minutes, page.order)
    return freeze_edition(text=text, approval=approval, actor=actor, at=at, on_date=on_date)
