"""Legal dates and numbers as a language writes them, by CLDR: Django's own Welsh July is misspelt."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Literal

from babel import dates, numbers, units

LOCALES = {"uk": "uk", "en": "en_GB", "cy": "cy", "ru": "ru"}
TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")
HUNDREDTH = Decimal("0.01")
REMEMBERED = 2048  # a list shows the same few amounts and days row after row


@lru_cache(maxsize=REMEMBERED)
def format_date(day: date, language: str) -> str:
    """Return ``day`` in words: 14 лютого 2026 р., 14 February 2026, 14 Chwefror 2026, 14 февраля 2026 г."""
    # CLDR's narrow no-break space is missing from some typefaces and does not survive a search for the date.
    return dates.format_date(day, "long", locale=LOCALES[language]).replace("\u202f", " ")


@lru_cache
def month_names(language: str) -> dict[int, str]:
    """Return the months as they stand alone: січень, January, Ionawr, январь."""
    return dict(dates.get_month_names("wide", context="stand-alone", locale=LOCALES[language]))


@lru_cache
def weekday_names(language: str) -> dict[int, str]:
    """Return the days of the week standing alone, Monday first, as 0: понеділок, Monday, Dydd Llun, понедельник."""
    return dict(sorted(dates.get_day_names("wide", context="stand-alone", locale=LOCALES[language]).items()))


def one_stop(sentence: str) -> str:
    """Return a sentence that ends in a date with one full stop: "р." and "г." bring one of their own."""
    return TWO_STOPS.sub(".", sentence)


@lru_cache(maxsize=REMEMBERED)
def format_decimal(value: Decimal | int, language: str) -> str:
    """Return a number with at most two decimals, rounded half up (VOL-01), no idle zeros and the language's comma."""
    return numbers.format_decimal(_rounded(value), locale=LOCALES[language])


@lru_cache(maxsize=REMEMBERED)
def format_hours(value: Decimal | int, language: str) -> str:
    """Return an amount of hours with its noun in the right form: 1 година, 2 години, 30 годин, 1,5 години."""
    # CLDR files the Welsh noun, which has no shorter form, under "short" alone.
    length: Literal["short", "long"] = "short" if language == "cy" else "long"
    return units.format_unit(_rounded(value), "hour", length=length, locale=LOCALES[language])


def _rounded(value: Decimal | int) -> Decimal | int:
    rounded = Decimal(value).quantize(HUNDREDTH, rounding=ROUND_HALF_UP)
    # An idle zero is a visible decimal to the plural rules: 30.00 would be "години".
    return int(rounded) if rounded == rounded.to_integral_value() else rounded.normalize()
