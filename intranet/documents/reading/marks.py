"""What line starts can mean: numbers, list marks, heads of sections and annexes, in four languages. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intranet.core import clauses

_BARE = re.compile(r"(?P<number>[1-9]\d?|[IVXІХ]{1,5})\s+(?P<rest>\S.*)", re.DOTALL)
# “1.1Перше”, “1.1) Перше”, “1. 1. Перше”: what hands make of 1.1.
_SPACED = re.compile(r"([1-9]\d?)\. ([1-9]\d?)\. (?=[^\W\d_])")
_GLUED = re.compile(
    r"([1-9]\d?(?:\.[1-9]\d?){1,4})(?:\)(?=\s*[^\W\d_])|(?=[^\W\d_a-zа-яіїєґё][a-zа-яіїєґё’']+[\s,.;:]))"
)
# “1.З.”, “2.О1.”, “2.і.”: letters for digits, as hands type them and machines recognise them.
_MISREAD = re.compile(r"[1-9Зз]\d?(?:\.[\dЗзOОоlіІIi]{1,2}|\. [lіi]){1,3}\.(?= \S)")
_DIGITS = str.maketrans("ЗзOОоlіІIi", "3300011111")
_ALONE = re.compile(r"[1-9]\d?(?:\.[1-9]\d?){1,4}")
_NAMED = re.compile(
    r"(?P<word>розділ|раздел|глава|частина|часть|section|part|chapter|adran|rhan|pennod|"
    r"стаття|статья|article|erthygl|§)"
    r"\s+(?P<number>\d{1,3}(?:-\d{1,2})?|[IVXІХ]{1,6})(?![\w-])(?P<dot>\s*[.:–—-]?)\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_ITEM = re.compile(
    r"(?P<mark>[•·●▪■◦○§►➢✓*\uf0b7\uf0a7\uf02d]\s*[-–—]?(?=\s|\w)|[-–—](?=\s|[^\W\d_])|\(?(?:[1-9]\d{0,2}|[^\W\d_]|[ivx]{2,4})\)|"
    r"[a-h]\.(?=\s[^\W\d_]{2}))\s*(?P<rest>.*)",
    re.DOTALL,
)
_ANNEX = re.compile(
    r"(?P<word>додаток|приложение|annex|appendix|schedule|atodiad)\b\s*(?:№\s*)?"
    r"(?P<number>\d{1,2}(?!\d)|[А-ЯІЇЄҐA-Z](?!\w))?\s*(?P<dot>[.:]?)\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
# After these a number at the start of a line is a reference, however much it looks like a clause.
REFERRING = re.compile(
    r"(?:пункт\w*|підпункт\w*|подпункт\w*|п\.?|пп\.?|ст\.?|стат\w*|част\w*|розділ\w*|раздел\w*|№|від|от|до|з|с|та|и|і|або|или|"
    r"в|у|на|за|по|не|ніж|чем|clauses?|paragraphs?|sections?|of|to|and|or|than|from|cymal\w*|adran|a|neu|o|i)$",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(r"(?<!т)(?<!т\.)(?<!т\. )\b(?:п|пп|ст|ч|розд|разд|cl|s)\.$|№$", re.IGNORECASE)
_PLACE = re.compile(
    r"(?:(?:м|с|смт|г)\.\s*)?[^\W\d_][\w’' .-]{1,40}?\s*[,–—-]?\s*(?:19|20)\d\d\s*(?:р\.|рік|року|г\.|год)?",
    re.IGNORECASE,
)
_YEAR_OR_PLACE = re.compile(
    r"(?:19|20)\d\d(?:\s*(?:р\.|рік|року|г\.|год))?(?:\s+(?:м|с|смт|г|пгт)\.?\s*[А-ЯІЇЄҐ][\w’'-]+)?|"
    r"(?:м\.|с\.|г\.|(?:смт|пгт)\.?)\s*[А-ЯІЇЄҐ][\w’'-]+(?:\s+(?:19|20)\d\d)?"
)
_FIRST_HEAD = re.compile(
    r"(?:загальн(?:і (?:положення|питання|засади|відомості)|а частина)|"
    r"общ(?:ие (?:положения|вопросы|сведения)|ая часть)|"
    r"general(?: provisions)?|introduction|purpose|cyflwyniad|darpariaethau cyffredinol)[.:]?$",
    re.IGNORECASE,
)
_OPEN = {"(": ")", "[": "]", "«": "»", "“": "”"}


@dataclass(frozen=True)
class Number:
    """A number that a line starts with, and the rest of the line."""

    text: str
    path: tuple[int, ...]
    dot: bool
    rest: str

    @property
    def inserted(self) -> bool:
        return "-" in self.text


def leading_number(text: str) -> Number | None:
    """Return the Arabic number, dotted or not, that a line starts with; dates and amounts are none."""
    number = _leading(text)
    return number[0] if number is not None and not number[1] else None


def leading_roman(text: str) -> Number | None:
    """Return the Roman number that a line starts with, typed in Latin or Cyrillic letters."""
    number = _leading(text)
    return number[0] if number is not None and number[1] else None


def _leading(text: str) -> tuple[Number, bool] | None:
    """Return the number and whether it is Roman; without a dot it counts before capitals, and alone on its line."""
    text = _mended(text)
    found = clauses.leading_number(text)
    if found is None or _SPACED.match(text[:30]):
        mended = _SPACED.sub(r"\1.\2. ", _GLUED.sub(r"\1. ", text[:30], count=1), count=1)
        found = clauses.leading_number(mended + text[30:]) if mended != text[:30] else found
    if found is None:
        bare = _BARE.match(text[:300])
        if bare and (is_capitals(bare["rest"]) or (bare["number"].isdecimal() and is_heading_like(bare["rest"]))):
            found = bare["number"], text[bare.start("rest") :]
        elif len(text) < 20 and _ALONE.fullmatch(text):
            found = text, ""
        else:
            return None
    parsed = clauses.parse_number(found[0])
    if parsed is None:
        return None
    path = tuple(part for pair in parsed.parts for part in pair if part)
    dot = text[: len(text) - len(found[1])].rstrip().endswith(".")
    return Number(str(parsed), path, dot, found[1]), parsed.roman


def _mended(text: str) -> str:
    """Return the line with digits for the letters in its number, where it has both."""
    match = _MISREAD.match(text[:30])
    if match is None or not any(character.isdecimal() for character in match[0]):
        return text
    return match[0].replace(". ", ".").translate(_DIGITS) + text[match.end() :]


def roman(text: str) -> int:
    """Return the value of a Roman number, else 0."""
    parsed = clauses.parse_number(text.upper())
    return parsed.parts[0][0] if parsed is not None and parsed.roman else 0


@dataclass(frozen=True)
class NamedHead:
    """“Розділ 1. …”, “Стаття 5. …”, “Section 2: …”, “ADRAN 3: …”."""

    word: str
    value: int
    dot: bool
    rest: str


def named_head(text: str) -> NamedHead | None:
    """Return the named head that a line is, if it is one; what a law is cited by (“Стаття 12 Закону”) is none."""
    match = _NAMED.match(text)
    if match is None:
        return None
    number = match["number"]
    value = int(number.split("-")[0]) if number[0].isdigit() else roman(number)
    dot, rest = bool(match["dot"].strip()), match["rest"]
    if not value or not (dot or not rest or is_capitals(rest) or match["word"].isupper()):
        return None
    return NamedHead(match["word"].casefold(), value, dot, rest)


@dataclass(frozen=True)
class AnnexHead:
    """“Додаток 1”, “Приложение № 2 к Положению”, “Annex A. Form”."""

    label: str
    number: str
    rest: str


def annex_head(text: str) -> AnnexHead | None:
    """Return the head of an annex that a line is, if it is one."""
    match = _ANNEX.match(text)
    if match is None or len(text) > 200:
        return None
    number, rest = match["number"] or "", match["rest"].strip()
    label = text[: match.start("rest")].strip().rstrip(".:–—- ")
    if not rest:
        return AnnexHead(label, number, "")
    if (
        re.match(r"(?:до|к|to|i)\s+[^\W\d_]", rest)
        and (number or text.isupper())
        and not rest.endswith((".", ";", ","))
    ):
        return AnnexHead(label, number, rest)
    dashed = re.match(r"[-–—]\s*", rest)
    if number and (match["dot"] or dashed) and not rest.endswith((";", ",")):
        return AnnexHead(label, number, rest[dashed.end() :] if dashed else rest)
    return None


def item_mark(text: str) -> tuple[str, str] | None:
    """Return the list mark that a line starts with, and the rest."""
    match = _ITEM.match(text)
    if match is None:
        return None
    return match["mark"].replace("\uf0b7", "•").replace("\uf0a7", "•").replace("\uf02d", "-").strip(), match["rest"]


def is_dash(mark: str) -> bool:
    return mark in {"-", "–", "—", "*"}


def is_capitals(text: str) -> bool:
    """Say whether a text is in capitals: at least four letters, and no small ones to speak of."""
    letters = [character for character in text if character.isalpha()]
    small = sum(1 for character in letters if character.islower())
    return len(letters) >= 4 and small * 12 <= len(letters)


def is_heading_like(text: str) -> bool:
    """Say whether a text may be a heading: short, begun with a capital, not closed like a sentence."""
    words = text.split()
    return 0 < len(words) <= 16 and len(text) <= 130 and starts_upper(text) and text[-1] not in ".;:,!?_"


def is_first_head(text: str) -> bool:
    """Say whether a text is what the first section of such documents is called."""
    return _FIRST_HEAD.match(text) is not None


def awaits_number(text: str) -> bool:
    """Say whether a text ends in an abbreviation that a number follows: “згідно з п.”, “наказ №”."""
    return _ABBREVIATED.search(text[-20:]) is not None


def starts_lower(text: str) -> bool:
    """Say whether a text begins in small letters; a blank to fill in begins a line of a form."""
    if text.startswith("__"):
        return False
    first = next((character for character in text if character.isalnum()), "")
    return first.isalpha() and first.islower()


def starts_upper(text: str) -> bool:
    first = next((character for character in text if character.isalnum()), "")
    return first.isalpha() and not first.islower()


def is_finished(text: str) -> bool:
    """Say whether a paragraph may end here: a closing mark, or a blank to fill in, and no bracket left open."""
    return text[-1:] in set(".;:!?_…") and not is_open(text)


def is_open(text: str) -> bool:
    """Say whether a bracket or a quotation stays open at the end of the text."""
    tail = text[-400:]
    if "„" in tail:  # „…“: what opens elsewhere closes here
        tail = tail.replace("“", "”").replace("„", "“")
    return any(tail.rfind(opening) > tail.rfind(closing) for opening, closing in _OPEN.items())


def is_place_and_year(text: str) -> bool:
    """Say whether a line is what stands at the foot of a title page: “м. Луцьк, 2021”."""
    upper = text[:1].isupper() or text[:2] in {"м.", "с.", "г."} or text.startswith("смт")
    if _YEAR_OR_PLACE.fullmatch(text):
        return True
    return upper and len(text.split()) <= 6 and _PLACE.fullmatch(text) is not None
