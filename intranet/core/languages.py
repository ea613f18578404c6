"""The languages of the house, and which of them a reader or a site has."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language

CODES = ("uk", "en", "cy", "ru")
CHOICES = [("uk", "Українська"), ("en", "English"), ("cy", "Cymraeg"), ("ru", "Русский")]
OWN_NAMES = dict(CHOICES)
QUOTATION_MARKS = {"uk": ("«", "»"), "en": ("“", "”"), "cy": ("“", "”"), "ru": ("«", "»")}


def reader_language() -> str:
    """Return the language in which this request or letter speaks."""
    code = (get_language() or CODES[0]).split("-")[0]
    return code if code in CODES else CODES[0]


def address_in(address: str, language: str) -> str:
    """Return an address of ours under the prefix of another language; one without a prefix stays as it is.

    ``translate_url`` of Django finds an address only while its own language is active; letters are written later.
    """
    prefix, slash, rest = address.removeprefix("/").partition("/")
    return f"/{language}/{rest}" if slash and prefix in CODES else address


def quoted(words: str) -> str:
    """Return words in the quotation marks of the reader's language."""
    opening, closing = QUOTATION_MARKS[reader_language()]
    return f"{opening}{words}{closing}"


def in_reader_language(texts: Mapping[str, str]) -> str:
    """Return the text in the reader's language, else the first one there is (a name has no untranslated state)."""
    return texts.get(reader_language()) or next((text for text in texts.values() if text), "")
