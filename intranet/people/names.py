"""People's names: initials for the public list (REG-02), a full name read from one cell, what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from intranet.core.words import (
    APOSTROPHE,
    APOSTROPHES,
    CYRILLIC_LETTER,
    LATIN_LETTER,
    has_mixed_alphabet,
    tidy_apostrophe,
)

REMEMBERED = 16_384  # names come again and again in a register, and each is looked at several times
AFTER_PATRONYMIC = frozenset("огли оглу кизи гизи оглы кызы ogly oglu kyzy".split())  # noqa: SIM905
BEFORE_SURNAME = frozenset(
    "ван фон де да дер ден ді ди ду ла ле дель дос ель аль ібн бен бін ап аб ферх "  # noqa: SIM905
    "van von de da der den di du la le del dos el al ibn ben bin ap ab ferch verch".split()
)
SMALL_IN_CAPITALS = AFTER_PATRONYMIC | {"фон", "де", "дер", "ла", "von", "de", "der", "la", "ap", "ferch"}
PATRONYMIC = re.compile(
    r"(?:[оеє]вич|йович|ьич|мич|укич|ліч|[іїоеє]вна|инична|ична|[oe]v[iy]ch|yovych|ivna|yivna|[oe]vna)$"
)
INITIAL = re.compile(r"[^\W\d_](?:[^\W\d_]?\.(?:-[^\W\d_]{1,2}\.)?)?$")
DOT_INSIDE = re.compile(r"\.(?=[^\W\d_])")
IN_BRACKETS = re.compile(r"\([^()]*\)")
HYPHENS = "-‐‑–"
LOOSE_HYPHEN = re.compile(rf"(?<!\S)[{HYPHENS}]|[{HYPHENS}](?!\S)")
SHORTENED = re.compile(r"[а-яєіїґё]{3,}\.", re.IGNORECASE)  # доц. Гнатюк; Latin ones may be: St. John
PART = re.compile(rf"[^{HYPHENS}\s.()]+")
OF_A_NAME = re.compile(rf"[^\W\d_]|[{HYPHENS}{APOSTROPHES}\s.,()\u0300-\u036f]")
BETWEEN_PEOPLE = re.compile("[;/&]| (?:та|і|й|и|and|a|ac) ")
AFTER_APOSTROPHE = re.compile(rf"(?<=^[ODLОД]{APOSTROPHE})[^\W\d_яюєї]")  # O’Neill, but Д’яченко
AFTER_MC = re.compile(r"(?<=^Mc)[a-z](?=[a-z]{2})")


class Problem(StrEnum):
    """Why a person has to look at a name; the sentence for it belongs to the room that shows it."""

    EMPTY = "empty"
    TWO_PEOPLE = "two_people"
    NOT_A_NAME = "not_a_name"
    MIXED_ALPHABETS = "mixed_alphabets"
    NO_GIVEN_NAME = "no_given_name"
    INITIALS_ONLY = "initials_only"
    CASE = "case"


class Name(NamedTuple):
    """A person's name in its parts; a mononym is a surname."""

    surname: str
    given_name: str = ""
    patronymic: str = ""


def initials(surname: str, given_name: str, patronymic: str = "") -> str:
    """Return the public form of a name: surname and initials (REG-02), never a full given name.

    A double given name gives both letters (``Г.-М.``, ``М. Л.``), a double surname stays whole, a mononym stands
    alone. The initial is one letter (Джон is ``Д.``); ``огли``, ``кизи`` and the like add nothing to it.
    """
    if not given_name.strip():
        return _tidy(surname)
    return " ".join([_tidy(surname), *_initials(given_name), *_initials(patronymic)]).strip()


def split_full_name(text: str, *, surname_first: bool | None = None) -> Name:
    """Return the parts of a full name written in one cell.

    The order shows in capitals (``Тарас ШЕВЧЕНКО``), a comma, initials or the place of the patronymic; where it does
    not, Cyrillic names begin with the surname and Latin ones end with it, unless ``surname_first`` says otherwise.
    A cell with two people is not split: ``problems`` names it.
    """
    text = _tidy(text).strip(" ,;")
    if _holds_two_people(text):
        return Name(text)
    before, comma, after = text.partition(",")
    if comma:
        return Name(before.strip(), *_given_and_patronymic(_tokens(after)))
    return _in_order(_tokens(text), surname_first)


def problems(name: str | Name) -> list[Problem]:
    """Return what a person has to decide about a name, the gravest first; a full name in one cell is split first."""
    return list(_problems(name))


@lru_cache(maxsize=REMEMBERED)
def _problems(name: str | Name) -> tuple[Problem, ...]:
    written = _tidy(name if isinstance(name, str) else " ".join(name))
    if not any(map(str.isalpha, written)):
        return (Problem.EMPTY,)
    if _holds_two_people(written):
        return (Problem.TWO_PEOPLE,)
    parts = split_full_name(name) if isinstance(name, str) else name
    given = [token for part in (parts.given_name, parts.patronymic) for token in _tokens(part)]
    found = {
        Problem.NOT_A_NAME: bool(OF_A_NAME.sub("", written)) or _holds_more_than_a_name(written, parts.surname),
        Problem.MIXED_ALPHABETS: has_mixed_alphabet(written) or _has_both_alphabets(written),
        Problem.NO_GIVEN_NAME: not parts.given_name.strip(),
        Problem.INITIALS_ONLY: any(map(INITIAL.match, given)),
        Problem.CASE: any(map(needs_case_mending, parts)),
    }
    return tuple(problem for problem, is_there in found.items() if is_there)


def needs_case_mending(name: str) -> bool:
    """Return whether a part of a name is written in capitals, in small letters or with stray capitals."""
    return mend_case(name) != name


@lru_cache(maxsize=REMEMBERED)
def mend_case(name: str) -> str:
    """Return the name with capitals where names have them; ``McDonald`` and ``де ла Круз`` stay as they are.

    ``НЕЧУЙ-ЛЕВИЦЬКИЙ`` is ``Нечуй-Левицький``, ``СТЕФ’ЮК`` ``Стеф’юк``, ``O’NEILL`` ``O’Neill``.
    """
    matches = list(PART.finditer(name))
    if len(matches) == 1:
        return PART.sub(lambda match: _mended(match[0]), name)
    return PART.sub(lambda match: _mended_among_others(match[0], is_first=match.start() == matches[0].start()), name)


def _tidy(text: str) -> str:
    return " ".join(tidy_apostrophe(text).split())


def _initials(names: str) -> list[str]:
    tokens = [part for part in _tokens(IN_BRACKETS.sub(" ", names)) if any(map(str.isalpha, part))]
    names_proper = [token for token in tokens if not _is_particle(token)] or tokens
    return ["-".join(f"{_first_letter(part)}." for part in _hyphened(token)) for token in names_proper]


def _is_particle(token: str) -> bool:
    return token in BEFORE_SURNAME or token.casefold() in AFTER_PATRONYMIC


def _hyphened(token: str) -> list[str]:
    parts = [part for part in re.split(f"[{HYPHENS}]", token) if any(map(str.isalpha, part))]
    return [part for part in parts if part.casefold() not in AFTER_PATRONYMIC] or parts


def _first_letter(name: str) -> str:
    letter = next(filter(str.isalpha, unicodedata.normalize("NFC", name)))
    return letter.upper() if len(letter.upper()) == 1 else letter


def _tokens(text: str) -> list[str]:
    return DOT_INSIDE.sub(". ", text).split()


def _joined_particles(tokens: list[str]) -> list[str]:
    """Return the tokens with ``ван``, ``де`` … joined to what follows and ``огли`` … to what stands before."""
    joined: list[str] = []
    for token in tokens:
        if joined and (token.casefold() in AFTER_PATRONYMIC or joined[-1].split()[-1] in BEFORE_SURNAME):
            joined[-1] += f" {token}"
        else:
            joined.append(token)
    return joined


def _in_order(tokens: list[str], surname_first: bool | None) -> Name:
    tokens = _joined_particles(tokens)
    if len(tokens) < 2:
        return Name(" ".join(tokens))
    if INITIAL.match(tokens[0]):
        count = 2 if INITIAL.match(tokens[1]) and len(tokens) > 2 else 1
        return Name(" ".join(tokens[count:]), *_given_and_patronymic(tokens[:count]))
    start, end = _place_of_surname(tokens, surname_first)
    return Name(" ".join(tokens[start:end]), *_given_and_patronymic(tokens[:start] + tokens[end:]))


def _place_of_surname(tokens: list[str], surname_first: bool | None) -> tuple[int, int]:
    capitals = [len(token) > 1 and token.isupper() and not INITIAL.match(token) for token in tokens]
    if capitals[-1] and not capitals[0]:
        return capitals.index(True), len(tokens)
    if capitals[0] and False in capitals:
        return 0, capitals.index(False)
    patronymics = [_is_patronymic(token) for token in tokens]
    if len(tokens) == 3 and patronymics[1] and not patronymics[2]:
        return 2, 3
    if len(tokens) > 3 and patronymics[-1]:
        return 0, len(tokens) - 2
    if surname_first is None:
        surname_first = bool(CYRILLIC_LETTER.search(tokens[0])) or patronymics[-1] or bool(INITIAL.match(tokens[-1]))
    return (0, 1) if surname_first else (len(tokens) - 1, len(tokens))


def _given_and_patronymic(tokens: list[str]) -> tuple[str, str]:
    if tokens and LATIN_LETTER.search(tokens[-1]) and not (_is_patronymic(tokens[-1]) or INITIAL.match(tokens[-1])):
        return " ".join(tokens), ""
    return (tokens[0] if tokens else ""), " ".join(tokens[1:])


def _is_patronymic(token: str) -> bool:
    last = token.casefold().split()[-1]
    return last in AFTER_PATRONYMIC or bool(PATRONYMIC.search(last))


def _holds_more_than_a_name(written: str, surname: str) -> bool:
    """Say whether a post or degree stands beside the name (``к.п.н. Гнатюк``), or a hyphen that joins nothing."""
    has_initial = "." in surname and bool(CYRILLIC_LETTER.search(surname))
    return has_initial or bool(SHORTENED.search(written) or LOOSE_HYPHEN.search(written))


def _holds_two_people(text: str) -> bool:
    if len([part for part in BETWEEN_PEOPLE.split(text) if any(map(str.isalpha, part))]) > 1:
        return True
    lists = [[token for token in _tokens(part) if token not in BEFORE_SURNAME] for part in text.split(",")]
    if len(lists) > 1 and len(lists[0]) > 1 and any(map(len, lists[1:])):
        return True
    tokens = _tokens(text)
    return len(tokens) > 5 and sum(bool(PATRONYMIC.search(token.casefold())) for token in tokens) > 1


def _has_both_alphabets(text: str) -> bool:
    return bool(CYRILLIC_LETTER.search(text) and LATIN_LETTER.search(text))


def _mended_among_others(part: str, *, is_first: bool) -> str:
    if part in BEFORE_SURNAME or part in AFTER_PATRONYMIC:
        return part
    if part.isupper() and part.lower() in SMALL_IN_CAPITALS and not is_first:
        return part.lower()
    return _mended(part)


def _mended(part: str) -> str:
    if not _is_odd(part):
        return part
    lower = tidy_apostrophe(part).lower()
    first = next(place for place, letter in enumerate(lower) if letter.isalpha())
    capital = lower[:first] + lower[first].upper() + lower[first + 1 :]
    return AFTER_MC.sub(_as_capital, AFTER_APOSTROPHE.sub(_as_capital, capital))


def _as_capital(letter: re.Match[str]) -> str:
    return letter[0].upper()


def _is_odd(part: str) -> bool:
    """Return whether a word of a name has its capitals elsewhere than names have them."""
    if not (CYRILLIC_LETTER.search(part) or LATIN_LETTER.search(part)):
        return False
    pieces = list(filter(None, re.split(f"[{APOSTROPHES}]", part)))
    if pieces[0][0].islower() or (part.isupper() and sum(map(str.isalpha, part)) > 1):
        return True
    if CYRILLIC_LETTER.search(part):
        return any(piece[1:] != piece[1:].lower() and not piece.startswith("Мак") for piece in pieces)
    return any(piece[:2].isupper() and len(piece) > 2 for piece in pieces)
