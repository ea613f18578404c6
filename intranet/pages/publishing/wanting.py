"""What is wanting before a document may be published: findings, and who may add to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _

from intranet.core.refusals import Refusal


@dataclass(frozen=True)
class Wanting:
    """A finding: a sentence, and the field or the block that it is about; ``refuses=False`` is advice."""

    message: str
    field: str = ""
    block_id: str = ""
    refuses: bool = True


class Publishable(Protocol):
    """What findings are asked of: ``DocumentPage``, which stands above this module."""

    title: str

    def wanting(self, *, on_date: date) -> list[Wanting]: ...


class Check(Protocol):
    """A check of a part of the room that page classes do not know."""

    def __call__(self, page: Publishable, *, on_date: date) -> list[Wanting]: ...


CHECKS: list[Check] = []  # filled in ``apps.ready``


class PublicationRefused(Refusal):
    """Something is wanting; ``findings`` is the list that the editor works down."""

    def __init__(self, message: str, findings: Sequence[Wanting] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


def of_page(page: Publishable, *, on_date: date) -> list[Wanting]:
    """Return every finding about a page: of its class, then of the further checks; what refuses comes first."""
    found = page.wanting(on_date=on_date)
    for check in CHECKS:
        found = [*found, *check(page, on_date=on_date)]
    return sorted(found, key=lambda finding: not finding.refuses)


def refuse(page: Publishable, *, on_date: date) -> None:
    """Raise PublicationRefused where something is wanting that forbids publication."""
    found = [finding for finding in of_page(page, on_date=on_date) if finding.refuses]
    if found:
        raise PublicationRefused(sentence(page.title, found), found)


def sentence(title: str, found: Sequence[Wanting]) -> str:
    """Say that a page was not published and what is wanting: the first three findings."""
    refused = _("“%(title)s” was not published.") % {"title": title}
    return " ".join([refused, *(finding.message for finding in found[:3])])
