"""The source as lines, whatever the format it came in."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

_SPACES = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\x00-\x08\x0e-\x1b\x7f]")
_LETTERS = re.compile(r"[^\W_]+")
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_ALIKE = str.maketrans("іilхоoз", "111x003")
_UP = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
BREAK = "\n"  # a line break inside a paragraph


@dataclass(frozen=True)
class Run:
    """A stretch of text of one look."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""
    generated: bool = False  # not in the source's text: the mark of a footnote


@dataclass
class Line:
    """One non-blank line of the source: a line of text, a paragraph, a table row or a footnote."""

    ordinal: int
    text: str
    markup: str = ""
    cells: tuple[str, ...] | None = None
    mark: str = ""  # the number or bullet that the word processor computes
    note: str = ""  # the mark of the footnote that this line is
    level: int = 0  # the level of a heading style
    gap: bool = False  # a blank line or a page break stands before it
    bold: bool = False
    header_row: bool = False
    furniture: str = ""  # why it is left out, where the format itself says so
    trimmed: str = ""  # what of the line was taken out as markup
    generated: str = ""  # numbers within its cells that the word processor computes
    part: bool = False  # the source counts it with the line before it: a paragraph with line breaks, a row of one cell
    soft: bool = False  # only a line break, and no end of a paragraph, stands before it
    source_id: str = ""  # the permanent id of the block that begins here, where the file is one that we wrote

    def __post_init__(self) -> None:
        self.markup = self.markup or html.escape(self.text, quote=False)


@dataclass
class Source:
    """A file as lines, with what a person should know about it."""

    lines: list[Line]
    wrapped: bool = False  # lines break where the page's edge was, not where a paragraph ends
    paragraphs: bool = False  # lines are true paragraphs of a word processor
    title: str = ""
    warnings: list[str] = field(default_factory=list)


def tidy(text: str) -> str:
    """Return the text without invisible characters, with single spaces."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def clean(text: str) -> str:
    """Return the text without invisible characters (control, bidirectional, zero-width, soft hyphens)."""
    return _INVISIBLE.sub("", text)


def markup(runs: list[Run]) -> str:
    """Return inline HTML of the runs: escaped text with ``b``, ``i`` and links to web addresses only."""
    parts = []
    for run in runs:
        piece = html.escape(_SPACES.sub(" ", run.text), quote=False)
        if not piece.strip():
            parts.append(piece)
            continue
        if run.italic:
            piece = f"<i>{piece}</i>"
        if run.bold:
            piece = f"<b>{piece}</b>"
        if run.href.startswith(("https://", "http://", "mailto:")):
            piece = f'<a href="{html.escape(run.href)}">{piece}</a>'
        parts.append(piece)
    return "".join(parts).replace("</b><b>", "").replace("</i><i>", "").strip()


def hyphened(text: str) -> str:
    """Return a line with the soft hyphen that divides its last word made visible: it is joined with the next line."""
    return f"{text.rstrip()[:-1]}‐" if text.rstrip().endswith("\u00ad") else text


def raised(text: str) -> str:
    """Return the text of a superscript: digits raised, so that 3.4 with a raised 1 does not become 3.41."""
    return text.translate(_UP) if text.strip().isdecimal() and len(text.strip()) < 4 else text


def broken(runs: list[Run]) -> list[list[Run]]:
    """Divide the runs of a paragraph at its line breaks; an empty stretch is a blank line."""
    stretches: list[list[Run]] = [[]]
    for run in runs:
        if run.text == BREAK:
            stretches.append([])
        else:
            stretches[-1].append(run)
    return stretches


def plain(text: str) -> str:
    """Return the words of inline HTML."""
    return html.unescape(re.sub(r"<[^<>]*>", " " if "<br>" in text else "", text))


def letters(text: str) -> str:
    """Return the letters and digits of a text, case folded: what a receipt compares."""
    # Numbers are put into their plain form (ІІІ typed in Cyrillic, 3.4¹, 1.З for 1.3): these letters count as one.
    folded = "".join(_LETTERS.findall(text.casefold())).translate(_ALIKE)
    return folded.translate(_PLAIN) if _RAISED.search(folded) else folded
