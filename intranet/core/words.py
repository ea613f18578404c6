"""Words: keys for sorting and searching, the same on every database, and cures for what a keyboard does to them.

A key is stored beside its text and compared as it is; a query goes through the same function as the text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

APOSTROPHE = "’"
APOSTROPHES = "'’ʼ`‘´ʹʻ′＇"
WITHOUT_APOSTROPHES = dict.fromkeys(map(ord, APOSTROPHES))
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")

# One order serves Ukrainian and Russian: neither alphabet contradicts the other, and a guest letter (ы in a Ukrainian
# list, ї in a Russian one) stands where its neighbours have it at home.
CYRILLIC = tuple("абвгґдеёєжзиіїйклмнопрстуўфхцчшщъыьэюя")
LATIN = tuple("abcdefghijklmnopqrstuvwxyz")
WELSH = tuple("a b c ch d dd e f ff g ng h i j k l ll m n o p ph q r rh s t th u v w x y z".split())  # noqa: SIM905 - reads as an alphabet
WELSH_DIGRAPHS = frozenset(letter for letter in WELSH if len(letter) == 2)
WELSH_N_AND_G = re.compile("llang|bangor|dangos|hwngar")  # at the start of a word: n and g are two letters here
PLAIN_LATIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)

# Letters that the eye takes for one another as they are written; keys take them so in either case.
LATIN_ALIKE = "ABCEHIKMOPTXYaceikopxyïëÏË"
CYRILLIC_ALIKE = "АВСЕНІКМОРТХУасеікорхуїёЇЁ"
TO_CYRILLIC = str.maketrans(LATIN_ALIKE, CYRILLIC_ALIKE)
TO_LATIN = str.maketrans(CYRILLIC_ALIKE, LATIN_ALIKE)
ALIKE_TO_CYRILLIC = str.maketrans(LATIN_ALIKE + "bhmt", CYRILLIC_ALIKE + "внмт")

CYRILLIC_LETTER = re.compile("[\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f]")
LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff\ufb00-\ufb06]")
LETTERS = r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*"
WORD = re.compile(f"{LETTERS}(?:[{APOSTROPHES}]{LETTERS})*")
APOSTROPHE_BETWEEN_LETTERS = re.compile(rf"(?<=[^\W\d_])[{APOSTROPHES}](?=[^\W\d_])")
SORTED_TOKEN = re.compile(r"\d+|[^\W\d_]+|[ -]")
MARKS_ON_A_LETTER = 4  # no language of ours has more, and composing a long run of them takes quadratic time

SORT_KEY_LIMIT = 800  # what a column and an index entry hold; names and titles differ long before
SPACE, HYPHEN, FIRST_NUMBER, FIRST_LETTER, OTHER = 1, 2, 3, 13, 99  # the weights, two digits each
LONGEST_NUMBER = FIRST_LETTER - FIRST_NUMBER - 1


def sort_key(text: str, language: str) -> str:
    """Return a key that sorts ``text`` by the alphabets of a list in ``language``; it consists of digits only.

    Digits stand in the same order under every collation of every database. Spaces come first, then hyphens, numbers by
    their value, the letters of the language's own script, those of the other of Latin and Cyrillic, and other scripts
    by code point. Case, accents, apostrophes and punctuation do not count. Ё follows е, ґ follows г; in a Welsh list
    ch, dd, ff, ng, ll, ph, rh and th are letters. Equal keys want the row's own key behind them.
    """
    plain = _plain(text.strip()[:SORT_KEY_LIMIT]).translate(DASHES | WITHOUT_APOSTROPHES)
    symbols = _symbols(" ".join(plain.split()), welsh=language == "cy")
    return "".join(_weight(symbol, language) for symbol in symbols)[:SORT_KEY_LIMIT]


def search_key(text: str) -> str:
    """Return the form in which ``text`` is searched: letters and digits, words parted by one space.

    Case, apostrophes and Latin accents are dropped, ё and ґ are е and г, and Latin letters inside a Cyrillic word are
    the Cyrillic ones that they look like. Й and ї stay letters of their own. Text without a letter or digit gives "".
    """
    plain = _plain(text).translate(WITHOUT_APOSTROPHES)
    words = "".join(character if character.isalnum() or _is_mark(character) else " " for character in plain).split()
    return " ".join(filter(None, map(_search_word, words)))


def number_key(record_number: str) -> str:
    """Return the search form of a record number: letters and digits, look-alikes of the two alphabets being one.

    ``АВ № 00123/26`` is found by ``ab-00123-26``, whichever alphabet either was typed in.
    """
    letters = "".join(map(_folded, _plain(record_number))).translate(ALIKE_TO_CYRILLIC)
    return "".join(filter(str.isalnum, letters.translate(WITHOUT_APOSTROPHES)))


def has_mixed_alphabet(text: str) -> bool:
    """Return whether a word of ``text`` holds both Latin and Cyrillic letters."""
    return any(_is_mixed(word) for word in WORD.findall(text))


def fix_mixed_alphabet(word: str) -> str:
    """Return ``word`` (or each word of a text) in one alphabet, where every stray letter has its like there.

    Cyrillic is preferred where both would do. A word that cannot be wholly mended is left as it is.
    """
    return WORD.sub(lambda match: _in_one_alphabet(match[0]), word)


def tidy_apostrophe(text: str) -> str:
    """Return ``text`` with each apostrophe between two letters as ’; quotation marks around words stay."""
    return APOSTROPHE_BETWEEN_LETTERS.sub(APOSTROPHE, text)


def _plain(text: str) -> str:
    """Return ``text`` composed and casefolded, without control, format and surrogate characters."""
    if text.isascii() and text.isprintable():
        return text.lower()
    visible = text if text.isprintable() else "".join(map(_visible, text))
    return unicodedata.normalize("NFC", _composed(visible).casefold())


@lru_cache(maxsize=4096)
def _visible(character: str) -> str:
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in {"Cc", "Cf", "Cs"} else character


def _composed(text: str) -> str:
    if not any(map(unicodedata.combining, text)):
        return unicodedata.normalize("NFC", text)
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MARKS_ON_A_LETTER:
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _search_word(word: str) -> str:
    if not CYRILLIC_LETTER.search(word):
        return "".join(map(_folded, word))
    # Twice: ï is ї as it stands, é is е only without its accent.
    return "".join(map(_folded, word.translate(ALIKE_TO_CYRILLIC))).translate(ALIKE_TO_CYRILLIC)


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    """Return a casefolded character as searching sees it."""
    return {"ё": "е", "ґ": "г"}.get(character) or _unaccented(character)


@lru_cache(maxsize=4096)
def _unaccented(character: str) -> str:
    """Return a casefolded character without accents; й, ї and ё are letters, not accents."""
    if character in CYRILLIC:
        return character
    base = unicodedata.normalize("NFD", character)[0]
    if "\u0300" <= base <= "\u036f":
        return ""
    return base if base in LATIN or base in CYRILLIC else character.translate(PLAIN_LATIN)


def _symbols(text: str, *, welsh: bool) -> list[str]:
    """Return what is weighed one by one: numbers, letters (Welsh digraphs as one), spaces and hyphens."""
    symbols: list[str] = []
    for run in SORTED_TOKEN.findall(text):
        if run in " -" or run.isdecimal():
            symbols.append(run)
        else:
            letters = run.translate(ALIKE_TO_CYRILLIC) if CYRILLIC_LETTER.search(run) else run
            word = "".join(map(_unaccented, letters))
            symbols.extend(_welsh_letters(word) if welsh else word)
    return symbols


def _welsh_letters(word: str) -> list[str]:
    letters: list[str] = []
    n_and_g = WELSH_N_AND_G.match(word)
    place = 0
    while place < len(word):
        pair = word[place : place + 2]
        parted = n_and_g is not None and pair == "ng" and place < n_and_g.end()
        letters.append(pair if pair in WELSH_DIGRAPHS and not parted else word[place])
        place += len(letters[-1])
    return letters


def _weight(symbol: str, language: str) -> str:
    if symbol.isdecimal():
        digits = "".join(str(unicodedata.decimal(digit)) for digit in symbol).lstrip("0")
        return f"{FIRST_NUMBER + min(len(digits), LONGEST_NUMBER):02}{digits}"
    return _weights(language).get(symbol) or f"{OTHER:02}{ord(symbol):07}"


@lru_cache
def _weights(language: str) -> dict[str, str]:
    latin = WELSH if language == "cy" else LATIN
    letters = (*CYRILLIC, *latin) if language in {"uk", "ru"} else (*latin, *CYRILLIC)
    places = {" ": SPACE, "-": HYPHEN} | {letter: FIRST_LETTER + place for place, letter in enumerate(letters)}
    return {symbol: f"{place:02}" for symbol, place in places.items()}


def _is_mixed(word: str) -> bool:
    return bool(CYRILLIC_LETTER.search(word) and LATIN_LETTER.search(word))


def _in_one_alphabet(word: str) -> str:
    if not _is_mixed(word):
        return word
    composed = _composed(word)
    if set(LATIN_LETTER.findall(composed)) <= set(LATIN_ALIKE):
        return composed.translate(TO_CYRILLIC)
    if set(CYRILLIC_LETTER.findall(composed)) <= set(CYRILLIC_ALIKE):
        return composed.translate(TO_LATIN)
    return word
