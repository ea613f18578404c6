"""A newer file of a text that is here: its changes proposed clause by clause, those taken written into the draft."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.models import Account
from intranet.documents.enums import BlockKind
from intranet.documents.models import TextUpload
from intranet.documents.operations.uploading import close_upload, draft_of, open_upload, placed_by_hand
from intranet.documents.reading import Block, Draft
from intranet.documents.rules.comparing import Change, words_of
from intranet.documents.rules.looks import merged
from intranet.documents.rules.structured import SHEETS
from intranet.documents.rules.taking import Taken, take
from intranet.pages.models.documents import DocumentPage
from intranet.pages.operations.approving import ImportRefused
from intranet.pages.operations.importing import Source, keep_source_of
from intranet.pages.operations.importing_proposal import Proposal, proposal_of
from intranet.pages.publishing.freezing import body_of

_STYLED = frozenset({BlockKind.CLAUSE, BlockKind.PARAGRAPH, BlockKind.NOTE, BlockKind.LIST})


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
    proposal = proposal_of(page, row, read)
    _refuse(read, proposal, revision)
    saved: DocumentPage = page.get_latest_revision_as_object()
    chosen = take(proposal.pairs, [block.id for block in proposal.older], taken)
    raw = {block["id"]: block for block in saved.body.raw_data}
    saved.body = [_raw(each, raw, carries_looks=proposal.carries_looks) for each in chosen]
    if takes_title and proposal.title:
        saved.title = proposal.title[:255]
    saved.save_revision(user=actor, log_action=True)
    source = Source(bytes(row.data), row.file_name, placed_by_hand(row))
    keep_source_of(page, draft=read, source=source, at=at, actor=actor)
    close_upload(row, page=page.pk, at=at)
    count = len(proposal.keys & set(taken))
    audit.record("pages.imported_again", at=at, actor=actor, subject=page, changes=len(proposal.keys), taken=count)
    return count


def _refuse(read: Draft, proposal: Proposal, revision: int) -> None:
    if read.receipt.unplaced:
        raise ImportRefused(_("Text of the file has no place yet. Say first what becomes of it."))
    if proposal.revision != revision:
        raise ImportRefused(_("The draft has been changed meanwhile. Look at the changes again."))


def _raw(taken: Taken, raw: Mapping[str, Any], *, carries_looks: bool) -> dict[str, Any]:
    """Return a block as the page's body keeps it; words that stay keep their links to pages of the site."""
    older, newer = taken.pair.older, taken.pair.newer
    before = dict(raw[older.id]) if older is not None else {}
    if not taken.is_new or newer is None:
        return before
    if older is not None and older.kind == BlockKind.DUTY_GROUP:  # a file has it as a heading like any other
        return {**before, "value": {"heading": words_of(newer)}}
    if older is not None and older.kind == newer.kind and taken.pair.change == Change.SAME:
        return _renumbered(before, newer.number) if taken.pair.is_renumbered else before
    [made] = body_of([Block(newer.kind, newer.data, [])])  # type: ignore[arg-type]
    value = with_item_ids(made["value"], before.get("value"))
    if older is not None and older.kind in SHEETS:
        value = {**before["value"], **value}
    if older is not None and {older.kind, newer.kind} <= _STYLED:
        value = _with_looks(value, before["value"], carries_looks=carries_looks)
    return {**made, "id": newer.id, "value": value}


def _with_looks(value: Any, before: Any, *, carries_looks: bool) -> Any:
    """Return the value of a text, or of a list of texts, whose words that stay keep what the file cannot carry."""
    if "text" in value and "text" in before:
        text = merged(before["text"], value["text"], carries_looks=carries_looks)
        return {**value, "text": f"<p>{text}</p>"}
    if "items" in value and "items" in before:
        old = {item["id"]: item for item in before["items"] if "id" in item}
        return {**value, "items": [_item_with_looks(item, old, carries_looks=carries_looks) for item in value["items"]]}
    return value


def _item_with_looks(item: dict[str, Any], old: Mapping[str, Any], *, carries_looks: bool) -> dict[str, Any]:
    before = old.get(item["id"])
    if before is None:
        return item
    return {**item, "value": _with_looks(item["value"], before["value"], carries_looks=carries_looks)}


def with_item_ids(value: Any, before: Any) -> Any:
    """Return a value whose items and rows keep the ids they had: a translation is paired by them."""
    if isinstance(value, list) and isinstance(before, list):
        return [
            {**with_item_ids(new, old), "id": old["id"]} if old and "id" in old else new
            for new, old in zip(value, _same_items(value, before), strict=True)
        ]
    if isinstance(value, dict) and isinstance(before, dict):
        return {name: with_item_ids(part, before.get(name)) for name, part in value.items()}
    return value


def _same_items(value: list[Any], before: list[Any]) -> list[Any]:
    """Return for each item the one that it was: one that says the same or nearly so, or that stood in its place."""
    found: list[Any] = [None] * len(value)
    said = [_said(item) for item in before], [_said(item) for item in value]
    for _tag, i1, i2, j1, j2 in SequenceMatcher(None, said[0], said[1], autojunk=False).get_opcodes():
        if i2 - i1 == j2 - j1:
            found[j1:j2] = before[i1:i2]
        elif i2 > i1:
            for old, new in _likest(said[0][i1:i2], said[1][j1:j2]):
                found[j1 + new] = before[i1 + old]
    return found


def _likest(older: list[str], newer: list[str]) -> list[tuple[int, int]]:
    """Return the places of what says nearly the same, in order."""
    words = [set(each.split()) for each in older], [set(each.split()) for each in newer]
    pairs: list[tuple[int, int]] = []
    start = 0
    for new, said in enumerate(words[1]):
        for old in range(start, len(older)):
            if 2 * len(said & words[0][old]) >= len(said | words[0][old]) > 0:
                pairs.append((old, new))
                start = old + 1
                break
    return pairs


def _said(item: Any) -> str:
    """Return what an item says, without its ids."""
    if isinstance(item, dict):
        return "\x1f".join(_said(part) for name, part in item.items() if name != "id")
    return "\x1e".join(_said(part) for part in item) if isinstance(item, list) else str(item)


def _renumbered(raw: Mapping[str, Any], number: str) -> dict[str, Any]:
    return {**raw, "value": {**raw["value"], "number": number}}
