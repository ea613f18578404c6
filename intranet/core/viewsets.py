"""Holidays and the audit trail in the admin."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminDateInput

from intranet.core.models import Account, AuditEntry, Holiday
from intranet.core.operation_views import LegalDateColumn, OperationForm, OperationViewSet
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


class AuditEntryViewSet(ModelViewSet):
    """What was done to what, by whom, when: read by those who may, written by operations alone."""

    model = AuditEntry
    icon = "history"
    menu_label = _("Audit trail")
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
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
