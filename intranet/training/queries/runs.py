"""Runs and those who signed up, for readers and for those who run them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from intranet.documents.queries import programme_editions
from intranet.people.models import Person
from intranet.training.enums import Audience
from intranet.training.models import Attendance, ProgrammeRun, SignUp


@dataclass(frozen=True)
class RunFilter:
    """What the catalogue of runs is asked for; empty asks for all."""

    form: str = ""
    language: str = ""
    month: date | None = None
    with_free_places: bool = False
    programme: UUID | None = None  # the key of its document


def coming(question: RunFilter, *, on_date: date, for_staff: bool) -> list[ProgrammeRun]:
    """Return the runs that have not ended and answer the question; those for staff alone are shown to staff alone."""
    runs = ProgrammeRun.objects.to_come(on_date).with_places().select_related("form", "kind", "programme")
    if not for_staff:
        runs = runs.filter(audience=Audience.EVERYBODY)
    if question.form:
        runs = runs.filter(form__code=question.form)
    if question.language:
        runs = runs.filter(language=question.language)
    if question.programme:
        runs = runs.filter(programme__key=question.programme)
    if question.month:
        runs = runs.filter(starts_on__year=question.month.year, starts_on__month=question.month.month)
    return [run for run in runs if not question.with_free_places or run.free is None or run.free > 0]


def run_for(pk: int, *, for_staff: bool) -> ProgrammeRun | None:
    """Return a run that the reader may see."""
    if pk >= 2**63:
        return None
    runs = ProgrammeRun.objects.with_places().select_related("form", "kind", "programme")
    return (runs if for_staff else runs.filter(audience=Audience.EVERYBODY)).filter(pk=pk).first()


def programme_titles(runs: Iterable[ProgrammeRun], language: str, on_date: date) -> dict[int, str]:
    """Return the title of each run's programme, in the reader's language where it has one."""
    wanted = {run.programme_id for run in runs}
    titles: dict[int, str] = {}
    for edition in programme_editions():
        if edition.document_id not in wanted or not edition.is_in_force(on_date):
            continue
        if edition.language == language or edition.document_id not in titles:
            titles[edition.document_id] = edition.title
    return titles


def sign_up_of(run: ProgrammeRun, person: Person | None) -> SignUp | None:
    """Return a person's own sign-up for a run that was not withdrawn."""
    return None if person is None else run.sign_ups.filter(person=person, withdrawn_at=None).first()


def sign_up(pk: int | None) -> SignUp | None:
    return None if pk is None else SignUp.objects.select_related("run").filter(pk=pk).first()


def own_sign_ups(person: Person, on_date: date) -> QuerySet[SignUp]:
    """Return what a person signed up for that has not ended, the next first."""
    coming_runs = SignUp.objects.filter(person=person, withdrawn_at=None, run__cancelled_on=None)
    return coming_runs.filter(run__ends_on__gte=on_date).select_related("run").order_by("run__starts_on", "pk")


def presence(run: ProgrammeRun) -> dict[int, set[int]]:
    """Return for each sign-up the sessions that it was at."""
    found: dict[int, set[int]] = defaultdict(set)
    for session, person in Attendance.objects.filter(session__run=run).values_list("session_id", "sign_up_id"):
        found[person].add(session)
    return found
