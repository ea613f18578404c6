"""The rules of the register: gate, volumes, numbers, publication, codes, cells, headings."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intranet.registry.operations.freezing import new_code
from intranet.registry.rules import gate, keys, numbers, publication, volumes
from intranet.registry.rules.values import Values
from intranet.registry.tables import cells, headings, reading
from intranet.registry.tables.cells import BadCell
from intranet.registry.tables.reading import Unreadable
from intranet.registry.wording import CELLS, FILES, SENTENCES

TODAY = date(2026, 2, 16)
KYIV = ZoneInfo("Europe/Kyiv")
COMPLETE = Values(
    surname="Гнатюк",
    given_name="Олена",
    patronymic="Василівна",
    form="distance",
    kind="programme",
    topic="Цифрові інструменти",
    hours=Decimal(30),
    outcomes="Добирає інструменти.",
    issue_date=date(2026, 2, 14),
)


def findings(values: Values, **changes: object) -> list[tuple[str, str, str]]:
    facts = {"on_date": TODAY, "provider": "Приозерний коледж", "signatory": "Ярмоленко О. П.", **changes}
    return [(each.field, each.rule, each.code) for each in gate.missing(values, **facts)]


# --- The gate ------------------------------------------------------------------------------------------------------


def test_complete_values_pass_the_gate() -> None:
    assert findings(COMPLETE) == []


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"surname": " "}, ("surname", "DOC-04", "surname_missing")),
        ({"given_name": ""}, ("given_name", "DOC-04", "given_name_missing")),
        ({"given_name": "О.", "patronymic": ""}, ("given_name", "DOC-04", "initials_only")),
        ({"given_name": "О.", "patronymic": "В."}, ("given_name", "DOC-04", "initials_only")),
        ({"surname": "Гнатюк Олена, Коваль Іван", "given_name": ""}, ("surname", "DOC-04", "two_people")),
        ({"surname": "Гнатюк123"}, ("surname", "DOC-04", "not_a_name")),
        ({"form": ""}, ("form", "REG-03", "form_missing")),
        ({"kind": ""}, ("kind", "REG-03", "kind_missing")),
        ({"topic": "  "}, ("topic", "DOC-02", "topic_missing")),
        ({"hours": None}, ("hours", "DOC-03", "volume_missing")),
        ({"hours": Decimal(0)}, ("hours", "DOC-03", "volume_out_of_range")),
        ({"hours": Decimal("NaN")}, ("hours", "DOC-03", "volume_out_of_range")),
        ({"hours": Decimal(100_000)}, ("hours", "DOC-03", "volume_out_of_range")),
        ({"hours": Decimal("7.505")}, ("hours", "DOC-03", "volume_too_fine")),
        ({"outcomes": "\n"}, ("outcomes", "DOC-05", "outcomes_missing")),
        ({"issue_date": None}, ("issue_date", "DOC-06", "issue_date_missing")),
        ({"issue_date": TODAY + timedelta(days=1)}, ("issue_date", "REG-10", "issue_date_ahead")),
        ({"issue_date": TODAY - timedelta(days=16)}, ("late_reason", "REG-10", "late_without_reason")),
        (
            {"period_from": date(2026, 2, 2), "period_to": date(2026, 2, 1)},
            ("period_to", "DOC-06", "period_backwards"),
        ),
    ],
)
def test_the_gate_names_what_is_missing_by_its_rule(changes: dict[str, object], finding: tuple[str, str, str]) -> None:
    assert findings(COMPLETE.but(**changes)) == [finding]


def test_the_gate_asks_for_provider_and_signatory() -> None:
    assert findings(COMPLETE, provider="", signatory=" ") == [
        ("provider", "DOC-01", "provider_missing"),
        ("signatory", "DOC-07", "signatory_missing"),
    ]


def test_a_person_with_one_name_passes_when_that_is_said() -> None:
    assert findings(COMPLETE.but(given_name="", patronymic="", one_name=True)) == []


@pytest.mark.parametrize("days", [0, 1, 15])
def test_a_past_date_needs_no_reason_until_the_time_for_publication_has_passed(days: int) -> None:
    assert findings(COMPLETE.but(issue_date=TODAY - timedelta(days=days))) == []


def test_a_late_registration_passes_with_a_reason() -> None:
    assert findings(COMPLETE.but(issue_date=date(2025, 1, 1), late_reason="відновлено за архівом")) == []


def test_a_historical_document_may_lack_outcomes_signatory_and_first_names_but_no_public_field() -> None:
    old = COMPLETE.but(given_name="О.", patronymic="В.", outcomes="", issue_date=date(2019, 5, 1))
    assert findings(old, signatory="", is_historical=True) == []
    assert gate.not_recorded(old, signatory="") == ["given_name", "outcomes", "signatory"]
    assert findings(old.but(topic="", kind=""), signatory="", is_historical=True) == [
        ("kind", "REG-03", "kind_missing"),
        ("topic", "DOC-02", "topic_missing"),
    ]


def test_every_finding_has_a_sentence() -> None:
    empty = findings(Values(), provider="", signatory="")
    assert all(code in SENTENCES for _field, _rule, code in empty)
    assert all(code in SENTENCES for _field, code in gate.FINDINGS.values())


# --- Volumes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("hours", "ects"), [("6", "0.2"), ("45", "1.5"), ("100", "3.33"), ("180", "6"), ("30", "1")])
def test_thirty_hours_are_one_credit(hours: str, ects: str) -> None:
    assert volumes.shown(volumes.credits_of(Decimal(hours))) == Decimal(ects)


def test_rounding_is_half_up_and_only_where_shown() -> None:
    assert volumes.shown(Decimal("0.125")) == Decimal("0.13")
    three = [volumes.credits_of(Decimal(10))] * 3
    assert volumes.shown(sum(three, Decimal(0))) == 1


def test_the_unit_that_is_not_stated_is_computed() -> None:
    assert volumes.shown_volume(Decimal(45), None) == (45, Decimal("1.5"))
    assert volumes.shown_volume(None, Decimal("1.5")) == (45, Decimal("1.5"))
    assert volumes.shown_volume(Decimal(24), Decimal(1)) == (24, 1)


def test_both_units_are_kept_where_they_differ_and_that_is_noticed() -> None:
    assert volumes.disagrees(Decimal(24), Decimal(1))
    assert not volumes.disagrees(Decimal(100), Decimal("3.33"))
    assert not volumes.disagrees(Decimal(100), None)
    assert volumes.counted_hours(Decimal(24), Decimal(1)) == 24


def test_shown_numbers_have_no_exponent() -> None:
    assert format(volumes.shown(Decimal(600)), "f") == "600"


def test_internships_count_six_hours_a_day_and_thirty_a_week() -> None:
    assert (volumes.internship_hours(5), volumes.scientific_internship_hours(2)) == (30, 60)


# --- Numbers and codes ---------------------------------------------------------------------------------------------


def test_a_pattern_makes_a_record_number() -> None:
    made = numbers.record_number("{series}-{yy}/{edrpou}/{seq:05}", series="ПК", year=2026, seq=42, edrpou="12345678")
    assert made == "ПК-26/12345678/00042"


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("ПК-{year}-{seq:05}", ""),
        ("ПК-{year}-{seq}", ""),
        ("ПК-{yy}{seq:03}", ""),
        ("ПК-{seq}", "pattern_without_year"),
        ("ПК-{year}", "pattern_without_seq"),
        ("{seq}-{seq}-{year}", "pattern_without_seq"),
        ("{year}-{seq", "pattern_braces"),
        ("{year.real}-{seq}", "pattern_unknown_field"),
        ("{0}-{seq}", "pattern_unknown_field"),
        ("{year:>99999999}-{seq}", "pattern_format"),
        ("{year}-{seq:>99999999}", "pattern_format"),
        ("{year}-{seq!r}", "pattern_format"),
    ],
)
def test_a_pattern_is_checked(pattern: str, problem: str) -> None:
    assert numbers.pattern_problem(pattern, restarts_yearly=True) == problem
    assert not problem or problem in SENTENCES


def test_a_number_that_never_restarts_needs_no_year() -> None:
    assert numbers.pattern_problem("ПК-{seq}", restarts_yearly=False) == ""


@given(st.integers(1, 999_999), st.integers(1990, 2100))
def test_the_running_number_is_read_back_out_of_a_record_number(seq: int, year: int) -> None:
    pattern, facts = "ПК-{year}-{seq:05}", {"series": "ПК", "year": year, "edrpou": ""}
    assert numbers.sequence_of(numbers.record_number(pattern, seq=seq, **facts), pattern, **facts) == seq
    assert numbers.sequence_of(f"ПК-{year + 1}-00001", pattern, **facts) is None


def test_codes_are_120_bits_and_read_however_they_are_typed() -> None:
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    for code in codes:
        assert len(code) == numbers.CODE_LENGTH
        assert numbers.typed_code(f" {code[:12].upper()}-{code[12:]} ") == code


@given(st.text())
def test_no_typed_text_breaks_the_code(text: str) -> None:
    code = numbers.typed_code(text)
    assert code == "" or set(code) <= set(numbers.CODE_ALPHABET)


# --- Publication ---------------------------------------------------------------------------------------------------


def test_the_fifteenth_day_is_the_last_and_is_not_moved_from_a_sunday() -> None:
    assert publication.publish_due(date(2026, 2, 14)) == date(2026, 3, 1)
    assert publication.publish_due(date(2026, 2, 14)).weekday() == 6
    assert not publication.is_too_late(date(2026, 2, 14), date(2026, 3, 1))
    assert publication.is_too_late(date(2026, 2, 14), date(2026, 3, 2))
    assert not publication.is_too_late(date.max, date(2026, 3, 2))
    assert publication.days_late(date(2026, 2, 14), date(2026, 3, 4)) == 3
    assert publication.days_late(date(2026, 2, 14), date(2026, 2, 20)) == 0


@pytest.mark.parametrize(
    ("issued", "registered", "public"),
    [
        (date(2026, 2, 14), datetime(2026, 2, 16, 10, tzinfo=UTC), datetime(2026, 2, 17, 10, tzinfo=UTC)),
        # On the day before the last one the grace period ends with the day (midnight in Kyiv).
        (date(2026, 2, 14), datetime(2026, 2, 28, 10, tzinfo=UTC), datetime(2026, 2, 28, 22, tzinfo=UTC)),
        # On the last day there is none.
        (date(2026, 2, 14), datetime(2026, 3, 1, 10, tzinfo=UTC), datetime(2026, 3, 1, 10, tzinfo=UTC)),
        # What is late at birth can still be withdrawn for a day.
        (date(2026, 2, 14), datetime(2026, 3, 2, 10, tzinfo=UTC), datetime(2026, 3, 3, 10, tzinfo=UTC)),
    ],
)
def test_the_grace_period_never_runs_past_the_last_day(issued: date, registered: datetime, public: datetime) -> None:
    grace = timedelta(hours=24)
    assert publication.public_from(registered_at=registered, grace=grace, issue_date=issued, zone=KYIV) == public


# --- Keys ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["Стеф’юк М. І.", "СТЕФ'ЮК М.І.", "стефʼюк  м і", "Стеф`юк М.І"])
def test_a_name_has_one_key_however_it_is_typed(typed: str) -> None:
    assert keys.name_key(typed) == keys.name_key("Стеф’юк М. І.")


def test_a_key_of_a_surname_begins_the_key_of_the_public_name() -> None:
    assert keys.name_key("Нечуй-Левицький І. С.").startswith(keys.name_key("Нечуй-Лев"))


def test_a_record_number_is_found_with_or_without_its_punctuation() -> None:
    assert keys.number_key("ПК-2026/00042") == keys.number_key("пк 2026 00042")


# --- Cells ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        "14.02.2026", "14/02/2026", "14-02-2026", "2026-02-14", "14.02.26", "14 лютого 2026 р.", "14 лютого 2026 року",
        "«14» лютого 2026 р.", "14 February 2026", "14 Chwefror 2026", "14 февраля 2026 г.", " 14.2.2026 ", "46067",
        46067.0, date(2026, 2, 14), datetime(2026, 2, 14, tzinfo=UTC), "2026-02-14 00:00:00", "14.02.2026р.",
    ],
)  # fmt: skip
def test_dates_are_read_as_people_write_them(cell: object) -> None:
    assert cells.day(cell) == date(2026, 2, 14)


@pytest.mark.parametrize(
    "cell", ["02.14.2026", "31.02.2026", "лютий 2026", "2026", "1e400", "99999", True, "14.02.202", "\x00"]
)
def test_what_is_no_date_is_refused(cell: object) -> None:
    with pytest.raises(BadCell):
        cells.day(cell)


@pytest.mark.parametrize(
    ("cell", "column", "number"),
    [
        ("30", "hours", "30"), ("30 год.", "hours", "30"), ("7,5", "hours", "7.5"), (30.0, "hours", "30"),
        (7.5, "hours", "7.5"),
        ("1,0 кредит", "ects", "1.0"), ("1 кредит ЄКТС", "ects", "1"), ("0.2 ECTS", "ects", "0.2"), (30, "hours", "30"),
    ],
)  # fmt: skip
def test_amounts_are_read_with_or_without_their_unit(cell: object, column: str, number: str) -> None:
    assert cells.amount(cell, column) == Decimal(number)


@pytest.mark.parametrize(
    ("cell", "code"),
    [("30 кредитів", "unit"), ("багато", "number"), ("1e5", "number"), ("-5", "number"), ("=1+1", "formula"),
     ("NaN", "number"),
     (True, "number"), ("9" * 400, "number")],
)  # fmt: skip
def test_what_is_no_amount_is_refused(cell: object, code: str) -> None:
    with pytest.raises(BadCell) as refusal:
        cells.amount(cell, "hours")
    assert refusal.value.code == code
    assert code in CELLS


@given(st.text() | st.floats() | st.integers() | st.dates() | st.booleans() | st.none())
def test_no_cell_breaks_the_reading(cell: object) -> None:
    for read in (cells.text, cells.day, lambda each: cells.amount(each, "hours")):
        with suppress(BadCell):
            read(cell)


# --- Files ---------------------------------------------------------------------------------------------------------

TABLE = "Прізвище;Ім'я;Тема\nГнатюк;Олена;Основи\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "utf-16-le"])
def test_a_csv_is_read_in_the_encodings_that_people_have(encoding: str) -> None:
    [sheet] = reading.read(TABLE.encode(encoding))
    assert list(sheet.rows())[1] == (2, ["Гнатюк", "Олена", "Основи"])


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_told_by_the_lines(delimiter: str) -> None:
    [sheet] = reading.read(TABLE.replace(";", delimiter).encode())
    assert headings.headed(sheet).places == {"surname": 0, "given_name": 1, "topic": 2}


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    [sheet] = reading.read(("Перелік\n\n;;\n" + TABLE + '\n"Коваль";"Ірина";"У два\nрядки"\nЛис;Іван;Тема\n').encode())
    found = headings.headed(sheet)
    assert [number for number, _cells in found.rows()] == [5, 7, 8]
    assert found.titles == ["Перелік"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\n\n;;\n", "empty"),
        (b"\xd0\xcf\x11\xe0rest", "old_excel"),
        (b"PK\x03\x04broken", "xlsx"),
        (b"\xff\xfe\x00", "encoding"),
        (b'"' + b"a" * 1_100_000, "csv"),
    ],
)
def test_what_is_no_table_is_refused_with_its_cure(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        reading.read(data)
    assert refusal.value.code == code
    assert code in FILES


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a;b;c\n1;2;3\n", "no_heading"),
        ("Прізвище;Ім'я;Тема;тема\nа;б;в;г\n", "heading_twice"),
        ("ПІБ;Тема;Хтозна;\n;;Години;Кредити\nа;б;1;2\n", "no_heading"),
        ("ПІБ;Тема;Обсяг;\n;;Години;Кредити\nа;б;1;2\n", "heading_in_two_rows"),
        ("ПІБ;Тема;Вид;\n;;Години;Кредити\nа;б;1;2\n", "heading_in_two_rows"),
    ],
)
def test_a_heading_that_cannot_be_read_is_refused_whole(text: str, code: str) -> None:
    [sheet] = reading.read(text.encode())
    with pytest.raises(Unreadable) as refusal:
        headings.headed(sheet)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("heading", "column"),
    [("ПРІЗВИЩЕ", "surname"), ("Імʼя", "given_name"), ("ім'я", "given_name"), ("issue_date", "issue_date"),
     ("Issue date", "issue_date"), ("Кредити ЄКТС", "ects"), ("№ з/п", ""), (None, ""),
     ("результати  навчання", "outcomes")],
)  # fmt: skip
def test_columns_are_known_in_either_language_case_and_apostrophe(heading: object, column: str) -> None:
    assert headings.column_of(heading) == column
