"""What an edition changed, in words of the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.documents.enums import ClauseChange
from intranet.documents.queries.changes import ORDER, REMOVED, Changes


def counts_of(changes: Changes) -> dict[str, int]:
    """Return how many clauses were changed, added, removed and renumbered; nothing for a first edition."""
    return {} if changes.since is None else {change: changes.count(change) for change in ORDER}


def in_words(counts: Mapping[str, int]) -> str:
    """Say how much an edition changed, a sentence for each kind of change; nothing of a first edition."""
    said = [_sentence(change, count) for change, count in counts.items() if count]
    if counts and not said:
        return _("No clause says anything else than before.")
    return " ".join(said)


def _sentence(change: str, count: int) -> str:
    sentences = {
        ClauseChange.CHANGED.value: ngettext("%(count)d clause changed.", "%(count)d clauses changed.", count),
        ClauseChange.ADDED.value: ngettext("%(count)d clause added.", "%(count)d clauses added.", count),
        REMOVED: ngettext("%(count)d clause removed.", "%(count)d clauses removed.", count),
        ClauseChange.RENUMBERED.value: ngettext("%(count)d clause renumbered.", "%(count)d clauses renumbered.", count),
    }
    return sentences[change] % {"count": count}


def change_name(change: str, number: str) -> str:
    """Name a clause that differs and what befell it."""
    named = {
        ClauseChange.CHANGED.value: _("%(number)s – changed"),
        ClauseChange.ADDED.value: _("%(number)s – added"),
        REMOVED: _("%(number)s – removed"),
        ClauseChange.RENUMBERED.value: _("%(number)s – renumbered"),
    }
    return named[change] % {"number": number or _("without a number")}
