"""Numbers that Word computes: numbering.xml with its levels, formats, restarts and overrides, and numbers in styles."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from intranet.documents.reading.source import tidy

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_BULLETS = {"\uf0b7": "•", "\uf0a7": "•", "\uf0d8": "•", "\uf0fc": "•", "\uf02d": "-", "o": "•", "": "•"}
DEEPEST = 9


def value(element: etree._Element | None, name: str = "val") -> str:
    """Return an attribute of Word's namespace, or nothing."""
    return "" if element is None else str(element.get(f"{W}{name}") or "")


def integer(element: etree._Element | None, default: int) -> int:
    text = value(element)
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else default


@dataclass
class Level:
    """A level of a numbering: where it starts, how it is written, after which level it starts anew."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False


@dataclass
class Style:
    """What of a paragraph style bears on structure."""

    based_on: str = ""
    name: str = ""
    numbering: tuple[str, int | None] | None = None
    outline: int | None = None
    bold: bool = False


@dataclass
class Numbering:
    """The numberings of a file and how far each has counted."""

    abstracts: dict[str, dict[int, Level]] = field(default_factory=dict)
    of_number: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, dict[int, Level]] = field(default_factory=dict)
    starts: dict[str, dict[int, int]] = field(default_factory=dict)
    by_style: dict[str, tuple[str, int]] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def next_mark(self, number: str, depth: int) -> str:
        """Count one paragraph and return its number as Word shows it, or its bullet."""
        abstract = self.of_number.get(number)
        if abstract is None:
            return ""
        levels = {**self.abstracts.get(abstract, {}), **self.overrides.get(number, {})}
        level = levels.get(depth)
        if level is None:
            return ""
        counters = self.counters.setdefault(abstract, {})
        self._count(number, depth, level, counters)
        for deeper in [other for other in counters if other > depth]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart and depth < restart):
                del counters[deeper]
        if level.form == "bullet":
            return _BULLETS.get(level.text, tidy(level.text) or "•")
        return "" if level.form == "none" and "%" not in level.text else self._shown(level, levels, counters)

    def _count(self, number: str, depth: int, level: Level, counters: dict[int, int]) -> None:
        start = self.starts.get(number, {}).get(depth)
        if start is not None and (number, depth) not in self.begun:
            counters[depth] = start
        else:
            counters[depth] = counters[depth] + 1 if depth in counters else level.start
        self.begun.add((number, depth))

    def _shown(self, level: Level, levels: dict[int, Level], counters: dict[int, int]) -> str:
        def put(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            other = levels.get(depth, Level())
            form = "decimal" if level.legal else other.form
            return written(counters.get(depth, other.start), form)

        return tidy(re.sub(r"%([1-9])", put, level.text))


def written(number: int, form: str) -> str:
    """Return a number in one of Word's formats."""
    if form in {"upperRoman", "lowerRoman"}:
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    alphabet = {"Letter": "abcdefghijklmnopqrstuvwxyz", "ussian": _RUSSIAN}
    for ending, letters in alphabet.items():
        if ending in form and number > 0:
            letter = letters[(number - 1) % len(letters)] * min((number - 1) // len(letters) + 1, 9)
            return letter.upper() if form.startswith("upper") or form.endswith("Upper") else letter
    if form == "decimalZero":
        return f"{number:02d}"
    return "" if form == "none" else str(number)


def _roman(number: int) -> str:
    result = ""
    figures = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
    ]
    for figure, sign in [*figures, (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]:
        result += sign * min(number // figure, 40)
        number %= figure
    return result


def read_numbering(root: etree._Element | None) -> Numbering:
    """Read ``word/numbering.xml``."""
    numbering = Numbering()
    if root is None:
        return numbering
    linked: dict[str, str] = {}
    for abstract in root.iterfind(f"{W}abstractNum"):
        key = value(abstract, "abstractNumId")
        numbering.abstracts[key] = dict(_levels(abstract))
        if abstract.find(f"{W}numStyleLink") is not None:
            linked[key] = value(abstract.find(f"{W}numStyleLink"))
    homes = {
        value(abstract.find(f"{W}styleLink")): value(abstract, "abstractNumId")
        for abstract in root.iterfind(f"{W}abstractNum")
        if abstract.find(f"{W}styleLink") is not None
    }
    for key, style in linked.items():
        numbering.abstracts[key] = numbering.abstracts.get(homes.get(style, ""), {})
    for num in root.iterfind(f"{W}num"):
        _read_num(num, numbering)
    return numbering


def _read_num(num: etree._Element, numbering: Numbering) -> None:
    key = value(num, "numId")
    abstract = value(num.find(f"{W}abstractNumId"))
    numbering.of_number[key] = abstract
    for override in num.iterfind(f"{W}lvlOverride"):
        depth = int(value(override, "ilvl") or 0)
        start = override.find(f"{W}startOverride")
        if start is not None:
            numbering.starts.setdefault(key, {})[depth] = integer(start, 1)
        numbering.overrides.setdefault(key, {}).update(_levels(override))


def _levels(parent: etree._Element) -> list[tuple[int, Level]]:
    result = []
    for element in parent.iterfind(f"{W}lvl"):
        depth = int(value(element, "ilvl") or 0)
        level = Level(start=integer(element.find(f"{W}start"), 1))
        level.form = value(element.find(f"{W}numFmt")) or "decimal"
        level.text = value(element.find(f"{W}lvlText"))
        restart = element.find(f"{W}lvlRestart")
        level.restart = integer(restart, 0) if restart is not None else None
        level.legal = element.find(f"{W}isLgl") is not None
        if depth < DEEPEST:
            result.append((depth, level))
    return result


def read_styles(root: etree._Element | None) -> dict[str, Style]:
    """Read the paragraph styles of ``word/styles.xml``."""
    styles: dict[str, Style] = {}
    for element in root.iterfind(f"{W}style") if root is not None else []:
        style = Style(based_on=value(element.find(f"{W}basedOn")), name=value(element.find(f"{W}name")).casefold())
        properties = element.find(f"{W}pPr")
        if properties is not None:
            style.numbering = numbering_of(properties)
            outline = properties.find(f"{W}outlineLvl")
            style.outline = integer(outline, 9) if outline is not None else None
        style.bold = is_on(element.find(f"{W}rPr/{W}b"))
        styles[value(element, "styleId")] = style
    return styles


def numbering_of(properties: etree._Element) -> tuple[str, int | None] | None:
    """Return the numbering and the level that paragraph properties name; a level may be left to the style."""
    element = properties.find(f"{W}numPr")
    if element is None:
        return None
    level = element.find(f"{W}ilvl")
    return value(element.find(f"{W}numId")), integer(level, 0) if level is not None else None


def is_on(element: etree._Element | None) -> bool:
    """Say whether a switch such as bold is set."""
    return element is not None and value(element) not in {"0", "false", "off", "none"}


def chain(styles: dict[str, Style], key: str) -> list[Style]:
    """Return a style and those that it is based on, nearest first."""
    result: list[Style] = []
    seen: set[str] = set()
    while key in styles and key not in seen:
        seen.add(key)
        result.append(styles[key])
        key = styles[key].based_on
    return result
