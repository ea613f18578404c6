"""What a text becomes before it is set: what no page can show is shown as such, never dropped in silence."""

from __future__ import annotations

import re
import unicodedata

LONGEST_WORD = 40  # letters; a longer one may be broken anywhere, so that it never runs off the page
_TOO_LONG = re.compile(rf"[^\s\u200b]{{{LONGEST_WORD}}}(?=[^\s\u200b])")
_UNPRINTABLE = ("Cc", "Cs", "Co", "Cn")
_DIRECTIONS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"))


def clean(text: str) -> str:
    """Return a text that can be set: no control characters, no marks of direction, no word wider than the page."""
    if text.isprintable() and unicodedata.is_normalized("NFC", text):  # as nearly all are, and it is told at once
        return _TOO_LONG.sub(lambda match: match.group() + "\u200b", text)
    lines = unicodedata.normalize("NFC", text).translate(_DIRECTIONS).replace("\r\n", "\n").replace("\t", " ")
    kept = "".join(
        letter if letter == "\n" or unicodedata.category(letter) not in _UNPRINTABLE else "\ufffd" for letter in lines
    )
    return _TOO_LONG.sub(lambda match: match.group() + "\u200b", kept)
