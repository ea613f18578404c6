"""What subscribers are told: that they asked, that a document has a new edition, that a text was corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from intranet.core.dates import format_date
from intranet.core.languages import reader_language
from intranet.documents.wording import in_words
from intranet.notices.kinds import Kind

SUBSCRIBE, EDITION, CORRECTION = "documents.subscribe", "documents.edition", "documents.correction"
REPEAL, REPEAL_TAKEN_BACK = "documents.repeal", "documents.repeal_taken_back"


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
        "changes": " ".join(filter(None, (in_words(context.get("counts", {})), _above(context.get("above", ()))))),
        "reason": context.get("reason", ""),
    }


def _above(names: Sequence[str]) -> str:
    """Say what differs above the text: the title, what a header or a programme states."""
    return _gettext("Changed above the text: %(names)s.") % {"names": ", ".join(names)} if names else ""


def words_of_repeal(context: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what the texts about a repeal take, in the reader's language."""
    name = context.get("replaced_by", "")
    replaced = _gettext("It is replaced by “%(title)s”.") % {"title": name}
    return {
        "title": context["title"],
        "day": format_date(date.fromisoformat(context["day"]), reader_language()),
        "replaced": replaced if name else "",
    }


REPEAL_EXAMPLE = {
    "title": "Положення про облік документів",
    "day": "2026-09-01",
    "replaced_by": "Положення про документообіг",
}
EXAMPLE = {
    "title": "Положення про облік документів",
    "in_force_from": "2026-09-01",
    "counts": {"changed": 2, "added": 1, "removed": 1},
    "above": ["Назва"],
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
    Kind(
        key=REPEAL,
        name=_("A document is repealed"),
        subject=_("Repealed: %(title)s"),
        body=_(
            "“%(title)s” is repealed: it is no longer in force from %(day)s. Its text stays where it was. %(replaced)s"
        ),
        offered=False,
        words=words_of_repeal,
        example=REPEAL_EXAMPLE,
    ),
    Kind(
        key=REPEAL_TAKEN_BACK,
        name=_("The repeal of a document was taken back"),
        subject=_("Not repealed: %(title)s"),
        body=_("We wrote that “%(title)s” is no longer in force from %(day)s. The repeal was taken back: it stays."),
        offered=False,
        words=words_of_repeal,
        example=REPEAL_EXAMPLE,
    ),
]
