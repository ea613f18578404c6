"""Dates and numbers in the four languages, and the template filters that show them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

from intranet.core import clock
from intranet.core.dates import format_date, format_decimal, format_hours, one_stop, weekday_names

MONTHS = {
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "en": "January February March April May June July August September October November December",
    "cy": "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr",
}
ENDINGS = {"uk": " р.", "ru": " г.", "en": "", "cy": ""}


@pytest.mark.parametrize(
    ("language", "monday"), [("uk", "понеділок"), ("ru", "понедельник"), ("en", "Monday"), ("cy", "Dydd Llun")]
)
def test_a_week_begins_on_monday(language: str, monday: str) -> None:
    names = weekday_names(language)
    assert (list(names), next(iter(names.values()))) == (list(range(7)), monday)


@pytest.mark.parametrize("language", MONTHS)
def test_a_date_is_written_with_its_month_in_the_right_form(language: str) -> None:
    expected = [f"14 {month} 2026{ENDINGS[language]}" for month in MONTHS[language].split()]
    assert [format_date(date(2026, month, 14), language) for month in range(1, 13)] == expected


@pytest.mark.parametrize(
    ("number", "language", "expected"),
    [
        ("30.00", "uk", "30"),
        ("1.50", "uk", "1,5"),
        ("1.50", "ru", "1,5"),
        ("1.50", "en", "1.5"),
        ("1.50", "cy", "1.5"),
        ("3.335", "en", "3.34"),  # half up
        ("0.125", "uk", "0,13"),
        ("12345", "uk", "12\u00a0345"),
        ("12345", "en", "12,345"),
        ("0", "cy", "0"),
    ],
)
def test_a_number_is_written_with_the_signs_of_its_language(number: str, language: str, expected: str) -> None:
    assert format_decimal(Decimal(number), language) == expected


@pytest.mark.parametrize(
    ("number", "language", "expected"),
    [
        ("1", "uk", "1 година"),
        ("2.00", "uk", "2 години"),
        ("30.00", "uk", "30 годин"),
        ("1.5", "uk", "1,5 години"),
        ("21", "ru", "21 час"),
        ("30", "ru", "30 часов"),
        ("1", "en", "1 hour"),
        ("30", "en", "30 hours"),
        ("1", "cy", "1 awr"),
        ("30", "cy", "30 awr"),
    ],
)
def test_hours_take_their_noun_in_the_right_form(number: str, language: str, expected: str) -> None:
    assert format_hours(Decimal(number), language) == expected


@pytest.mark.parametrize(
    ("template", "language", "expected"),
    [
        ("{{ day|legal_date }}", "uk", "14 лютого 2026 р."),
        ("{{ day|legal_date }}", "cy", "14 Chwefror 2026"),
        ("{{ day|legal_date }}", "de", "14 лютого 2026 р."),
        ("{{ nothing|legal_date }}{{ nothing|decimal }}{{ nothing|hours }}{{ nothing|in_reader_language }}", "uk", ""),
        ("{{ number|decimal }}", "uk", "1,5"),
        ("{{ number|hours }}", "en", "1.5 hours"),
        ("{{ zero|decimal }}", "en", "0"),
        ("{{ texts|in_reader_language }}", "en", "College"),
        ("{{ texts|in_reader_language }}", "cy", "Коледж"),
    ],
)
def test_a_template_shows_it_in_the_readers_language(template: str, language: str, expected: str) -> None:
    context = {
        "day": date(2026, 2, 14),
        "number": Decimal("1.50"),
        "zero": 0,
        "nothing": None,
        "texts": {"uk": "Коледж", "en": "College"},
    }
    with translation.override(language):
        assert Template("{% load house %}" + template).render(Context(context)) == expected


def test_a_moment_is_shown_as_its_day_at_the_institution(monkeypatch: pytest.MonkeyPatch) -> None:
    def next_day(at: datetime) -> date:
        return date(2026, 2, 15)

    monkeypatch.setattr(clock, "date_of", next_day)
    context: dict[str, Any] = {"at": datetime(2026, 2, 14, 23, 30, tzinfo=UTC)}
    with translation.override("en"):
        assert Template("{% load house %}{{ at|legal_date }}").render(Context(context)) == "15 February 2026"


def test_a_sentence_that_ends_in_a_date_ends_in_one_full_stop():
    assert one_stop("Чинне з 1 березня 2026 р..") == "Чинне з 1 березня 2026 р."
    assert one_stop("Далі буде...") == "Далі буде..."
