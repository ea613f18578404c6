"""A newer file of a text that is here: its changes proposed clause by clause, those taken written into the draft."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.models import Account
from intranet.documents.enums import BlockKind
from intranet.documents.models import Document, TextUpload
from intranet.documents.operations.sources import keep_source
from intranet.documents.operations.uploading import close_upload, draft_of, open_upload, placed_by_hand
from intranet.documents.reading import Block, Draft
from intranet.documents.rules.comparing import Change, Pair, compare, words_of
from intranet.documents.rules.matching import Incoming, Matching, match
from intranet.documents.rules.taking import Taken, key_of, take
from intranet.documents.rules.texts import FrozenBlock
from intranet.pages.models.documents import DocumentPage
from intranet.pages.operations.approving import ImportRefused
from intranet.pages.operations.importing import Source, receipt_of
from intranet.pages.publishing.freezing import body_of, frozen_blocks


@dataclass(frozen=True)
class Proposal:
    """What a newer file would change in a draft: pairs in the file's order, among them those that stay."""

    pairs: list[Pair]
    older: list[FrozenBlock]
    revision: int  # of the draft that the file was held against
    title: str  # that the file has, where it is another
    kept: list[FrozenBlock] = field(default_factory=list)  # blocks of parts, which only the editor changes

    @property
    def changes(self) -> list[Pair]:
        return [pair for pair in self.pairs if pair.is_touched]

    @property
    def keys(self) -> set[str]:
        return {key_of(pair) for pair in self.changes}


def propose(*, page: DocumentPage, upload: TextUpload) -> Proposal:
    """Return what the file changes in the draft of a page; nothing is saved."""
    return _proposal(page, upload, draft_of(upload))


def _proposal(page: DocumentPage, upload: TextUpload, read: Draft) -> Proposal:
    saved: DocumentPage = page.get_latest_revision_as_object()
    older = frozen_blocks(saved.body, saved.locale.language_code)
    matching = match(older, [Incoming(block.kind, block.data, block.source_id) for block in read.blocks])
    pairs = [_of_one_block(pair) for pair in compare(older, _newer(upload, read.blocks, older, matching))]
    return Proposal(
        pairs=pairs,
        older=older,
        revision=page.latest_revision_id or 0,
        title=read.title if read.title.casefold() != saved.title.casefold() else "",
        kept=[older[before] for before in sorted(set(matching.held.values()))],
    )


def _of_one_block(pair: Pair) -> Pair:
    """Return a pair whose newer side has the permanent id of the older one, which is what it is paired for."""
    if pair.older is None or pair.newer is None or pair.older.id == pair.newer.id:
        return pair
    newer = FrozenBlock(pair.older.id, pair.newer.kind, pair.newer.data)
    return Pair(pair.older, newer, pair.change, pair.is_renumbered, pair.is_moved, pair.runs)


def _newer(
    upload: TextUpload, blocks: Sequence[Block], older: Sequence[FrozenBlock], matching: Matching
) -> list[FrozenBlock]:
    """Return the file's blocks with permanent ids: a partner's, else one that is the same at each look."""
    found: list[FrozenBlock] = []
    shown: set[int] = set()
    for place, block in enumerate(blocks):
        held = matching.held.get(place)
        if held is not None:
            found += [] if held in shown else [older[held]]
            shown.add(held)
            continue
        before = matching.partner.get(place)
        own = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{upload.sha256}:{upload.pk}:{place}"))
        found.append(FrozenBlock(older[before].id if before is not None else own, block.kind, block.data))
    return found


@transaction.atomic
def take_changes(
    *,
    page: DocumentPage,
    upload: TextUpload,
    taken: Collection[str],
    revision: int,
    takes_title: bool,
    at: datetime,
    actor: Account,
) -> int:
    """Write the chosen changes into the draft as a new revision and return how many; what is published stays.

    ``taken`` are the keys of the changes, ``revision`` the draft that the person was shown. Raises ImportRefused where
    the draft was saved since, or text of the file has no place yet; UsedAlready where the file was taken before.
    """
    row = open_upload(upload)
    page = type(page).objects.select_for_update(of=("self",)).get(pk=page.pk)
    read = draft_of(row)
    proposal = _proposal(page, row, read)
    _refuse(read, proposal, revision)
    saved: DocumentPage = page.get_latest_revision_as_object()
    chosen = take(proposal.pairs, [block.id for block in proposal.older], taken)
    raw = {block["id"]: block for block in saved.body.raw_data}
    saved.body = [_raw(each, raw) for each in chosen]
    if takes_title and proposal.title:
        saved.title = proposal.title[:255]
    saved.save_revision(user=actor, log_action=True)
    source = Source(bytes(row.data), row.file_name, placed_by_hand(row))
    document, _created = Document.objects.get_or_create(key=page.translation_key, defaults={"kind": page.document_kind})
    keep_source(
        document=document, data=source.data, name=source.name, receipt=receipt_of(read, source), at=at, actor=actor
    )
    close_upload(row, page=page.pk, at=at)
    count = len(proposal.keys & set(taken))
    audit.record("pages.imported_again", at=at, actor=actor, subject=page, changes=len(proposal.keys), taken=count)
    return count


def _refuse(read: Draft, proposal: Proposal, revision: int) -> None:
    if read.receipt.unplaced:
        raise ImportRefused(_("Text of the file has no place yet. Say first what becomes of it."))
    if proposal.revision != revision:
        raise ImportRefused(_("The draft has been changed meanwhile. Look at the changes again."))


def _raw(taken: Taken, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return a block as the page's body keeps it; what says the same keeps its markup, links included."""
    older, newer = taken.pair.older, taken.pair.newer
    before = dict(raw[older.id]) if older is not None else {}
    if not taken.is_new or newer is None:
        return before
    if older is not None and older.kind == BlockKind.DUTY_GROUP:  # a file has it as a heading like any other
        return {**before, "value": {"heading": words_of(newer)}}
    if older is not None and older.kind == newer.kind and taken.pair.change == Change.SAME:
        return _renumbered(before, newer.number) if taken.pair.is_renumbered else before
    [made] = body_of([Block(newer.kind, newer.data, [])])  # type: ignore[arg-type]
    return {**made, "id": newer.id, "value": _with_item_ids(made["value"], before.get("value"))}


def _with_item_ids(value: Any, before: Any) -> Any:
    """Return a value whose items and rows keep the ids they had: a translation is paired by them."""
    if isinstance(value, list) and isinstance(before, list):
        return [
            {**_with_item_ids(new, old), "id": old["id"]} if old and "id" in old else new
            for new, old in zip(value, _same_items(value, before), strict=True)
        ]
    if isinstance(value, dict) and isinstance(before, dict):
        return {name: _with_item_ids(part, before.get(name)) for name, part in value.items()}
    return value


def _same_items(value: list[Any], before: list[Any]) -> list[Any]:
    """Return for each item the one that it was: those that say the same, and those in a stretch of equal length."""
    found: list[Any] = [None] * len(value)
    said = [_said(item) for item in before], [_said(item) for item in value]
    for _tag, i1, i2, j1, j2 in SequenceMatcher(None, said[0], said[1], autojunk=False).get_opcodes():
        if i2 - i1 == j2 - j1:
            found[j1:j2] = before[i1:i2]
    return found


def _said(item: Any) -> str:
    """Return what an item says, without its ids."""
    if isinstance(item, dict):
        return "\x1f".join(_said(part) for name, part in item.items() if name != "id")
    return "\x1e".join(_said(part) for part in item) if isinstance(item, list) else str(item)


def _renumbered(raw: Mapping[str, Any], number: str) -> dict[str, Any]:
    return {**raw, "value": {**raw["value"], "number": number}}
