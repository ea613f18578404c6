"""The old journal of certificates as a file, and the archive of the large register: rows of invented holders."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from intranet.demo import courses, holders
from intranet.registry.models import Series
from intranet.registry.rules.numbers import record_number

COLUMNS = (
    "record_number", "issue_date", "surname", "given_name", "patronymic", "form", "kind", "topic", "hours", "ects",
)  # fmt: skip


def working_day(day: date) -> date:
    """Return the day, or the Friday before it."""
    return day - timedelta(days=max(day.weekday() - 4, 0))


def rows(dates: Iterable[date], chance: Random, names: dict[str, Any]) -> Iterator[list[str]]:
    """Yield rows of an import file with invented holders, without numbers: events, as an old journal notes them."""
    taught = courses.events()
    for day in dates:
        holder, course = holders.invent(chance, names), chance.choice(taught)
        yield [
            "", day.isoformat(), holder.surname, holder.given_name, holder.patronymic, course.form, course.kind,
            course.topic, str(course.hours), "",
        ]  # fmt: skip


def numbered(unnumbered: Iterable[list[str]], dates: list[date]) -> Iterator[list[str]]:
    """Yield the rows with the numbers that the old journal gave them, by the pattern of the default series."""
    series = Series.objects.get(is_default=True)
    last: dict[int, int] = {}
    for row, day in zip(unnumbered, dates, strict=True):
        last[day.year] = last.get(day.year, 0) + 1
        number = record_number(series.pattern, series=series.code, year=day.year, seq=last[day.year], edrpou="")
        yield [number, *row[1:]]


def as_csv(lines: Iterable[list[str]]) -> bytes:
    """Return the rows as a CSV file with a heading."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    writer.writerows(lines)
    return buffer.getvalue().encode()
