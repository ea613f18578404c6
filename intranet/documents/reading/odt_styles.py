"""The styles of an OpenDocument text: which numbering a paragraph has, how it is written, what is bold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from intranet.documents.reading.word_numbers import written

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_FORMS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "а, б, .., аа, аб, ... (uk)": "ukrainianLower", "А, Б, .., АА, АБ, ... (uk)": "ukrainianUpper",
    "а, б, .., аа, аб, ... (ru)": "russianLower", "А, Б, .., АА, АБ, ... (ru)": "russianUpper",
    "А, Б, .., Аа, Аб, ... (ru)": "russianUpper", "А, Б, .., Аа, Аб, ... (uk)": "ukrainianUpper",
}  # fmt: skip
DEEPEST = 10


@dataclass
class Level:
    """A level of a list style or of the outline."""

    form: str = ""
    prefix: str = ""
    suffix: str = ""
    shown: int = 1
    start: int = 1
    pattern: str = ""
    bullet: str = ""


@dataclass
class ParagraphStyle:
    """What of a paragraph or character style bears on structure."""

    parent: str = ""
    list_style: str | None = None
    outline: int = 0
    bold: bool | None = None
    italic: bool | None = None
    raised: bool | None = None


@dataclass
class Styles:
    """All styles of a file."""

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    outline: dict[int, Level] = field(default_factory=dict)
    named: dict[str, ParagraphStyle] = field(default_factory=dict)

    def chain(self, name: str) -> Iterator[ParagraphStyle]:
        """Yield a style and those that it is based on, nearest first."""
        seen: set[str] = set()
        while name in self.named and name not in seen:
            seen.add(name)
            yield self.named[name]
            name = self.named[name].parent


def read_styles(*roots: etree._Element | None) -> Styles:
    """Read the styles of ``styles.xml`` and ``content.xml``; those of the second win."""
    styles = Styles()
    for root in roots:
        for element in (
            root.iter(f"{STYLE}style", f"{TEXT}list-style", f"{TEXT}outline-style") if root is not None else ()
        ):
            if element.tag == f"{STYLE}style":
                styles.named[str(element.get(f"{STYLE}name"))] = _named(element)
            elif element.tag == f"{TEXT}outline-style":
                styles.outline = _levels(element)
            else:
                styles.lists[str(element.get(f"{STYLE}name"))] = _levels(element)
    return styles


def _named(element: etree._Element) -> ParagraphStyle:
    style = ParagraphStyle(str(element.get(f"{STYLE}parent-style-name") or ""))
    style.list_style = element.get(f"{STYLE}list-style-name")
    style.outline = number(element.get(f"{STYLE}default-outline-level"), 0)
    properties = element.find(f"{STYLE}text-properties")
    if properties is not None:
        weight, slant = properties.get(f"{FO}font-weight"), properties.get(f"{FO}font-style")
        position = properties.get(f"{STYLE}text-position")
        style.bold = None if weight is None else weight in {"bold", "600", "700", "800", "900"}
        style.italic = None if slant is None else slant in {"italic", "oblique"}
        style.raised = None if position is None else re.match(r"super|[1-9]", position) is not None
    return style


def _levels(parent: etree._Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for element in parent:
        depth = number(element.get(f"{TEXT}level"), 0)
        if not 1 <= depth <= DEEPEST:
            continue
        level = Level(_FORMS.get(str(element.get(f"{STYLE}num-format") or ""), ""))
        if element.get(f"{STYLE}num-format") and not level.form:
            level.form = "decimal"
        level.prefix, level.suffix = (str(element.get(f"{STYLE}num-{name}") or "") for name in ("prefix", "suffix"))
        level.shown = max(1, number(element.get(f"{TEXT}display-levels"), 1))
        level.start = number(element.get(f"{TEXT}start-value"), 1)
        level.pattern = str(element.get(f"{_LOEXT}num-list-format") or element.get(f"{STYLE}num-list-format") or "")
        level.bullet = str(element.get(f"{TEXT}bullet-char") or "")[:1]
        levels[depth] = level
    return levels


def number(text: str | None, default: int) -> int:
    """Return the number that an attribute holds."""
    return int(text) if text is not None and re.fullmatch(r"[0-9]{1,7}", text) else default


@dataclass
class Count:
    """How far a list, or the outline, has counted."""

    levels: dict[int, Level]
    counters: dict[int, int] = field(default_factory=dict)

    def next_mark(self, depth: int, start: int | None = None) -> str:
        """Count one item and return its number as it is shown, or its bullet."""
        level = self.levels.get(depth, Level())
        for deeper in [other for other in self.counters if other > depth]:
            del self.counters[deeper]
        if start is not None:
            self.counters[depth] = start
        else:
            self.counters[depth] = self.counters[depth] + 1 if depth in self.counters else level.start
        if level.bullet:
            return "•" if not level.bullet.isprintable() or "\ue000" <= level.bullet <= "\uf8ff" else level.bullet
        return self._shown(depth, level) if level.form else ""

    def _shown(self, depth: int, level: Level) -> str:
        if "%" in level.pattern:
            return re.sub(r"%(\d{1,2})%", lambda match: self._figure(int(match[1])), level.pattern).strip()
        first = max(1, depth - level.shown + 1)
        figures = [self._figure(each) for each in range(first, depth + 1)]
        return f"{level.prefix}{'.'.join(figure for figure in figures if figure)}{level.suffix}".strip()

    def _figure(self, depth: int) -> str:
        level = self.levels.get(depth, Level())
        return written(self.counters.get(depth, level.start), level.form) if level.form else ""
