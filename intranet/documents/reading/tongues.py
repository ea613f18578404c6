"""Segments in another language than their document: by letters and by small words. Pure."""

from __future__ import annotations

import re

_SMALL_WORDS = {
    "en": "the of and to in for is are with by on from that this be as or not which their at an will has have",
    "cy": "yn y yr a i o ar gan wrth ei eu fel gyda neu nid mae bydd yw sy ac am at drwy â er bod na",
}
_SMALL = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
_ONLY = {"uk": set("іїєґ"), "ru": set("ыэёъ")}
_WORD = re.compile(r"[^\W\d_]+")
FEWEST_WORDS = 6


def foreign(segments: list[str], language: str) -> list[str]:
    """Return the segments that are written in another language than ``language``."""
    return [segment for segment in segments if is_foreign(segment, language)]


def is_foreign(segment: str, language: str) -> bool:
    """Say whether a segment of several words is in another language; where unsure, it is not."""
    words = _WORD.findall(segment.casefold())
    if len(words) < FEWEST_WORDS:
        return False
    if ("cy" if language == "cy" else "en" if language == "en" else "") and _is_cyrillic(words):
        return True
    if language in _ONLY:
        if not _is_cyrillic(words):
            return True
        other = "ru" if language == "uk" else "uk"
        text = "".join(words)
        return any(letter in text for letter in _ONLY[other]) and not any(letter in text for letter in _ONLY[language])
    return any(_is_in(part, language) for part in re.split(r"(?<=[.!?])\s|(?<=\w) - ", segment))


def _is_in(part: str, language: str) -> bool:
    words = _WORD.findall(part.casefold())
    if len(words) < FEWEST_WORDS:
        return False
    other = "en" if language == "cy" else "cy"
    own = sum(word in _SMALL[language] for word in words)
    alien = sum(word in _SMALL[other] and word not in _SMALL[language] for word in words)
    return own == 0 and alien >= 2


def _is_cyrillic(words: list[str]) -> bool:
    cyrillic = sum("а" <= letter <= "ӿ" for word in words for letter in word)
    return cyrillic * 2 > sum(len(word) for word in words)
