"""A draft that was read from a file becomes a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from anyascii import anyascii
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Locale
from wagtail_localize.fields import SynchronizedField

from intranet.core import audit, institution
from intranet.core.languages import OWN_NAMES
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.documents.enums import DocumentKind
from intranet.documents.models import Document
from intranet.documents.operations.sources import keep_source
from intranet.pages.job_descriptions import header as job_header
from intranet.pages.models import IndexPage, JobDescriptionPage, ProgrammePage, RegulationPage
from intranet.pages.models.documents import DocumentPage
from intranet.pages.operations.approving import GivenApproval, ImportRefused, record_approval
from intranet.pages.publishing.freezing import body_of

if TYPE_CHECKING:
    from intranet.documents.reading import Draft

PAGE_TYPES: dict[str, tuple[type[DocumentPage], str]] = {
    DocumentKind.REGULATION: (RegulationPage, "regulations"),
    DocumentKind.JOB_DESCRIPTION: (JobDescriptionPage, "job-descriptions"),
    DocumentKind.PROGRAMME: (ProgrammePage, "programmes"),
}
HEADER_FIELDS = {
    "department": "department",
    "team": "team",
    "accountable_to": "accountable_to",
    "post_id": "post_code",
    "grade": "grade",
    "evaluation_id": "evaluation_code",
}


@dataclass(frozen=True)
class Source:
    """The original file, and which of its text a person placed by hand."""

    data: bytes
    name: str
    placed_by_hand: Sequence[str] = ()


@dataclass
class Imported:
    """What became of the file: the page, the pages of further drafts in it, and what the editor should know."""

    page: DocumentPage
    others: list[DocumentPage] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    published: bool = False
    refused: str = ""  # why it was not published though that was asked: the draft is kept


@transaction.atomic
def import_draft(
    *,
    draft: Draft,
    source: Source,
    approval: GivenApproval,
    publish: bool,
    at: datetime,
    actor: Account | None = None,
    translation_of: DocumentPage | None = None,
    fields: Mapping[str, Any] | None = None,
    parent: IndexPage | None = None,
) -> Imported:
    """Make a page of a draft, published if asked; further drafts found in the file stay drafts.

    ``translation_of`` is the page of the same document in another language: the new page takes its address, its
    approval and, block by block, its permanent ids. ``fields`` are further values of the page (``governs``, ``post``).
    ``parent`` is the section to put the page in, by default the usual one of its kind. What may not be published
    stays a draft, and ``refused`` says why.

    Raises ImportRefused where text of the file found no place, or where the site has no such language or section.
    """
    _refuse_unplaced(draft)
    warnings: list[str] = []
    approved_by = record_approval(draft=draft, given=approval, at=at, actor=actor)
    if approved_by.date_was_assumed:
        warnings.append(_("The date of force was not given: the date of the approval was taken."))
    values = {**approved_by.fields, **(fields or {})}
    page = _add_page(draft, values, actor, parent or usual_section(draft), translation_of)
    imported = Imported(page, warnings=warnings)
    imported.others = [_add_page(other, {}, actor, parent or usual_section(other)) for other in draft.others]
    keep_source_of(page, draft=draft, source=source, at=at, actor=actor)
    if publish:
        _publish(imported, actor)
    counts = {"lines": draft.receipt.lines, "accounted": draft.receipt.accounted}
    audit.record("pages.imported", at=at, actor=actor, subject=page, published=imported.published, **counts)
    return imported


def keep_source_of(page: DocumentPage, *, draft: Draft, source: Source, at: datetime, actor: Account | None) -> None:
    """Keep the original file, with the account of it, with the document of a page."""
    document, _created = Document.objects.get_or_create(key=page.translation_key, defaults={"kind": page.document_kind})
    receipt = receipt_of(draft, source)
    keep_source(document=document, data=source.data, name=source.name, receipt=receipt, at=at, actor=actor)


def receipt_of(draft: Draft, source: Source) -> dict[str, Any]:
    """Return the account of a file as it is kept beside it."""
    return {
        "lines": draft.receipt.lines,
        "accounted": draft.receipt.accounted,
        "dropped": [{"text": each.text, "reason": each.reason} for each in draft.receipt.dropped],
        "placed_by_hand": list(source.placed_by_hand),
    }


def _refuse_unplaced(draft: Draft) -> None:
    count = len(draft.receipt.unplaced)
    if count:
        raise ImportRefused(
            ngettext(
                "%(count)d line of the file found no place. Nothing was saved.",
                "%(count)d lines of the file found no place. Nothing was saved.",
                count,
            )
            % {"count": count}
        )


def _publish(imported: Imported, actor: Account | None) -> None:
    """Publish the page, unless something is wanting: then it stays a draft. A stamp that is missing is the reason."""
    page = imported.page
    if page.approval_is_expected and not (page.minutes or page.order or page.reason_not_recorded):
        page.reason_not_recorded = _("The file from which the text was read records no approval.")
        page.save_revision(user=actor)
    try:
        with transaction.atomic():
            page.get_latest_revision().publish(user=actor)
    except Refusal as refusal:
        imported.refused = str(refusal)
        return
    page.refresh_from_db()
    imported.published = True


def usual_section(draft: Draft) -> IndexPage:
    """Return the section where documents of a draft's kind stand. Raises ImportRefused where the site has none."""
    languages = institution.current().languages
    section = PAGE_TYPES[draft.kind][1]
    found: IndexPage | None = IndexPage.objects.filter(slug=section, locale__language_code=draft.language).first()
    if draft.language not in languages or found is None:
        raise ImportRefused(
            _("This site has no pages in %(language)s. Its languages are: %(languages)s.")
            % {
                "language": OWN_NAMES.get(draft.language, draft.language),
                "languages": ", ".join(OWN_NAMES[code] for code in languages),
            }
        )
    return found


def _add_page(
    draft: Draft,
    values: Mapping[str, Any],
    actor: Account | None,
    parent: IndexPage,
    translation_of: DocumentPage | None = None,
) -> DocumentPage:
    page_type = PAGE_TYPES[draft.kind][0]
    shared = _shared_with(translation_of) if translation_of else {"slug": free_slug(parent, draft.title)}
    page = page_type(
        title=draft.title[:255],
        locale=Locale.objects.get(language_code=draft.language),
        body=body_of(draft.blocks, translation_of.body if translation_of else ()),
        live=False,
        owner=actor,
        **{**_header(draft, page_type), **values, **shared},
    )
    try:
        parent.add_child(instance=page)
    except ValidationError as error:
        raise ImportRefused(" ".join(error.messages)) from error
    page.save_revision(user=actor)
    return page


def _shared_with(page: DocumentPage) -> dict[str, Any]:
    """Return what a page's translation has in common with it."""
    synchronized = [
        field.field_name for field in page.override_translatable_fields if isinstance(field, SynchronizedField)
    ]
    return {"translation_key": page.translation_key, **{name: _value_of(page, name) for name in synchronized}}


def _value_of(page: DocumentPage, name: str) -> Any:
    value = getattr(page, name)
    return list(value.all()) if page._meta.get_field(name).many_to_many else value


def _header(draft: Draft, page_type: type[DocumentPage]) -> dict[str, Any]:
    if page_type is not JobDescriptionPage:
        return {}
    words = {
        name: draft.header[key][: page_type._meta.get_field(name).max_length or None]
        for key, name in HEADER_FIELDS.items()
        if draft.header.get(key)
    }
    return {**words, **job_header.values_of(draft)}


def free_slug(parent: IndexPage, title: str, length: int = 60) -> str:
    """Return an address for a title in Latin letters that no page beside it has: the same in every language."""
    words = slugify(anyascii(title)).split("-")
    slug = ""
    for word in words:
        if len(slug) + len(word) + 1 > length:
            break
        slug = f"{slug}-{word}".strip("-")
    slug = slug or "page"
    taken = set(parent.get_children().values_list("slug", flat=True))
    numbered = [slug, *(f"{slug}-{number}" for number in range(2, len(taken) + 3))]
    return next(candidate for candidate in numbered if candidate not in taken)
