"""What the page of a programme shows beside its text: volume, competences, runs to come (PRG-01, PRG-02)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest

from intranet.core import institution
from intranet.pages.programme_gate import activities_of, units_notice, volume_of
from intranet.training import courses
from intranet.training import queries as training
from intranet.training.enums import RunState
from intranet.training.queries import RunFilter
from intranet.training.rules.programmes import added


def of_page(page: Any, request: HttpRequest, *, on_date: date, for_staff: bool) -> dict[str, Any]:
    """Return the facts of a programme, its runs to come, and what search engines read of both."""
    runs = training.coming(RunFilter(programme=page.translation_key), on_date=on_date, for_staff=for_staff)
    volume, activities = volume_of(page), activities_of(page)
    competences = [(each, training.clause_of(each)) for each in page.shared_competences.all()]
    further = lines(page.competences)
    structured = courses.structured_programme(
        title=page.title,
        description=page.aim or page.title,
        address=page.full_url or request.build_absolute_uri(),
        price=page.price,
        ects=volume.ects,
        teaches=[*(str(each) for each, _clause in competences), *further],
        runs=runs,
        request=request,
    )
    return {
        "courses": [(run, run.state_on(on_date) is RunState.OPEN) for run in runs],
        "volume": volume,
        "units_notice": units_notice(volume),
        "activities": activities,
        "activities_in_all": added(activities),
        "shared_competences": competences,
        "further_competences": further,
        "directions": list(page.directions.all()),
        "forms": list(page.offered_forms.all()),
        "currency": institution.current().profile.currency,
        "catalogue_url": page.get_parent().get_url(request) if page.pk else "",
        "structured_programme": structured,
    }


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
