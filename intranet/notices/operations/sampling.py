"""A letter to oneself: what a kind of notice looks like in one's own mail program."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from intranet.core import audit
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.notices.kinds import Kind
from intranet.notices.models import Letter
from intranet.notices.previews import preview_of


class CannotSendSample(Refusal):
    """There is nothing to send, or no address to send it to."""


@transaction.atomic
def send_to_oneself(*, kind: Kind, languages: Sequence[str], at: datetime, actor: Account) -> Letter:
    """Write a letter like those of ``kind`` to whoever asks; it says in its subject that it is a preview.

    Raises CannotSendSample for an account without an address, and for a kind of which there is nothing to show.
    """
    if not actor.email:
        raise CannotSendSample(_("Your account has no e-mail address. Ask an administrator to enter one."))
    preview = preview_of(kind, languages=languages)
    if preview is None:
        raise CannotSendSample(_("There is no notice of this kind yet, and no example of one."))
    with translation.override(languages[0]):
        subject = _("Preview: %(subject)s") % {"subject": preview.written.subject}
    letter = Letter.objects.create(
        key=f"preview:{uuid.uuid4()}",
        languages="+".join(languages),
        address=actor.email,
        subject=subject[:255],
        text=preview.written.text,
        html=preview.written.html,
        message_id=preview.written.message_id,
        next_attempt_at=at,
        created_at=at,
    )
    audit.record("notices.previewed", at=at, actor=actor, subject=letter, kind=kind.key)
    return letter
