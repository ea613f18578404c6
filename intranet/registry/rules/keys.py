"""The keys by which certificates are found."""

from __future__ import annotations

from intranet.core import words

MOST_KEY = 400
MOST_SORT_KEY = 800


def name_key(name: str) -> str:
    """Return the search key of a surname with or without initials: "Шевченко Т.Г." and "шевченко т. г." are one."""
    return words.search_key(name)[:MOST_KEY]


def sort_key(name: str, language: str) -> str:
    """Return the key that sorts public names by the alphabet of the language."""
    return words.sort_key(name, language)[:MOST_SORT_KEY]


def number_key(number: str) -> str:
    """Return the search key of a record number: letters and digits alone."""
    return words.number_key(number)


def end_of(prefix: str) -> str:
    """Return a key that comes after every key with the prefix and before all others."""
    return prefix + "\U0010ffff"
