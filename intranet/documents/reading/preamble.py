"""What stands before the first section: institution, stamps, title, town and year; and true preamble paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from intranet.documents.reading import marks
from intranet.documents.reading.approval import is_stamp, parse_date, read_approval
from intranet.documents.reading.draft import ApprovalData
from intranet.documents.reading.joining import Unit

_SPACED = re.compile(r"(?<!\w)(?:[^\W\d_] ){4,}[^\W\d_](?!\w)")
_TITLE = re.compile(
    r"(?:положен\w*|порядок|правила|інструкція|инструкция|регламент|статут|устав|методика|політика|политика|стратегія|"
    r"кодекс|програма|"
    r"программа|(?:посадова|робоча|виробнича) інструкція|(?:должностная|рабочая|производственная) инструкция|"
    r"інформаційний пакет|"
    r"(?:[\w-]+ ){0,8}"
    r"(?:regulations?|policy|procedures?|rules|code|programme|scheme|statute|standing orders|job description)|"
    r"rheoliadau|polisi|gweithdrefn\w*|rheolau|cynllun|rhaglen|cod|swydd-ddisgrifiad)(?!\w)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:про|о|об|щодо|для|on|of|for|ar gyfer|am|на)\s", re.IGNORECASE)
_STAMP_GOES_ON = re.compile(
    r"(?:.*(?:протокол|наказ|приказ|рішенн|решени|директор|ректор|голова|начальник|керівник|руководител|заведующ|"
    r"minutes|order\b|chair|cofnodion|gorchymyn|підпис|подпис|№|_{3}|\b20\d\d\b)|(?:від|от|dated)\s|"
    r"[«\"“]?[_\d]|[\w’'-]+ [А-ЯІЇЄҐ’'-]{3,}$)",
    re.IGNORECASE | re.DOTALL,
)
_OF_INSTITUTION = re.compile(r"(?:ідентифікаційний )?код\s.{0,20}\d{8}|(?:тел|e-?mail|www)[.:\s-]", re.IGNORECASE)
_GENITIVE = re.compile(r"[\w’'-]{3,}(?:ого|ої|ой|его)\s+[^\W\d_]", re.IGNORECASE)
_ACT = re.compile(r"(?:Про|ПРО|О|Об|ОБ)\s+[^\W\d_]")  # “Про затвердження …”: what a decision is called
_NAMED_BY_WORD = re.compile(r"[^.]*(?:інструкція|инструкция)(?!\w)|[\w-]+\s+(?:про|о|об|щодо)\s", re.IGNORECASE)
_BLANK = re.compile(r"\s*_{3,}\s*")
# “1.Загальні положення1.1 Правила …”: text glued to its number, as PDF files give it; no line of a stamp.
_GLUED = re.compile(r"\d{1,2}\.(?:\d{1,2}\.?)*\s?[A-ZА-ЯІЇЄҐЁ]")
SENTENCE = 160


@dataclass
class Preamble:
    """The header as read: its facts, the lines that they took, and the paragraphs that are text of the document."""

    header: dict[str, str] = field(default_factory=dict)
    approval: ApprovalData = field(default_factory=ApprovalData)
    lines: list[int] = field(default_factory=list)
    rest: list[Unit] = field(default_factory=list)
    blank_stamp: bool = False


def read_preamble(units: list[Unit], *, sectioned: bool) -> Preamble:
    """Sort the paragraphs before the first section into header and text."""
    preamble = Preamble()
    groups = _groups(units)
    title = _title_of(groups)
    stamps: list[str] = []
    in_stamp = False
    for place, group in enumerate(groups):
        words = " ".join(_words(unit) for unit in group)
        if place in title:
            in_stamp = False
            _put(preamble, "title", group)
        elif group[0].cells is None and begins_glued(group[0].whole):
            in_stamp = False
            preamble.rest += group
        elif is_stamp(words) or (in_stamp and _STAMP_GOES_ON.match(words) and len(words) < 400):
            in_stamp = True
            stamps.append(words)
            _put(preamble, "stamp", group)
        elif marks.is_place_and_year(words):
            in_stamp = False
            _put(preamble, "place_and_year", group)
        elif not _OF_INSTITUTION.match(words) and (
            _is_text(group)
            or (place > max(title, default=-1) and (preamble.rest or _heads_text(group, title, sectioned=sectioned)))
        ):
            in_stamp = False
            preamble.rest += group
        else:
            in_stamp = False
            _put(preamble, "running_title" if _TITLE.match(words) else "institution", group)
    preamble.approval = read_approval(" ".join(stamps))
    stamp = " ".join(stamps)
    dated = "__" not in stamp and re.search(r"\b(?:19|20)\d\d\b", stamp) is not None
    preamble.blank_stamp = bool(stamps) and not dated and preamble.approval == ApprovalData()
    return preamble


def begins_glued(text: str) -> bool:
    """Say whether a number that nobody parted from its words begins the text; a day begins with figures too."""
    return _GLUED.match(text) is not None and parse_date(text[:40]) is None


def _is_text(group: list[Unit]) -> bool:
    """Say whether a group is text of the document: a list, or a sentence."""
    return any(
        unit.opening not in {"", "row"}
        or (len(unit.text) > SENTENCE and not marks.is_capitals(unit.text))
        or (unit.text.endswith((".", ":")) and len(unit.text) > 25)
        for unit in group
    )


def _heads_text(group: list[Unit], title: set[int], *, sectioned: bool) -> bool:
    """Say whether a line after the title is the first heading of a text whose sections have no numbers."""
    one = group[0]
    return bool(title) and not sectioned and (one.level > 0 or one.bold or marks.is_capitals(one.text))


def _words(unit: Unit) -> str:
    return " ".join(cell for cell in unit.cells if cell) if unit.cells is not None else unit.whole


def _groups(units: list[Unit]) -> list[list[Unit]]:
    """Group paragraphs by blank lines; a stamp or a title begins a group of its own."""
    groups: list[list[Unit]] = []
    for unit in units:
        words = _words(unit)
        before = _words(groups[-1][-1]) if groups else ""
        apart = (
            unit.gap
            or _stands_alone(words)
            or _stands_alone(before)
            or is_stamp(words)
            or (unit.cells is None and begins_glued(words))
            or (_is_title(words) and not (groups and _is_title(_words(groups[-1][0]))))
        )
        if apart or not groups or unit.opening == "row" or unit.level:
            groups.append([unit])
        else:
            groups[-1].append(unit)
    return groups


def _stands_alone(words: str) -> bool:
    """Say whether a line is one of those that go on with nothing and with which nothing goes on."""
    known = marks.is_place_and_year(words) or marks.is_first_head(words)
    return known or _OF_INSTITUTION.match(words) is not None or (len(words) < 400 and _ACT.match(words) is not None)


def _is_title(words: str) -> bool:
    spaced = _SPACED.sub(lambda match: match[0].replace(" ", ""), words)
    if words.endswith(".") and len(words) < 120 and _NAMED_BY_WORD.match(spaced):
        spaced = words = words[:-1]  # “Посадова інструкція кухаря.”: a title, though it ends as a sentence does
    return len(words) < 400 and not words.endswith((";", ":", ".")) and _TITLE.match(spaced) is not None


def _title_of(groups: list[list[Unit]]) -> set[int]:
    """Return the groups that make the title: the last that begins like one, with what goes on with it."""
    named = [
        place
        for place, group in enumerate(groups)
        if _is_title(" ".join(_words(unit) for unit in group)) and all(not unit.opening for unit in group)
    ]
    if not named:
        return _title_by_look(groups)
    first = named[-1]
    # “Положення” alone and “про …” after it are one title; so are a title and its repetition in small letters.
    places = {first}
    for place in range(first + 1, len(groups)):
        words = " ".join(_words(unit) for unit in groups[place])
        if marks.is_place_and_year(words):
            break
        own = _goes_on_by_look(groups, first, place) or _says_whose(groups[place], words)
        small = marks.starts_lower(words) and not is_stamp(words)
        if not (own or small or _GOES_ON.match(words)) or len(words) > 400:
            break
        places.add(place)
    return places


def _says_whose(group: list[Unit], words: str) -> bool:
    """Say whether a line after a title names the institution in the genitive: “Калинівської початкової школи”."""
    plain = not group[0].opening and group[0].cells is None
    return plain and _GENITIVE.match(words) is not None and len(words) < 200 and words[-1] not in ".:;"


def _goes_on_by_look(groups: list[list[Unit]], first: int, place: int) -> bool:
    """Say whether a title that only names the kind (“СТАТУТ”) goes on with whose it is, typed as it is itself."""
    title, group = groups[first], groups[place]
    words = " ".join(_words(unit) for unit in group)
    name = _SPACED.sub(lambda match: match[0].replace(" ", ""), " ".join(_words(unit) for unit in title))
    kind = _TITLE.match(name)
    if kind is None or re.search(r"[^\W\d_]", name[kind.end() :]) or any(unit.opening for unit in group):
        return False
    words = re.sub(r"\s*\([^()]*\)$", "", words)
    if is_stamp(words) or marks.is_first_head(words) or len(words) > 200 or re.search(r"\d{5}|[.:;]$", words):
        return False
    level = title[0].level == group[0].level and title[0].bold == group[0].bold
    alike = marks.is_capitals(words) == marks.is_capitals(name) and group[0].cells is None
    return alike and level and place - first <= 8


def _title_by_look(groups: list[list[Unit]]) -> set[int]:
    acts = [place for place, group in enumerate(groups) if _ACT.match(_words(group[0])) and len(_words(group[0])) < 400]
    if acts and not _is_text(groups[acts[0]]):
        return {acts[0]}
    styled = [place for place, group in enumerate(groups) if group[0].level or group[0].bold]
    if styled:
        return {styled[-1]}
    capitals = [
        place
        for place, group in enumerate(groups)
        if marks.is_capitals(" ".join(_words(unit) for unit in group))
        and not is_stamp(_words(group[0]))
        and not _words(group[-1]).endswith(":")
    ]
    if capitals:
        return {capitals[-1]}
    text = next((place for place, group in enumerate(groups) if _is_text(group)), len(groups))
    plain = [
        place for place in range(text) if not is_stamp(_words(groups[place][0])) and groups[place][0].cells is None
    ]
    return {plain[-1]} if plain else set()


def _put(preamble: Preamble, key: str, group: list[Unit]) -> None:
    words = "\n".join(_words(unit) for unit in group)
    joined = words if key in {"stamp", "institution"} else words.replace("\n", " ")
    if key == "title":
        joined = _BLANK.sub(" ", joined).strip()
    before = preamble.header.get(key, "")
    preamble.header[key] = f"{before}{' ' if key == 'title' else chr(10)}{joined}" if before else joined
    preamble.lines += [line for unit in group for line in unit.lines]
