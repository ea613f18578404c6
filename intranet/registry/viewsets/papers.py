"""A certificate's document, handed to staff."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views import View

from intranet.registry import printing
from intranet.registry.models import Certificate, Duplicate


class PaperView(View):
    """Return the PDF of a certificate, or of its duplicate, unless it is handed out no more."""

    def get(self, request: HttpRequest, pk: int, number: int | None = None) -> HttpResponse:
        if not request.user.has_perm("registry.view_certificate"):
            raise PermissionDenied
        row = get_object_or_404(Certificate.objects.select_related("form", "kind"), pk=pk)
        duplicate = get_object_or_404(Duplicate, certificate=row, number=number) if number else None
        problem = printing.hindrance(row)
        if not problem:
            try:
                return _file(row, printing.pdf(row, duplicate=duplicate))
            except printing.CannotPrint as refusal:
                problem = str(refusal)
        messages.error(request, problem)
        return redirect("certificate:inspect", row.pk)


def _file(row: Certificate, made: bytes) -> HttpResponse:
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.record_number, safe='')}.pdf"
    response["Cache-Control"] = "private, no-store"
    return response
