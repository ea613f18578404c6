"""The public list as a file: CSV, JSON and XLSX of the same filter, through the same door (law 8)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
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
from intranet.registry.queries import exporting, listing
from intranet.registry.queries.filters import BadFilter, asked
from intranet.registry.tables.cells import safe_cell
from intranet.registry.views.listing import MOST_XLSX_ROWS, refuse_where_off, unanswerable

WRITTEN = {"csv": (exporting.as_csv, "text/csv"), "json": (exporting.as_json, "application/json")}
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
        question = replace(asked(request.GET), after=None)
        known = listing.furniture(IntroductionSlug.LIST, question, at=at)
        question = known.settled(question)
        matching = listing.matches(question, known, at=at)
    except BadFilter as refusal:
        return unanswerable(request, str(refusal), back=reverse("certificates"))
    entries = partial(listing.every_entry, question, known, at=at, origin=origin)
    if extension == "xlsx":
        if matching.order_by().values("pk")[: MOST_XLSX_ROWS + 1].count() > MOST_XLSX_ROWS:
            sentence = _("That is too much for one sheet. Choose a year, or download the list as CSV.")
            return unanswerable(request, sentence, back=reverse("certificates"))
        response: HttpResponseBase = FileResponse(_xlsx(entries()), content_type=XLSX)
    else:
        written, kind = WRITTEN[extension]
        blocks = written(listing.in_order(question, matching), known.vocabulary, origin=origin, entries=entries)
        response = StreamingHttpResponse(blocks, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="certificates-{clock.date_of(at):%Y-%m-%d}.{extension}"'
    response["X-Robots-Tag"] = "noindex"
    return response


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
