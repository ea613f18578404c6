"""The clause that demands something, and the link to it as published (law 10).

Where a clause is published is known by rooms above this one: the composition root hands in a resolver.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext


@dataclass(frozen=True)
class ClauseRef:
    """A clause of one of the institution's documents; ``document_key`` is an agreed name such as ``cpd``.

    ``block`` is the clause's permanent id, where it was chosen from a published text: its number may change.
    """

    document_key: str
    number: str
    block: str = ""


@dataclass(frozen=True)
class ClauseLink:
    """How a clause is shown: a text in the reader's language, and its address where it is published."""

    text: str
    url: str = ""


Resolver = Callable[[ClauseRef, str], ClauseLink | None]

_resolver: Resolver | None = None


def set_resolver(resolver: Resolver | None) -> None:
    """Say how to find a clause as published: ``(clause, language) -> ClauseLink | None``."""
    global _resolver  # noqa: PLW0603 - set once, at start-up
    _resolver = resolver


def link_to(clause: ClauseRef, language: str) -> ClauseLink:
    """Return the clause's link in ``language``; without a published one, its number in words and no address.

    A reference without a number (the source numbers nothing) has no text.
    """
    if not clause.number:
        return ClauseLink("")
    found = _resolver(clause, language) if _resolver is not None else None
    return found or ClauseLink(gettext("clause %(number)s") % {"number": clause.number})
