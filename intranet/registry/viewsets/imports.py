"""Importing a file: upload, look at what would happen, then do it."""

from __future__ import annotations

import csv
from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, View
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from intranet.core import clock
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.registry.forms import ReasonForm, UploadForm
from intranet.registry.models import ImportBatch, Upload
from intranet.registry.operations import annulling
from intranet.registry.operations.importing import Outcome
from intranet.registry.operations.uploading import MOST_AT_ONCE, keep_upload, run_upload, start_import
from intranet.registry.tables.cells import safe_cell
from intranet.registry.viewsets.actions import ActionView, Screen

IMPORT = "registry.import_certificates"


def _actor(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)  # noqa: S101 - the admin lets nobody else in
    return request.user


class _Importers:
    """Open to those who may import."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(IMPORT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]


class UploadView(_Importers, Screen, FormView):  # type: ignore[type-arg]
    model = ImportBatch
    form_class = UploadForm
    template_name = "registry/admin/upload.html"
    page_title = _("Import certificates")
    header_icon = "upload"

    def form_valid(self, form: UploadForm) -> HttpResponse:
        file = form.cleaned_data["file"]
        upload = keep_upload(
            file_name=file.name,
            data=file.read(),
            options={
                "is_historical": form.cleaned_data["is_historical"],
                "mend": form.cleaned_data["mend"],
                "common": form.common(),
            },
            at=clock.now(),
            actor=_actor(self.request),
        )
        return redirect("importbatch:preview", upload.pk)


class PreviewView(_Importers, Screen, View):
    """What the import would do, row by row, before anything is written; then the import itself."""

    model = ImportBatch
    template_name = "registry/admin/preview.html"
    page_title = _("Import certificates")
    header_icon = "upload"

    @cached_property
    def upload(self) -> Upload:
        """Return the file; only whoever uploaded it sees it again."""
        return get_object_or_404(Upload, pk=self.kwargs["pk"], uploaded_by=self.request.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            outcome = run_upload(upload=self.upload, at=clock.now(), actor=_actor(request), dry_run=True)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("importbatch:add")
        if "errors" in request.GET:
            return _error_file(outcome)
        context = self.get_context_data(outcome=outcome, upload=self.upload)
        return self.render_to_response(context)  # type: ignore[no-any-return]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        at, actor = clock.now(), _actor(request)
        try:
            expected = run_upload(upload=self.upload, at=at, actor=actor, dry_run=True)
            if expected.rows > MOST_AT_ONCE:
                start_import(upload=self.upload, rows=expected.rows, at=at, actor=actor)
                messages.success(request, _now("The file is being imported. It appears here when that is done."))
                return redirect("importbatch:index")
            outcome = run_upload(upload=self.upload, at=at, actor=actor)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("importbatch:add")
        said = {"accepted": outcome.accepted, "there": outcome.already_there, "rejected": outcome.rejected_rows}
        messages.success(
            request, _now("Imported: %(accepted)s. Already there: %(there)s. Rejected: %(rejected)s.") % said
        )
        return redirect("importbatch:inspect", outcome.batches[-1].pk)


def _error_file(outcome: Outcome) -> HttpResponse:
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rejected.csv"'
    writer = csv.writer(response)
    writer.writerow(["row", "column", "value", "message", "proposed"])
    for each in outcome.rejected:
        writer.writerow([each.row, each.column, safe_cell(each.value), each.message, safe_cell(each.proposed)])
    return response


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


class ImportBatchInspectView(InspectView):
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
            path("new/", self.construct_view(UploadView), name="add"),
            path("preview/<int:pk>/", self.construct_view(PreviewView), name="preview"),
            path("withdraw/<int:pk>/", self.construct_view(WithdrawBatchView), name="withdraw"),
            *inherited,
        ]
