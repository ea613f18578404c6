"""The public list as a file: CSV, JSON and XLSX of the same filter, through the same door (law 8)."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from intranet.core import clock
from intranet.core.access import public
from intranet.registry.disclosure import FIELDS, PublicEntry
from intranet.registry.enums import IntroductionSlug
from intranet.registry.queries import listing
from intranet.registry.queries.filters import Asked, BadFilter, asked
from intranet.registry.tables.cells import safe_cell
from intranet.registry.views.listing import refuse_where_off, unanswerable

BOM = "\ufeff"
MOST_XLSX_ROWS = 100_000
CHUNK = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@public
@require_safe
def export(request: HttpRequest, extension: str) -> Any:
    """Hand the list out as a file, the same filter as on the page; the whole of it, not one page."""
    refuse_where_off()
    if extension not in {"csv", "json", "xlsx"}:
        raise Http404
    at = clock.now()
    origin = request.build_absolute_uri("/")[:-1]
    try:
        question = asked(request.GET)
        question = Asked(question.q, question.year, question.form, question.kind)
        known = listing.furniture(IntroductionSlug.LIST)
        matching = listing.matches(question, known, at=at)
    except BadFilter as refusal:
        return unanswerable(request, str(refusal), back=reverse("certificates"))
    entries = listing.every_entry(question, known, at=at, origin=origin)
    if extension == "xlsx":
        if matching.order_by().values("pk")[: MOST_XLSX_ROWS + 1].count() > MOST_XLSX_ROWS:
            sentence = _("That is too much for one sheet. Choose a year, or download the list as CSV.")
            return unanswerable(request, sentence, back=reverse("certificates"))
        response: HttpResponseBase = FileResponse(_xlsx(entries), content_type=XLSX)
    else:
        lines, kind = (_csv(entries), "text/csv") if extension == "csv" else (_json(entries), "application/json")
        response = StreamingHttpResponse(lines, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="certificates-{clock.date_of(at):%Y-%m-%d}.{extension}"'
    response["X-Robots-Tag"] = "noindex"
    return response


class _Line:
    """What csv writes into: it hands the line back."""

    def write(self, text: str) -> str:
        return text


def _csv(entries: Iterable[PublicEntry]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield BOM + writer.writerow(FIELDS)
    lines: list[str] = []
    for entry in entries:
        lines.append(writer.writerow([safe_cell(value) for value in _texts(entry)]))
        if len(lines) == CHUNK:
            yield "".join(lines)
            lines = []
    yield "".join(lines)


def _json(entries: Iterable[PublicEntry]) -> Iterator[str]:
    yield "["
    separator = "\n"
    lines: list[str] = []
    for entry in entries:
        lines.append(separator + json.dumps(_plain(entry), ensure_ascii=False))
        separator = ",\n"
        if len(lines) == CHUNK:
            yield "".join(lines)
            lines = []
    yield "".join(lines) + "\n]\n"


def _xlsx(entries: Iterable[PublicEntry]) -> Any:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("certificates")
    sheet.append(list(FIELDS))
    for entry in entries:
        sheet.append([_cell(sheet, getattr(entry, name)) for name in FIELDS])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return file


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, str):
        return WriteOnlyCell(sheet, value=safe_cell(_without_controls(str(value))))
    return value


def _without_controls(text: str) -> str:
    """Drop what XML cannot hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n\r")


def _texts(entry: PublicEntry) -> list[str]:
    return ["" if (value := getattr(entry, name)) is None else _text(value) for name in FIELDS]


def _text(value: Any) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _plain(entry: PublicEntry) -> dict[str, Any]:
    """Return the entry as JSON knows it: numbers as numbers, dates as ISO 8601."""
    return {name: _json_value(getattr(entry, name)) for name in FIELDS}


def _json_value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value if value is None or isinstance(value, str) else value.isoformat()
