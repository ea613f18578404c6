"""The keys by which certificates are found."""

from __future__ import annotations

import hashlib

from intranet.core import words

MOST_KEY = 400
MOST_SORT_KEY = 800
LONGEST_WORD = 40
MOST_WORDS = 60
NO_TOPIC = 0


def name_key(name: str) -> str:
    """Return the search key of a surname with or without initials: "Шевченко Т.Г." and "шевченко т. г." are one."""
    return words.search_key(name)[:MOST_KEY]


def sort_key(name: str, language: str) -> str:
    """Return the key that sorts public names by the alphabet of the language."""
    return words.sort_key(name, language)[:MOST_SORT_KEY]


def number_key(number: str) -> str:
    """Return the search key of a record number: letters and digits alone."""
    return words.number_key(number)


def topic_words(topic: str) -> list[str]:
    """Return the different words of a topic as they are searched, in their order."""
    found = dict.fromkeys(word[:LONGEST_WORD] for word in words.search_key(topic).split())
    return list(found)[:MOST_WORDS]


def topic_hash(topic: str) -> int:
    """Return the number that stands for all spellings of a topic; ``NO_TOPIC`` for one without a letter or digit."""
    key = words.search_key(topic)
    if not key:
        return NO_TOPIC
    digest = hashlib.blake2b(key.encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True) or 1


def end_of(prefix: str) -> str:
    """Return a key that comes after every key with the prefix and before all others."""
    return prefix + "\U0010ffff"
