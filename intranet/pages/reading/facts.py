"""The frozen facts beside a text in words of the active language, each with the name of its field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from intranet.core.dates import format_date, format_decimal
from intranet.documents.enums import DocumentKind
from intranet.pages.job_descriptions import facts as job_facts
from intranet.pages.programmes import facts as programme_facts

# The facts that stand above a text, by the kind of document; a field of another name lends its word.
ABOVE: dict[str, tuple[str, ...]] = {
    DocumentKind.JOB_DESCRIPTION: (
        *("department", "team", "accountable_to", "grade", "post_id", "evaluation_id", "version_date"),
        *("statutory_role", "welsh_category", "welsh_levels"),
    ),
    DocumentKind.PROGRAMME: (
        *("developers", "aim", "directions", "direction", "offered_forms", "forms", "contact_hours"),
        *("self_study_hours", "stated_credits", "shared_competences", "competences", "outcomes", "performers"),
        *("timing", "place", "awards"),
    ),
}
# What an edition freezes besides, so that a comparison names it.
FURTHER: dict[str, tuple[str, ...]] = {
    DocumentKind.PROGRAMME: (
        *("hours_by_activity", "price", "smallest_group", "largest_group"),
        *("opportunities", "support", "services"),
    ),
}
FIELDS = {"post_id": "post_code", "evaluation_id": "evaluation_code"}
PAGES = {DocumentKind.JOB_DESCRIPTION.value: "JobDescriptionPage", DocumentKind.PROGRAMME.value: "ProgrammePage"}


def above(kind: str, facts: Mapping[str, Any], language: str) -> tuple[tuple[str, str], ...]:
    """Return what stands above a text on paper: names and words; ``language`` is the text's."""
    names = (name for name in ABOVE.get(kind, ()) if facts.get(name))
    return tuple((label(kind, name), said(name, facts, language)) for name in names)


def all_of(kind: str, facts: Mapping[str, Any], language: str) -> dict[str, str]:
    """Return every fact that is told to readers, in words, by its name in the facts."""
    names = (*ABOVE.get(kind, ()), *FURTHER.get(kind, ()))
    return {name: said(name, facts, language) for name in names if facts.get(name) not in (None, "", [], {})}


def label(kind: str, name: str) -> str:
    """Return what a fact is called."""
    if name == "welsh_levels":
        return _("Level of Welsh, 0 to 5")
    page = apps.get_model("pages", PAGES[kind])  # page classes stand above this module
    return str(capfirst(str(page._meta.get_field(FIELDS.get(name, name)).verbose_name)))


def said(name: str, facts: Mapping[str, Any], language: str) -> str:
    """Return a fact in words of a language."""
    value = facts[name]
    if name == "version_date":
        return format_date(date.fromisoformat(value), language)
    if name == "welsh_levels":
        return job_facts.levels_in(facts)
    if name in programme_facts.NUMBERS:
        return format_decimal(Decimal(value), language)
    if name in programme_facts.LISTS:
        return "\n".join(each["name"] for each in value)
    if name == "hours_by_activity":
        return "\n".join(_activities(value, language))
    return str(value)


def _activities(rows: list[dict[str, str]], language: str) -> Iterator[str]:
    for row in rows:
        contact, alone = (format_decimal(Decimal(row[name]), language) for name in ("contact", "self_study"))
        yield f"{row['activity']}: {contact} + {alone}"
