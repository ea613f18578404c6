"""Which column of a table is which: the contract's names, in any order, in any of the house's languages. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from intranet.core import words
from intranet.registry.tables import cells
from intranet.registry.tables.cells import BadCell
from intranet.registry.tables.reading import Sheet, Unreadable

ALIASES: dict[str, tuple[str, ...]] = {
    "record_number": (
        "номер", "обліковий номер", "реєстраційний номер", "номер документа", "номер сертифіката", "облікова запис",
        "обліковий запис", "номер свідоцтва", "number", "certificate number", "регистрационный номер",
        "номер документа о повышении квалификации", "номер сертификата", "rhif", "rhif cofnod", "rhif tystysgrif",
    ),
    "issue_date": (
        "дата видачі", "дата", "дата видачі документа", "дата видачі сертифіката", "date of issue", "date", "issued",
        "дата выдачи", "дата выдачи документа", "dyddiad", "dyddiad cyhoeddi", "dyddiad dyroddi",
    ),
    "surname": ("прізвище", "фамилия", "last name", "family name", "cyfenw"),
    "given_name": ("ім'я", "власне ім'я", "имя", "first name", "forename", "enw cyntaf"),
    "patronymic": ("по батькові", "отчество", "middle name", "enw canol"),
    "full_name": (
        "піб", "піп", "прізвище ім'я по батькові", "прізвище, ім'я та по батькові", "прізвище та ім'я", "прізвище ім'я",
        "піб слухача", "піб учасника", "фио", "ф и о", "п і б", "фамилия имя отчество", "name", "holder", "enw",
        "enw llawn",
    ),
    "form": (
        "форма", "форма навчання", "форма підвищення кваліфікації", "форма обучения", "форма повышения квалификации",
        "dull", "dull cyflwyno",
    ),
    "kind": ("вид", "вид підвищення кваліфікації", "вид повышения квалификации", "math", "math o ddpp"),
    "topic": (
        "тема", "тема напрям найменування", "назва", "тема (напрям, найменування)", "тема підвищення кваліфікації",
        "напрям", "найменування", "title", "course", "название", "тема повышения квалификации", "pwnc", "teitl",
    ),
    "hours": (
        "години", "обсяг годин", "кількість годин", "год", "обсяг год", "обсяг", "обсяг (тривалість)", "обсяг (годин)",
        "обсяг у годинах", "к-сть годин", "годин", "всього годин",
        "volume", "часы", "количество часов", "объем", "объем часов", "oriau",
    ),
    "ects": (
        "кредити єктс", "кредити", "єктс", "ects credits", "credits", "обсяг у кредитах", "кількість кредитів",
        "кредити ects", "кредитів", "кредитів єктс", "кредиты", "кредиты ects", "credydau", "credydau ects",
    ),
    "outcomes": (
        "результати навчання", "опис результатів навчання", "досягнуті результати навчання", "learning outcomes",
        "результаты обучения", "deilliannau", "deilliannau dysgu",
    ),
    "programme": ("програма", "назва програми", "program", "программа", "rhaglen"),
    "signatory": ("підписант", "підписав", "хто підписав", "signed by", "подписал", "llofnodwr"),
    "document_type": (
        "тип документа", "вид документа", "document type", "вид документа о квалификации", "math o ddogfen",
    ),
    "period_from": ("період з", "навчання з", "початок", "дата початку", "начало", "дата начала"),
    "period_to": (
        "період до", "період по", "навчання до", "закінчення", "дата закінчення", "кінець", "окончание",
        "дата окончания", "hyd",
    ),
    "email": ("електронна пошта", "e-mail", "пошта", "електронна адреса", "эл почта", "почта", "ebost", "e-bost"),
    "workplace": ("місце роботи", "заклад", "заклад освіти", "место работы", "gweithle"),
    "name_latin": (
        "ім'я латиницею", "піб латиницею", "прізвище та ім'я латиницею", "latin name", "имя латиницей",
        "enw mewn llythrennau lladin",
    ),
}  # fmt: skip
COLUMNS = tuple(ALIASES)
# Columns that say nothing of a certificate: the running number, and what our own file of rejected rows adds.
OURS = ("what is wrong", "proposed", "що не так", "пропоновано", "пропонується", "что не так", "предлагается")
NO_COLUMNS = ("з п", "п п", "no", "n", "n п", "n з п", *OURS)
# Columns that a published copy of the list has besides; they count where lost certificates are brought back from one.
OF_A_COPY = {"url": ("url",), "code": ("code", "verification code", "код перевірки"), "status": ("status",)}
FEWEST = 3
SEARCHED = 100  # rows in which the heading is looked for
MOST_TITLES = 30


@dataclass(frozen=True)
class Layout:
    """How a person read a sheet: the rows that are its heading, and where each column is."""

    heading: tuple[int, ...]
    places: Mapping[str, int]


@dataclass
class Headed:
    """A sheet whose heading is known: where each column is, the rows below, and the texts above."""

    sheet: Sheet
    heading: tuple[int, ...]
    heading_cells: list[str]
    places: dict[str, int]
    titles: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.sheet.name

    @property
    def places_of_copy(self) -> dict[str, int]:
        """Return where the columns are that only a published copy has."""
        told = {_plain(text): place for place, text in enumerate(self.heading_cells) if text}
        return {name: told[said] for name, spellings in OF_A_COPY.items() for said in spellings if said in told}

    def rows(self) -> Iterator[tuple[int, list[Any]]]:
        """Yield the rows below the heading; where the heading stands again, it is passed over and noted."""
        self.repeated.clear()
        last = self.heading[-1]
        watched = [(place, _plain(self.heading_cells[place])) for place in list(self.places.values())[:4]]
        first_place = watched[0][0]
        longest = len(self.heading_cells[first_place])
        for number, row in self.sheet.rows():
            if number <= last:
                continue
            there = row[first_place] if first_place < len(row) else None
            if isinstance(there, str) and len(there) == longest and _stands_again(row, watched):
                self.repeated.append(number)
                continue
            yield number, row


def _stands_again(row: Sequence[Any], watched: Sequence[tuple[int, str]]) -> bool:
    return all(place < len(row) and _plain(str(row[place] or "")) == said for place, said in watched)


def column_of(heading: Any) -> str:
    """Return the contract's name of a column by what stands above it, else nothing."""
    if not isinstance(heading, str) or len(heading) > 200:
        return ""
    return _KNOWN.get(_plain(heading), "")


def headed(sheet: Sheet, layout: Layout | None = None) -> Headed:
    """Find the heading: the one that a person pointed out, else the first row that names columns. Raises Unreadable."""
    top = list(islice(sheet.rows(), SEARCHED))
    if layout is not None:
        return _laid_out(sheet, top, layout)
    for index, (number, row) in enumerate(top):
        names = [column_of(cell) for cell in row]
        found = [name for name in names if name]
        if len(set(found)) < FEWEST or not {"surname", "full_name"} & set(found):
            continue
        if len(found) != len(set(found)):
            raise Unreadable("heading_twice")
        _refuse_second_row(top, index)
        places = {name: place for place, name in enumerate(names) if name}
        return _headed(sheet, top, (number,), places)
    raise Unreadable("no_heading")


def heading_key(rows: Sequence[Sequence[Any]]) -> str:
    """Return what the headings of two files share where their columns are the same."""
    told = "\x1e".join("\x1f".join(_plain(shown(cell)) for cell in row).rstrip("\x1f") for row in rows)
    return hashlib.sha256(told.encode()).hexdigest()


def heading_texts(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Return what stands above each column: the rows of the heading joined, a wide one standing above all it covers."""
    width = max(map(len, rows), default=0)
    found = []
    for place in range(width):
        parts = []
        for depth, row in enumerate(rows):
            text = shown(row[place]) if place < len(row) else ""
            if not text and depth == 0 and len(rows) > 1:
                text = next((shown(cell) for cell in reversed(row[:place]) if shown(cell)), "")
            if text and text not in parts:
                parts.append(text)
        found.append(" ".join(parts))
    return found


def shown(cell: Any) -> str:
    """Return a cell as one line, for a person to look at."""
    try:
        return cells.one_line(cells.text(cell))[:200]
    except BadCell:
        return str(cell)[:200].encode("utf-8", "replace").decode() if cell is not None else ""


def _laid_out(sheet: Sheet, top: list[tuple[int, list[Any]]], layout: Layout) -> Headed:
    known = {number for number, _row in top}
    heading = tuple(sorted(number for number in layout.heading if number in known))
    if not heading or not layout.places:
        raise Unreadable("no_heading")
    return _headed(sheet, top, heading, dict(layout.places))


def _headed(sheet: Sheet, top: list[tuple[int, list[Any]]], heading: tuple[int, ...], places: dict[str, int]) -> Headed:
    texts = heading_texts([row for number, row in top if number in heading])
    width = max(places.values()) + 1
    texts += [""] * (width - len(texts))
    taken = set(places.values())
    titles = [shown(cell) for number, row in top if number < heading[0] for cell in row if isinstance(cell, str)]
    return Headed(
        sheet=sheet,
        heading=heading,
        heading_cells=texts,
        places=places,
        titles=list(dict.fromkeys(title for title in titles if title and not title.startswith("sep=")))[:MOST_TITLES],
        unknown=[text for place, text in enumerate(texts) if place not in taken and _says_something(text)],
    )


def _says_something(heading: str) -> bool:
    return bool(heading) and _plain(heading) not in _IGNORED


def _refuse_second_row(top: list[tuple[int, list[Any]]], index: int) -> None:
    """A heading in two rows would be read as data: refuse it whole. One that is merely repeated does no harm."""
    below: Sequence[Any] = top[index + 1][1] if index + 1 < len(top) else ()
    named = [column_of(cell) for cell in below]
    above = [column_of(cell) for cell in top[index][1]]
    if sum(map(bool, named)) >= 2 and named != above:
        raise Unreadable("heading_in_two_rows")


def _plain(heading: str) -> str:
    return words.search_key(heading)


_KNOWN = {
    _plain(alias): name for name, aliases in ALIASES.items() for alias in (name, name.replace("_", " "), *aliases)
}
_IGNORED = {"", *map(_plain, NO_COLUMNS)}
