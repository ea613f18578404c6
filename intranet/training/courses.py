"""How the public face speaks of runs: the choices of the catalogue, and what search engines read (schema.org)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from intranet.core import institution
from intranet.core.dates import month_names
from intranet.core.languages import OWN_NAMES, reader_language
from intranet.training.enums import Audience
from intranet.training.models import ProgrammeRun
from intranet.training.queries import RunFilter

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


def question_of(asked: Mapping[str, str]) -> RunFilter:
    """Return what an address asks of runs; what means nothing asks for all."""
    return RunFilter(
        form=asked.get("form", "")[:40].replace("\0", ""),
        language=asked.get("language", "")[:5].replace("\0", ""),
        month=_month(asked.get("month", "")),
        with_free_places=bool(asked.get("free")),
    )


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def structured(run: ProgrammeRun, title: str, request: HttpRequest) -> SafeString:
    """Return the run as ``Course`` with its ``CourseInstance``, safe inside a script element."""
    address = request.build_absolute_uri(reverse("run", args=[run.pk]))
    course = {
        **_course(title or run.topic, run.topic, address),
        "offers": _offer(run.price or Decimal(0)),
        "hasCourseInstance": _instance(run),
    }
    return as_data_block(course)


def structured_programme(
    *, title: str, description: str, address: str, price: Decimal | None, ects: Decimal | None,
    teaches: Sequence[str], runs: Sequence[ProgrammeRun], request: HttpRequest,
) -> SafeString:  # fmt: skip
    """Return a programme as ``Course`` with a ``CourseInstance`` for each run to come that everybody may join."""
    course = _course(title, description, address)
    if price is not None:
        course["offers"] = _offer(price)
    if ects is not None:
        course["numberOfCredits"] = float(ects)
    if teaches:
        course["teaches"] = list(teaches)
    instances = [
        {**_instance(run), "url": request.build_absolute_uri(reverse("run", args=[run.pk])),
         "offers": _offer(run.price or Decimal(0))}
        for run in runs
        if run.audience == Audience.EVERYBODY
    ]  # fmt: skip
    if instances:
        course["hasCourseInstance"] = instances
    return as_data_block(course)


def as_data_block(what: Mapping[str, Any]) -> SafeString:
    """Return JSON that no text in it can end the script element of."""
    return mark_safe(json.dumps(what, ensure_ascii=False).translate(UNSAFE_IN_SCRIPT))  # noqa: S308 - escaped above


def _course(name: str, description: str, address: str) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": name,
        "description": description,
        "url": address,
        "provider": {"@type": "Organization", "name": institution.current().name_in(reader_language())},
    }


def _offer(price: Decimal) -> dict[str, Any]:
    if not price:
        return {"@type": "Offer", "category": "Free"}
    currency = institution.current().profile.currency
    return {"@type": "Offer", "category": "Paid", "price": f"{price:f}", "priceCurrency": currency}


def _mode(run: ProgrammeRun) -> str:
    """Return how it is held, in the words that search engines know."""
    if not run.link:
        return "Onsite"
    return "Blended" if run.place else "Online"


def _instance(run: ProgrammeRun) -> dict[str, Any]:
    instance: dict[str, Any] = {
        "@type": "CourseInstance",
        "courseMode": _mode(run),
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
    return instance
