"""Which column of a table is which: the contract's names, in any order, in English or Ukrainian. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from intranet.core import words
from intranet.registry.tables.reading import Sheet, Unreadable

ALIASES: dict[str, tuple[str, ...]] = {
    "record_number": (
        "номер",
        "обліковий номер",
        "реєстраційний номер",
        "номер документа",
        "number",
        "регистрационный номер",
    ),
    "issue_date": ("дата видачі", "дата", "date of issue", "дата выдачи"),
    "surname": ("прізвище", "фамилия", "last name"),
    "given_name": ("ім'я", "власне ім'я", "имя", "first name"),
    "patronymic": ("по батькові", "отчество", "middle name"),
    "full_name": ("піб", "прізвище ім'я по батькові", "прізвище, ім'я та по батькові", "фио", "name"),
    "form": ("форма", "форма навчання", "форма підвищення кваліфікації"),
    "kind": ("вид", "вид підвищення кваліфікації"),
    "topic": ("тема", "тема напрям найменування", "назва", "title"),
    "hours": ("години", "обсяг годин", "кількість годин", "год", "обсяг год", "часы"),
    "ects": ("кредити єктс", "кредити", "єктс", "ects credits", "credits", "кредиты"),
    "outcomes": ("результати навчання", "learning outcomes", "результаты обучения"),
    "programme": ("програма", "program", "программа"),
    "signatory": ("підписант", "підписав", "подписал"),
    "document_type": ("тип документа", "вид документа", "document type"),
    "period_from": ("період з", "навчання з", "початок", "дата початку"),
    "period_to": ("період до", "період по", "навчання до", "закінчення", "дата закінчення"),
    "email": ("електронна пошта", "e-mail", "пошта"),
    "workplace": ("місце роботи", "заклад", "место работы"),
    "name_latin": ("ім'я латиницею", "піб латиницею", "latin name"),
}
COLUMNS = tuple(ALIASES)
FEWEST = 3


@dataclass(frozen=True)
class Headed:
    """A sheet whose heading was found: where each column is, the rows below, and the texts above."""

    sheet: str
    places: dict[str, int]
    rows: list[tuple[int, list[Any]]]
    titles: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def column_of(heading: Any) -> str:
    """Return the contract's name of a column by what stands above it, else nothing."""
    if not isinstance(heading, str):
        return ""
    return _KNOWN.get(_plain(heading), "")


def headed(sheet: Sheet) -> Headed:
    """Find the heading: the first row that names columns. Raises Unreadable."""
    for index, (_number, cells) in enumerate(sheet.rows):
        names = [column_of(cell) for cell in cells]
        found = [name for name in names if name]
        if len(found) < FEWEST or not {"surname", "full_name"} & set(found):
            continue
        if len(found) != len(set(found)):
            raise Unreadable("heading_twice")
        _refuse_second_row(sheet, index)
        return Headed(
            sheet=sheet.name,
            places={name: place for place, name in enumerate(names) if name},
            rows=sheet.rows[index + 1 :],
            titles=[
                str(cell) for _row, row in sheet.rows[:index] for cell in row if isinstance(cell, str) and cell.strip()
            ],
            unknown=[
                str(cell).strip()
                for cell, name in zip(cells, names, strict=True)
                if not name and str(cell or "").strip()
            ],
        )
    raise Unreadable("no_heading")


def _refuse_second_row(sheet: Sheet, index: int) -> None:
    """A heading in two rows would be read as data: refuse it whole."""
    below: Sequence[Any] = sheet.rows[index + 1][1] if index + 1 < len(sheet.rows) else ()
    if sum(bool(column_of(cell)) for cell in below) >= 2:
        raise Unreadable("heading_in_two_rows")


def _plain(heading: str) -> str:
    return words.search_key(heading)


_KNOWN = {
    _plain(alias): name for name, aliases in ALIASES.items() for alias in (name, name.replace("_", " "), *aliases)
}
