"""The imports that were made, and the mappings of columns that are remembered."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from intranet.core.operation_views import FilledInspectView, OperationDeleteView
from intranet.registry.forms.actions import ReasonForm
from intranet.registry.models import ColumnMapping, ImportBatch
from intranet.registry.operations import annulling
from intranet.registry.viewsets.actions import ActionView
from intranet.registry.viewsets.importing import ColumnsView, PreviewView, UploadView


class WithdrawBatchView(ActionView):
    model = ImportBatch
    permission = "registry.withdraw_certificate"
    form_class = ReasonForm
    page_title = _("Withdraw an import")
    header_icon = "resubmit"
    explanation = _("None of its certificates will be public. Numbers that were given here are not given again.")
    confirm_label = _("Withdraw all")
    done = _("The import %(row)s is withdrawn.")
    is_serious = True

    def perform(self, form: Any) -> Any:
        return self.said(annulling.withdraw_batch, batch=self.row, reason=form.cleaned_data["reason"])

    def back(self) -> str:
        return reverse("importbatch:inspect", args=[self.row.pk])


class ImportBatchInspectView(FilledInspectView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        if not self.request.user.has_perm(WithdrawBatchView.permission):
            return []
        url = reverse("importbatch:withdraw", args=[self.object.pk])
        return [Button(_("Withdraw all"), url=url, icon_name="resubmit", priority=10)]


class ImportBatchViewSet(ModelViewSet):
    model = ImportBatch
    icon = "upload"
    menu_label = _("Imports")
    add_to_admin_menu = False
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = ImportBatchInspectView
    exclude_form_fields: ClassVar[list[str]] = []
    list_display: ClassVar = [
        "__str__",
        DateColumn("imported_at", label=_("Imported")),
        Column("rows", label=_("Rows")),
        Column("accepted", label=_("Accepted")),
        Column("already_there", label=_("Already there")),
        Column("rejected", label=_("Rejected")),
    ]
    inspect_view_fields: ClassVar = [
        "file_name", "imported_at", "imported_by", "is_historical", "rows", "accepted", "already_there", "rejected",
    ]  # fmt: skip

    def get_urlpatterns(self) -> list[Any]:
        inherited = [each for each in super().get_urlpatterns() if each.name != "add"]
        return [
            *inherited,
            path("new/", self.construct_view(UploadView), name="add"),
            path("columns/<int:pk>/", self.construct_view(ColumnsView), name="columns"),
            path("preview/<int:pk>/", self.construct_view(PreviewView), name="preview"),
            path("withdraw/<int:pk>/", self.construct_view(WithdrawBatchView), name="withdraw"),
        ]


class ColumnMappingViewSet(ModelViewSet):
    """The mappings that are remembered: to be looked at, and removed where they are wrong."""

    model = ColumnMapping
    icon = "table"
    menu_label = _("Mappings of columns")
    add_to_admin_menu = False
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = FilledInspectView
    delete_view_class = OperationDeleteView
    exclude_form_fields: ClassVar[list[str]] = []
    list_display: ClassVar = ["__str__", DateColumn("saved_at", label=_("Saved")), Column("saved_by", label=_("By"))]
    inspect_view_fields: ClassVar = ["headings", "places", "saved_at", "saved_by"]
