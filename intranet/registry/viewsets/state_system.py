"""The state's system: a file of what it would ask for goes out, what it answered comes in (LAW-10)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, View

from intranet.core import clock
from intranet.core.access import account_of
from intranet.core.refusals import Refusal
from intranet.registry.forms.actions import StateAnswersForm
from intranet.registry.models import Certificate, CertificateQuerySet
from intranet.registry.operations import state_system
from intranet.registry.queries import register, state_export
from intranet.registry.tables.cells import safe_cell
from intranet.registry.viewsets.actions import Screen
from intranet.registry.viewsets.filters import CertificateFilterSet

EXPORT = "registry.export_for_state"
ANSWER = "registry.record_state"
MOST_NAMED = 200


class _Echo:
    """Hands each line that the writer makes straight on."""

    def write(self, line: str) -> str:
        return line


class StateExportView(View):
    """Download what the filter of the register leaves, as CSV; private fields are among it."""

    index_url_name: str | None = None
    model = Certificate

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(EXPORT):
            raise PermissionDenied
        chosen = self._chosen(request)
        at = clock.now()
        state_system.record_export(
            at=at, actor=account_of(request), asked={name: str(value) for name, value in request.GET.items() if value}
        )
        response = StreamingHttpResponse(_lines(chosen, get_language()), content_type="text/csv; charset=utf-8")
        name = f"certificates-{clock.date_of(at):%Y-%m-%d}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response

    def _chosen(self, request: HttpRequest) -> CertificateQuerySet:
        filters = CertificateFilterSet(request.GET, queryset=Certificate.objects.all(), request=request)
        rows: CertificateQuerySet = filters.qs if filters.is_valid() else Certificate.objects.none()
        query = request.GET.get("q", "").strip()
        return register.found(rows, query)[0] if query else rows


def _lines(rows: CertificateQuerySet, language: str | None) -> Iterator[str]:
    """Yield the lines of the file; the language is the reader's, though the response is read after the request."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    yield writer.writerow(state_export.HEADING)
    found = state_export.rows(rows)
    while True:
        with override(language):
            row = next(found, None)
        if row is None:
            return
        yield writer.writerow([safe_cell(cell) for cell in row])


class StateAnswersView(Screen, FormView):  # type: ignore[type-arg]
    """Take in what the state's system returned."""

    model = Certificate
    form_class = StateAnswersForm
    template_name = "registry/admin/state_answers.html"
    page_title = _("Answers of the state’s system")
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(ANSWER):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: StateAnswersForm) -> HttpResponse:
        file = form.cleaned_data["file"]
        try:
            outcome = state_system.record_answers(
                data=file.read(), file_name=file.name, at=clock.now(), actor=account_of(self.request)
            )
        except Refusal as refusal:
            form.add_error("file", str(refusal))
            return self.form_invalid(form)
        said = ngettext(
            "%(count)s certificate was recorded.", "%(count)s certificates were recorded.", outcome.changed
        ) % {"count": outcome.changed}
        messages.success(self.request, said)
        if outcome.bad:
            return self.render_to_response(self.get_context_data(form=self.form_class(), bad=outcome.bad[:MOST_NAMED]))
        if not outcome.changed:
            messages.info(self.request, _now("Everything in the file was recorded already."))
        return redirect("certificate:index")
