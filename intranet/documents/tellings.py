"""What subscribers are told: that they asked, that a document has a new edition, that a text was corrected."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from intranet.core.dates import format_date
from intranet.core.languages import reader_language
from intranet.documents.wording import in_words
from intranet.notices.kinds import Kind

SUBSCRIBE, EDITION, CORRECTION = "documents.subscribe", "documents.edition", "documents.correction"


def words(context: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what the texts below take, in the reader's language."""
    title, begins = context["title"], context.get("in_force_from")
    day = format_date(date.fromisoformat(begins), reader_language()) if begins else ""
    news = (
        _gettext("“%(title)s” has a new edition, in force from %(day)s.")
        if begins
        else _gettext("A new text of “%(title)s” is published. Its approval is not recorded.")
    )
    return {
        "title": title,
        "news": news % {"title": title, "day": day},
        "changes": in_words(context.get("counts", {})),
        "reason": context.get("reason", ""),
    }


EXAMPLE = {
    "title": "Положення про облік документів",
    "in_force_from": "2026-09-01",
    "counts": {"changed": 2, "added": 1, "removed": 1},
    "reason": "описка",
}

KINDS = [
    Kind(
        key=SUBSCRIBE,
        name=_("Confirm that you want letters about a document"),
        subject=_("Confirm that you want letters: %(title)s"),
        body=_(
            "Somebody gave this address to get a letter whenever “%(title)s” has a new edition. If it was you, open "
            "the page and confirm: only then do letters come. If it was not you, there is nothing to do."
        ),
        offered=False,
        words=words,
        example=EXAMPLE,
    ),
    Kind(
        key=EDITION,
        name=_("A document has a new edition"),
        subject=_("A new edition: %(title)s"),
        body="%(news)s %(changes)s",
        offered=False,
        words=words,
        example=EXAMPLE,
    ),
    Kind(
        key=CORRECTION,
        name=_("The text of a document was corrected"),
        subject=_("Corrected: %(title)s"),
        body=_("A mistake in the text of “%(title)s” was corrected; what was approved is the same. Reason: %(reason)s"),
        offered=False,
        words=words,
        example=EXAMPLE,
    ),
]
