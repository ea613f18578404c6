"""The screens of one run: who signed up, sessions, attendance, completion, certificates, cancelling."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import View

from intranet.core import clock
from intranet.core.access import account_of
from intranet.core.refusals import Refusal
from intranet.registry import wording
from intranet.registry.forms.actions import NothingForm
from intranet.registry.viewsets.actions import ActionView
from intranet.training import operations
from intranet.training.forms.planning import CancelForm, HandOverForm, SessionsForm, written_sessions
from intranet.training.forms.signing_up import ParticipantForm
from intranet.training.models import ProgrammeRun, SignUp
from intranet.training.queries import presence
from intranet.training.rules.runs import attended_hours, has_attended

RECORD = "training.record_completion"


class RunScreen(ActionView):
    """A screen of one run; from it one comes back to the run."""

    model = ProgrammeRun
    index_url_name = "programmerun:index"

    def back(self) -> str:
        return reverse("programmerun:inspect", args=[self.row.pk])


class PeopleView(RunScreen):
    """Who signed up, who waits, and entering somebody who signed up by other means."""

    permission: ClassVar[str] = "training.view_signup"
    form_class = ParticipantForm
    template_name = "training/admin/people.html"
    page_title = _("Who signed up")
    confirm_label = _("Enter")
    done = _("%(row)s is entered.")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("training.add_signup"):
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    def perform(self, form: ParticipantForm) -> SignUp:
        return operations.add_participant(
            run=self.row, outsider=form.outsider(), at=clock.now(), actor=account_of(self.request)
        )

    def after(self, result: Any) -> str:
        return reverse("programmerun:people", args=[self.row.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = self.row.sign_ups.select_related("person").order_by("withdrawn_at", "confirmed_at", "pk")
        is_open = self.row.cancelled_on is None and self.row.completed_at is None
        return {**super().get_context_data(**kwargs), "people": people, "is_open": is_open}


class LeaveView(View):
    """Give somebody's place back for them."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("training.change_signup"):
            raise PermissionDenied
        row = get_object_or_404(SignUp.objects.select_related("run"), pk=pk)
        try:
            operations.withdraw(sign_up=row, at=clock.now(), actor=account_of(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _now("%(name)s has left the course.") % {"name": row})
        return redirect("programmerun:people", row.run_id)


class SessionsView(RunScreen):
    permission: ClassVar[str] = "training.change_programmerun"
    form_class = SessionsForm
    page_title = _("Days and hours")
    explanation = _("The days on which the run is taught. Attendance is recorded for each of them.")
    confirm_label = _("Save")
    done = _("The days of the run are saved.")

    def get_initial(self) -> dict[str, Any]:
        return {"days": written_sessions(self.row)}

    def perform(self, form: SessionsForm) -> Any:
        return self.said(operations.set_sessions, run=self.row, hours=form.cleaned_data["days"])


class AttendanceView(RunScreen):
    """A table of people and days with boxes to tick; printed, it is the attendance sheet."""

    permission: ClassVar[str] = RECORD
    form_class = NothingForm
    template_name = "training/admin/attendance.html"
    page_title = _("Attendance")
    confirm_label = _("Save")
    done = _("Attendance is recorded.")

    def perform(self, form: NothingForm) -> Any:
        ticked = (each.split("-") for each in self.request.POST.getlist("present"))
        present = {(int(pair[0]), int(pair[1])) for pair in ticked if len(pair) == 2 and all(map(_is_key, pair))}
        return self.said(operations.record_attendance, run=self.row, present=present)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sessions, here = list(self.row.sessions.all()), presence(self.row)
        hours = {each.pk: each.hours for each in sessions}
        rows = [
            {
                "person": person,
                "boxes": [(f"{day.pk}-{person.pk}", day, day.pk in here[person.pk]) for day in sessions],
                "hours": attended_hours(hours, here[person.pk]),
            }
            for person in self.row.sign_ups.with_a_place()
        ]
        return {**super().get_context_data(**kwargs), "sessions": sessions, "rows": rows}


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


class CompleteView(RunScreen):
    """Tick who completed; whoever was at every session is ticked already."""

    permission: ClassVar[str] = RECORD
    form_class = NothingForm
    template_name = "training/admin/complete.html"
    page_title = _("Record completion")
    explanation = _("It is recorded once. Afterwards the certificates can be prepared.")
    confirm_label = _("Record completion")
    done = _("Completion is recorded.")

    def perform(self, form: NothingForm) -> Any:
        at = clock.now()
        ticked = [int(each) for each in self.request.POST.getlist("completed") if _is_key(each)]
        return operations.complete(
            run=self.row, completed=ticked, at=at, on_date=clock.date_of(at), actor=account_of(self.request)
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here, sessions = presence(self.row), [each.pk for each in self.row.sessions.all()]
        rows = [(person, has_attended(sessions, here[person.pk])) for person in self.row.sign_ups.with_a_place()]
        return {**super().get_context_data(**kwargs), "rows": rows, "has_sessions": bool(sessions)}

    def after(self, result: Any) -> str:
        return reverse("programmerun:hand_over", args=[self.row.pk])


class HandOverView(RunScreen):
    """Prepare the certificates of all who completed, in one action; what each lacks is named."""

    permission: ClassVar[str] = RECORD
    form_class = HandOverForm
    template_name = "training/admin/hand_over.html"
    page_title = _("Prepare the certificates")
    confirm_label = _("Prepare the certificates")

    def get_initial(self) -> dict[str, Any]:
        return {"issue_date": self.row.completed_on or clock.today()}

    def perform(self, form: HandOverForm) -> Any:
        at = clock.now()
        return operations.hand_over(
            run=self.row,
            issue_date=form.cleaned_data["issue_date"],
            at=at,
            on_date=clock.date_of(at),
            actor=account_of(self.request),
        )

    def finish(self, form: HandOverForm, result: Any) -> HttpResponse:
        said = ngettext("%(count)s certificate is prepared.", "%(count)s certificates are prepared.", result.drafts) % {
            "count": result.drafts
        }
        messages.success(self.request, said)
        lacking = [(person, wording.sentences(found)) for person, found in result.lacking]
        return self.render_to_response(self.get_context_data(form=form, lacking=lacking, is_done=True))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = self.row.sign_ups.filter(completed=True, handed_over_at=None)
        return {**super().get_context_data(**kwargs), "waiting": people.count()}


class CancelView(RunScreen):
    permission: ClassVar[str] = "training.change_programmerun"
    form_class = CancelForm
    page_title = _("Cancel the run")
    explanation = _("Everybody who signed up is told, with the reason. It cannot be undone.")
    confirm_label = _("Cancel the run")
    is_serious = True
    done = _("The run is cancelled.")

    def perform(self, form: CancelForm) -> Any:
        at = clock.now()
        return operations.cancel_run(
            run=self.row,
            reason=form.cleaned_data["reason"],
            at=at,
            on_date=clock.date_of(at),
            actor=account_of(self.request),
        )
