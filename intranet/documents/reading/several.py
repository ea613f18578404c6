"""Several job descriptions in one file: each begins at a heading that names itself so. Pure."""

from __future__ import annotations

import re

from intranet.documents.reading.source import Line

_HEAD = re.compile(
    r"(?:должностн\w+ (?:инструкция|обязанности)|посадов\w+ (?:інструкція|обов[’'ʼ`]?язки)|"
    r"job description|swydd-ddisgrifiad)(?!\w)"
    r"|[^.;:]{3,60} [–—-] должностные обязанности$|[^.;:]{3,60} [–—-] посадові обов[’'ʼ`]?язки$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d+[.)]")


def divide(lines: list[Line]) -> list[list[Line]]:
    """Return the lines of each document in the file; a heading counts once something numbered stands before it."""
    pieces: list[list[Line]] = [[]]
    numbered = 0
    for place, line in enumerate(lines):
        following = lines[place + 1] if place + 1 < len(lines) else None
        if numbered >= 3 and _is_head(line, following):
            pieces.append([])
            numbered = 0
        pieces[-1].append(line)
        numbered += _NUMBERED.match(f"{line.mark}{line.text}") is not None
    return pieces


def _is_head(line: Line, following: Line | None) -> bool:
    apart = line.cells is None and (line.gap or line.level > 0)
    ends = following is not None and (following.gap or line.level > 0) and line.text[-1:] not in ".;:,"
    return apart and ends and len(line.text) < 130 and _HEAD.match(line.text) is not None
