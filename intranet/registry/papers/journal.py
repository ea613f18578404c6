"""The issue journal as a PDF to print, sign and file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

import typst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from intranet.core import institution
from intranet.core.dates import format_date, format_decimal
from intranet.core.languages import reader_language
from intranet.core.typesetting import fonts
from intranet.registry.models import Series
from intranet.registry.queries.journal import Line

SOURCE = Path(__file__).with_name("journal.typ")


def journal(lines: Iterable[Line], *, since: date, until: date, series: Series | None) -> bytes:
    """Return the journal of a period in the reader's language."""
    language = reader_language()
    data = {
        "lang": language,
        "point": format_decimal(Decimal("1.5"), language)[1:2],
        "institution": institution.current().name_in(language),
        "title": _("Journal of issued certificates"),
        "period": _period(since, until, series, language),
        "words": _words(),
        "lines": [
            {
                "number": line.number,
                "name": line.name,
                "document": line.document,
                "topic": line.topic,
                "volume": line.volume,
                "issued": line.issued,
                "basis": line.basis,
                "note": line.note,
                "hours": f"{line.hours.normalize():f}",
                "struck": line.is_struck,
            }
            for line in lines
        ],
    }
    compiler = typst.Compiler(input=str(SOURCE), font_paths=[fonts.folder()], ignore_system_fonts=True)
    made = compiler.compile(format="pdf", sys_inputs={"data": json.dumps(data)})
    assert isinstance(made, bytes)  # noqa: S101 - one file, not one for each page
    return made


def _period(since: date, until: date, series: Series | None, language: str) -> str:
    days = {"since": format_date(since, language), "until": format_date(until, language)}
    if series:
        return _("Series %(series)s, from %(since)s to %(until)s") % {**days, "series": series}
    return _("From %(since)s to %(until)s") % days


def _words() -> dict[str, object]:
    return {
        "columns": [
            pgettext("journal column", "No."),
            pgettext("journal column", "Record number"),
            pgettext("journal column", "Full name"),
            pgettext("journal column", "Document"),
            pgettext("journal column", "Topic"),
            pgettext("journal column", "Hours / ECTS"),
            pgettext("journal column", "Issue date"),
            pgettext("journal column", "Basis"),
            pgettext("journal column", "Received: signature and date"),
        ],
        "on_page": _("On this page: lines {count}, hours {hours}"),
        "in_all": _("In all: lines {count}, hours {hours}"),
        "page": _("Page {page} of {pages}"),
        "keeper": pgettext("journal", "Kept by"),
        "date": pgettext("journal", "Date"),
    }
