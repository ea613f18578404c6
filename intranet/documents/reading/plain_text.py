"""Text files: decoding, lines, typed tables, and the traces of markup that web pages leave."""

from __future__ import annotations

import re
from itertools import pairwise

from django.utils.translation import gettext as _

from intranet.documents.reading.draft import CannotRead
from intranet.documents.reading.source import Line, Run, Source, clean, hyphened, markup, tidy

TAG = re.compile(
    r"</?(?:ul|ol|li|p|br|b|i|u|strong|em|div|span|table|tbody|tr|td|th|h[1-6]|a)\b[^<>\n]{0,300}>", re.IGNORECASE
)
_RULES = frozenset("-–—=")
_RULED = _RULES | frozenset(" \t|:+")
LONGEST = 8_000_000
MOST_LINES = 200_000
_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")


def read_text(data: bytes) -> Source:
    """Read a text file: UTF-8 with or without a mark, UTF-16, or Windows-1251."""
    text = decode(data)
    if len(text) > LONGEST:
        raise CannotRead(_("This file is too large to be a document: split it and read its parts."))
    raw = text.splitlines()
    if len(raw) > MOST_LINES:
        raise CannotRead(_("This file is too large to be a document: split it and read its parts."))
    lines = _lines(raw)
    if not lines:
        raise CannotRead(_("The file holds no text: choose the file that holds the document."))
    warnings = []
    if any(line.trimmed for line in lines):
        warnings.append(_("Traces of HTML markup stood in the text and were taken out."))
    return Source(
        lines=lines, wrapped=is_wrapped([line.text for line in lines if line.cells is None]), warnings=warnings
    )


def decode(data: bytes) -> str:
    """Return the text of a file, or refuse what is no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(data, "utf-16")
    if data.startswith(b"\xef\xbb\xbf"):
        return _strict(data, "utf-8-sig")
    nuls = data[:4096].count(0)
    if nuls:
        even, odd = data[:4096:2].count(0), data[1:4096:2].count(0)
        if max(even, odd) * 8 < len(data[:4096]) or min(even, odd) * 4 > max(even, odd):
            raise CannotRead(_no_text())
        return _strict(data, "utf-16-le" if odd > even else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _cyrillic(data)


def _cyrillic(data: bytes) -> str:
    text = data.decode("cp1251", errors="replace")
    sample = text[:20_000]
    odd = sum(1 for character in sample if character == "\ufffd" or (character < " " and character not in "\t\r\n\f"))
    letters = sum(1 for character in sample if character.isalpha())
    if odd * 50 > len(sample) or letters * 3 < len(sample):
        raise CannotRead(_no_text())
    return text


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise CannotRead(_no_text()) from error


def _no_text() -> str:
    return _("This is not a text: choose a Word file (DOCX), a PDF with text, or a text file.")


def _lines(raw: list[str]) -> list[Line]:
    """Number the non-blank lines and mark what is bold, what is a row and what a blank line sets apart."""
    lines: list[Line] = []
    bold = gap = False
    stars = _paired_stars(raw)
    for number, text in enumerate(raw):
        if not text.strip():
            gap = True
            continue
        without = TAG.sub("", clean(hyphened(text)))
        runs, bold = _runs(without, bold=bold) if stars[number] else ([Run(without)], False)
        line = _line(len(lines) + 1, runs)
        line.gap, gap = gap, False
        line.trimmed = " ".join(TAG.findall(text))
        lines.append(line)
    return lines


def _paired_stars(raw: list[str]) -> list[bool]:
    """Say for each line whether its ``**`` marks close within the stretch between blank lines."""
    result: list[bool] = []
    stretch, count = 0, 0
    for text in [*raw, ""]:
        if text.strip():
            stretch, count = stretch + 1, count + text.count("**")
        else:
            result += [count > 0 and count % 2 == 0] * stretch + [False]
            stretch, count = 0, 0
    return result


def _runs(text: str, *, bold: bool) -> tuple[list[Run], bool]:
    runs = []
    for index, piece in enumerate(text.split("**")):
        if index:
            bold = not bold
        if piece:
            runs.append(Run(piece, bold=bold))
    return runs, bold


def _line(ordinal: int, runs: list[Run]) -> Line:
    text = "".join(run.text for run in runs)
    heading = _HEADING.match(text)
    if heading:
        rest = text[heading.end() :]
        return Line(ordinal, tidy(rest), level=len(heading[1]))
    cells = _cells(text)
    line = Line(ordinal, tidy(text), cells=cells)
    worded = [run for run in runs if run.text.strip()]
    line.bold = bool(worded) and all(run.bold for run in worded)
    if cells is None and not line.bold:
        line.markup = markup(runs)
    if is_ruling(text):
        line.furniture = "ruling"
    return line


def _cells(text: str) -> tuple[str, ...] | None:
    stripped = text.strip()
    if stripped.startswith("|") and stripped.endswith("|") and stripped.count("|") > 2:
        return tuple(tidy(cell) for cell in stripped[1:-1].split("|"))
    if "\t" in stripped or (text.rstrip(" ").endswith("\t") and stripped):
        return tuple(tidy(cell) for cell in text.strip(" \r\n").split("\t"))
    return None


def is_ruling(text: str) -> bool:
    """Say whether a line only draws a rule, as under the head of a typed table."""
    return sum(character in _RULES for character in text[:200]) > 1 and all(character in _RULED for character in text)


def is_wrapped(texts: list[str]) -> bool:
    """Say whether lines break at the page's edge: long enough, few over it, and many that go on in lower case."""
    if len(texts) < 4:
        return False
    usual = sorted(len(text) for text in texts)[len(texts) * 19 // 20]
    pairs = list(pairwise(texts))
    running = sum(1 for one, two in pairs if one[-1] not in ".;:!?_" and two[:1].islower())
    return usual <= 130 and running * 4 >= len(pairs)
