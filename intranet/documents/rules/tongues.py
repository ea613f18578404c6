"""Places of a text that do not read like its language: another language, letters of another alphabet. Pure.

By letters and by small words, so that it costs nothing; where it is unsure, it says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

FEWEST_WORDS = 4
_SMALL_WORDS = {
    "en": "the of and to in for is are with by on from that this be as or not which their at an will has have who all",
    "cy": "yn y yr a i o ar gan wrth ei eu fel gyda neu nid mae bydd yw sy ac am at drwy â er bod na hyn pob dros mewn",
    "uk": "і й та у в на до з із що як або не за від для про при це його її їх є якщо який яка які також",
    "ru": "и в на до с из что как или не за от для о при это его её их если который которая которые также по к",
}
_SMALL = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
_LETTERS_OF = {"uk": frozenset("іїєґ"), "ru": frozenset("ыэёъ")}
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
_WORD = re.compile(r"[^\W\d_]+(?:[’'ʼ-][^\W\d_]+)*")
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+|\n|(?<=\w) [-–—|] ")


@dataclass(frozen=True)
class Oddity:
    """A place that does not read like its document's language: the words, or the words with foreign letters."""

    id: str
    words: str = ""
    letters: tuple[str, ...] = ()


def oddities(places: Iterable[tuple[str, str]], language: str) -> list[Oddity]:
    """Return what is odd about the places (id, words) of a text that claims to be in a language."""
    found = []
    for key, words in places:
        mixed = mixed_words(words)
        if mixed:
            found.append(Oddity(key, letters=mixed))
        foreign = next((part for part in _SENTENCE.split(words) if is_foreign(part, language)), "")
        if foreign:
            found.append(Oddity(key, words=foreign.strip()))
    return found


def foreign_segments(segments: Iterable[str], language: str) -> list[str]:
    """Return the segments (a paragraph, a cell) in which a sentence is in another language than ``language``."""
    return [segment for segment in segments if any(is_foreign(part, language) for part in _SENTENCE.split(segment))]


def mixed_words(words: str) -> tuple[str, ...]:
    """Return the words with letters of two alphabets; parts joined by a hyphen (PDF-файл) are words of their own."""
    parts = (part for word in _WORD.findall(words) for part in word.split("-"))
    return tuple(dict.fromkeys(part for part in parts if _CYRILLIC.search(part) and _LATIN.search(part)))


def is_foreign(words: str, language: str) -> bool:
    """Say whether a sentence is in another language than it claims to be."""
    found = [word.casefold() for word in _WORD.findall(words)]
    if len(found) < FEWEST_WORDS:
        return False
    text = "".join(found)
    cyrillic = len(_CYRILLIC.findall(text)) * 2 > len(text)
    if cyrillic != (language in _LETTERS_OF):
        return True
    rivals = {"uk": "ru", "ru": "uk", "en": "cy", "cy": "en"}
    other = rivals[language]
    if cyrillic and set(text) & _LETTERS_OF[other] and not set(text) & _LETTERS_OF[language]:
        return True
    own = sum(word in _SMALL[language] and word not in _SMALL[other] for word in found)
    alien = sum(word in _SMALL[other] and word not in _SMALL[language] for word in found)
    return own == 0 and alien >= 2
