"""An uploaded file becomes a draft once, however often and by however many people it is asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from intranet.core.models import Account
from intranet.documents.models import SourceFile, TextUpload
from intranet.documents.operations.uploading import close_upload, draft_of, open_upload, placed_by_hand
from intranet.pages.models import IndexPage
from intranet.pages.operations.approving import GivenApproval, ImportRefused
from intranet.pages.operations.importing import PAGE_TYPES, Imported, Source, import_draft


class ImportedBefore(ImportRefused):
    """The same file is a page already."""

    def __init__(self, page: Page) -> None:
        super().__init__(
            _("This very file is “%(title)s” already. Open that page, or say that you want a second one.")
            % {"title": page.title}
        )
        self.page = page


@transaction.atomic
def make_draft(
    *, upload: TextUpload, title: str, approval: GivenApproval, at: datetime, actor: Account, is_second: bool = False
) -> Imported:
    """Make a draft page of an uploaded file; its original goes to the document.

    Raises UsedAlready where that was done before, ImportedBefore where somebody made a page of the same file and
    ``is_second`` is not said, ImportRefused where text has no place yet.
    """
    _wait_for_same(upload)
    row = open_upload(upload)
    before = page_of_same(row)
    if before is not None and not is_second:
        raise ImportedBefore(before)
    draft = draft_of(row)
    imported = import_draft(
        draft=replace(draft, title=title or draft.title),
        source=Source(bytes(row.data), row.file_name, placed_by_hand(row)),
        approval=replace(approval, is_whole=True),
        publish=False,
        at=at,
        actor=actor,
        parent=IndexPage.objects.filter(pk=row.place_id).first() if row.place_id else None,
    )
    close_upload(row, page=imported.page.pk, at=at)
    return imported


def page_of_same(upload: TextUpload) -> Page | None:
    """Return the page that was made of the very same file, in the same language, if there is one."""
    keys = SourceFile.objects.filter(sha256=upload.sha256).values("document__key")
    page_type = PAGE_TYPES[upload.kind][0]
    found: Page | None = (
        page_type.objects.filter(translation_key__in=keys, locale__language_code=upload.language)
        .defer_streamfields()
        .first()
    )
    return found


def _wait_for_same(upload: TextUpload) -> None:
    """Let one person at a time make a page of a file: whoever comes second finds the first one's."""
    rows = TextUpload.objects.select_for_update(of=("self",)).filter(sha256=upload.sha256).order_by("pk")
    list(rows.values_list("pk", flat=True))
