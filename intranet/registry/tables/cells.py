"""What a cell means: dates, numbers and texts as people write them. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

FIRST_SERIAL, LAST_SERIAL = 15_000, 80_000  # 1941 to 2119
SERIAL_START = date(1899, 12, 30)
CENTURY = 2000
LAST_TWO_FIGURE_YEAR = 69

_MONTHS = (
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "january february march april may june july august september october november december",
    "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
)
_FULL = {name: number for names in _MONTHS for number, name in enumerate(names.split(), start=1)}
# Shortened as a spreadsheet does it in a cell of its own: 14-лют-26, 14-Feb-26.
MONTHS = {name[:length]: number for length in (3, 4) for name, number in _FULL.items()} | _FULL
DAY_FIRST = re.compile(r"(\d{1,2})\s*[./,–-]\s*(\d{1,2})\s*[./,–\s-]\s*(\d{4}|\d{2})(?:\s+\d{1,2}:\d\d(?::\d\d)?)?")
YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T ]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?")
IN_WORDS = re.compile(r"«?\s*(\d{1,2})\s*»?[\s.–-]+([^\W\d_]+)[\s.,–-]+(\d{4}|\d{2})")
YEAR_WORDS = re.compile(r"\s*(?:р\.?|року|рік|г\.?|года)\s*$", re.IGNORECASE)
NUMBER = re.compile(r"(\d{1,9}(?:[.,]\d{1,9})?|\d{1,3}(?: \d{3}){1,2}(?:[.,]\d{1,9})?)\s*([^\W\d_][^\d]*)?")
TWO_NUMBERS = re.compile(
    r"(?P<first>\d[\d.,]*\s*[^\W\d_][^\d/;(]*?)\s*[/;,(]\s*(?P<second>\d[\d.,]*\s*[^\W\d_][^\d/;)]*)\)?"
)
IN_WORDS_AS_WELL = re.compile(r"(?<=\d)\s*\(([^\W\d_][^\d()]*)\)")  # 30 (тридцять) годин
SHORTENED = re.compile(r"\d(?:[.,]\d+)?E[+-]?\d+", re.IGNORECASE)
ERRORS = frozenset(
    "#ref! #n/a #name? #value! #div/0! #num! #null! #spill! #calc! #ссылка! #н/д #имя? #знач! #дел/0! #число! #пусто! "  # noqa: SIM905
    "#посилання! #ім'я? #діл/0!".split()
)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_UNIT_WORDS = {
    "hours": "г,год,годин,години,година,hours,hour,h,hrs,awr,oriau,ч,час,часа,часов",
    "ects": "кредит,кредити,кредита,кредиту,кредитів,єктс,кредит єктс,кредити єктс,кредита єктс,кредитів єктс,"
    "credit,credits,credit єктс,credits єктс,єктс credit,єктс credits,credyd,кредитов,кредитів,credyd єктс,кред",
}
WITHOUT_MEANING = frozenset(
    "ак акад академ академічних академічні академічна академічної навчальних європейської academic".split()  # noqa: SIM905
)
UNITS = {column: frozenset(spellings.split(",")) for column, spellings in _UNIT_WORDS.items()}


class BadCell(ValueError):
    """The cell cannot be read; ``code`` names the sentence that says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Broken:
    """A cell without a value: an error of the spreadsheet's, or a formula that nothing has calculated."""

    __slots__ = ("code", "shown")

    def __init__(self, code: str, shown: str) -> None:
        self.code, self.shown = code, shown

    def __str__(self) -> str:
        return self.shown


def text(cell: Any) -> str:
    """Return a cell's text: trimmed, composed, whole numbers without a point. Raises BadCell."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        written = cell
    elif isinstance(cell, Broken):
        raise BadCell(cell.code)
    elif isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    elif isinstance(cell, datetime) and not (cell.hour or cell.minute):
        return cell.date().isoformat()
    else:
        written = str(cell)
    if written.startswith(("#", "=", "'")):
        written = _without_formula(written)
    return plain(written)


def plain(written: str) -> str:
    """Return a text trimmed, composed and without invisible marks. Raises BadCell."""
    if not written.isascii():
        written = unicodedata.normalize("NFC", written).replace("\xa0", " ").replace("\ufeff", "")
    if not written.isprintable():
        written = _printable(written)
    return written.strip()


def _without_formula(written: str) -> str:
    """Refuse what a spreadsheet could not calculate; take off the mark that keeps a text from being a formula."""
    if written.casefold().strip() in ERRORS:
        raise BadCell("error")
    if written.startswith(("=", "'=")) and len(written.lstrip("'")) > 1:
        raise BadCell("formula")
    return written[1:] if written.startswith("'") and written[1:].startswith(FORMULA_STARTS) else written


def _printable(written: str) -> str:
    """Drop invisible marks, keep line breaks, refuse what no keyboard types."""
    kept = []
    for letter in written:
        category = unicodedata.category(letter)
        if letter in "\t\n\r":
            kept.append(" " if letter == "\t" else "\n")
        elif category in {"Cc", "Cs", "Co", "Cn"}:
            raise BadCell("characters")
        elif category != "Cf":
            kept.append(" " if category in {"Zs", "Zl", "Zp"} else letter)
    return "".join(kept)


def safe_cell(written: str) -> str:
    """Return a text so written that no spreadsheet takes it for a formula."""
    return f"'{written}" if written.startswith(FORMULA_STARTS) else written


def one_line(written: str) -> str:
    """Return the text with single spaces."""
    return " ".join(written.split())


def day(cell: Any) -> date | None:
    """Return the date in a cell, day first; None for an empty one. Raises BadCell."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool):
        raise BadCell("date")
    written = text(cell)
    return _day(written) if written else None


@lru_cache(maxsize=8192)
def _day(written: str) -> date:
    if re.fullmatch(r"\d{5}(?:\.\d+)?", written):
        serial = int(float(written))
        if FIRST_SERIAL <= serial <= LAST_SERIAL:
            return SERIAL_START + timedelta(days=serial)
        raise BadCell("date")
    plain = YEAR_WORDS.sub("", written.replace("“", "").replace("”", "").replace('"', ""))
    if found := YEAR_FIRST.fullmatch(plain):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := DAY_FIRST.fullmatch(plain):
        return _date(_whole_year(found[3]), int(found[2]), int(found[1]))
    if (found := IN_WORDS.fullmatch(plain)) and (month := MONTHS.get(found[2].casefold())):
        return _date(_whole_year(found[3]), month, int(found[1]))
    raise BadCell("date")


def _whole_year(written: str) -> int:
    year = int(written)
    if len(written) == 4:
        return year
    return year + CENTURY if year <= LAST_TWO_FIGURE_YEAR else year + CENTURY - 100


def _date(year: int, month: int, day_of_month: int) -> date:
    try:
        return date(year, month, day_of_month)
    except ValueError:
        raise BadCell("date") from None


def amount(cell: Any, column: str) -> Decimal | None:
    """Return the hours or credits in a cell, with or without the unit; None for an empty one. Raises BadCell."""
    if isinstance(cell, (bool, date)):
        raise BadCell("number")
    if isinstance(cell, float):
        cell = format(Decimal(str(round(cell, 4))).normalize(), "f")
    written = text(cell)
    return _amount(written, column) if written else None


@lru_cache(maxsize=4096)
def _amount(written: str, column: str) -> Decimal:
    found = NUMBER.fullmatch(one_line(IN_WORDS_AS_WELL.sub(_only_units, written)))
    if not found:
        raise BadCell("number")
    unit = _unit(found[2] or "")
    if unit and unit not in UNITS[column]:
        raise BadCell("unit")
    return Decimal(found[1].replace(",", ".").replace(" ", ""))


def _only_units(found: re.Match[str]) -> str:
    """Leave of what stands in brackets the unit alone: the number is there in figures."""
    words = re.sub(r"[.,]", " ", found[1]).split()
    return " ".join(["", *(word for word in words if _unit(word) in UNITS["hours"] | UNITS["ects"]), ""])


def _unit(written: str) -> str:
    plain = one_line(re.sub(r"[.()]", " ", written)).casefold().replace("ects", "єктс")
    words = [word for word in plain.split() if word not in WITHOUT_MEANING]
    return " ".join(word for word in words if word != "єктс") or " ".join(words)


def both_amounts(cell: Any) -> tuple[Decimal, Decimal] | None:
    """Return hours and credits where one cell gives both with their units, as "30 год / 1 кредит" does."""
    if not isinstance(cell, str) or len(cell) > 80:
        return None
    return _both_amounts(cell)


@lru_cache(maxsize=1024)
def _both_amounts(cell: str) -> tuple[Decimal, Decimal] | None:
    try:
        found = TWO_NUMBERS.fullmatch(one_line(text(cell)))
        if not found:
            return None
        for hours, ects in ((found["first"], found["second"]), (found["second"], found["first"])):
            if _measures(hours, "hours") and _measures(ects, "ects"):
                return _amount(hours.strip(), "hours"), _amount(ects.strip(), "ects")
    except BadCell:
        pass
    return None


def _measures(written: str, column: str) -> bool:
    found = NUMBER.fullmatch(one_line(written))
    return bool(found and found[2] and _unit(found[2]) in UNITS[column])
