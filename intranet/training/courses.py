"""How the public face speaks of runs: the choices of the catalogue, and what search engines read (schema.org)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from intranet.core import institution
from intranet.core.dates import month_names
from intranet.core.languages import OWN_NAMES, reader_language
from intranet.training.models import ProgrammeRun

UNSAFE_IN_SCRIPT = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def choices(runs: Sequence[ProgrammeRun]) -> dict[str, list[tuple[str, str]]]:
    """Return what can be asked for among these runs: each form, language and month that occurs."""
    forms = {run.form.code: str(run.form) for run in runs}
    languages = sorted({run.language for run in runs})
    months = sorted({run.starts_on.replace(day=1) for run in runs})
    return {
        "form": sorted(forms.items(), key=lambda pair: pair[1]),
        "language": [(code, OWN_NAMES[code]) for code in languages],
        "month": [(f"{month:%Y-%m}", _named(month)) for month in months],
    }


def _named(month: date) -> str:
    return f"{month_names(reader_language())[month.month]} {month.year}"


def structured(run: ProgrammeRun, title: str, request: HttpRequest) -> SafeString:
    """Return the run as ``Course`` with its ``CourseInstance``, safe inside a script element."""
    address = request.build_absolute_uri(reverse("run", args=[run.pk]))
    instance: dict[str, Any] = {
        "@type": "CourseInstance",
        "courseMode": "online" if run.link and not run.place else "onsite",
        "inLanguage": run.language,
        "startDate": run.starts_on.isoformat(),
        "endDate": run.ends_on.isoformat(),
    }
    if run.place:
        instance["location"] = {"@type": "Place", "name": run.place}
    if run.hours:
        instance["courseWorkload"] = f"PT{run.hours.normalize():f}H"
    names = [line.split(",")[0].strip() for line in run.trainers.splitlines() if line.strip()]
    if names:
        instance["instructor"] = [{"@type": "Person", "name": name} for name in names]
    course = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": title or run.topic,
        "description": run.topic,
        "url": address,
        "provider": {"@type": "Organization", "name": institution.current().name_in(reader_language())},
        "offers": {
            "@type": "Offer",
            "category": "Paid" if run.price else "Free",
            **(
                {"price": f"{run.price:f}", "priceCurrency": institution.current().profile.currency}
                if run.price
                else {}
            ),
        },
        "hasCourseInstance": instance,
    }
    return mark_safe(json.dumps(course, ensure_ascii=False).translate(UNSAFE_IN_SCRIPT))  # noqa: S308 - escaped above
