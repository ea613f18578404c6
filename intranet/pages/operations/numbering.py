"""Numbering the rest of a draft: proposed first, then written into the draft; what is published stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.documents.rules.numbering import Numbered, Renumbered, renumber
from intranet.documents.rules.outlines import NOWHERE, outline, spots_of
from intranet.documents.rules.references import find_references
from intranet.documents.rules.texts import plain_text
from intranet.pages.models.documents import DocumentPage
from intranet.pages.publishing.freezing import frozen_blocks


class CannotNumber(Refusal):
    """Nothing was numbered; the message says why."""


@dataclass(frozen=True)
class Stale:
    """A clause that cites a number which another clause will have."""

    number: str
    cited: str
    after: str


@dataclass(frozen=True)
class Proposal:
    """The numbers that would change, and the citations in the text that would then be wrong."""

    changes: tuple[Renumbered, ...]
    stale: tuple[Stale, ...]


def draft_of(page: DocumentPage) -> DocumentPage:
    """Return a page as it was last saved."""
    draft: DocumentPage = page.get_latest_revision_as_object()
    return draft


def numbered_blocks(draft: DocumentPage) -> list[Numbered]:
    """Return the blocks of a draft, each with the number that it has; without one where it can have none."""
    return [Numbered(place, str(block.id), block.block_type, _number(block)) for place, block in enumerate(draft.body)]


def _number(block: Any) -> str:
    return str(block.value.get("number") or "") if hasattr(block.value, "get") else ""


def propose(draft: DocumentPage, start: str) -> Proposal:
    """Return what numbering the rest after a block would change."""
    changes = renumber(numbered_blocks(draft), start)
    after = {each.block_id: each.after for each in changes}
    blocks = frozen_blocks(draft.body)
    text = outline(blocks)
    stale: list[Stale] = []
    standing = NOWHERE
    for block in blocks:
        standing = standing.entering(block)
        for reference in find_references(plain_text(block), draft.locale.language_code, title=draft.title):
            spot = next(iter(spots_of(reference, text, standing)), None)
            if spot and spot.block_id in after:
                number = after.get(block.id, block.number)
                stale.append(Stale(number, reference.place.number, after[spot.block_id]))
    return Proposal(tuple(changes), tuple(dict.fromkeys(stale)))


@transaction.atomic
def number_the_rest(*, page: DocumentPage, start: str, expected: Sequence[str], actor: Account, at: datetime) -> int:
    """Give the blocks after ``start`` their numbers in the draft, and return how many changed.

    ``expected`` are the new numbers that the editor was shown. Raises CannotNumber where the draft has been changed
    since, or where nothing is to be changed.
    """
    draft = draft_of(page)
    changes = renumber(numbered_blocks(draft), start)
    if not changes:
        raise CannotNumber(_("Every number behind this clause is right already. Nothing was changed."))
    if [each.after for each in changes] != list(expected):
        raise CannotNumber(_("The text has been changed meanwhile. Look at the numbers again."))
    after = {each.block_id: each.after for each in changes}
    draft.body = [
        {**block, "value": {**block["value"], "number": after[block["id"]]}} if block["id"] in after else dict(block)
        for block in draft.body.raw_data
    ]
    draft.save_revision(user=actor, log_action=True)
    audit.record("pages.numbered", at=at, actor=actor, subject=page, count=len(changes))
    return len(changes)
