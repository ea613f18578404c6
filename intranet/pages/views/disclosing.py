"""The regulations in force as a table, for reading, printing and for programs."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from intranet.core import clock, institution
from intranet.core.access import public
from intranet.core.languages import reader_language
from intranet.pages.outward import disclosure
from intranet.registry.queries.exporting import BOM
from intranet.registry.tables.cells import safe_cell

ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LONGEST_SHOWN = 40
KINDS = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}


@public
@require_safe
def regulations_in_force(request: HttpRequest) -> HttpResponse:
    """Show every regulation that is in force today, or on the day that is asked for, in the order that is asked for."""
    sort, asked = request.GET.get("sort", disclosure.TITLE), request.GET.get("on", "")
    on_date = _day(asked)
    if on_date is None:
        return _refused(request, _no_day(asked))
    if sort.removeprefix("-") not in disclosure.ASKABLE:
        return _refused(request, _("The table cannot be sorted by this. Choose one of the orders that stand above it."))
    context = {
        "lines": disclosure.in_order(disclosure.in_force(request, on_date=on_date), sort),
        "orders": _orders(sort, f"&on={on_date}" if asked else ""),
        "on_date": on_date,
        "file_query": f"?on={on_date}" if asked else "",
        "crumbs": _crumbs(),
        "language": reader_language(),
    }
    return render(request, "pages/in_force.html", context)


def _crumbs() -> list[dict[str, str]]:
    language = reader_language()
    return [
        {"name": institution.current().short_name_in(language), "url": f"/{language}/"},
        {"name": pgettext("menu", "Regulations"), "url": f"/{language}/regulations/"},
    ]


def _day(asked: str) -> date | None:
    """Return the day that is asked for, today where none is; None where what stands there is no day."""
    if not asked:
        return clock.today()
    try:
        return date.fromisoformat(asked) if ISO_DAY.fullmatch(asked) else None
    except ValueError:
        return None


def _no_day(asked: str) -> str:
    shown = "".join(letter for letter in asked[:LONGEST_SHOWN] if letter.isprintable())
    return _("“%(text)s” is not a date. Write it as 2026-02-14.") % {"text": shown}


def _refused(request: HttpRequest, sentence: str) -> HttpResponse:
    back = {"sentence": sentence, "back": reverse("regulations_in_force")}
    return render(request, "registry/unanswerable.html", back, status=400)


def _orders(sort: str, rest: str) -> list[dict[str, str]]:
    """Return in which orders the table can be read; the one that it stands in has no address."""
    names = {
        disclosure.TITLE: _("by title"),
        "-approved": _("latest approved first"),
        "-since": _("latest in force first"),
        "-amended": _("latest amended first"),
        "review": _("next review first"),
    }
    return [{"name": name, "url": "" if key == sort else f"?sort={key}{rest}"} for key, name in names.items()]


@public
@require_safe
def regulations_in_force_file(request: HttpRequest, extension: str) -> HttpResponse:
    """Hand the table of today, or of the day that is asked for, out as CSV or JSON."""
    if extension not in KINDS:
        raise Http404
    asked = request.GET.get("on", "")
    on_date = _day(asked)
    if on_date is None:
        return _refused(request, _no_day(asked))
    lines = disclosure.in_order(disclosure.in_force(request, on_date=on_date), disclosure.TITLE)
    rows = disclosure.as_rows(lines, request)
    body = _csv(rows) if extension == "csv" else json.dumps(rows, ensure_ascii=False, indent=1)
    response = HttpResponse(body, content_type=KINDS[extension])
    response["Content-Disposition"] = f'attachment; filename="regulations-{on_date}.{extension}"'
    response["Access-Control-Allow-Origin"] = "*"  # open data is for programs in other people's pages too
    response["X-Robots-Tag"] = "noindex"
    return response


def _csv(rows: list[dict[str, Any]]) -> str:
    file = io.StringIO()
    written = csv.writer(file, lineterminator="\n")
    written.writerow(disclosure.FIELDS)
    written.writerows([_cell(row[name]) for name in disclosure.FIELDS] for row in rows)
    return BOM + file.getvalue()


def _cell(value: Any) -> str:
    """Return a value as one cell that no spreadsheet takes for a formula; several values stand side by side."""
    return str(safe_cell("; ".join(value) if isinstance(value, list) else value or ""))
