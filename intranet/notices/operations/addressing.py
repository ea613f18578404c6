"""Letters to addresses that are nobody's of the institution. The key (matter and step) tells everybody once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from intranet.core import institution
from intranet.core.models import Institution
from intranet.notices.kinds import LetterDraft, register
from intranet.notices.letters import absolute, write
from intranet.notices.models import Letter, Notice, PostSettings
from intranet.notices.operations.holding import hours_of_letters
from intranet.notices.queries import post_settings
from intranet.notices.rules import letter_languages


@transaction.atomic
def write_to_addresses(drafts: Sequence[LetterDraft], *, at: datetime) -> int:
    """Write the letters that are not there yet; return how many were written.

    They go out, are tried again and are given up like all others. The caller's operation is the cause and writes the
    audit entry; a draft of an unknown kind raises KeyError.
    """
    known = set(Letter.objects.filter(key__in={draft.key for draft in drafts}).values_list("key", flat=True))
    fresh = {draft.key: draft for draft in drafts if draft.key not in known}
    site = institution.current()
    opening = hours_of_letters(site).go_out_at(at)
    frame = post_settings()
    letters = [_letter(draft, site, frame, at=at, opening=opening) for draft in fresh.values()]
    Letter.objects.bulk_create(letters, ignore_conflicts=True)
    return len(fresh)


def _letter(draft: LetterDraft, site: Institution, frame: PostSettings, *, at: datetime, opening: datetime) -> Letter:
    languages = letter_languages(
        draft.language, site.languages, unknown_means_both=site.profile.unknown_preference_means_both
    )
    notice = Notice(
        kind_key=register()[draft.kind].key,
        context=draft.context,
        clause_document=draft.clause.document_key if draft.clause else "",
        clause_number=draft.clause.number if draft.clause else "",
        url=draft.url,
    )
    written = write(
        [notice],
        languages=languages,
        site=site,
        frame=frame,
        digest_on=None,
        has_inbox=False,
        unsubscribe=draft.unsubscribe,
    )
    return Letter(
        key=draft.key,
        about=draft.about,
        languages="+".join(languages),
        address=draft.address,
        subject=written.subject,
        text=written.text,
        html=written.html,
        message_id=written.message_id,
        unsubscribe=absolute(draft.unsubscribe),
        next_attempt_at=opening,
        created_at=at,
    )
