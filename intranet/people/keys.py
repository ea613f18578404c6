"""The keys by which units, posts and people are sorted and found. Pure: words in, keys out.

A search key begins with a space, so that `` шев`` finds a word by its beginning wherever the word stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from intranet.core import words

SEPARATOR = "00"  # sorts before every weight of a sort key, which are digits and never begin with 00

BRANCH_LIMIT = 400  # of each level: twenty levels fit the column
KEY_LIMIT = 800


class Branch(Protocol):
    tree_key: str


def search_key(*parts: str) -> str:
    """Return the folded words of ``parts``, each preceded by a space."""
    return " " + words.search_key(" ".join(part for part in parts if part))


def search_words(query: str) -> list[str]:
    """Return what each word of a query must be found as in a search key."""
    return [f" {word}" for word in words.search_key(query).split()]


def text_in(texts: Mapping[str, str], language: str) -> str:
    """Return the text in ``language``, else the first there is."""
    return texts.get(language) or next((text for text in texts.values() if text), "")


def texts_sort_key(texts: Mapping[str, str], language: str) -> str:
    """Return the sort key of the text in ``language`` by its alphabet."""
    return words.sort_key(text_in(texts, language), language) or SEPARATOR  # a name of signs alone still has a place


def texts_search_key(texts: Mapping[str, str], *more: str) -> str:
    """Return one search key over all languages of a text."""
    return search_key(*texts.values(), *more)


def tree_key(texts: Mapping[str, str], parent: Branch | None, language: str) -> str:
    """Return the place of a unit in the order of the tree."""
    own = texts_sort_key(texts, language)[:BRANCH_LIMIT] + SEPARATOR
    return parent.tree_key + own if parent else own


def person_sort_key(surname: str, given_name: str, patronymic: str, language: str) -> str:
    """Return the key that sorts people by surname, then given name, then patronymic."""
    return SEPARATOR.join(words.sort_key(part, language) for part in (surname, given_name, patronymic) if part)[
        :KEY_LIMIT
    ]


def person_search_key(surname: str, given_name: str, patronymic: str, email: str = "") -> str:
    """Return the key by which a person is found: names and e-mail address."""
    return search_key(surname, given_name, patronymic, email)
