"""Record numbers by a series' pattern, and verification codes (REG-04)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from string import Formatter

FIELDS = frozenset({"series", "year", "yy", "edrpou", "seq"})
WIDTH = re.compile(r"0?[1-9]?")
LONGEST = 60

# No i, l, o or u: what is read aloud or typed from paper is not mistaken.
CODE_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
CODE_LENGTH = 24  # five bits each: 120 bits
_TYPED = str.maketrans({"i": "1", "l": "1", "o": "0", "-": None, " ": None})


def pattern_problem(pattern: str, *, restarts_yearly: bool) -> str:
    """Return the code of what is wrong with a pattern, or nothing.

    It must hold ``{seq}`` once and, where numbers start again every year, the year; else numbers would repeat.
    """
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError:
        return "pattern_braces"
    fields = [name for _text, name, _spec, _conversion in parts if name is not None]
    if any(name not in FIELDS for name in fields):
        return "pattern_unknown_field"
    if any(
        conversion or (spec and (name != "seq" or not WIDTH.fullmatch(spec))) for _t, name, spec, conversion in parts
    ):
        return "pattern_format"
    if fields.count("seq") != 1:
        return "pattern_without_seq"
    if restarts_yearly and not {"year", "yy"} & set(fields):
        return "pattern_without_year"
    return ""


def record_number(pattern: str, *, series: str, year: int, seq: int, edrpou: str) -> str:
    """Return the record number that the pattern makes; ``ПК-{year}-{seq:05}`` gives ``ПК-2026-00042``."""
    return pattern.format(series=series, year=f"{year:04}", yy=f"{year % 100:02}", seq=seq, edrpou=edrpou)


def sequence_of(number: str, pattern: str, *, series: str, year: int, edrpou: str) -> int | None:
    """Return the running number inside a record number that the pattern could have made in the year, else None."""
    found = _expression(pattern, series, year, edrpou).fullmatch(number)
    return int(found[1]) if found else None


@lru_cache(maxsize=512)
def _expression(pattern: str, series: str, year: int, edrpou: str) -> re.Pattern[str]:
    fixed: Mapping[str, str] = {"series": series, "year": f"{year:04}", "yy": f"{year % 100:02}", "edrpou": edrpou}
    expression = ""
    for text, name, _spec, _conversion in Formatter().parse(pattern):
        expression += re.escape(text)
        if name:
            expression += "([0-9]{1,9})" if name == "seq" else re.escape(fixed[name])
    return re.compile(expression)


class Highest:
    """The highest running number of each year among the record numbers seen, by the pattern of one series."""

    def __init__(self, pattern: str, *, series: str, edrpou: str) -> None:
        self.pattern, self.series, self.edrpou = pattern, series, edrpou
        self.by_year: dict[int, int] = {}

    def see(self, year: int, number: str) -> bool:
        """Take a record number of a year into account; say whether the series could have given it."""
        seq = sequence_of(number, self.pattern, series=self.series, year=year, edrpou=self.edrpou)
        if seq is not None and seq > self.by_year.get(year, 0):
            self.by_year[year] = seq
        return seq is not None


def typed_code(text: str) -> str:
    """Return the verification code that somebody typed, in its own spelling; nothing where it cannot be one."""
    code = text.strip().lower().translate(_TYPED)
    return code if len(code) == CODE_LENGTH and all(letter in CODE_ALPHABET for letter in code) else ""
