"""Words as they are searched, in whatever form they stand: the same key for працівникам, працівник, nghymal, cymal.

The dictionaries are large (uk 60 MB of memory, ru 130 MB): each is loaded on first use, and only those of the languages
of the site ever are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from intranet.core import words
from intranet.documents.rules.stems import stem

TOKEN = re.compile(r"\d+(?:[.-]\d+)*|[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*")
ASKED_AT_MOST = 8  # words
LONGEST = 200  # characters of a question
LONGEST_WORD = 60
LOOSE = 4  # from so many letters on, the beginning of a word finds it


@dataclass(frozen=True)
class Asked:
    """A word of a question: its key, and the beginning that finds it, too, where that is long enough."""

    key: str
    beginning: str = ""

    def matches(self, key: str) -> bool:
        return key == self.key or bool(self.beginning and key.startswith(self.beginning))


@dataclass(frozen=True)
class Question:
    """What is searched: every one of ``words``; ``number`` where a clause is asked for by it."""

    words: tuple[Asked, ...]
    number: str = ""

    def marker(self, language: str) -> Callable[[str], bool]:
        """Return what tells the words that were found from the others."""
        return lambda word: any(asked.matches(key_of(word, language)) for asked in self.words)


def keys(text: str, language: str) -> str:
    """Return the keys of the words of a text, each once, between spaces: `` перелік оприлюдн ``."""
    found = dict.fromkeys(key_of(token, language) for token in TOKEN.findall(text))
    return f" {' '.join(filter(None, found))} "


def question(text: str, language: str) -> Question:
    """Read what somebody typed; short words count only where there are no others."""
    tokens = TOKEN.findall(" ".join(text[:LONGEST].split()))
    meant = [token for token in tokens if len(token) >= LOOSE or token[0].isdigit()] or tokens
    asked = dict.fromkeys(_asked(token, language) for token in meant[:ASKED_AT_MOST])
    numbers = [token for token in tokens if token[0].isdigit()]
    return Question(tuple(each for each in asked if each.key), numbers[0] if len(numbers) == 1 else "")


def _asked(token: str, language: str) -> Asked:
    typed = "" if token[0].isdigit() else words.search_key(token).replace(" ", "")
    return Asked(key_of(token, language), typed if len(typed) >= LOOSE else "")


@lru_cache(maxsize=50_000)
def key_of(token: str, language: str) -> str:
    """Return the key of a word or a number: its lemma, folded, without an ending."""
    if token[:1].isdigit():
        return token
    import simplemma  # the dictionaries are read by the first word that needs them

    plain = words.tidy_apostrophe(token[:LONGEST_WORD]).replace(words.APOSTROPHE, "'")
    lemma = simplemma.lemmatize(plain.lower(), lang=language)
    return stem(words.search_key(lemma).replace(" ", ""), language)
