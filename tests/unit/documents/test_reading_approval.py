"""Stamps of approval in four languages."""

from __future__ import annotations

from datetime import date

import pytest

from intranet.documents.reading.approval import parse_date, read_approval

STAMPS = [
    (
        "СХВАЛЕНО рішенням педагогічної ради (протокол № 5 від 27.08.2025) ЗАТВЕРДЖЕНО наказ від 01.09.2025 № 45-од",
        ("Педагогічна рада", "5", date(2025, 8, 27), "45-од", date(2025, 9, 1)),
    ),
    (
        "Ухвалено вченою радою протокол від «12» лютого 2024 р. № 3",
        ("Вчена рада", "3", date(2024, 2, 12), "", None),
    ),
    (
        "Принято педагогическим советом протокол №1 от 30.08.2023 г. Утверждаю. Приказ № 1/71 от 01.09.2023 г.",
        ("Педагогический совет", "1", date(2023, 8, 30), "1/71", date(2023, 9, 1)),
    ),
    ("ЗАТВЕРДЖЕНО наказом директора від 5 березня 2025 року № 17", ("", "", None, "17", date(2025, 3, 5))),
    (
        "Adopted by the Governing Body, Minutes No. 7 of 12 March 2025",
        ("Governing body", "7", date(2025, 3, 12), "", None),
    ),
    ("Approved by Order No. 12 dated 2025-04-01", ("", "", None, "12", date(2025, 4, 1))),
    ("Mabwysiadwyd gan y Cabinet, cofnodion rhif 9, 14 Gorffennaf 2026", ("Cabinet", "9", date(2026, 7, 14), "", None)),
    ("ЗАТВЕРДЖЕНО на засіданні кафедри_____ протокол від_____ 20____ №_____", ("", "", None, "", None)),
    ("ЗАТВЕРДЖЕНО Директор ________ «___» ______ 20__ р.", ("", "", None, "", None)),
]


@pytest.mark.parametrize(("stamp", "expected"), STAMPS)
def test_a_stamp_says_who_approved_and_when(stamp: str, expected: tuple[object, ...]) -> None:
    found = read_approval(stamp)

    assert (found.body, found.protocol_number, found.protocol_date, found.order_number, found.order_date) == expected


DATES = [
    ("14.02.2026", date(2026, 2, 14)),
    ("14/02/2026", date(2026, 2, 14)),
    ("«14» лютого 2026", date(2026, 2, 14)),
    ("14 травня 2026", date(2026, 5, 14)),
    ("9 мая 2026", date(2026, 5, 9)),
    ("9 марта 2026", date(2026, 3, 9)),
    ("1st March 2026", date(2026, 3, 1)),
    ("3 Mehefin 2026", date(2026, 6, 3)),
    ("5 Mawrth 2026", date(2026, 3, 5)),
    ("6 Mai 2026", date(2026, 5, 6)),
    ("31.02.2026", None),
    ("колись", None),
]


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_dates_are_read_day_first(text: str, expected: date | None) -> None:
    assert parse_date(text) == expected
