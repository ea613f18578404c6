"""Clauses: numbers, their order, and lines that begin with one or only look so."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intranet.core.clauses import ClauseNumber, anchor, leading_number, parse_number, sort_key

PARTS = st.tuples(st.integers(1, 999), st.one_of(st.just(0), st.integers(1, 999)))
NUMBERS = st.builds(ClauseNumber, st.lists(PARTS, min_size=1, max_size=8).map(tuple))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", "1"),
        ("1.1", "1.1"),
        ("3.4-1", "3.4-1"),
        ("3.4¹", "3.4-1"),
        ("3.4¹².", "3.4-12"),
        ("3.4‑1", "3.4-1"),
        ("1.2.3.4", "1.2.3.4"),
        (" 3.3. ", "3.3"),
        ("III", "III"),
        ("ІІІ.", "III"),  # Cyrillic
        ("ХІV", "XIV"),  # partly Cyrillic
        ("XXXIX", "XXXIX"),
    ],
)
def test_a_number_is_read_and_written_in_one_way(text: str, number: str) -> None:
    assert str(ClauseNumber.parse(text)) == number


@pytest.mark.parametrize(
    "text",
    ["", ".", "-1", "0", "0.2", "01.1", "1.05", "12.05.2021", "1000", "1..2", "1..", "IIII", "VX", "C", "1а",
     "Додаток 1", "1,5", "3.4-", "3.4-0", "1.1.1.1.1.1.1.1.1", "١.٢", "1" * 5000, "\ud800"],
)  # fmt: skip
def test_what_is_no_number_is_refused(text: str) -> None:
    assert parse_number(text) is None


@given(NUMBERS)
def test_a_number_survives_writing_and_reading(number: ClauseNumber) -> None:
    assert ClauseNumber.parse(str(number)) == number


@pytest.mark.parametrize("value", range(1, 40))
def test_every_roman_section_up_to_39_sorts_by_its_value(value: int) -> None:
    number = ClauseNumber(((value, 0),), roman=True)
    assert ClauseNumber.parse(str(number)) == number
    assert sort_key(str(number))[1] == ((value, 0),)


def test_numbers_sort_as_a_document_has_them_and_other_labels_come_last() -> None:
    in_order = ["1", "1.1", "1.2", "1.2-1", "1.2-1.1", "1.3", "1.10", "2", "3.4", "3.4-1", "3.5", "10", "Додаток 1"]
    shuffled = random.Random(1).sample(in_order, len(in_order))
    assert sorted(shuffled, key=sort_key) == in_order
    assert sorted(["X", "IX", "V", "I"], key=sort_key) == ["I", "V", "IX", "X"]


def test_a_number_knows_how_deep_it_stands_and_under_what() -> None:
    number = ClauseNumber.parse("3.4-1")
    assert number.depth == 2
    assert str(number.parent) == "3"
    assert ClauseNumber.parse("III").parent is None


@pytest.mark.parametrize(
    ("number", "fragment"),
    [("3.3", "3.3"), ("3.4-1", "3.4-1"), ("3.4¹", "3.4-1"), ("ІІІ", "III"), ("Додаток 1", "Додаток-1"), ('"><b>', "b")],
)
def test_a_clause_has_an_address(number: str, fragment: str) -> None:
    assert anchor(number) == fragment


@pytest.mark.parametrize(
    ("line", "number", "rest"),
    [
        # Ukrainian
        ("1. ЗАГАЛЬНІ ПОЛОЖЕННЯ", "1", "ЗАГАЛЬНІ ПОЛОЖЕННЯ"),
        ("3.3. За результатами навчання", "3.3", "За результатами навчання"),
        ("\u00a0 3.3.\u00a0За результатами", "3.3", "За результатами"),
        ("\ufeff1.1. Це положення", "1.1", "Це положення"),
        ("1.1 Загальні засади", "1.1", "Загальні засади"),
        ("3.1 забезпечує якість", "3.1", "забезпечує якість"),
        ("3.1. разом із кафедрою", "3.1", "разом із кафедрою"),
        ("3.2 ЧАСТИНИ ПРОГРАМИ", "3.2", "ЧАСТИНИ ПРОГРАМИ"),
        ("3.4-1. Доповнений пункт", "3.4-1", "Доповнений пункт"),
        ("3.4¹. Доповнений пункт", "3.4-1", "Доповнений пункт"),
        ("2.1. 30 годин на рік", "2.1", "30 годин на рік"),
        ("1.2.3. «Положення» діє", "1.2.3", "«Положення» діє"),
        ("ІІ. ОБСЯГ", "II", "ОБСЯГ"),
        ("V. Прикінцеві положення", "V", "Прикінцеві положення"),
        ("1. опис функцій;", "1", "опис функцій;"),
        # Russian
        ("3.10. Подготавливать документы", "3.10", "Подготавливать документы"),
        ("3.Полное наименование должности", "3", "Полное наименование должности"),
        ("1.1.Настоящее Положение", "1.1", "Настоящее Положение"),
        ("III. Должностные обязанности", "III", "Должностные обязанности"),
        ("3.12. [Вписать нужное].", "3.12", "[Вписать нужное]."),
        ("7.", "7", ""),
        ("4.1. Часть первая", "4.1", "Часть первая"),
        # Welsh and English
        ("2.1 Y Cyngor", "2.1", "Y Cyngor"),
        ("1. Diben y swydd", "1", "Diben y swydd"),
        ("4.1. Awdurdod", "4.1", "Awdurdod"),
        ("I. Introduction", "I", "Introduction"),
        ("3.2 The provider publishes the list.", "3.2", "The provider publishes the list."),
        ("3.2. the provider publishes the list.", "3.2", "the provider publishes the list."),
    ],
)
def test_a_line_begins_with_a_number(line: str, number: str, rest: str) -> None:
    assert leading_number(line) == (number, rest)


@pytest.mark.parametrize(
    "line",
    [
        # dates and times
        "12.05.2021 року затверджено", "12.05.21 р.", "12.10.21 р.", "12.10.21 Київ",
        "12.10.2021", "1.09.2026", "14.02.2026 г.",
        "9.30 – 18.00", "18.00", "9.30 ранку", "9.30 am",
        # amounts
        "1.5 кредиту", "1.5 кредита ЕКТС", "1.5 ЄКТС", "2.5 години", "2.5 часа", "1.2 млн", "1.5 credits", "2.5 hours",
        "1.5 credyd", "2.5 awr", "0.2 ECTS", "1.5%", "1.000 грн",
        "2,5 години", "30 годин", "15 днів", "3 роки", "1.5 x 2", "1.5 30",
        # references torn from their sentence
        "4.2 цього Положення", "4.2. цього Положення", "4.2 та 4.3 Положення", "4.2, 4.3", "6.1)", "6.1).", "6.1;",
        "2.1 настоящего Положения", "2.1 и 2.2", "3.2 of this Regulation", "3.2 above", "3.1 to 3.4", "3.2 shall apply",
        "2.1 o'r Rheoliad", "2.1 uchod", "1.1-1.5 Порядку", "1.1–1.5", "1.1 – 1.5",
        # list marks, initials, years, telephone numbers, bare values
        "1) принцип", "а) перше", "- перше", "І. Я. Франко", "V. I. Smith", "C. Smith", "IV рівень", "II курс",
        "2021. Рік",
        "2021 рік", "0432 55-44-33", "3.3", "3", "1.1Текст", "1..2 x", "п. 3.3. Порядку", "Розділ 1. Загальні",
        "", "   ", "\ud800", "1." * 5000, "1-" * 5000, "I" * 5000,
    ],
)  # fmt: skip
def test_a_line_only_looks_as_if_it_began_with_a_number(line: str) -> None:
    assert leading_number(line) is None


@given(NUMBERS)
def test_a_dotted_number_before_a_sentence_is_found(number: ClauseNumber) -> None:
    found = leading_number(f"{number}. Текст пункту")
    if found is not None:
        assert found == (str(number), "Текст пункту")
    else:  # the one doubt: 1.1-1.5 may be a range
        assert any(inserted == number.parts[0][0] for _, inserted in number.parts[1:-1])


@given(st.text(max_size=80))
def test_no_line_breaks_the_reader(line: str) -> None:
    found = leading_number(line)
    assert found is None or (parse_number(found[0]) is not None and found[1] in line)
