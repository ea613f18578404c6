"""What is in the file and not of the document: page numbers, contents lists, what a web page or a signature adds."""

from __future__ import annotations

import re
from collections import Counter

from django.utils.translation import gettext as _

from intranet.documents.reading import marks
from intranet.documents.reading.draft import Dropped
from intranet.documents.reading.source import Line, letters

_PAGE = re.compile(
    r"(?:[-–—]\s*\d{1,4}\s*[-–—]|(?:сторінка|стор\.|с\.|страница|стр\.|page|tudalen)\s*\d{1,4}(?:\s*(?:з|із|из|of|o|/)\s*\d{1,4})?)",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"(?:\.\s?){4,}\s*\d{1,4}$|…{2,}\s*\d{1,4}$")
_PAGE_AT_END = re.compile(r"[\s.…_]+\d{1,3}$")
_CONTENTS_HEAD = re.compile(r"(?:зміст|содержание|оглавление|contents|table of contents|cynnwys)$", re.IGNORECASE)
_WEB = re.compile(
    r"(?:чита(?:й|ть)те (?:также|також):|похожие записи:?$|схожі записи:?$|добавить комментарий$|додати коментар$|"
    r"наверх$|вгору$|"
    r"поделиться:?$|поділитися:?$|версия для печати$|версія для друку$|.{0,60}недоступ\w+ с мобильных устройств|"
    r".{0,20}(?:воспользуйтесь|используйте) .{0,20}компьютер|skip to (?:main )?content$|back to top$|"
    r".{0,80}файлы cookie|.{0,80}файли cookie|"
    r".{0,60}uses cookies)",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"документ (?:подписан|підписано)", re.IGNORECASE)
_SIGNED_UNTIL = re.compile(r"(?:с|з|from)\s+\d\d\.\d\d\.\d{4}\s+(?:по|до|to)\s+\d\d\.\d\d\.\d{4}", re.IGNORECASE)
_SIGNED_LINES = 16
_PAGE_SPACING = 15


def set_apart(lines: list[Line]) -> tuple[list[Line], dict[int, Dropped]]:
    """Return the lines of the document, and the dropped ones by ordinal with the reason for each."""
    dropped: dict[int, Dropped] = {}
    for reason, ordinals in _found(lines):
        for ordinal in ordinals:
            dropped.setdefault(ordinal, Dropped(lines[ordinal - 1].text or lines[ordinal - 1].trimmed, reason))
    kept = []
    gap = False
    for line in lines:
        if line.ordinal in dropped:
            gap = gap or line.gap
            continue
        kept.append(line)
    return kept, dropped


def _found(lines: list[Line]) -> list[tuple[str, list[int]]]:
    texts = [line for line in lines if line.cells is None]
    named = {"ruling": _("It only draws a rule."), "empty": _("It holds no letters.")}
    own = [(named.get(line.furniture, line.furniture), [line.ordinal]) for line in lines if line.furniture]
    markup_only = [line.ordinal for line in lines if not line.text and line.trimmed]
    return [
        *own,
        (_("It is markup without words."), markup_only),
        (
            _("It belongs to the web page that the text was copied from."),
            [x.ordinal for x in texts if _WEB.match(x.text)],
        ),
        (_("It is a stamp of an electronic signature, not text of the document."), _signature(texts)),
        (_("It is a contents list; the site makes its own."), _contents(texts) + _listed_after_head(lines)),
        (_("It is a page number."), _page_numbers(texts)),
    ]


def _signature(lines: list[Line]) -> list[int]:
    for place, line in enumerate(lines):
        if not _SIGNED.match(line.text):
            continue
        stamp = lines[place : place + _SIGNED_LINES]
        ends = [index for index, other in enumerate(stamp) if _SIGNED_UNTIL.match(other.text)]
        if ends:
            return [other.ordinal for other in stamp[: ends[0] + 1]]
    return []


def _contents(lines: list[Line]) -> list[int]:
    leaders = [place for place, line in enumerate(lines) if _CONTENTS.search(line.text[-40:])]
    if len(leaders) < 3:
        return []
    first = leaders[0]
    head = [lines[first - 1].ordinal] if first and _CONTENTS_HEAD.match(lines[first - 1].text) else []
    return head + [lines[place].ordinal for place in leaders]


def _listed_after_head(lines: list[Line]) -> list[int]:
    """Return a contents list without leaders: what follows its heading, and stands again later or names a page."""
    place = next((at for at, line in enumerate(lines[:400]) if _CONTENTS_HEAD.match(line.text)), None)
    if place is None:
        return []
    later = Counter(letters(f"{line.mark} {line.text}") for line in lines[place + 1 :])
    listed: list[int] = []
    seen: set[str] = set()
    for line in lines[place + 1 :]:
        whole = f"{line.mark} {line.text}".strip()
        entry = letters(_PAGE_AT_END.sub("", whole))
        again = later[entry] > (entry == letters(whole))
        if entry in seen or line.furniture or not (again or _PAGE_AT_END.search(whole)):
            break
        seen.add(entry)
        listed.append(line.ordinal)
    return [lines[place].ordinal, *listed] if len(listed) > 1 else []


def _page_numbers(lines: list[Line]) -> list[int]:
    numbered = [line.ordinal for line in lines if _PAGE.fullmatch(line.text)]
    alone = [place for place, line in enumerate(lines) if line.text.isdecimal() and len(line.text) <= 3]
    run = _ascending(lines, alone)
    if len(run) >= 3 and len(run) * 5 >= len(alone) * 3:
        numbered += [lines[place].ordinal for place in run]
    numbered += [lines[place].ordinal for place in alone if _is_mid_sentence(lines, place)]
    return numbered


def _ascending(lines: list[Line], alone: list[int]) -> list[int]:
    """Return the numbers that stand alone and go up by one, page by page."""
    run: list[int] = []
    for place in alone:
        value = int(lines[place].text)
        if not run and value <= 3:
            run = [place]
        elif run and value == int(lines[run[-1]].text) + 1 and place - run[-1] >= _PAGE_SPACING:
            run.append(place)
    return run


def _is_mid_sentence(lines: list[Line], place: int) -> bool:
    if not 0 < place < len(lines) - 1:
        return False
    before, after = lines[place - 1].text, lines[place + 1].text
    runs_on = before[-1:].isalpha() or before[-1:] == ","
    word = after.split(" ", 1)[0]
    return runs_on and len(before) > 40 and marks.starts_lower(after) and len(word) > 1 and not word.endswith(".")
