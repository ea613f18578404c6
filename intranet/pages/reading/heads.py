"""What is said above two texts beside each other: the title, the approval, the facts; only what differs is listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from intranet.documents.models import Edition
from intranet.documents.operations.publishing import Approval
from intranet.documents.rules.comparing import Run, marked
from intranet.pages.reading import facts
from intranet.pages.reading.editions import approval_lines

TITLE, APPROVAL = "title", "approval"


@dataclass(frozen=True)
class Head:
    """What stands above a text, in words. A text that froze no facts says nothing of them."""

    kind: str
    title: str
    approval: str = ""
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def said(self) -> dict[str, str]:
        return {TITLE: self.title, APPROVAL: self.approval, **self.facts}


@dataclass(frozen=True)
class Difference:
    """A part of the head that differs, its words marked."""

    name: str
    label: str
    runs: tuple[Run, ...]


def of_edition(edition: Edition) -> Head:
    """Return the head of an edition, in words of the active language."""
    said = "\n".join(approval_lines(edition.stamp, edition.language)) or edition.reason_not_recorded
    kind = edition.document.kind
    return Head(kind, edition.title, said, facts.all_of(kind, edition.facts, edition.language))


def of_text(text: Any) -> Head:
    """Return the head of an edition, or of a draft: a page, whose class stands above this module."""
    if isinstance(text, Edition):
        return of_edition(text)
    language = text.locale.language_code
    stamp = Approval(text.in_force_from, text.minutes, text.order).stamp
    approval = "\n".join(approval_lines(stamp, language))
    stated = facts.all_of(text.document_kind, text.frozen_facts(), language)
    return Head(text.document_kind, text.title, approval, stated)


def differences(older: Head, newer: Head) -> list[Difference]:
    """Return what differs; of facts and of an approval that one of the two does not have yet nothing is said."""
    before, after = _comparable(older, newer)
    names = dict.fromkeys((*after, *before))
    return [
        Difference(name, label(newer.kind, name), marked(before.get(name, ""), after.get(name, "")))
        for name in names
        if before.get(name, "") != after.get(name, "")
    ]


def lines(older: Head, newer: Head) -> tuple[Sequence[tuple[str, str]], Sequence[tuple[str, str]]]:
    """Return both heads as they stand in a council's two columns: names of parts and what is said there."""
    before, after = _comparable(older, newer)
    return _written(older.kind, before), _written(newer.kind, after)


def label(kind: str, name: str) -> str:
    """Return what a part of the head is called."""
    named = {TITLE: _("Title"), APPROVAL: _("Approval")}
    return named.get(name) or facts.label(kind, name)


def _comparable(older: Head, newer: Head) -> tuple[dict[str, str], dict[str, str]]:
    before, after = older.said, newer.said
    if not newer.approval:
        before[APPROVAL] = ""
    if not (older.facts and newer.facts):
        before = {name: before[name] for name in (TITLE, APPROVAL)}
        after = {name: after[name] for name in (TITLE, APPROVAL)}
    return before, after


def _written(kind: str, said: dict[str, str]) -> list[tuple[str, str]]:
    """Return the parts as lines; a title needs no name."""
    flat = {name: "; ".join(text.splitlines()) for name, text in said.items() if text}
    return [(name, text if name == TITLE else f"{label(kind, name)}: {text}") for name, text in flat.items()]
