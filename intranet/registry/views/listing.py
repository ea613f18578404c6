"""The public list of certificates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from intranet.core import clock, dates, institution
from intranet.core.access import public
from intranet.core.languages import reader_language
from intranet.deadlines.clauses import ClauseLink, ClauseRef, link_to
from intranet.registry.enums import IntroductionSlug
from intranet.registry.queries import listing
from intranet.registry.queries.filters import Asked, BadFilter, By, Status, asked
from intranet.registry.queries.listing import Furniture
from intranet.registry.queries.patience import TooSlow, patiently
from intranet.registry.views.rows import labels, rows

PUBLICATION_CLAUSE = ClauseRef("cpd", "3.3")
PRINTED = 500
MOST_XLSX_ROWS = 100_000  # a workbook is made as a whole, before its first byte is handed out


@public
@require_safe
def certificate_list(request: HttpRequest) -> HttpResponse:
    """Show the list, the newest first, or what was searched for; absent where the institution keeps it off."""
    refuse_where_off()
    at = clock.now()
    here = reverse("certificates")
    printed = request.GET.get("print") == "1"
    try:
        with patiently():
            question = asked(request.GET)
            known = listing.furniture(IntroductionSlug.LIST, question, at=at)
            question = known.settled(question)
            page = listing.page(question, known, at=at, size=PRINTED if printed else None)
    except BadFilter as refusal:
        return unanswerable(request, str(refusal), back=here)
    except TooSlow as refusal:
        return unanswerable(request, str(refusal), back=here, status=503)
    selects = _selects(question, known, clock.date_of(at))
    return not_indexed(
        render(
            request,
            "registry/certificate_list.html",
            {
                "here": here,
                "question": question,
                "page_of_list": page,
                "furniture": known,
                "searches": _searches(),
                "chosen_search": question.by or "",
                "selects": selects,
                "asked_in_words": " · ".join(filter(None, [question.q, *(field.chosen for field in selects)])),
                "orders": _orders(question, here),
                "print_url": _address(here, question, "print=1"),
                "next_url": _address(here, replace(question, after=page.next), "print=1" if printed else "")
                if page.next
                else "",
                "first_url": _address(here, replace(question, after=None)) if question.after else "",
                "exports": _exports(question),
                "clause": _clause(),
                "labels": labels(),
                "rows": rows(page.entries, register_language=institution.current().default_language),
            },
        )
    )


def refuse_where_off() -> None:
    """Raise Http404 where the institution's profile keeps the public list off."""
    if not institution.current().public_list:
        raise Http404


def unanswerable(request: HttpRequest, sentence: str, *, back: str, status: int = 400) -> HttpResponse:
    """Say in the reader's language why the question cannot be answered, and how to ask."""
    return not_indexed(
        render(request, "registry/unanswerable.html", {"sentence": sentence, "back": back}, status=status)
    )


def not_indexed(response: HttpResponse) -> HttpResponse:
    """Keep people's names out of search engines."""
    response["X-Robots-Tag"] = "noindex"
    return response


@dataclass(frozen=True)
class Select:
    """A filter as the form offers it; ``chosen`` is what it stands at, in words."""

    name: str
    label: str
    all: str
    options: SafeString
    chosen: str


def _searches() -> list[tuple[str, str]]:
    return [
        ("", _("everything")),
        (By.SURNAME, pgettext("search among", "surnames")),
        (By.NUMBER, pgettext("search among", "record numbers")),
        (By.TOPIC, pgettext("search among", "topics")),
    ]


def _selects(question: Asked, known: Furniture, on_date: date) -> list[Select]:
    years = [(str(year), str(year), "") for year in known.years(on_date)]
    months = [(str(number), name, "") for number, name in dates.month_names(reader_language()).items()]
    kinds, forms = (
        [(choice.code, choice.name, "") for choice in choices.values()] for choices in (known.kinds, known.forms)
    )
    statuses = [
        (Status.VALID, pgettext("certificates", "valid"), ""),
        (Status.ANNULLED, pgettext("certificates", "annulled"), ""),
    ]
    selects = [
        _select("year", _("Year of issue"), _("All years"), years, question.year),
        _select("month", _("Month"), _("All months"), months, question.month),
        _select("kind", _("Kind"), _("All kinds"), kinds, question.kind),
        _select("form", _("Form"), _("All forms"), forms, question.form),
        _select("status", pgettext("certificates", "Status"), _("All statuses"), statuses, question.status),
    ]
    if known.programmes:
        titles = [(str(pk), each.title, each.language) for pk, each in known.programmes.items()]
        selects.append(_select("programme", _("Programme"), _("All programmes"), titles, question.programme))
    return selects


def _select(name: str, label: str, everything: str, choices: Iterable[tuple[str, str, str]], value: Any) -> Select:
    """Return a filter; a choice is its value, its name, and the language of the name where that may be another."""
    chosen, names, parts = str(value or ""), [], []
    for code, text, language in choices:
        is_chosen = code == chosen
        names += [text] if is_chosen else []
        lang = format_html(' lang="{}"', language) if language and language != reader_language() else ""
        parts.append((code, lang, " selected" if is_chosen else "", text))
    options = format_html_join("", '<option value="{}"{}{}>{}</option>', parts)
    return Select(name, label, everything, options, names[0] if names else "")


def _orders(question: Asked, here: str) -> list[dict[str, str]]:
    """Return the orders in which the whole list can be had; the one that it is in has no address."""
    if question.is_filtered:
        return []
    alphabetical = question.alphabetical
    return [
        {"name": _("Newest first"), "url": here if alphabetical else ""},
        {"name": _("By surname"), "url": "" if alphabetical else _address(here, Asked(alphabetical=True))},
    ]


def _address(here: str, question: Asked, *more: str) -> str:
    query = "&".join(filter(None, [question.address(question.after), *more]))
    return f"{here}?{query}" if query else here


def _exports(question: Asked) -> list[dict[str, Any]]:
    query = question.address()
    return [
        {
            "name": name,
            "url": reverse("certificates_export", args=[extension]) + (f"?{query}" if query else ""),
        }
        for extension, name in (("csv", "CSV"), ("xlsx", _name_of_xlsx()), ("json", "JSON"))
    ]


def _name_of_xlsx() -> str:
    most = dates.format_decimal(MOST_XLSX_ROWS, reader_language())
    return _("XLSX (up to %(count)s rows)") % {"count": most}


def _clause() -> ClauseLink:
    return link_to(PUBLICATION_CLAUSE, reader_language())
