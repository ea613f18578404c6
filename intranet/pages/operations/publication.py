"""A published page becomes an edition: the one road behind all roads to publication."""

from __future__ import annotations

from datetime import date, datetime

from intranet.core.models import Account
from intranet.documents.models import Edition
from intranet.documents.operations.publishing import Approval, Text, freeze_edition
from intranet.pages.models.documents import DocumentPage
from intranet.pages.models.job_descriptions import JobDescriptionPage
from intranet.pages.operations.advertising import record_advert
from intranet.pages.operations.translating import freeze_pairing
from intranet.pages.publishing import wanting
from intranet.pages.publishing.freezing import frozen_blocks


def freeze_page(*, page: DocumentPage, actor: Account | None, at: datetime, on_date: date) -> Edition:
    """Freeze a page's live text as the edition of its language; the caller's transaction holds both.

    Raises PublicationRefused where something is wanting, EditionRefused where a correction has no reason.
    """
    wanting.refuse(page, on_date=on_date)
    text = Text(
        key=page.translation_key,
        kind=page.document_kind,
        language=page.locale.language_code,
        title=page.title,
        blocks=frozen_blocks(page.body, page.locale.language_code),
        governs=getattr(page, "governs", ""),
        post=getattr(page, "post", None),
        asks=page.asks,
        reason_not_recorded=page.reason_not_recorded,
        correction_reason=page.correction_reason,
        facts=page.frozen_facts(),
    )
    approval = Approval(page.in_force_from, page.minutes, page.order)
    edition = freeze_edition(text=text, approval=approval, actor=actor, at=at, on_date=on_date)
    if isinstance(page, JobDescriptionPage):
        record_advert(page=page, at=at, actor=actor)
    freeze_pairing(edition=edition, page=page, at=at, actor=actor)
    return edition
