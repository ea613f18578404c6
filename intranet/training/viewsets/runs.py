"""Runs of programmes in the admin."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView

from intranet.core import clock
from intranet.core.languages import reader_language
from intranet.core.operation_views import FilledInspectView, LegalDateColumn, OperationViewSet
from intranet.training.enums import RunState
from intranet.training.forms.planning import FIELDS, RUN_PANELS, RunForm
from intranet.training.models import ProgrammeRun
from intranet.training.queries import programme_titles
from intranet.training.viewsets.people import (
    AttendanceView,
    CancelView,
    CompleteView,
    HandOverView,
    LeaveView,
    PeopleView,
    SessionsView,
)

ACTIONS = (
    ("people", _("Who signed up"), "training.view_signup"),
    ("sessions", _("Days and hours"), "training.change_programmerun"),
    ("attendance", _("Attendance"), "training.record_completion"),
    ("complete", _("Record completion"), "training.record_completion"),
    ("hand_over", _("Prepare the certificates"), "training.record_completion"),
    ("cancel", _("Cancel the run"), "training.change_programmerun"),
)
OFFERED = {
    RunState.CANCELLED: {"people"},
    RunState.COMPLETED: {"people", "hand_over"},
}
OPEN_TO = {"people", "sessions", "attendance", "complete", "cancel"}


def _state(run: ProgrammeRun) -> str:
    return str(run.state_on(clock.today()).label)


def _places(run: Any) -> str:
    taken = f"{run.taken} / {run.group_size}" if run.group_size else str(run.taken)
    return f"{taken} (+{run.waiting})" if run.waiting else taken


class RunIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[ProgrammeRun]:
        return super().get_base_queryset().with_places()  # type: ignore[no-any-return]


class RunInspectView(FilledInspectView):
    """A run, and what can be done with it now."""

    template_name = "training/admin/run.html"

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        if field_name == "programme":
            run, language = self.object, reader_language()
            return programme_titles([run], language, clock.today()).get(run.programme_id, "—")
        return super().get_field_display_value(field_name, field)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        offered = OFFERED.get(self.object.state_on(clock.today()), OPEN_TO)
        context["actions"] = [
            (label, reverse(f"programmerun:{name}", args=[self.object.pk]))
            for name, label, permission in ACTIONS
            if name in offered and self.request.user.has_perm(permission)
        ]
        context["state"] = _state(self.object)
        return context


class RunViewSet(OperationViewSet):
    """Planned, changed and cancelled; who signed up, attended and completed is on screens of their own."""

    model = ProgrammeRun
    form_class = RunForm
    edit_handler = RUN_PANELS
    icon = "date"
    menu_label = _("Courses")
    index_view_class = RunIndexView
    inspect_view_class = RunInspectView
    inspect_template_name = "training/admin/run.html"
    list_display: ClassVar = [
        Column("topic", label=_("Topic"), sort_key="topic"),
        LegalDateColumn("starts_on", label=pgettext_lazy("of a course", "First day"), sort_key="starts_on"),
        Column("places", label=_("Places taken (+ waiting)"), accessor=_places),
        Column("state", label=_("State"), accessor=_state),
    ]
    list_filter: ClassVar = ["audience", "form", "language"]
    search_fields: ClassVar = ["topic"]
    ordering: ClassVar = ["-starts_on", "-pk"]
    inspect_view_fields: ClassVar = ["programme", *FIELDS]

    def get_urlpatterns(self) -> list[Any]:
        screens = {
            "people": PeopleView,
            "sessions": SessionsView,
            "attendance": AttendanceView,
            "complete": CompleteView,
            "hand_over": HandOverView,
            "cancel": CancelView,
        }
        return [
            *super().get_urlpatterns(),
            *(
                path(f"{name.replace('_', '-')}/<int:pk>/", self.construct_view(view), name=name)
                for name, view in screens.items()
            ),
            path("leave/<int:pk>/", self.construct_view(LeaveView), name="leave"),
        ]
