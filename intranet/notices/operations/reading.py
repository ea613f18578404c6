"""What a recipient does with a notice: opens it, confirms a statutory one."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.languages import reader_language
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.notices.letters import receipt_text
from intranet.notices.models import Notice
from intranet.people.models import Person


class NoReceiptNeeded(Refusal):
    """The notice asks for no receipt, or has one."""


@transaction.atomic
def mark_read(*, notice: Notice, at: datetime, actor: Account) -> None:
    """Note that the recipient has read a notice; the first time counts."""
    if Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at):
        audit.record("notices.read", at=at, actor=actor, subject=notice)


@transaction.atomic
def mark_all_read(*, person: Person, at: datetime, actor: Account) -> int:
    """Note that the recipient has read everything in the inbox; receipts stay open."""
    read = Notice.objects.in_the_inbox_of(person).filter(read_at=None).update(read_at=at)
    if read:
        audit.record("notices.all_read", at=at, actor=actor, subject=person, notices=read)
    return read


@transaction.atomic
def confirm_receipt(*, notice: Notice, at: datetime, actor: Account) -> Notice:
    """Record that the recipient confirms a statutory notice: who, when, in which language, and a hash of its words.

    Raises NoReceiptNeeded where it asks for none or was confirmed before.
    """
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    if not notice.wants_receipt:
        raise NoReceiptNeeded(_("This notice asks for no receipt, or you have confirmed it already."))
    notice.receipt_at, notice.receipt_by, notice.receipt_language = at, actor, reader_language()
    notice.receipt_hash = hashlib.sha256(receipt_text(notice).encode()).hexdigest()
    notice.read_at = notice.read_at or at
    notice.save(update_fields=["receipt_at", "receipt_by", "receipt_language", "receipt_hash", "read_at"])
    audit.record("notices.receipt", at=at, actor=actor, subject=notice, hash=notice.receipt_hash)
    return notice
