"""The clause behind a deadline; shared with the letters that cite it.

Which clauses are published is known by rooms above this one: the composition root hands in a book of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple, Protocol

from intranet.notices.clauses import ClauseLink, ClauseRef, Resolver, link_to, set_resolver

__all__ = [
    "ClauseBook",
    "ClauseLink",
    "ClauseRef",
    "PublishedClause",
    "Resolver",
    "link_to",
    "numbers_of",
    "published",
    "set_book",
    "set_resolver",
]


class PublishedClause(NamedTuple):
    """A clause of a regulation as published: what a rule may stand in."""

    ref: ClauseRef
    document: str
    heading: str


class ClauseBook(Protocol):
    """Finds published clauses."""

    def numbers(self, blocks: Collection[str]) -> Mapping[str, str]:
        """Return the present numbers of the blocks that are still published."""

    def clauses(self, language: str) -> list[PublishedClause]:
        """Return the numbered clauses of the regulations in force, in the order in which one reads them."""


_book: ClauseBook | None = None


def set_book(book: ClauseBook | None) -> None:
    """Say where published clauses are found."""
    global _book  # noqa: PLW0603 - set once, at start-up
    _book = book


def numbers_of(blocks: Collection[str]) -> Mapping[str, str]:
    """Return the present numbers of clauses by their permanent ids; one that is published no more is left out."""
    return _book.numbers(blocks) if _book is not None and blocks else {}


def published(language: str) -> list[PublishedClause]:
    """Return the clauses that a rule may be said to stand in."""
    return _book.clauses(language) if _book is not None else []
