"""Files as people really have them: each becomes right, or is named by row, column and cure."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from intranet.people import names
from intranet.registry.models import Certificate, Leaf
from intranet.registry.operations.importing import CannotImport, Outcome, import_rows, judging
from intranet.registry.rules import keys
from intranet.registry.tables import reading
from intranet.registry.tables.headings import column_of
from tests.factories import registry as make

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
HEADING = ["Прізвище", "Ім'я", "По батькові", "Форма", "Вид", "Тема", "Години", "Дата видачі", "Результати навчання"]
ROW = ["Гнатюк", "Олена", "Василівна", "дистанційна", "тренінг", "Інструменти", "30", "14.02.2026", "Добирає."]
AT_HALF_PAST_TEN = datetime(2026, 2, 14, 10, 30)  # noqa: DTZ001 - as a spreadsheet has it
PLACES = dict(
    zip(
        ("surname", "given_name", "patronymic", "form", "kind", "topic", "hours", "issue_date", "outcomes"),
        range(9),
        strict=True,
    )
)


@pytest.fixture(autouse=True)
def _signatory(db: None) -> None:
    make.SignatoryFactory()


def row(**changes: Any) -> list[Any]:
    cells: list[Any] = list(ROW)
    for column, value in changes.items():
        cells[PLACES[column]] = value
    return cells


def comma(*rows: list[Any], heading: list[str] | None = None) -> bytes:
    lines = [heading or HEADING, *rows]
    return "\n".join(";".join(f'"{cell}"' for cell in line) for line in lines).encode()


def book(*rows: list[Any], heading: list[str] | None = None, before: tuple[list[Any], ...] = ()) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    for line in (*before, heading or HEADING, *rows):
        made.active.append(line)
    return made


def saved(made: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def run(data: bytes, **options: Any) -> Outcome:
    return import_rows(data=data, file_name="файл", at=make.ISSUED_AT, **options)


def only() -> Certificate:
    return Certificate.objects.get()


# --- What becomes right --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "14.02.2026", "14/02/2026", "14-02-2026", "2026-02-14", "14.02.26", "14 лютого 2026 р.", "14 лютого 2026 року",
        "«14» лютого 2026 р.", "14.02.2026 р.", "14.02.2026р", "14.02.2026 року",
        "14 February 2026", "14 февраля 2026 г.",
        "14 Chwefror 2026", "46067", "2026-02-14 00:00:00", "2026-02-14T10:30:00", "14.02.2026 10:30", "14,02,2026",
        "14 . 02 . 2026", "\u00a014.02.2026\u00a0", "2026.02.14", "14–02–2026", "14.02 2026", "46067.5", "14-лют-26",
        "14 лют. 2026 р.", "14-Feb-26", "14 фев 2026", "14 Chw 2026",
    ],
)  # fmt: skip
def test_every_date_of_the_contract_is_read(written: str) -> None:
    outcome = run(comma(row(issue_date=written)))
    assert outcome.rejected == []
    assert only().issue_date == date(2026, 2, 14)


@pytest.mark.parametrize(
    ("written", "hours", "ects"),
    [
        ("30", 30, None), ("30 год.", 30, None), ("30 годин", 30, None), ("30h", 30, None), ("30 ак. год.", 30, None),
        ("30 академічних годин", 30, None), ("7,5", Decimal("7.5"), None), ("7.50 год", Decimal("7.5"), None),
        ("1 080 год", 1080, None), ("30\u00a0год.", 30, None), ("30\u2009год", 30, None),
        ("30 год / 1 кредит", 30, 1), ("30 год. (1 кредит ЄКТС)", 30, 1), ("1 кредит / 30 год.", 30, 1),
        ("15 годин; 0,5 кредиту ЄКТС", 15, Decimal("0.5")),
        ("30 (тридцять)", 30, None), ("30 (тридцять) годин", 30, None), ("30 (годин)", 30, None),
    ],
)  # fmt: skip
def test_hours_are_read_with_their_units(written: str, hours: Any, ects: Any) -> None:
    outcome = run(comma(row(hours=written)))
    assert outcome.rejected == []
    assert (only().hours, only().ects) == (hours, ects)


@pytest.mark.parametrize("written", ["1,0 кредит", "0,5 кредиту ЄКТС", "1 ECTS", "2 кредити ECTS", "1", "1.5 credits"])
def test_credits_are_read_with_their_units(written: str) -> None:
    heading = [*HEADING]
    heading[PLACES["hours"]] = "Кредити ЄКТС"
    assert run(comma(row(hours=written), heading=heading)).rejected == []
    assert only().hours is None
    assert only().ects


@pytest.mark.parametrize(
    "heading",
    [
        ["ПРІЗВИЩЕ", "ІМ’Я", "ПО БАТЬКОВІ", "ФОРМА", "ВИД", "ТЕМА", "ГОДИНИ", "ДАТА ВИДАЧІ", "РЕЗУЛЬТАТИ НАВЧАННЯ"],
        ["surname", "given_name", "patronymic", "form", "kind", "topic", "hours", "issue_date", "outcomes"],
        ["Last name", "First name", "Middle name", "Form", "Kind", "Title", "Hours", "Date of issue", "Outcomes"],
        ["Фамилия", "Имя", "Отчество", "Форма", "Вид", "Тема", "Часы", "Дата выдачи", "Результаты обучения"],
        ["Cyfenw", "Enw cyntaf", "Enw canol", "Dull", "Math", "Pwnc", "Oriau", "Dyddiad cyhoeddi", "Deilliannau dysgu"],
        ["Прiзвище", "Iм`я", "По  батьковi", "Форма", "Вид", "Тема:", "Години", "Дата\nвидачі", "Результати навчання"],
    ],
)  # fmt: skip
def test_headings_are_known_in_every_language_and_spelling(heading: list[str]) -> None:
    assert run(comma(ROW, heading=heading)).accepted == 1


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + comma(ROW),
        comma(ROW).decode().encode("cp1251"),
        comma(ROW).decode().encode("utf-16"),
        b"\xfe\xff" + comma(ROW).decode().encode("utf-16-be"),
        comma(ROW).replace(b";", b","),
        comma(ROW).replace(b";", b"\t"),
        comma(ROW).replace(b";", b"|"),
        comma(ROW).replace(b"\n", b"\r\n"),
        comma(ROW).replace(b"\n", b"\r"),
        b"sep=;\n" + comma(ROW),
        b"\n\n" + comma(ROW) + b"\n\n;;;;;\n",
    ],
    ids=["bom", "cp1251", "utf-16", "utf-16-be", "commas", "tabs", "bars", "crlf", "cr", "sep", "blank rows"],
)
def test_every_way_to_write_a_csv_is_read(data: bytes) -> None:
    outcome = run(data)
    assert (outcome.rows, outcome.accepted, outcome.rejected) == (1, 1, [])


def test_totals_signatures_numbers_and_repeated_headings_are_no_certificates() -> None:
    heading = ["№ з/п", *HEADING]
    outcome = run(
        comma(
            ["1", *ROW], heading, ["2", *row(topic="Друга")], ["3", *[""] * 9],
            ["", "Всього", *[""] * 5, "60", "", ""], ["", "Директор ________ О. Ярмоленко", *[""] * 8],
            heading=heading,
        )
    )  # fmt: skip
    assert (outcome.rows, outcome.accepted, outcome.rejected) == (2, 2, [])
    assert len(outcome.notes) == 4
    assert outcome.unknown_columns == []


def test_a_row_with_a_name_alone_is_a_certificate_that_lacks_everything() -> None:
    outcome = run(comma(row(), row(topic="", hours="", issue_date="", form="", kind="", outcomes="")))
    assert (outcome.rows, outcome.rejected_rows) == (2, 1)


def test_xlsx_merged_cells_hidden_rows_dates_with_time_and_formats_are_read_as_they_are_meant() -> None:
    heading = ["Номер", *HEADING]
    made = book(
        [12, *row(topic="Спільна", issue_date=AT_HALF_PAST_TEN)], [13, *row(topic=None, surname="Коваль")],
        heading=heading, before=(["Перелік"], []),
    )  # fmt: skip
    sheet = made.active
    sheet.merge_cells("G4:G5")
    sheet["A4"].number_format = sheet["A5"].number_format = "00000"
    sheet.row_dimensions[5].hidden = True
    outcome = run(saved(made))
    assert outcome.rejected == []
    rows = Certificate.objects.order_by("id")
    assert [each.record_number for each in rows] == ["00012", "00013"]
    assert {(each.topic, each.issue_date) for each in rows} == {("Спільна", date(2026, 2, 14))}
    assert outcome.titles == ["Перелік"]
    assert any("5" in note for note in outcome.notes)


def test_the_calendar_of_1904_is_kept() -> None:
    made = book(row(issue_date=date(2026, 2, 14)))
    made.epoch = CALENDAR_MAC_1904
    data = saved(made)
    assert run(data).rejected == []
    assert only().issue_date == date(2026, 2, 14)


def test_sixteen_thousand_empty_columns_cost_nothing() -> None:
    made = book(ROW)
    made.active.cell(1, 16_000).value = ""
    made.active.cell(2, 16_000).number_format = "0.00"
    assert run(saved(made)).accepted == 1


def test_several_sheets_are_several_batches_and_what_has_no_heading_is_named() -> None:
    made = book(ROW)
    other = made.create_sheet("Друга група")
    for line in (HEADING, row(topic="Інша")):
        other.append(line)
    made.create_sheet("Примітки").append(["просто текст"])
    hidden = made.create_sheet("Схована")
    hidden.append(HEADING)
    hidden.append(row(topic="Схована"))
    hidden.sheet_state = "hidden"
    outcome = run(saved(made))
    assert [batch.accepted for batch in outcome.batches] == [1, 1]
    assert len(outcome.notes) == 2


def test_the_same_rows_as_csv_and_as_xlsx_are_the_same_certificates() -> None:
    rows = [row(topic=f"Тема {number}", hours=str(number + 1)) for number in range(5)]
    assert run(comma(*rows)).accepted == 5
    as_book = [row(topic=f"Тема {number}", hours=number + 1, issue_date=date(2026, 2, 14)) for number in range(8)]
    outcome = run(saved(book(*as_book)))
    assert (outcome.accepted, outcome.already_there) == (3, 5)


def test_hours_and_credits_that_differ_are_both_kept_with_a_notice() -> None:
    outcome = run(comma([*ROW, "2"], heading=[*HEADING, "Кредити"]))
    assert (outcome.accepted, len(outcome.notes)) == (1, 1)
    assert (only().hours, only().ects) == (30, 2)


# --- What is named -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ("hours", "-5"), ("hours", "0"), ("hours", "3E+01"), ("hours", "30/1"), ("hours", "#REF!"), ("hours", "30,555"),
        ("hours", "30 кредитів"), ("hours", "30 (тридцять кредитів)"), ("issue_date", "14 мес 2026"),
        ("surname", "доц. Гнатюк"), ("surname", "к.п.н. Гнатюк"), ("given_name", "Оле*на"), ("given_name", "-"),
        ("patronymic", "Іванівна (дир.)"), ("issue_date", "31.02.2026"), ("issue_date", "02/14/2026"),
        ("issue_date", "учора"), ("issue_date", "10.2026"), ("topic", "=A1"), ("topic", "#ЗНАЧ!"),
        ("topic", "x" * 5000), ("topic", "а\x07б"),
        ("surname", "Гнатюк 🙂"), ("surname", "Гнатюк2"), ("given_name", "О."), ("given_name", ""),
        ("surname", "Гнатюк та Коваль"), ("form", "заочна-заочна"), ("kind", "бал"), ("outcomes", " "),
    ],
)  # fmt: skip
def test_what_will_not_do_is_named_by_its_cell(column: str, written: str) -> None:
    outcome = run(comma(row(topic="Чиста"), row(**{column: written})))
    assert (outcome.rows, outcome.accepted) == (2, 1)
    assert {(each.row, each.column) for each in outcome.rejected} == {(3, column)}
    assert all(each.message.endswith(".") for each in outcome.rejected)


@pytest.mark.parametrize("written", ["Нечуй - Левицький", "Нечуй–Левицький", "Нечуй- Левицький,"])
def test_a_hyphen_is_cured_as_spaces_are(written: str) -> None:
    (refused,) = run(comma(row(surname=written))).rejected
    assert (refused.column, refused.proposed) == ("surname", "Нечуй-Левицький")
    assert run(comma(row(surname=written)), mend=True).accepted == 1
    assert only().surname == "Нечуй-Левицький"


def test_a_hyphen_that_joins_nothing_in_a_whole_name_is_named() -> None:
    heading = [*HEADING]
    heading[PLACES["surname"]] = "ПІБ"
    rows = [row(surname=name) for name in ("Гнатюк Олена Іванівна - директор", "Нечуй - Левицький Іван Семенович")]
    assert {each.column for each in run(comma(*rows, heading=heading), mend=True).rejected} == {"full_name"}


def test_a_dash_in_the_place_of_a_patronymic_is_none() -> None:
    assert run(comma(row(patronymic="-"))).rejected == []
    assert only().patronymic == ""


def test_rows_that_say_the_same_are_named() -> None:
    outcome = run(comma(ROW, row(topic="Інша"), ROW))
    assert outcome.accepted == 3
    assert [note for note in outcome.notes if note.rstrip(".").endswith(" 4")]


@pytest.mark.parametrize("mark", ["\u202e", "\u200f", "\u200b", "\u00ad", "\ufeff"])
def test_invisible_marks_vanish(mark: str) -> None:
    assert run(comma(row(surname=f"Гна{mark}тюк"))).rejected == []
    assert only().surname == "Гнатюк"


def test_formulas_and_errors_of_xlsx_are_named() -> None:
    made = book(row(topic="=A1"), row(hours="=1/0"))
    outcome = run(saved(made))
    assert [(each.row, each.column) for each in outcome.rejected] == [(2, "topic"), (3, "hours")]


def test_a_number_that_the_spreadsheet_shortened_is_named() -> None:
    outcome = run(comma(["1,23457E+12", *ROW], heading=["Номер", *HEADING]))
    assert [each.column for each in outcome.rejected] == ["record_number"]


@pytest.mark.parametrize("end", ["\u2028", "\x85", "\x1e", "\n"])
def test_lines_inside_a_cell_do_not_decide_what_parts_the_columns(end: str) -> None:
    outcome = run(comma(ROW, *[row(outcomes=f"Уміє:{end}а, б, в,{end}г, ґ, д.", topic=f"{n}") for n in range(8)]))
    assert (outcome.rows, outcome.rows - outcome.accepted) in {(9, 0), (9, 8)}  # \x85 and \x1e no keyboard types


def test_a_cell_of_nuls_is_named_and_spoils_no_other() -> None:
    outcome = run(comma(ROW, row(topic="\0" * 40)))
    assert outcome.accepted == 1
    assert [(each.row, each.column) for each in outcome.rejected] == [(3, "topic")]


def test_an_open_quotation_mark_swallows_no_certificates() -> None:
    plain = b"\n".join(b";".join(cell.encode() for cell in line) for line in (HEADING, row(topic='"Інструменти'), ROW))
    with pytest.raises(CannotImport):
        run(plain)


def _archive(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return file.getvalue()


def _with_sheet(xml: str) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(saved(book(ROW))))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in source.namelist():
            archive.writestr(part, xml if part == "xl/worksheets/sheet1.xml" else source.read(part))
    return file.getvalue()


BOMB = (
    "<!DOCTYPE a [<!ENTITY b 'bbbbbbbbbb'>]><worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>"
)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\x00" * 100, b"PK\x03\x04", b"PK\x03\x04" + b"x" * 500, b"\xd0\xcf\x11\xe0", b"%PDF-1.7",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        b"\xef\xbb\xbf\n<html><table><tr><th>\xd0\x9f\xd0\x86\xd0\x91</th></tr></table></html>", b"{\\rtf1 }",
        b'"' + b"a" * 3_000_000, comma(ROW, heading=[*HEADING[:8], "Прізвище"]),
        _archive(**{"content.xml": "<a/>"}), _archive(**{"word__document.xml": "<a/>"}),
        saved(book(ROW))[:-300], saved(book(ROW))[: len(saved(book(ROW))) // 2],
        _with_sheet(BOMB), _with_sheet("<worksheet><sheetData><row r='x'/></sheetData></worksheet>"),
        _with_sheet("<worksheet><sheetData><row><c r='A1' t='s'><v>999999</v></c></row></sheetData></worksheet>"),
        _with_sheet("<worksheet><sheetData><row><c r='ZZZZ1'><v>1</v></c></row></sheetData></worksheet>"),
        _with_sheet("<worksheet><sheetData><row><c r='XFD1'><v>1</v></c></row></sheetData></worksheet>"),
        _with_sheet("no xml at all"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused_with_one_sentence(data: bytes) -> None:
    with pytest.raises(CannotImport) as refusal:
        run(data)
    assert str(refusal.value).endswith(".")
    assert not Certificate.objects.exists()


def test_a_sheet_that_says_it_is_vast_is_no_larger_than_its_cells() -> None:
    xml = (
        "<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>x</t></is></c></row>"
        "<row r='1048576'><c r='ALL1048576'><v>1</v></c></row></sheetData></worksheet>"
    )
    with pytest.raises(CannotImport):
        run(_with_sheet(xml))


# --- The fast road equals the slow one ------------------------------------------------------------------------------

LETTERS = st.text(alphabet="абвгґдеєжзиіїйклмнопрстуфхцчшщьюя’-АБВГҐ", min_size=1, max_size=12).filter(
    lambda text: not column_of(text)  # two words of a heading below it would be a heading in two rows
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(LETTERS, LETTERS, LETTERS | st.just("")), min_size=1, max_size=12))
def test_names_are_found_and_sorted_as_if_each_were_issued_alone(people: list[tuple[str, str, str]]) -> None:
    Leaf.objects.all().delete()
    Certificate.objects.all().delete()
    rows = [row(surname=each[0], given_name=each[1], patronymic=each[2]) for each in people]
    run(comma(*rows), mend=True)
    for each in Certificate.objects.all():
        assert each.public_name == names.initials(each.surname, each.given_name, each.patronymic)
        assert each.name_key == keys.name_key(each.public_name)
        assert each.sort_key == keys.sort_key(each.public_name, each.language)
        assert each.number_key == keys.number_key(each.record_number)


def test_every_imported_certificate_has_its_entry_in_the_log() -> None:
    run(comma(row(), row(topic="Інша")))
    logged = Leaf.objects.order_by("id").values_list("certificate_id", "event")
    assert list(logged) == [(pk, "issued") for pk in Certificate.objects.order_by("id").values_list("pk", flat=True)]


PLAIN = st.from_regex(judging.PLAIN_PART, fullmatch=True)


@given(PLAIN, PLAIN, PLAIN | st.just(""))
def test_against_a_name_that_is_taken_unasked_nothing_can_be_said(surname: str, given_name: str, rest: str) -> None:
    assert names.problems(names.Name(surname, given_name, rest)) == []


def test_a_surname_of_marks_alone_is_no_surname() -> None:
    assert [each.column for each in run(comma(row(surname="-"))).rejected] == ["surname"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_blank_rows_of_a_column_that_was_given_a_format_do_not_count(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    blank = [""] * len(HEADING)
    rows = [ROW, *[blank] * 20, ROW]
    data = comma(*rows) if kind == "csv" else saved(book(*rows))
    assert len(list(reading.rows_of_first_sheet(data))) == 3
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    with pytest.raises(reading.Unreadable, match="too_large"):
        list(reading.rows_of_first_sheet(data))


def test_blank_lines_are_read_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_LINES", 10)
    with pytest.raises(reading.Unreadable, match="too_large"):
        list(reading.rows_of_first_sheet(comma(ROW, *[[""]] * 20)))
