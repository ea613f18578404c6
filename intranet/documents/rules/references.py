"""Citations of clauses in running text: where they stand, which clause they mean, and which are another act's. Pure.

A link that leads to the wrong place is worse than none: whatever may belong to another act is not taken for ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from intranet.core.clauses import parse_number
from intranet.documents.rules.citing_words import LETTERED, TONGUES, WRITTEN, Cited, Tongue

SPACE = r"[ \t\n\xa0]{1,3}"
BEHIND = 160  # characters behind a citation in which its act is named
FRONT = 90
BLANK = re.compile(SPACE)
OPENS = re.compile(r"(.*)[(]\s*(?:див\.|см\.|see|gweler)?\s*$", re.DOTALL | re.IGNORECASE)
NUMBER_OF_AN_ACT = re.compile(r"(?:№|\bNo\.?|\bN)\s?[\w/-]+,?\s*$", re.IGNORECASE)
SENTENCE = re.compile(r"[.!?]\s+(?=[^\W\d_a-zа-яіїєґё])")
YEAR_OR_UNIT = re.compile(r"\s?(?:%|°|[€$£₴₽]|грн|руб|балів|балла|годин|час)", re.IGNORECASE)


class Owner(Enum):
    """Whose clause is cited."""

    OWN = "own"
    UNSAID = "unsaid"  # nothing says so: this document's
    OTHER = "other"


@dataclass(frozen=True)
class Place:
    """What a citation names: ``3.1``; ``3`` within section II; ``2`` within annex 3; an annex by number or letter."""

    kind: Cited
    number: str
    section: str = ""
    annex: str = ""


@dataclass(frozen=True)
class Reference:
    """A number in a text that cites a place: from ``start`` to ``end`` stand the characters that become the link.

    ``until`` is the last place where this is the first of a range. ``title_at`` is where the name of the act begins
    that the citation belongs to: what stands there may be another document of the house.
    """

    start: int
    end: int
    place: Place
    owner: Owner
    until: str = ""
    title_at: int | None = None

    @property
    def is_missed(self) -> bool:
        """Return whether it is worth a word to the editor where it leads nowhere.

        Sections and single numbers are as often those of some law (section 151): of them only what says that it is our
        own counts.
        """
        if self.owner is Owner.OTHER:
            return False
        number = parse_number(self.place.number)
        deep = number is not None and number.depth > 1 and self.place.kind is Cited.CLAUSE
        return self.owner is Owner.OWN or deep or self.place.kind is Cited.ANNEX


@dataclass
class _Group:
    """A noun with its numbers: пунктами 3.1, 3.2 та 3.4."""

    kind: Cited
    start: int
    end: int
    numbers: list[tuple[int, int, str]]
    ranges: set[int]  # places in ``numbers`` that begin a range
    section: str = ""
    annex: str = ""
    owner: Owner = Owner.UNSAID
    title_at: int | None = None


def find_references(text: str, language: str, *, title: str = "") -> list[Reference]:
    """Return the citations of clauses, sections and annexes in a plain text, in the order in which they stand.

    ``title`` is that of the document: "пункту 6.3 Порядку" is its own only where it is a Порядок itself.
    """
    tongue = TONGUES.get(language)
    if tongue is None:
        return []
    groups = list(_groups(text, tongue))
    for index in range(len(groups) - 1, -1, -1):
        following = groups[index + 1] if index + 1 < len(groups) else None
        _settle(groups[index], following, text, _Reading(tongue, title))
    return [reference for group in groups for reference in _references(group)]


def _references(group: _Group) -> Iterator[Reference]:
    for index, (start, end, number) in enumerate(group.numbers):
        until = group.numbers[index + 1][2] if index in group.ranges and index + 1 < len(group.numbers) else ""
        place = Place(group.kind, number, section=group.section, annex=group.annex)
        yield Reference(start, end, place, group.owner, until, group.title_at)


# --- Reading -------------------------------------------------------------------------------------------------------


@lru_cache
def _nouns(tongue: Tongue) -> re.Pattern[str]:
    kinds = "|".join(f"(?P<{kind.value}>{words})" for kind, words in tongue.nouns.items())
    return re.compile(rf"(?<![\w’'-])(?:{kinds})(?:{SPACE}|(?<=\.))(?=[№\dIVXІХA-ZА-ЯІЇЄҐ])", re.IGNORECASE)


@lru_cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _groups(text: str, tongue: Tongue) -> Iterator[_Group]:
    place = 0
    while found := _nouns(tongue).search(text, place):
        kind = Cited(str(found.lastgroup))
        group = _group(text, found.start(), found.end(), kind, tongue)
        place = group.end if group else found.end()
        if group:
            yield group


def _group(text: str, start: int, at: int, kind: Cited, tongue: Tongue) -> _Group | None:
    numbers: list[tuple[int, int, str]] = []
    ranges: set[int] = set()
    while read := _number_at(text, at, kind):
        numbers.append(read)
        at = read[1]
        between = _compiled(tongue.ranged).match(text, at)
        if between and _number_at(text, between.end(), kind):
            ranges.add(len(numbers) - 1)
        else:
            between = _compiled(rf"(?:{tongue.joined})\s?").match(text, at)
        if not between or not _number_at(text, between.end(), kind):
            break
        at = between.end()
    return _Group(kind, start, numbers[-1][1], numbers, ranges) if numbers else None


def _number_at(text: str, at: int, kind: Cited) -> tuple[int, int, str] | None:
    found = WRITTEN.match(text, at)
    if found and not YEAR_OR_UNIT.match(text, found.end()):
        number = parse_number(found[1])
        if number is not None and (not number.roman or kind is not Cited.CLAUSE):
            return found.start(1), found.end(1), str(number)
    if kind is Cited.ANNEX and (lettered := LETTERED.match(text, at)):
        return lettered.start(1), lettered.end(1), lettered[1]
    return None


# --- Whose it is ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Reading:
    """The language of a document and its title."""

    tongue: Tongue
    title: str

    def is_ours(self, act: str) -> bool:
        """Return whether a kind of document, named alone, is this one's own kind."""
        words = _words(self.title)
        kind = _words(act)[-1][:5]
        return not words or any(word[:5] == kind for word in (words[:1] if self.tongue.type_leads else words))


def _settle(group: _Group, following: _Group | None, text: str, reading: _Reading) -> None:
    """Say whose a group is: by what stands behind it, or by the group that follows, or by what stands in front."""
    tongue = reading.tongue
    gap = text[group.end : following.start] if following else None
    if following and gap is not None and _compiled(rf"{SPACE}(?:{tongue.within})?").fullmatch(gap):
        _lies_within(group, following)
        return
    if following and gap is not None and _compiled(rf"(?:{tongue.joined})\s?").fullmatch(gap):
        group.owner = Owner.OTHER if following.owner is Owner.OTHER else Owner.UNSAID
        group.title_at = following.title_at
        if group.owner is Owner.OTHER:
            return
    group.owner, group.title_at = _said_behind(text, group.end, reading)
    if group.owner is Owner.UNSAID and _said_in_front(text, group.start, tongue):
        group.owner = Owner.OTHER


def _lies_within(group: _Group, following: _Group) -> None:
    """пункту 3 розділу II, пункту 2 додатка 3, підпункту 3.2.1 пункту 3.2: the second says where the first lies."""
    group.owner, group.title_at = following.owner, following.title_at
    where = following.numbers[0][2]
    if following.kind is Cited.ANNEX:
        group.annex = where
    elif following.kind is Cited.SECTION and group.kind is Cited.CLAUSE:
        group.section = where
    else:
        group.section, group.annex = following.section, following.annex


def _said_behind(text: str, at: int, reading: _Reading) -> tuple[Owner, int | None]:
    gap = BLANK.match(text, at)
    if gap is None:
        return Owner.UNSAID, None
    begins, behind, tongue = gap.end(), text[gap.end() : gap.end() + BEHIND], reading.tongue
    if _compiled(tongue.own).match(behind):
        return Owner.OWN, None
    act = _compiled(tongue.act).match(behind)
    if act:
        rest = behind[act.end() :].lstrip(" \xa0\n")
        named = re.match(tongue.title, rest) or not reading.is_ours(act[0])
        return (Owner.OTHER, begins) if named else (Owner.OWN, None)
    if _compiled(tongue.foreign).match(behind):
        return Owner.OTHER, begins
    if behind[:1].isupper() and behind[1:2].islower():
        return Owner.OTHER, begins
    return Owner.UNSAID, None


def _said_in_front(text: str, at: int, tongue: Tongue) -> bool:
    """Return whether an act named in front owns it: "Закону «Про освіту» (пункт 2)", "наказу № 5, пункт 2"."""
    front = text[max(0, at - FRONT) : at]
    sentence = SENTENCE.split(front)[-1]
    if NUMBER_OF_AN_ACT.search(sentence):
        return True
    opened = OPENS.match(sentence)
    return bool(opened and _compiled(rf"(?:{tongue.before})$").search(opened[1].rstrip()))


# --- Another document of the house ---------------------------------------------------------------------------------


def titled(text: str, at: int, titles: Sequence[tuple[str, str]]) -> str:
    """Return the key of the document whose title stands at a place of a text, whatever the case of its first word.

    ``titles`` are pairs of key and title; the longest that fits is taken. Of a title such as "Положення про
    наставництво" only the first word is inflected.
    """
    said = _words(text[at : at + 600])
    if said and said[0] in {"of", "to", "in", "до", "к", "o", "i", "o'r", "i'r"}:
        said = said[1:]
    if said and said[0] == "the":
        said = said[1:]
    fitting = [(len(words), key) for key, title in titles if (words := _words(title)) and _begins(said, words)]
    return max(fitting)[1] if fitting else ""


def _begins(said: list[str], title: list[str]) -> bool:
    if len(title) < 2 or len(said) < len(title):
        return False
    kept = max(4, len(title[0]) - 2)
    return said[0][:kept] == title[0][:kept] and said[1 : len(title)] == title[1:]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+(?:['-]\w+)*", text.casefold().replace("’", "'").replace("ʼ", "'"))
