"""Importing a file: upload, say which column is which, look at what would happen, then do it."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import FormView, View

from intranet.core import clock
from intranet.core.models import Account
from intranet.core.refusals import Refusal
from intranet.registry import wording
from intranet.registry.forms.imports import ColumnsForm, UploadForm
from intranet.registry.models import ImportBatch, Upload
from intranet.registry.operations.importing import CannotImport, Outcome
from intranet.registry.operations.importing.findings import RefusedRow
from intranet.registry.operations.mapping import remember
from intranet.registry.operations.uploading import (
    MOST_AT_ONCE,
    ImportedAlready,
    choose,
    give_reason,
    keep_upload,
    look_at,
    run_upload,
    start_import,
    take_cures,
)
from intranet.registry.queries.mappings import look
from intranet.registry.tables import rejected
from intranet.registry.tables.headings import Layout, shown
from intranet.registry.tables.reading import Unreadable, read
from intranet.registry.viewsets.actions import Screen

IMPORT = "registry.import_certificates"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_SHOWN, COLUMNS_SHOWN = 8, 20


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
        file, series = form.cleaned_data["file"], form.cleaned_data["series"]
        upload = keep_upload(
            file_name=file.name,
            data=file.read(),
            options={
                "is_historical": form.cleaned_data["is_historical"],
                "mend": form.cleaned_data["mend"],
                "series": series.pk if series else None,
                "common": form.common(),
            },
            at=clock.now(),
            actor=_actor(self.request),
        )
        return redirect("importbatch:preview", upload.pk)


class _OfUpload(_Importers, Screen):
    """A screen about an uploaded file; only whoever uploaded it sees it again."""

    model = ImportBatch
    page_title = _("Import certificates")
    header_icon = "upload"
    kwargs: dict[str, Any]
    request: HttpRequest

    @cached_property
    def upload(self) -> Upload:
        return get_object_or_404(Upload, pk=self.kwargs["pk"], uploaded_by=self.request.user)


class ColumnsView(_OfUpload, FormView):  # type: ignore[type-arg]
    """Which column is which, where the file does not say it in words that are known, or is wanted otherwise."""

    form_class = ColumnsForm
    template_name = "registry/admin/import_columns.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(IMPORT):
            raise PermissionDenied
        self.kwargs = kwargs
        try:
            self.sheets = read(bytes(self.upload.data))
            self.place = min(_number(request.GET.get("sheet")), len(self.sheets) - 1)
            self.sheet = self.sheets[self.place]
            self.look = look(self.sheet, self._heading())
        except Unreadable as error:
            messages.error(request, str(wording.FILES[error.code]))
            return redirect("importbatch:add")
        return super().dispatch(request, *args, **kwargs)

    def _heading(self) -> tuple[int, ...]:
        asked = [int(part) for part in self.request.GET.get("heading", "").split("-")[:2] if _is_number(part)]
        return tuple(asked or self._chosen.get("heading", ()))

    @property
    def _chosen(self) -> dict[str, Any]:
        found: dict[str, Any] = self.upload.options.get("sheets", {}).get(self.sheet.name, {})
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        is_as_before = list(self.look.heading) == self._chosen.get("heading")
        places = self._chosen.get("places", {}) if is_as_before else {}
        return {**super().get_form_kwargs(), "look": self.look, "places": places}

    def get_initial(self) -> dict[str, Any]:
        return {"remember": True, "is_left_out": self._chosen.get("is_left_out", False)}

    def form_valid(self, form: ColumnsForm) -> HttpResponse:
        left_out = form.cleaned_data["is_left_out"]
        choose(
            upload=self.upload,
            sheet=self.sheet.name,
            layout=Layout(self.look.heading, {} if left_out else form.places()),
            common=form.common(),
            is_left_out=left_out,
        )
        if form.cleaned_data["remember"] and not left_out:
            heading = [row for number, row in self.look.rows if number in self.look.heading]
            remember(heading=heading, places=form.places(), at=clock.now(), actor=_actor(self.request))
        return redirect("importbatch:preview", self.upload.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.look.rows[:ROWS_SHOWN]
        chosen = "-".join(map(str, self.look.heading))
        numbers = [number for number, _row in rows]
        return {
            **super().get_context_data(**kwargs),
            "upload": self.upload,
            "sheets": [(place, sheet.name, place == self.place) for place, sheet in enumerate(self.sheets)],
            "sheet_place": self.place,
            "rows": [(number, [shown(cell) for cell in row[:COLUMNS_SHOWN]]) for number, row in rows],
            "headings": [(str(number), str(number) == chosen) for number in numbers],
            "pairs": [(f"{one}-{two}", f"{one}-{two}" == chosen) for one, two in pairwise(numbers)],
        }


class PreviewView(_OfUpload, View):
    """What the import would do, row by row, before anything is written; then the import itself."""

    template_name = "registry/admin/preview.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        as_file = request.GET.get("rejected", "")
        try:
            outcome = look_at(upload=self.upload, at=clock.now(), actor=_actor(request), keeps_refused=bool(as_file))
        except Refusal as refusal:
            messages.error(request, str(refusal))
            if isinstance(refusal, CannotImport) and refusal.wants_columns:
                return redirect("importbatch:columns", self.upload.pk)
            return redirect("importbatch:add")
        if as_file:
            return _rejected_file(outcome, as_file)
        context = self.get_context_data(
            outcome=outcome,
            upload=self.upload,
            reason=self.upload.options.get("reason", ""),
            is_imported=self.upload.batch_id is not None,
        )
        return self.render_to_response(context)  # type: ignore[no-any-return]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if "cure" in request.POST or "cure_all" in request.POST:
                return self._cure(request)
            return self._import(request)
        except ImportedAlready as refusal:
            messages.info(request, str(refusal))
            return redirect("importbatch:index")
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("importbatch:add")

    def _cure(self, request: HttpRequest) -> HttpResponse:
        wanted = set(request.POST.getlist("cell"))
        outcome = look_at(upload=self.upload, at=clock.now(), actor=_actor(request))
        chosen = [each for each in outcome.proposals if "cure_all" in request.POST or each.key in wanted]
        taken = take_cures(upload=self.upload, findings=chosen)
        messages.success(
            request,
            ngettext("%(count)s proposal is taken.", "%(count)s proposals are taken.", taken) % {"count": taken},
        )
        return redirect("importbatch:preview", self.upload.pk)

    def _import(self, request: HttpRequest) -> HttpResponse:
        at, actor = clock.now(), _actor(request)
        give_reason(upload=self.upload, reason=request.POST.get("reason", "").replace("\x00", ""))
        self.upload.refresh_from_db(fields=["options"])
        expected = look_at(upload=self.upload, at=at, actor=actor)
        if expected.rows > MOST_AT_ONCE:
            start_import(upload=self.upload, rows=expected.rows, at=at, actor=actor)
            messages.success(request, _now("The file is being imported. It appears here when that is done."))
            return redirect("importbatch:index")
        outcome = run_upload(upload=self.upload, at=at, actor=actor)
        said = {"accepted": outcome.accepted, "there": outcome.already_there, "rejected": outcome.rejected_rows}
        messages.success(
            request, _now("Imported: %(accepted)s. Already there: %(there)s. Rejected: %(rejected)s.") % said
        )
        return redirect("importbatch:inspect", outcome.batches[-1].pk)


def _rejected_file(outcome: Outcome, kind: str) -> HttpResponse:
    """Return the refused rows under their own headings, ready to be corrected and imported."""
    more = (_now("What is wrong"), _now("Proposed"))
    tables = [
        (sheet.name, rejected.table(sheet.headings, sheet.places, [_told(row) for row in sheet.rows], more))
        for sheet in outcome.refused
    ]
    if kind == "csv":
        response = HttpResponse(rejected.as_csv(tables), content_type="text/csv; charset=utf-8")
    else:
        kind = "xlsx"
        response = HttpResponse(rejected.as_xlsx(tables or [("", iter(()))]), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="rejected.{kind}"'
    return response


def _told(row: RefusedRow) -> tuple[list[Any], str, str]:
    wrong = " ".join(f"{each.label}: {each.message}" for each in row.findings)
    return row.cells, wrong, "; ".join(f"{each.label}: {each.proposed}" for each in row.findings if each.proposed)


def _number(text: str | None) -> int:
    return int(text) if text and _is_number(text) else 0


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 8
