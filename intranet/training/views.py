"""The catalogue of runs, a run's page, signing up and leaving; one's own internships."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intranet.core import clock, institution, throttling
from intranet.core.access import account_of, public, signed_in
from intranet.core.languages import reader_language
from intranet.core.refusals import Refusal
from intranet.core.visitors import visitor_of
from intranet.people.queries import person_of
from intranet.training import calendars, courses, operations, queries
from intranet.training.enums import Audience, RunState
from intranet.training.forms.signing_up import OutsiderForm
from intranet.training.internships import worth_of
from intranet.training.links import CONFIRM, LEAVE, opened
from intranet.training.models import ProgrammeRun, SignUp
from intranet.training.queries import RunFilter

SIGN_UPS = {"limit": 10, "per": timedelta(hours=1)}


@public
@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """Show the runs to come, by form, language, month and free places."""
    on_date = clock.today()
    question = courses.question_of(request.GET)
    found = queries.coming(question, on_date=on_date, for_staff=_is_staff(request))
    titles = queries.programme_titles(found, reader_language(), on_date)
    context = {
        "question": question,
        "runs": [(each, titles.get(each.programme_id, ""), each.state_on(on_date)) for each in found],
        "choices": courses.choices(queries.coming(RunFilter(), on_date=on_date, for_staff=_is_staff(request))),
        "is_filtered": question != RunFilter(),
    }
    return render(request, "training/runs.html", context)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a run; a person of the institution signs up by a button, anybody else by a form."""
    found = _run(request, pk)
    form = OutsiderForm(request.POST if request.method == "POST" else None, auto_id="course-%s")
    if request.method == "POST":
        answer = _signed_up(request, found, form)
        if answer is not None:
            return answer
    return _page(request, found, form)


def _signed_up(request: HttpRequest, found: ProgrammeRun, form: OutsiderForm) -> HttpResponse | None:
    """Sign up and say so; nothing where the form must be mended."""
    at, person = clock.now(), person_of(request.user)
    on_date = clock.date_of(at)
    try:
        if person is not None:
            made = operations.sign_up_person(
                run=found, person=person, at=at, on_date=on_date, actor=account_of(request)
            )
            messages.success(
                request, _("You have a place.") if made.place_given_at else _("You are on the waiting list.")
            )
            return redirect("run", found.pk)
        if not form.is_valid():
            return None
        if not throttling.allowed("course sign-ups", visitor_of(request), at=at, **SIGN_UPS):  # type: ignore[arg-type]
            form.add_error(None, _("Many people have signed up from your network within an hour. Try again later."))
            return None
        operations.sign_up_outsider(run=found, outsider=form.outsider(), at=at, on_date=on_date)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    return render(request, "training/asked_to_confirm.html", {"run": found})


def _page(request: HttpRequest, found: ProgrammeRun, form: OutsiderForm) -> HttpResponse:
    on_date, person = clock.today(), person_of(request.user)
    state = found.state_on(on_date)
    titles = queries.programme_titles([found], reader_language(), on_date)
    own = queries.sign_up_of(found, person)
    context = {
        "run": found,
        "programme_title": titles.get(found.programme_id, ""),
        "state": state,
        "is_open": state is RunState.OPEN,
        "own": own,
        "currency": institution.current().profile.currency,
        "person": person,
        "form": form,
        "may_sign_up": person is not None or found.audience == Audience.EVERYBODY,
        "structured": courses.structured(found, titles.get(found.programme_id, found.topic), request),
    }
    response = render(request, "training/run.html", context, status=400 if form.errors else 200)
    if person is not None:
        response["Cache-Control"] = "private"
    return response


@signed_in
@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one's own place back."""
    found = _run(request, pk)
    own = queries.sign_up_of(found, person_of(request.user))
    if own is None:
        raise Http404
    try:
        operations.withdraw(sign_up=own, at=clock.now(), actor=account_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("You have left the course."))
    return redirect("run", found.pk)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up_link(request: HttpRequest, purpose: str, token: str) -> HttpResponse:
    """Confirm a sign-up, or leave, by the link of a letter: a button is pressed, the opening of a link does nothing."""
    row = queries.sign_up(opened(purpose, token)) if purpose in (CONFIRM, LEAVE) else None
    if row is None:
        raise Http404
    said, wrong = "", ""
    if request.method == "POST":
        try:
            said = _by_link(row, purpose, clock.now())
        except Refusal as refusal:
            wrong = str(refusal)
    context = {"run": row.run, "purpose": purpose, "said": said, "wrong": wrong}
    response = render(request, "training/link.html", context, status=400 if wrong else 200)
    response["Cache-Control"] = "private, no-store"
    return response


def _by_link(row: SignUp, purpose: str, at: datetime) -> str:
    if purpose == LEAVE:
        operations.withdraw(sign_up=row, at=at)
        return _("You have left the course.")
    made = operations.confirm(sign_up=row, at=at, on_date=clock.date_of(at))
    return _("You have a place.") if made.place_given_at else _("You are on the waiting list.")


@public
@require_safe
def run_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out a run's days as a calendar file."""
    found = _run(request, pk)
    address = request.build_absolute_uri(reverse("run", args=[found.pk]))
    response = HttpResponse(calendars.of_run(found, address=address), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="course-{found.pk}.ics"'
    return response


@public
@require_safe
def programme_calendar(request: HttpRequest, key: UUID) -> HttpResponse:
    """Hand out the days of every run to come of a programme as one calendar file."""
    found = queries.coming(RunFilter(programme=key), on_date=clock.today(), for_staff=_is_staff(request))
    if not found:
        raise Http404
    addresses = {each.pk: request.build_absolute_uri(reverse("run", args=[each.pk])) for each in found}
    response = HttpResponse(calendars.of_runs(found, addresses=addresses), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="programme.ics"'
    return response


@signed_in
@require_safe
def internships(request: HttpRequest) -> HttpResponse:
    """Show a member of staff their own internships: individual programme, supervisor, what the days are worth."""
    on_date = clock.today()
    rows = [(each, each.state_on(on_date), worth_of(each)) for each in queries.own_internships(person_of(request.user))]
    response = render(request, "training/internships.html", {"rows": rows})
    response["Cache-Control"] = "private"
    return response


def _run(request: HttpRequest, pk: int) -> ProgrammeRun:
    found = queries.run_for(pk, for_staff=_is_staff(request))
    if found is None:
        raise Http404
    return found


def _is_staff(request: HttpRequest) -> bool:
    return bool(request.user.is_authenticated)
