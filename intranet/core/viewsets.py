"""Holidays, long work and the audit trail in the admin."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminDateInput

from intranet.core import jobs
from intranet.core.models import Account, AuditEntry, Holiday, Job
from intranet.core.operation_views import (
    FilledInspectView,
    LegalDateColumn,
    OperationForm,
    OperationViewSet,
    ReadOnlyPolicy,
)
from intranet.core.operations import keep_holiday


class HolidayForm(OperationForm):
    class Meta:
        model = Holiday
        fields: ClassVar = ["date", "name", "is_working"]
        widgets: ClassVar = {"date": AdminDateInput}

    def perform(self, *, at: datetime, actor: Account) -> Holiday:
        return keep_holiday(holiday=self.instance, actor=actor, at=at)


class HolidayViewSet(OperationViewSet):
    """The days on which working days are not counted, and the working days moved to a weekend (LAW-07)."""

    model = Holiday
    form_class = HolidayForm
    icon = "date"
    menu_label = _("Holidays")
    add_to_settings_menu = True
    list_display: ClassVar = [LegalDateColumn("date", label=_("Date"), sort_key="date"), "name", "is_working"]
    ordering: ClassVar = ["-date"]
    inspect_view_fields: ClassVar = ["date", "name", "is_working"]


class JobPolicy(ReadOnlyPolicy):
    """Whoever works in the admin sees the long work that they started."""

    def _may_view(self, user: Any) -> bool:
        return bool(user.has_perm("wagtailadmin.access_admin"))


class OwnJobsView(IndexView):
    """One's own jobs; those who may see everybody's see all."""

    def get_base_queryset(self) -> QuerySet[Job]:
        jobs: QuerySet[Job] = super().get_base_queryset()
        user = self.request.user
        return jobs if user.has_perm("core.view_job") else jobs.filter(started_by=user.pk)


def _progress(job: Job) -> str:
    return f"{job.done} / {job.total}" if job.total else str(job.done)


class JobViewSet(ModelViewSet):
    """Long work with its progress; a failure is told in a sentence."""

    model = Job
    icon = "tasks"
    menu_label = _("Long work")
    menu_hook = "register_reports_menu_item"
    index_view_class = OwnJobsView
    copy_view_enabled = False
    add_to_reference_index = False
    exclude_form_fields: ClassVar[list[str]] = []
    list_display: ClassVar = [
        Column("created_at", label=_("When"), sort_key="created_at"),
        Column("kind_name", label=_("Work"), accessor=lambda job: jobs.name_of(job.kind)),
        Column("get_state_display", label=_("State")),
        Column("progress", label=_("Rows done"), accessor=_progress),
        Column("error", label=_("What went wrong")),
    ]
    ordering: ClassVar = ["-created_at", "-pk"]


class AuditEntryViewSet(ModelViewSet):
    """What was done to what, by whom, when: read by those who may, written by operations alone."""

    model = AuditEntry
    icon = "history"
    menu_label = _("Audit trail")
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = FilledInspectView
    add_to_reference_index = False
    exclude_form_fields: ClassVar[list[str]] = []
    list_display: ClassVar = [
        Column("at", label=_("When"), sort_key="at"),
        Column("actor", label=_("Account")),
        Column("action", label=_("Action"), sort_key="action"),
        Column("subject_type", label=_("Subject")),
        Column("subject_id", label=_("Number")),
    ]
    list_filter: ClassVar = ["action"]
    ordering: ClassVar = ["-at", "-pk"]
    inspect_view_fields: ClassVar = ["at", "actor", "action", "subject_type", "subject_id", "data"]
