"""Codes and pairs as people paste them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intranet.registry.rules import codes, keys
from intranet.registry.rules.numbers import typed_code
from intranet.registry.rules.pairs import is_holders_name, lines_of, pair

CODE = "0123456789abcdefghjkmnpq"
NUMBER, SURNAME = "ПК-2026-00001", "Шевченко"


@pytest.mark.parametrize(
    "typed",
    [
        "ПК-2026-00001\tШевченко",
        "ПК-2026-00001;Шевченко",
        "ПК-2026-00001, Шевченко",
        "ПК-2026-00001   Шевченко",
        "ПК-2026-00001 Шевченко",
        "Шевченко ПК-2026-00001",
        "Шевченко; ПК-2026-00001",
        ";ПК-2026-00001;Шевченко;",
    ],
)
def test_number_and_surname_are_told_apart(typed: str) -> None:
    read = pair(3, typed)
    assert (read.line, read.number, read.surname, read.code) == (3, NUMBER, SURNAME, "")


@pytest.mark.parametrize(
    ("typed", "number", "surname"),
    [
        ("АВ № 00123/26 Нечуй-Левицький", "АВ № 00123/26", "Нечуй-Левицький"),
        ("ПК-2026-00001\tШевченко\tТарас\tГригорович", NUMBER, "Шевченко Тарас Григорович"),
        ("12/3 Шевченко Т. Г.", "12/3", "Шевченко Т. Г."),
    ],
)
def test_what_stands_around_number_and_surname_stays_with_its_own(typed: str, number: str, surname: str) -> None:
    read = pair(1, typed)
    assert (read.number, read.surname) == (number, surname)


@pytest.mark.parametrize(
    "typed", [CODE, CODE.upper(), "0123-4567-89ab-cdef-ghjk-mnpq", f"https://example.org/uk/verify/{CODE}/",
              "O123456789abcdefghjkmnpq"]
)  # fmt: skip
def test_a_line_may_be_a_code(typed: str) -> None:
    assert pair(1, typed).code == CODE


@pytest.mark.parametrize("typed", ["Шевченко", "12345", "🙂 🙂", "ПК-2026-00001;", ";;;", "1 2 3", "\x00", "x" * 200])
def test_what_is_neither_is_not_understood(typed: str) -> None:
    assert not pair(1, typed).is_readable


def test_lines_keep_their_numbers_though_blank_ones_lie_between() -> None:
    assert lines_of("\n а\n\r\n\n б \n") == [(2, "а"), (5, "б")]


@given(st.text(max_size=250))
def test_no_line_breaks_the_reading(typed: str) -> None:
    read = pair(1, typed)
    assert read.is_readable == bool(read.code or (read.number_key and read.surname_key))


@pytest.mark.parametrize(
    ("name", "typed", "fits"),
    [
        ("Шевченко Т. Г.", "шевченко", True),
        ("Шевченко Т. Г.", "Шевченко Т.Г.", True),
        ("Шевченко Т. Г.", "Шевченко Тарас", True),
        ("Шевченко Т. Г.", "Шевченко Тарас Григорович", True),
        ("Нечуй-Левицький І. С.", "Нечуй Левицький Іван", True),
        ("Шевченко Т. Г.", "Шевчен", False),
        ("Шевченко Т. Г.", "Шевченко Марія", False),
        ("Шевченко Т. Г.", "Т", False),
        ("Шевченко Т. Г.", "", False),
        ("Шевченко", "Шевченко", True),
    ],
)
def test_a_surname_fits_whole_or_not_at_all(name: str, typed: str, fits: bool) -> None:
    assert is_holders_name(keys.name_key(name), keys.name_key(typed)) is fits


def test_codes_are_found_in_addresses_first_and_then_as_they_are_printed() -> None:
    other = "zzzzzzzzzzzzzzzzzzzzzzzz"
    text = f"Код: {other[:4]} {other[4:8]}-{other[8:12]}-{other[12:16]}-{other[16:20]}-{other[20:]} http://a/uk/verify/{CODE}/"
    assert codes.codes_in(text) == [CODE, other]
    assert codes.addressed_codes(text) == [CODE]


@given(st.text(alphabet="0123456789abcdefghjkmnpqrstvwxyz", min_size=24, max_size=24))
def test_every_code_is_found_in_the_text_around_it(code: str) -> None:
    assert codes.codes_in(f"Сертифікат № 5 ({code}).") == [typed_code(code)]
    grouped = "-".join(code[start : start + 6] for start in range(0, 24, 6))
    assert codes.codes_in(f"код {grouped}, див.") == [code]


def test_a_long_text_is_searched_in_time_and_gives_few_codes() -> None:
    assert len(codes.codes_in(" ".join(f"{number:024}" for number in range(20_000)))) == codes.MOST
