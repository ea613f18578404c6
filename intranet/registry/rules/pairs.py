"""Many certificates asked about at once: one line for each, a code, or a record number with a surname."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intranet.registry.rules import codes, keys
from intranet.registry.rules.numbers import typed_code

MOST_LINES = 100
LONGEST_LINE = 200
SEPARATOR = re.compile(r"\t|;|,| {2,}")


@dataclass(frozen=True)
class Pair:
    """What a line asks; neither a code nor a number with a surname where it cannot be read."""

    line: int
    typed: str
    code: str = ""
    number: str = ""
    surname: str = ""

    @property
    def is_readable(self) -> bool:
        return bool(self.code or (self.number and self.surname))

    @property
    def number_key(self) -> str:
        return keys.number_key(self.number)

    @property
    def surname_key(self) -> str:
        return keys.name_key(self.surname)


def lines_of(text: str) -> list[tuple[int, str]]:
    """Return the lines that are not blank with their numbers, counted from one."""
    return [(place, line.strip()) for place, line in enumerate(text.splitlines(), start=1) if line.strip()]


def pair(line: int, typed: str) -> Pair:
    """Read a line: a code in any spelling, or number and surname parted by a tab, a semicolon, a comma or spaces.

    The two may stand either way round. Where nothing parts them, the number ends with the last word that has a figure
    in it. A line that is neither is returned unread.
    """
    found = typed_code(typed) or next(iter(codes.addressed_codes(typed)), "")
    if found:
        return Pair(line, typed, code=found)
    for number, surname in (_parted(typed), _by_figures(typed)):
        readable = Pair(line, typed, number=number, surname=surname)
        if _has_figure(number) and not _has_figure(surname) and readable.number_key and readable.surname_key:
            return readable
    return Pair(line, typed)


def is_holders_name(name_key: str, typed_key: str) -> bool:
    """Say whether a typed name fits the key of a public name: the surname, with or without initials or first names.

    The surname must be whole; "шевченко", "шевченко т г" and "шевченко тарас" fit "шевченко т г", "шевчен" does not.
    """
    words = typed_key.split()
    kept = (" ".join([*words[:whole], *(word[0] for word in words[whole:])]) for whole in range(1, len(words) + 1))
    return any(name_key == key or name_key.startswith(f"{key} ") for key in kept)


def _parted(typed: str) -> tuple[str, str]:
    parts = [part.strip() for part in SEPARATOR.split(typed) if part.strip()]
    if len(parts) < 2:
        return "", ""
    if _has_figure(parts[0]):
        return parts[0], " ".join(parts[1:])
    return parts[-1], " ".join(parts[:-1])


def _by_figures(typed: str) -> tuple[str, str]:
    words = re.sub(r"[\t;,]", " ", typed).split()
    figures = [place for place, word in enumerate(words) if _has_figure(word)]
    if not figures:
        return "", ""
    if figures[-1] == len(words) - 1:  # the surname stands first
        return " ".join(words[figures[0] :]), " ".join(words[: figures[0]])
    return " ".join(words[: figures[-1] + 1]), " ".join(words[figures[-1] + 1 :])


def _has_figure(text: str) -> bool:
    return any(letter.isdigit() for letter in text)
