"""Clauses: their numbers, how they sort, and where a line of a document begins with one."""

from __future__ import annotations

import re
from dataclasses import dataclass

ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
ROMAN = re.compile(r"(?=.)(X{0,3})(IX|IV|V?I{0,3})$")
CYRILLIC_ROMAN = str.maketrans("ІХ", "IX")
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
PART = r"[1-9]\d{0,2}(?:-[1-9]\d{0,2})?"
NUMBER = re.compile(rf"{PART}(?:\.{PART}){{0,7}}$", re.ASCII)

INVISIBLE = "\ufeff\u200b\u200e\u200f\u2060\u00ad"
DIGITS = "0-9⁰¹²³⁴⁵⁶⁷⁸⁹"
AT_LINE_START = re.compile(rf"([{DIGITS}][{DIGITS}.\-‑]*|[IVXІХ]+(?=\.))(\.?)(.*)$", re.DOTALL)
SUPERSCRIPT_RUN = re.compile("(?<=[0-9])([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
CONTINUES = re.compile(r"[,;:)\]%°/+×*=…]|(?:[-–—]|to)\s*\d")
INITIAL = re.compile(r"\s*[^\W\d_]\.")
FIRST_WORD = re.compile(r"[«\"“(]?([^\W\d_][\w’'ʼ]*)")
SHORT_DATE = re.compile(r"(?:[12]\d|3[01])\.1[0-2]\.\d\d$")

# What stands behind a number that the end of a line has torn from its sentence: a reference goes on …
GOES_ON = frozenset(
    "цього цієї цих даного даної даних статті пункту розділу положення порядку та і й або чи "  # noqa: SIM905
    "настоящего настоящей настоящих данного данной данных этого этой статьи пункта раздела и или "
    "of above below and or shall is are applies apply uchod isod hyn hwn neu ac a o o'r o’r".split()
)
# … or an amount names its unit.
UNIT = re.compile(
    r"кредит\w*|годин\w*|раз(?:и|ів|а)?|бал(?:и|ів|а|л|ла|лы|лов)?|відсот\w+|процент\w*|млн|млрд|тис|тисяч\w*|грн|гривень|"
    r"ставк\w+|ставок|день|дні|днів|дня|дней|тижн\w+|місяц\w+|місяць|років|роки|року|рік|аркуш\w*|сторін\w+|осіб|"
    r"час|часа|часов|недел\w+|месяц\w*|год|года|лет|руб|рубл\w+|страниц\w*|человек|єктс|ects|"
    r"credits?|hours?|points?|percent|days?|weeks?|months?|years?|times|million|pages?|"
    r"awr|credyd|pwynt|diwrnod|wythnos|mis|blynedd|gwaith|ранку|вечора|утра|вечера|am|pm|"
    r"р|г|кг|км|м|см|мм|л|т|га|х|x|kg|km|m|cm|mm|l|ha"
)


@dataclass(frozen=True, order=True)
class ClauseNumber:
    """A clause's number: 3, 3.4, 3.4-1 (inserted after 3.4), III.

    Each part is a number and what was inserted behind it, 0 for nothing; so 3.4 < 3.4-1 < 3.5 < 3.10.
    """

    parts: tuple[tuple[int, int], ...]
    roman: bool = False

    @classmethod
    def parse(cls, text: str) -> ClauseNumber:
        """Read a number, with or without a last dot; 3.4¹ is 3.4-1 and Cyrillic ІІІ is III.

        Raises ValueError for what is not a clause number: a leading zero, four digits, a date.
        """
        written = _with_hyphens(text.strip(f" \t\n\xa0{INVISIBLE}")).removesuffix(".")
        roman = ROMAN.match(written.translate(CYRILLIC_ROMAN))
        if roman:
            return cls(((_value(roman[0]), 0),), roman=True)
        if not NUMBER.match(written):
            raise ValueError(f"not a clause number: {text[:40]!r}")
        parts = (part.partition("-") for part in written.split("."))
        return cls(tuple((int(number), int(inserted or 0)) for number, _, inserted in parts))

    def __str__(self) -> str:
        if self.roman:
            return _in_roman(self.parts[0][0])
        return ".".join(f"{number}-{inserted}" if inserted else str(number) for number, inserted in self.parts)

    @property
    def depth(self) -> int:
        """1 for a section, 2 for a clause, 3 for a sub-clause."""
        return len(self.parts)

    @property
    def parent(self) -> ClauseNumber | None:
        """The number that this one stands under: 3.4-1 stands under 3."""
        return ClauseNumber(self.parts[:-1]) if self.depth > 1 else None


def parse_number(text: str) -> ClauseNumber | None:
    """Return the clause number that ``text`` is, or None."""
    try:
        return ClauseNumber.parse(text)
    except ValueError:
        return None


def leading_number(line: str) -> tuple[str, str] | None:
    """Return the clause number that ``line`` begins with, without its last dot, and the rest of the line; or None.

    Dates, amounts, times and references torn from their sentence (``4.2 цього Положення``) are not numbers of clauses,
    nor are list marks (``1)``) and numbers of one part without a dot (``30 годин``). Whether a number fits the ones
    before it is for the reader of the whole document to say.
    """
    found = AT_LINE_START.match(line.strip(f" \t\r\n\xa0{INVISIBLE}"))
    if not found:
        return None
    written, dot, rest = found[1], found[2], found[3]
    if written.endswith("."):  # the run of digits and dots has taken the last dot too
        written, dot = written[:-1], "."
    number = parse_number(written)
    if number is None or _is_range(number) or (not dot and SHORT_DATE.match(written)):
        return None
    if not _begins_a_clause(number, rest, dotted=bool(dot)):
        return None
    return str(number), rest.strip()


def sort_key(number: str) -> tuple[int, tuple[tuple[int, int], ...], str]:
    """Return what sorts numbers as documents have them (3.2, 3.4, 3.4-1, 3.10); other labels come last, by letter."""
    parsed = parse_number(number)
    return (0, parsed.parts, str(parsed)) if parsed else (1, (), number)


def anchor(number: str) -> str:
    """Return the fragment of a clause's address: ``#3.4-1``; another label's is its words (``Додаток-1``)."""
    parsed = parse_number(number)
    return str(parsed) if parsed else re.sub(r"[^\w.]+", "-", number).strip("-")


def _with_hyphens(text: str) -> str:
    inserted = SUPERSCRIPT_RUN.sub(lambda run: "-" + run[1].translate(SUPERSCRIPTS), text)
    return inserted.replace("‑", "-")


def _value(roman: str) -> int:
    values = [ROMAN_VALUES[letter] for letter in roman]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def _in_roman(value: int) -> str:
    tens, ones = divmod(value, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


def _is_range(number: ClauseNumber) -> bool:
    """Return whether this is ``1.1-1.5``: from one clause to another of the same section."""
    return any(inserted == number.parts[0][0] for _, inserted in number.parts[1:-1])


def _begins_a_clause(number: ClauseNumber, rest: str, *, dotted: bool) -> bool:
    text = rest.strip()
    if CONTINUES.match(text) or (number.roman and INITIAL.match(text)):
        return False
    word = FIRST_WORD.match(text)
    if not dotted:
        amount = number.depth == 1 or rest == text or not text or text[0].isdigit()
        return not amount and not (word and (_goes_on(word[1]) or _is_unit(word[1])))
    return number.depth == 1 or word is None or not _goes_on(word[1])


def _goes_on(word: str) -> bool:
    return word in GOES_ON


def _is_unit(word: str) -> bool:
    return word in {"ЄКТС", "ECTS"} or UNIT.fullmatch(word) is not None
