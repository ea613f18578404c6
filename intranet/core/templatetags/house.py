"""What templates show in the house's way: ``{% load house %}``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django import template

from intranet.core import clock, dates, languages

register = template.Library()


@register.filter
def legal_date(day: date | None) -> str:
    """Show a date in words, in the reader's language; a moment is shown as its day at the institution."""
    if not day:
        return ""
    if isinstance(day, datetime):
        day = clock.date_of(day)
    return dates.format_date(day, languages.reader_language())


@register.filter
def date_in(day: date, language: str) -> str:
    """Show a date in words, in the language of the text beside which it stands."""
    return dates.format_date(day, language)


@register.filter(is_safe=True)
def one_stop(sentence: str) -> str:
    """End sentences with one full stop, where a date has brought one of its own: 14 лютого 2026 р."""
    return dates.one_stop(sentence)


@register.filter
def decimal(number: Decimal | float | str | None) -> str:
    """Show a number with the comma or point of the reader's language."""
    if number is None or number == "":
        return ""
    return dates.format_decimal(Decimal(str(number)), languages.reader_language())


@register.filter
def hours(number: Decimal | float | str | None) -> str:
    """Show an amount of hours with its noun, in the reader's language."""
    if number is None or number == "":
        return ""
    return dates.format_hours(Decimal(str(number)), languages.reader_language())


@register.filter
def in_reader_language(texts: Mapping[str, str] | None) -> str:
    """Show the text of an institution's data that is held per language."""
    return languages.in_reader_language(texts or {})
