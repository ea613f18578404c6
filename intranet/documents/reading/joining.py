"""Which line goes on with the paragraph before it, and how the two are put together. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from intranet.documents.reading import marks
from intranet.documents.reading.source import Line

_TOKEN = re.compile(r"<[^<>]*>|&#?\w+;|.", re.DOTALL)
_EMPTY = re.compile(r"<(b|i)>\s*</\1>")
_TERM = re.compile(r"[^\W\d_][\w’'«»\"()/ -]{1,60}? [-–—] ")
_HYPHEN = re.compile(r"([^\W\d_]{2,})[-‐]$")
LONGEST = 20_000  # characters in a paragraph: past it nothing goes on, so that the work stays linear


@dataclass
class Unit:
    """A logical paragraph: what it opens, its mark, its text without the mark, and the lines it is made of."""

    opening: str
    text: str
    markup: str
    lines: list[int]
    mark: str = ""
    gap: bool = False
    bold: bool = False
    level: int = 0
    cells: tuple[str, ...] | None = None
    header_row: bool = False
    last: str = ""
    parts: list[str] = field(default_factory=list)

    @property
    def whole(self) -> str:
        return f"{self.mark} {self.text}".strip()


@dataclass(frozen=True)
class Page:
    """How the lines of a source break."""

    wrapped: bool
    paragraphs: bool
    width: int
    words: frozenset[str]


def page_of(lines: list[Line], *, wrapped: bool, paragraphs: bool) -> Page:
    """Measure the source: the width that most full lines reach, and its words, by which hyphens are judged."""
    lengths = sorted(len(line.text) for line in lines if line.cells is None)
    width = lengths[len(lengths) * 85 // 100] if lengths else 0
    words = frozenset(word for line in lines for word in re.findall(r"[\w’'-]+", line.text.casefold()))
    return Page(wrapped, paragraphs, width, words)


def goes_on(unit: Unit, line: Line, page: Page, *, form: bool = False) -> bool:
    """Say whether a line that opens nothing goes on with the paragraph before it."""
    if unit.opening in {"row", "note"} or unit.cells is not None or line.level or len(unit.text) > LONGEST:
        return False
    if line.gap and marks.is_place_and_year(line.text):
        return False
    if line.soft and not line.gap:
        return _part_goes_on(unit, line)
    return _next_goes_on(unit, line, page, form=form)


def _next_goes_on(unit: Unit, line: Line, page: Page, *, form: bool) -> bool:
    if not unit.text or unit.opening == "annex":
        return unit.opening in {"section", "item", "clause"}
    if unit.opening == "section" or unit.level:
        return _heading_goes_on(unit, line, page)
    if marks.awaits_number(unit.text) and line.text[:1].isdigit():
        return True
    return _text_goes_on(unit, line, page, form=form)


def _part_goes_on(unit: Unit, line: Line) -> bool:
    """Say whether what follows a line break in a paragraph goes on with it: all but the text under a heading does."""
    if unit.opening == "annex":
        return False
    if unit.opening != "section" and not unit.level:
        return True
    alike = unit.bold == line.bold and marks.is_capitals(unit.text) == marks.is_capitals(line.text)
    return not unit.text or (alike and not marks.is_finished(unit.text) and len(line.text) < 130)


def _text_goes_on(unit: Unit, line: Line, page: Page, *, form: bool) -> bool:
    if page.paragraphs:
        return len(unit.last) > 60 and not line.bold and _runs_on(unit.text, line.text)
    if page.wrapped:
        return _wrapped_goes_on(unit, line, page, form=form)
    return _runs_on(unit.text, line.text) and not (form and line.text.startswith("("))


def _heading_goes_on(unit: Unit, line: Line, page: Page) -> bool:
    if page.paragraphs:
        return False
    if marks.is_capitals(unit.text):
        return marks.is_capitals(line.text) and not line.gap
    return marks.starts_lower(line.text) and not marks.is_finished(unit.text) and not line.gap


def _runs_on(before: str, after: str) -> bool:
    """Say whether a sentence runs over a break: it was not closed, and what follows does not begin one."""
    if marks.is_open(before) and not marks.starts_upper(after):
        return True
    if marks.is_finished(before):
        return False
    if marks.starts_lower(after):
        return True
    awaiting = before[-1:].islower() or before[-1:] == "," or marks.REFERRING.fullmatch(before.rsplit(" ", 1)[-1])
    return after[:1].isdigit() and bool(awaiting) and " " in after


def _wrapped_goes_on(unit: Unit, line: Line, page: Page, *, form: bool) -> bool:
    finished = marks.is_finished(unit.text)
    if marks.starts_lower(line.text):
        return not (form and line.gap and (finished or line.text.startswith("(")))
    if not form and not finished and line.text[:1].isdigit() and _runs_on(unit.text, line.text):
        return True
    if line.gap:
        return False
    full = not would_fit(unit.last, line.text, page.width)
    if not finished:
        return full or marks.is_open(unit.text) or unit.text.endswith(",")
    return full and unit.text.endswith(".") and unit.opening != "item" and not _TERM.match(line.text)


def would_fit(before: str, after: str, width: int) -> bool:
    """Say whether the next word had room on the line before: then the break was meant."""
    return len(before) + 1 + len(after.split(" ", 1)[0]) <= width


def add(unit: Unit, line: Line, page: Page) -> None:
    """Put a line on the end of a paragraph, mending a word that was divided."""
    unit.text = _together(unit.text, line.text, line.text, page)
    unit.markup = _together(unit.markup, line.markup, line.text, page)
    unit.lines.append(line.ordinal)
    unit.last = line.text
    unit.parts.append(line.text)


def _together(before: str, after: str, words: str, page: Page) -> str:
    if not before:
        return after
    divided = _HYPHEN.search(before[-60:])
    if divided is None or not marks.starts_lower(words):
        return f"{before} {after}"
    right = re.match(r"[\w’']*", words)
    whole = divided[1] + (right[0] if right else "")
    hyphened = f"{divided[1]}-{right[0] if right else ''}"
    # “науково-” before “педагогічних” keeps its hyphen; “письмо-” before “во” was divided.
    compound = divided[1].endswith("о") and len(divided[1]) > 4 and right is not None and len(right[0]) > 4
    compound = compound and not before.endswith("‐")
    if hyphened.casefold() in page.words or (compound and whole.casefold() not in page.words):
        return before + after
    return before[:-1] + after


def without_start(markup: str, count: int) -> str:
    """Return inline HTML without its first ``count`` characters of text, its tags kept."""
    tags, place = [], 0
    for token in _TOKEN.finditer(markup):
        is_tag = token[0].startswith("<") and len(token[0]) > 1
        if count <= 0 and not is_tag:
            break
        if is_tag:
            tags.append(token[0])
        else:
            count -= 1
        place = token.end()
    return _EMPTY.sub("", "".join(tags) + markup[place:]).strip()
