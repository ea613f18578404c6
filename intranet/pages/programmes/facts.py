"""What a programme states, frozen with its text, and what its page shows beside it (PRG-01, PRG-02)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils import translation

from intranet.core import institution
from intranet.pages.programmes.checks import activities_of, units_notice
from intranet.training import courses
from intranet.training import queries as training
from intranet.training.enums import RunState
from intranet.training.models import Competence
from intranet.training.queries import RunFilter
from intranet.training.rules.programmes import Activity, ProgrammeVolume, added

WORDS = (
    "developers", "aim", "direction", "forms", "competences", "outcomes", "performers", "timing", "place",
    "opportunities", "support", "services", "awards",
)  # fmt: skip
LISTS = ("directions", "offered_forms", "shared_competences")
VOLUME = ("contact_hours", "self_study_hours", "stated_credits")
NUMBERS = (*VOLUME, "price")
SIZES = ("smallest_group", "largest_group")


def frozen(page: Any) -> dict[str, Any]:
    """Return what a programme states, by the names of its fields, without what it does not state."""
    with translation.override(page.locale.language_code):
        said: dict[str, Any] = {name: getattr(page, name).strip() for name in WORDS}
        for name in LISTS:
            said[name] = [{"code": each.code, "name": str(each)} for each in getattr(page, name).all()]
    said |= {name: _written(getattr(page, name)) for name in VOLUME}
    said["price"] = None if page.price is None else f"{Decimal(page.price):.2f}"
    said |= {name: getattr(page, name) for name in SIZES}
    said["hours_by_activity"] = [
        {"activity": row.name, "contact": _written(row.contact), "self_study": _written(row.self_study)}
        for row in activities_of(page)
    ]
    return {name: value for name, value in said.items() if value not in (None, "", [])}


def _written(number: Decimal | None) -> str | None:
    """Return a number as it is frozen: 30.00 and 30 are one."""
    return None if number is None else format(Decimal(number).normalize(), "f")


def of_page(
    page: Any, request: HttpRequest, facts: Mapping[str, Any], *, on_date: date, for_staff: bool
) -> dict[str, Any]:
    """Return what is shown with the facts of a programme, its runs to come, and what search engines read of both."""
    runs = training.coming(RunFilter(programme=page.translation_key), on_date=on_date, for_staff=for_staff)
    volume, activities, price = volume_in(facts), _activities_in(facts), _number(facts.get("price"))
    further = lines(facts.get("competences", ""))
    structured = courses.structured_programme(
        title=page.title,
        description=facts.get("aim") or page.title,
        address=page.full_url or request.build_absolute_uri(),
        price=price,
        ects=volume.ects,
        teaches=[*(each["name"] for each in facts.get("shared_competences", ())), *further],
        runs=runs,
        request=request,
    )
    return {
        "courses": [(run, run.state_on(on_date) is RunState.OPEN) for run in runs],
        "volume": volume,
        "units_notice": units_notice(volume),
        "activities": activities,
        "activities_in_all": added(activities),
        "shared_competences": _with_clauses(facts.get("shared_competences", ())),
        "further_competences": further,
        "price": price,
        "currency": institution.current().profile.currency,
        "catalogue_url": page.get_parent().get_url(request) if page.pk else "",
        "structured_programme": structured,
    }


def volume_in(facts: Mapping[str, Any]) -> ProgrammeVolume:
    return ProgrammeVolume(*(_number(facts.get(name)) for name in VOLUME))


def _activities_in(facts: Mapping[str, Any]) -> list[Activity]:
    rows = facts.get("hours_by_activity", ())
    return [Activity(row["activity"], Decimal(row["contact"]), Decimal(row["self_study"])) for row in rows]


def _with_clauses(entries: Iterable[Mapping[str, str]]) -> list[tuple[Mapping[str, str], Any]]:
    """Return the frozen names of competences, each with the clause that demands it today (law 10)."""
    known = {each.code: each for each in Competence.objects.filter(code__in=[each["code"] for each in entries])}
    clauses = {code: training.clause_of(each) for code, each in known.items()}
    return [(each, clauses.get(each["code"])) for each in entries]


def _number(written: str | None) -> Decimal | None:
    return None if written is None else Decimal(written)


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
