"""Up to a hundred certificates pasted at once: one table of answers, and the same as a file."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from intranet.core import clock, institution, throttling
from intranet.core.access import public
from intranet.core.outage import said_by
from intranet.core.visitors import visitor_of
from intranet.registry.disclosure import FIELDS
from intranet.registry.enums import VerificationWay
from intranet.registry.forms.verifying import ManyForm
from intranet.registry.operations import counting
from intranet.registry.queries import verifying
from intranet.registry.queries.verifying import Verified
from intranet.registry.rules.pairs import Pair
from intranet.registry.tables.cells import safe_cell
from intranet.registry.views.listing import not_indexed
from intranet.registry.views.verifying import answers

BOM = "\ufeff"
LISTS = 10  # a visitor may ask for so many in the time below
LISTS_PER = timedelta(minutes=10)


@dataclass(frozen=True)
class Line:
    """What was pasted and what the register answers."""

    pair: Pair
    found: Verified | None

    @property
    def word(self) -> str:
        """Return the answer in a word or two."""
        if not self.pair.is_readable:
            return _("not understood")
        return str(self.found.entry.status.label) if self.found else _("no such record")


@public
@said_by(answers.CANNOT_VERIFY)
@answers.asks_only
@require_http_methods(["GET", "HEAD", "POST"])
def verify_many(request: HttpRequest) -> HttpResponse:
    """Ask for the lines; answer them in the order in which they were pasted."""
    if request.method != "POST":
        return _ask(request, ManyForm(auto_id="verify-%s"))
    form = ManyForm(request.POST, auto_id="verify-%s")
    if not form.is_valid():
        return _ask(request, form, status=400)
    at = clock.now()
    visitor = visitor_of(request)
    if not throttling.allowed("lists", visitor, limit=LISTS, per=LISTS_PER, at=at):
        seconds = throttling.seconds_to_wait("lists", visitor, limit=LISTS, per=LISTS_PER, at=at)
        sentence = _("Many lists of certificates were asked about from your network within a short time.")
        return answers.too_many(
            request, sentence, seconds, way=VerificationWay.MANY, at=at, back=reverse("verify_many")
        )
    lines = _answered(form.cleaned_data["lines"], at=at)
    if request.POST.get("as") == "csv":
        return _file(lines, origin=request.build_absolute_uri("/")[:-1], at=at)
    for outcome, times in Counter(answers.outcome_of(line.found) for line in lines if line.pair.is_readable).items():
        counting.count(VerificationWay.MANY, outcome, on_date=clock.date_of(at), times=times)
    context = {
        "lines": lines,
        "pasted": request.POST["lines"],
        "unread": [line.pair.line for line in lines if not line.pair.is_readable],
        "valid": sum(line.found is not None and line.found.entry.status == "valid" for line in lines),
        "register_language": institution.current().default_language,
        **answers.moment(at),
    }
    return not_indexed(render(request, "registry/verify_many_answers.html", context))


def _answered(pairs: list[Pair], *, at: datetime) -> list[Line]:
    found = verifying.many(pairs, at=at)
    return [Line(pair, each) for pair, each in zip(pairs, found, strict=True)]


def _file(lines: list[Line], *, origin: str, at: datetime) -> HttpResponse:
    """Return the answers as CSV: what was pasted, the answer in words, and the public fields."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([pgettext("column", "line"), pgettext("column", "pasted"), pgettext("column", "answer"), *FIELDS])
    for line in lines:
        entry = line.found.entry if line.found else None
        values = ["" if not entry or (value := getattr(entry, name)) is None else str(value) for name in FIELDS]
        if entry:
            values[FIELDS.index("url")] = origin + entry.url
        writer.writerow([line.pair.line, *map(safe_cell, [line.pair.typed, line.word, *values])])
    response = HttpResponse(BOM + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="verified-{clock.date_of(at):%Y-%m-%d}.csv"'
    return not_indexed(response)


def _ask(request: HttpRequest, form: ManyForm, *, status: int = 200) -> HttpResponse:
    return not_indexed(render(request, "registry/verify_many.html", {"form": form}, status=status))
