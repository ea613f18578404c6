"""The rows of the public list as markup: written here and not in the template, which took half of the page's time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from intranet.core import dates
from intranet.core.languages import reader_language
from intranet.registry.disclosure import PublicEntry
from intranet.registry.enums import PublicStatus

ROW = (
    '<tr><th scope="row" data-label="{labels[0]}"><a href="{{url}}" rel="nofollow">{{name}}</a>{{status}}</th>'
    '<td data-label="{labels[1]}" lang="{language}">{{topic}}</td><td data-label="{labels[2]}">{{kind}}, {{form}}</td>'
    '<td data-label="{labels[3]}" class="nowrap">{{volume}}</td>'
    '<td data-label="{labels[4]}" class="nowrap">{{day}}</td>'
    '<td data-label="{labels[5]}" class="nowrap">{{number}}</td></tr>\n'
)


def labels() -> list[str]:
    """Return the headings of the columns."""
    return [_("Surname, initials"), _("Topic"), _("Kind, form"), _("Volume"), _("Issue date"), _("Record number")]


def rows(entries: Iterable[PublicEntry], *, register_language: str) -> SafeString:
    """Return the body of the table; every value that somebody has written is escaped."""
    headings = [str(escape(label)).replace("{", "{{").replace("}", "}}") for label in labels()]
    row = ROW.format(labels=headings, language=escape(register_language))
    named = f'<span lang="{escape(register_language)}">{{}}</span>'
    withheld, reader = escape(_("name withheld")), reader_language()
    return mark_safe(  # noqa: S308 - of escaped parts
        "".join(
            row.format(
                url=escape(entry.url), name=named.format(escape(entry.name)) if entry.name else withheld,
                status=_tag(entry), topic=escape(entry.topic), kind=escape(entry.kind), form=escape(entry.form),
                volume=_volume(entry.hours, entry.ects, reader), day=_short(entry.issue_date, reader),
                number=escape(entry.record_number),
            )
            for entry in entries
        )
    )  # fmt: skip


def _tag(entry: PublicEntry) -> str:
    if entry.status == PublicStatus.VALID:
        return ""
    day = f" {_short(entry.status_date, reader_language())}" if entry.status_date else ""
    return f' <span class="govuk-tag tag--bad">{escape(entry.status.label)}{day}</span>'


@lru_cache(maxsize=2048)
def _volume(hours: Any, ects: Any, language: str) -> str:
    in_credits = _("%(credits)s ECTS") % {"credits": dates.format_decimal(ects, language)}
    return str(escape(f"{dates.format_hours(hours, language)} · {in_credits}"))


@lru_cache(maxsize=2048)
def _short(day: date, language: str) -> str:
    return str(escape(date_format(day, "SHORT_DATE_FORMAT")))
