"""Publishing freezes an edition, by whatever road a page came to be published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.models import Account
from intranet.documents.enums import Asks
from intranet.documents.models import Document, Edition
from intranet.documents.operations.asking import ask_readers
from intranet.documents.operations.caring import replaced_by_new_edition
from intranet.documents.operations.correcting import EditionRefused, demand_reason, record_correction
from intranet.documents.operations.indexing import index_clauses
from intranet.documents.queries import text_of
from intranet.documents.rules.acknowledging import EVERYWHERE, head_is_touched, touched
from intranet.documents.rules.comparing import compare
from intranet.documents.rules.texts import FrozenBlock, content_hash
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
    asks: str = Asks.CHANGED
    reason_not_recorded: str = ""  # why nothing approves it
    correction_reason: str = ""  # why it takes the place of another text of the same date
    facts: Mapping[str, Any] = field(default_factory=dict)  # what is said beside the blocks: JSON values


@transaction.atomic
def freeze_edition(
    *, text: Text, approval: Approval, at: datetime, on_date: date, actor: Account | None = None
) -> Edition:
    """Freeze a published text as an edition and return it; an unchanged text returns the edition that stands.

    A changed text of the same date of force is a correction: it supersedes the standing edition, which is kept, and
    somebody says why. Raises EditionRefused where nobody does.
    """
    document = _document(text)
    digest = content_hash(text.title, text.blocks, text.facts)
    in_force_from = approval.in_force_from
    standing = (
        Edition.objects.select_for_update()
        .standing()
        .filter(document=document, language=text.language, in_force_from=in_force_from)
        .first()
    )
    reason = "" if approval.stamp else text.reason_not_recorded.strip()
    if standing is not None:
        approved_alike = (standing.stamp, standing.reason_not_recorded) == (approval.stamp, reason)
        if approved_alike and (standing.content_hash == digest or _only_facts_are_new(standing, text)):
            return standing
        demand_reason(standing, text.correction_reason)
    _refuse_after_repeal(document, in_force_from)
    # A text that was public without approval and now has it is the same edition, approved: it takes its place.
    retired = Edition.objects.standing().filter(document=document, language=text.language, in_force_from=None)
    if standing is not None:
        retired = retired | Edition.objects.filter(pk=standing.pk)
    before = standing or retired.first() or _edition_before(document, text.language, in_force_from)
    is_new = not _has_text_of(document, in_force_from)
    retired.update(superseded_at=at)
    edition = Edition.objects.create(
        document=document,
        language=text.language,
        title=text.title,
        in_force_from=in_force_from,
        minutes=approval.minutes,
        order=approval.order,
        stamp=approval.stamp,
        reason_not_recorded=reason,
        content_hash=digest,
        published_at=at,
        published_by=actor,
        asks=text.asks,
        touched=_touched(before, text),
        facts=dict(text.facts),
    )
    if standing is not None:
        record_correction(superseded=standing, edition=edition, reason=text.correction_reason, at=at, actor=actor)
    index_clauses(edition=edition, blocks=text.blocks, on_date=on_date)
    ask_readers(document=document, at=at, on_date=on_date)
    if before is not None and is_new and before.content_hash != digest:
        replaced_by_new_edition(document=document, at=at, on_date=on_date, actor=actor)
    audit.record("documents.edition_frozen", at=at, actor=actor, subject=edition, hash=digest, asks=text.asks)
    return edition


def _only_facts_are_new(standing: Edition, text: Text) -> bool:
    """Say whether an edition that froze no facts has these very words: nobody need say why they are frozen now."""
    if standing.facts or text.correction_reason.strip():
        return False
    return standing.content_hash == content_hash(text.title, text.blocks)


def _refuse_after_repeal(document: Document, in_force_from: date | None) -> None:
    if document.repealed_on is not None and (in_force_from is None or in_force_from >= document.repealed_on):
        raise EditionRefused(
            _("This document is repealed. What replaces it is a document of its own: make a new page for it.")
        )


def _edition_before(document: Document, language: str, in_force_from: date | None) -> Edition | None:
    """Return the edition in a language that stood before one with this day of force."""
    rows = Edition.objects.standing().filter(document=document, language=language, in_force_from__isnull=False)
    if in_force_from is not None:
        rows = rows.filter(in_force_from__lt=in_force_from)
    return rows.order_by("-in_force_from").first()


def _has_text_of(document: Document, in_force_from: date | None) -> bool:
    """Say whether a day of force has a text in some language already: then this one translates or corrects it."""
    return Edition.objects.filter(document=document, in_force_from=in_force_from).exists()


def _touched(before: Edition | None, text: Text) -> list[str]:
    """Return where a text says something else than the edition before it; ``EVERYWHERE`` where that is in no clause."""
    if before is None:
        return []
    older = text_of(before)
    found = touched(compare(older, text.blocks), older, text.blocks)
    above = head_is_touched((before.title, before.facts), (text.title, text.facts))
    return [EVERYWHERE, *found] if above else found


def _document(text: Text) -> Document:
    document, _created = Document.objects.select_for_update().get_or_create(key=text.key, defaults={"kind": text.kind})
    if (document.governs, document.post) != (text.governs, text.post):
        if text.governs:  # the newest text that says so governs
            Document.objects.filter(governs=text.governs).exclude(pk=document.pk).update(governs="")
        document.governs, document.post = text.governs, text.post
        document.save(update_fields=["governs", "post"])
    return document
