"""Publishing freezes an edition, by whatever road a page came to be published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from intranet.core import audit, words
from intranet.core.models import Account
from intranet.documents.models import Clause, Document, Edition
from intranet.documents.operations.acknowledging import ask_post_holders
from intranet.documents.rendering import render
from intranet.documents.rules.texts import FrozenBlock, anchors, content_hash, plain_text
from intranet.governance.models import Minutes, Order
from intranet.people.models import Post


@dataclass(frozen=True)
class Approval:
    """What brings a text into force; without a date of force it is public as "approval not recorded"."""

    in_force_from: date | None = None
    minutes: Minutes | None = None
    order: Order | None = None

    @property
    def stamp(self) -> dict[str, Any]:
        """Return the approval in words, so that a body renamed later does not rename the stamp."""
        stamp: dict[str, Any] = {}
        if self.minutes is not None:
            stamp["minutes"] = {
                "body": self.minutes.body.names,
                "number": self.minutes.number,
                "date": self.minutes.date.isoformat(),
            }
        if self.order is not None:
            stamp["order"] = {"number": self.order.number, "date": self.order.date.isoformat()}
        return stamp


@dataclass(frozen=True)
class Text:
    """A text that is being published."""

    key: UUID
    kind: str
    language: str
    title: str
    blocks: Sequence[FrozenBlock]
    governs: str = ""
    post: Post | None = None


@transaction.atomic
def freeze_edition(
    *, text: Text, approval: Approval, at: datetime, on_date: date, actor: Account | None = None
) -> Edition:
    """Freeze a published text as an edition and return it; an unchanged text returns the edition that stands.

    A changed text of the same date of force is a correction: it supersedes the standing edition, which is kept.
    """
    document = _document(text)
    digest = content_hash(text.title, text.blocks)
    in_force_from = approval.in_force_from
    standing = (
        Edition.objects.select_for_update()
        .standing()
        .filter(document=document, language=text.language, in_force_from=in_force_from)
        .first()
    )
    unchanged = standing is not None and (standing.content_hash, standing.stamp) == (digest, approval.stamp)
    if standing is not None and unchanged:
        return standing
    # A text that was public without approval and now has it is the same edition, approved: it takes its place.
    retired = Edition.objects.standing().filter(document=document, language=text.language, in_force_from=None)
    if standing is not None:
        retired = retired | Edition.objects.filter(pk=standing.pk)
    retired.update(superseded_at=at)
    edition = Edition.objects.create(
        document=document,
        language=text.language,
        title=text.title,
        in_force_from=in_force_from,
        minutes=approval.minutes,
        order=approval.order,
        stamp=approval.stamp,
        content_hash=digest,
        published_at=at,
        published_by=actor,
    )
    Clause.objects.bulk_create(_clauses(edition, text.blocks), batch_size=500)
    if document.post is not None:
        ask_post_holders(edition=edition, at=at, on_date=on_date)
    audit.record("documents.edition_frozen", at=at, actor=actor, subject=edition, hash=digest)
    return edition


def _document(text: Text) -> Document:
    document, _created = Document.objects.select_for_update().get_or_create(key=text.key, defaults={"kind": text.kind})
    if (document.governs, document.post) != (text.governs, text.post):
        if text.governs:  # the newest text that says so governs
            Document.objects.filter(governs=text.governs).exclude(pk=document.pk).update(governs="")
        document.governs, document.post = text.governs, text.post
        document.save(update_fields=["governs", "post"])
    return document


def _clauses(edition: Edition, blocks: Sequence[FrozenBlock]) -> list[Clause]:
    rows = []
    for position, (block, anchor) in enumerate(zip(blocks, anchors(blocks), strict=True)):
        text = plain_text(block)
        rows.append(
            Clause(
                edition=edition,
                position=position,
                block_id=block.id,
                kind=block.kind,
                number=block.number,
                anchor=anchor,
                heading=block.heading,
                data=block.data,
                html=render(block, anchor=anchor, language=edition.language),
                text=text,
                search_key=words.search_key(text),
            )
        )
    return rows
