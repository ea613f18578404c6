"""The public catalogue of programmes: what can be asked, and what answers (PRG-03)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest

from intranet.documents.models import Edition
from intranet.pages.programmes.checks import volume_of
from intranet.registry.models import Form
from intranet.training import courses
from intranet.training import queries as training
from intranet.training.enums import RunState
from intranet.training.models import Competence, Direction, ProgrammeRun
from intranet.training.queries import RunFilter
from intranet.training.rules.programmes import ProgrammeVolume

A_PAGE = 20
ASKED = ("direction", "competence", "form", "language", "month", "free")


@dataclass(frozen=True)
class Question:
    """What the catalogue is asked: of the programmes, and of their runs."""

    direction: str = ""
    competence: str = ""
    runs: RunFilter = field(default_factory=RunFilter)

    @property
    def asks_of_dates(self) -> bool:
        return bool(self.runs.language or self.runs.month or self.runs.with_free_places)

    @property
    def is_empty(self) -> bool:
        return self == Question()


@dataclass(frozen=True)
class Offer:
    """A programme in the catalogue, with its next run."""

    title: str
    url: str
    aim: str
    directions: list[Direction]
    forms: list[Form]
    volume: ProgrammeVolume
    in_force_from: date | None
    next_run: ProgrammeRun | None
    next_is_open: bool


def question_of(asked: Mapping[str, str]) -> Question:
    """Return what an address asks; what means nothing asks for all."""
    named = {name: asked.get(name, "")[:40].replace("\0", "") for name in ("direction", "competence")}
    return Question(**named, runs=courses.question_of(asked))


def of_section(pages: QuerySet[Any], *, base: str, request: HttpRequest, on_date: date) -> dict[str, Any]:
    """Return a page of the catalogue: ``pages`` are the section's programmes, ``base`` its address."""
    for_staff = bool(getattr(request, "user", None) and request.user.is_authenticated)
    question = question_of(request.GET)
    coming = training.coming(RunFilter(), on_date=on_date, for_staff=for_staff)
    answering = coming if question.runs == RunFilter() else training.coming(
        question.runs, on_date=on_date, for_staff=for_staff
    )  # fmt: skip
    found = _answering(_dated(pages, on_date), question, {run.programme.key for run in answering})
    paginator = Paginator(found.order_by("title", "pk"), A_PAGE)
    page = paginator.get_page(request.GET.get("page", "1")[:9])
    runs = _by_programme(answering)
    return {
        "catalogue": [_offer(each, base, runs.get(each.translation_key, []), on_date) for each in page],
        "question": question,
        "choices": _choices(pages, coming),
        "count": paginator.count,
        "previous_url": _url(request, page.previous_page_number()) if page.has_previous() else "",
        "next_url": _url(request, page.next_page_number()) if page.has_next() else "",
    }


def _dated(pages: QuerySet[Any], on_date: date) -> QuerySet[Any]:
    edition = (
        Edition.objects.in_force_by(on_date)
        .filter(document__key=OuterRef("translation_key"), language=OuterRef("locale__language_code"))
        .values("in_force_from")[:1]
    )
    dated: QuerySet[Any] = pages.annotate(stands_from=Subquery(edition))
    return dated.prefetch_related("directions", "offered_forms")


def _answering(pages: QuerySet[Any], question: Question, held: set[UUID]) -> QuerySet[Any]:
    """Keep the programmes that answer; a form is answered by the programme's own or by that of a run of it."""
    if question.direction:
        pages = pages.filter(directions__code=question.direction)
    if question.competence:
        pages = pages.filter(shared_competences__code=question.competence)
    if question.asks_of_dates:
        pages = pages.filter(translation_key__in=held)
    elif question.runs.form:
        pages = pages.filter(Q(offered_forms__code=question.runs.form) | Q(translation_key__in=held))
    return pages.distinct()


def _by_programme(runs: Iterable[ProgrammeRun]) -> dict[UUID, list[ProgrammeRun]]:
    found: dict[UUID, list[ProgrammeRun]] = defaultdict(list)
    for run in runs:
        found[run.programme.key].append(run)
    return found


def _offer(page: Any, base: str, runs: list[ProgrammeRun], on_date: date) -> Offer:
    following = next(iter(runs), None)
    return Offer(
        title=page.title,
        url=f"{base}{page.slug}/",
        aim=page.aim,
        directions=list(page.directions.all()),
        forms=list(page.offered_forms.all()),
        volume=volume_of(page),
        in_force_from=page.stands_from,
        next_run=following,
        next_is_open=following is not None and following.state_on(on_date) is RunState.OPEN,
    )


def _choices(pages: QuerySet[Any], coming: list[ProgrammeRun]) -> dict[str, list[tuple[str, str]]]:
    """Return what can be asked for: what the programmes of the section and their runs have, and nothing else."""
    keys = pages.order_by().values("pk")
    of_runs = courses.choices(coming)
    forms = {**dict(of_runs["form"]), **_words(Form, "offered_forms", keys, pages)}
    return {
        **of_runs,
        "form": sorted(forms.items(), key=lambda pair: pair[1]),
        "direction": list(_words(Direction, "directions", keys, pages).items()),
        "competence": list(_words(Competence, "shared_competences", keys, pages).items()),
    }


def _words(model: Any, name: str, keys: Any, pages: QuerySet[Any]) -> dict[str, str]:
    through = pages.model._meta.get_field(name).remote_field.through
    column = f"{model._meta.model_name}_id"
    used = through.objects.filter(programmepage_id__in=keys).values(column)
    return {each.code: str(each) for each in model.objects.filter(pk__in=used)}


def _url(request: HttpRequest, number: int) -> str:
    asked = {name: request.GET[name] for name in ASKED if request.GET.get(name)}
    return "?" + urlencode({**asked, "page": number})
