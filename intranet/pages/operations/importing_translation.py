"""A file in another language becomes the draft of a page's translation, clause against clause. Nothing is published."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale

from intranet.core import audit
from intranet.core.models import Account
from intranet.documents.models import TextUpload
from intranet.documents.operations.uploading import close_upload, draft_of, open_upload, placed_by_hand
from intranet.documents.reading import Block, Draft
from intranet.documents.rules.answering import Answer, answers
from intranet.documents.rules.matching import Incoming
from intranet.pages.models import IndexPage
from intranet.pages.models.documents import DocumentPage
from intranet.pages.operations.approving import GivenApproval, ImportRefused
from intranet.pages.operations.importing import Source, import_draft, keep_source_of, usual_section
from intranet.pages.operations.importing_again import with_item_ids
from intranet.pages.operations.translating import keep_translations
from intranet.pages.publishing.freezing import body_of, frozen_blocks
from intranet.pages.translations.standing import draft_of as page_draft_of
from intranet.pages.translations.standing import text_to_answer_to, units
from intranet.pages.translations.translator import engine_of


def translation_in(page: DocumentPage, language: str) -> DocumentPage | None:
    """Return the page that is a page's text in another language, if there is one."""
    pages = type(page).objects.filter(translation_key=page.translation_key, locale__language_code=language)
    found: DocumentPage | None = pages.first()
    return found


def section_for(page: DocumentPage, draft: Draft) -> IndexPage:
    """Return the section in which the translation of a page goes. Raises ImportRefused where the site has none."""
    beside = page.get_parent().specific.get_translations().filter(locale__language_code=draft.language).first()
    return beside if isinstance(beside, IndexPage) else usual_section(draft)


def answers_of(*, page: DocumentPage, upload: TextUpload) -> list[Answer]:
    """Return each clause of the original with the one of the file that translates it; nothing is saved."""
    return _answers(text_to_answer_to(page), draft_of(upload))


def _answers(source: DocumentPage, read: Draft) -> list[Answer]:
    blocks = frozen_blocks(source.body, source.locale.language_code)
    return answers(blocks, [Incoming(block.kind, block.data, block.source_id) for block in read.blocks])


@transaction.atomic
def take_translation(
    *, page: DocumentPage, upload: TextUpload, title: str, at: datetime, actor: Account
) -> DocumentPage:
    """Write the file's text into the draft of a page's translation, made where there is none; nothing is published.

    Each clause gets the permanent id of the one that it translates; a clause that the file lacks stays untranslated and
    is marked so. Raises ImportRefused where text has no place yet, or where the translation is made string by string;
    UsedAlready where the file was taken before.
    """
    row = open_upload(upload)
    read = replace(draft_of(row), title=title or draft_of(row).title)
    if read.receipt.unplaced:
        raise ImportRefused(_("Text of the file has no place yet. Say first what becomes of it."))
    source = text_to_answer_to(page)
    found = _answers(source, read)
    origin = Source(bytes(row.data), row.file_name, placed_by_hand(row))
    target = translation_in(page, row.language)
    if target is None:
        target = _new_page(page, read, origin, at=at, actor=actor)
    elif engine_of(target) is not None:
        raise ImportRefused(
            _("This translation is made sentence by sentence: bring its file on the screen of the translation.")
        )
    else:
        _own(target)
        keep_source_of(target, draft=read, source=origin, at=at, actor=actor)
    draft = page_draft_of(target)
    draft.title = read.title[:255]
    draft.body = _body(source, draft, found, seed=f"{row.sha256}:{row.pk}")
    draft.save_revision(user=actor, log_action=True)
    complete = {each.source.id for each in found if each.source and each.target} | {"title"}
    keep_translations(
        page=draft, source=source, complete=complete, sources=units(source), targets=units(draft), at=at, actor=actor
    )
    close_upload(row, page=target.pk, at=at)
    audit.record("pages.translation_imported", at=at, actor=actor, subject=target, clauses=len(complete) - 1)
    return target


def _own(target: DocumentPage) -> None:
    """Make a page that only mirrors the original one of its own."""
    if target.alias_of_id:
        target.alias_of = None
        target.save(update_fields=["alias_of_id"], clean=False)


def _new_page(page: DocumentPage, read: Draft, origin: Source, *, at: datetime, actor: Account) -> DocumentPage:
    if not Locale.objects.filter(language_code=read.language).exists():
        usual_section(read)  # says which languages there are
    imported = import_draft(
        draft=replace(read, blocks=[], others=[]),
        source=origin,
        approval=GivenApproval(is_whole=True),
        publish=False,
        at=at,
        actor=actor,
        translation_of=page,
        parent=section_for(page, read),
    )
    return imported.page


def _body(source: DocumentPage, draft: DocumentPage, found: Sequence[Answer], *, seed: str) -> list[dict[str, Any]]:
    """Return the translation's text: what the file lacks as it was here, else in the original's own words."""
    originals = {block["id"]: dict(block) for block in source.body.raw_data}
    before = {block["id"]: dict(block) for block in draft.body.raw_data}
    body = []
    for place, each in enumerate(found):
        if each.target is None:
            assert each.source is not None  # noqa: S101 - one of the two is there
            body.append(before.get(each.source.id) or originals[each.source.id])
            continue
        [made] = body_of([Block(each.target.kind, each.target.data, [])])  # type: ignore[arg-type]
        if each.source is None:
            body.append({**made, "id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{seed}:{place}"))})
            continue
        old = before.get(each.source.id) or originals[each.source.id]
        body.append({**_as_original(made, old), "id": each.source.id})
    return body


def _as_original(made: dict[str, Any], old: dict[str, Any]) -> dict[str, Any]:
    """Return a block as one of its original's kind, its items and rows under the ids of the original's."""
    if made["type"] == old["type"]:
        return {**made, "value": with_item_ids(made["value"], old["value"])}
    if {made["type"], old["type"]} == {"section", "duty_group"}:
        heading = made["value"]["heading"]
        return {"type": old["type"], "value": {**old["value"], "heading": heading}}
    if {made["type"], old["type"]} == {"paragraph", "note"}:
        return {"type": old["type"], "value": {**old["value"], "text": made["value"]["text"]}}
    return made
