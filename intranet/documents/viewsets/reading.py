"""Who has read a document, by unit: on the screen, as a file, as a sheet to be signed; and recording the signatures."""

from __future__ import annotations

import csv
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from intranet.core import clock
from intranet.core.access import account_of
from intranet.core.refusals import Refusal
from intranet.core.screens import Screen
from intranet.documents import queries
from intranet.documents.forms import SignaturesForm
from intranet.documents.models import Acknowledgement, Document, Evidence
from intranet.documents.operations.signing import record_signatures
from intranet.people.models import Unit

VIEW = "documents.view_acknowledgement"
RECORD = "documents.add_evidence"
OPEN_FILE = "documents.view_evidence"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LARGEST_KEY = 2**31


class _Screen(WagtailAdminTemplateMixin):
    permission: ClassVar[str] = VIEW
    model: type[Model] = Acknowledgement

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]


class ReadingIndexView(_Screen, Screen, TemplateView):
    """Every document that somebody was asked to read, and how far its readers are."""

    template_name = "documents/admin/reading_index.html"
    page_title = _("Who has read what")
    header_icon = "check"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "documents": queries.read_documents(clock.today())}


class _OfDocument(_Screen):
    """One document with its readers, of a unit where one is chosen."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.document = get_object_or_404(queries.in_care(), pk=kwargs["pk"])
        self.unit = self._unit(request.GET.get("unit", ""))
        return super().dispatch(request, *args, **kwargs)

    @staticmethod
    def _unit(key: str) -> Unit | None:
        if not (key.isascii() and key.isdigit() and int(key[:12]) < LARGEST_KEY):
            return None
        return Unit.objects.filter(pk=int(key)).first()

    def readers(self) -> list[queries.Reader]:
        return queries.readers_of(self.document, clock.today(), unit=self.unit)


class ReadersView(_OfDocument, FormView):  # type: ignore[type-arg]
    """The readers by unit; whoever may records that several of them have signed."""

    template_name = "documents/admin/readers.html"
    form_class = SignaturesForm
    page_title = _("Who has read it")
    header_icon = "check"

    def get_page_subtitle(self) -> str:
        return str(self.document.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("reading:index"), "label": _now("Who has read what")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(RECORD):
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: SignaturesForm) -> HttpResponse:
        chosen = set(self.request.POST.getlist("reader"))
        rows = [reader.row for reader in self.readers() if str(reader.row.pk) in chosen]
        at = clock.now()
        try:
            record_signatures(
                document=Document.objects.get(pk=self.document.pk),
                kind=form.cleaned_data["kind"],
                signed_on=form.cleaned_data["signed_on"],
                rows=rows,
                scan=form.scan(),
                place=form.cleaned_data["place"],
                at=at,
                on_date=clock.date_of(at),
                actor=account_of(self.request),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _now("The signatures were recorded."))
        return redirect("reading:readers", self.document.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        readers = self.readers()
        return {
            **super().get_context_data(**kwargs),
            "document": self.document,
            "unit": self.unit,
            "readers": readers,
            "units": queries.by_unit(readers),
            "may_record": self.request.user.has_perm(RECORD),
            "may_open": self.request.user.has_perm(OPEN_FILE),
            "chosen": set(self.request.POST.getlist("reader")),
        }


class SheetView(_OfDocument, TemplateView):
    """The acknowledgement sheet, to be printed and signed."""

    template_name = "documents/sheet.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        edition = queries.edition_to_read(self.document)
        if edition is None:
            raise Http404
        return {
            **super().get_context_data(**kwargs),
            "document": self.document,
            "edition": edition,
            "unit": self.unit,
            "readers": self.readers(),
            "on_date": clock.today(),
        }


class FileView(_OfDocument, TemplateView):
    """The same report as a CSV file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="readers-{self.document.pk}.csv"'
        response.write("\ufeff")
        rows = csv.writer(response)
        rows.writerow(
            [
                _now("Unit"),
                _now("Person"),
                _now("Post"),
                _now("Asked on"),
                _now("To be read by"),
                _now("State"),
                _now("Confirmed on"),
                _now("Language"),
                _now("Proof"),
                _now("Signed on"),
                _now("Hash of the text"),
            ]
        )
        rows.writerows([_plain(cell) for cell in _cells(reader)] for reader in self.readers())
        return response


def _cells(reader: queries.Reader) -> list[Any]:
    row = reader.row
    read = row.confirmed_edition
    return [
        reader.unit or "",
        row.person,
        reader.post or "",
        row.asked_on,
        row.due_on or "",
        reader.state.label,
        row.confirmed_on or "",
        read.language if read else "",
        row.get_proof_display(),
        row.evidence.signed_on if row.evidence else "",
        read.content_hash if read else "",
    ]


def _plain(cell: Any) -> str:
    """Return a cell as text that no spreadsheet takes for a formula."""
    written = str(cell)
    return f"'{written}" if written.startswith(FORMULA) else written


class EvidenceView(_Screen, TemplateView):
    """Hand out a scan or a signature file, as a download and never shown within our pages."""

    permission = OPEN_FILE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        evidence = get_object_or_404(Evidence.objects.exclude(data=None), pk=kwargs["pk"])
        response = HttpResponse(bytes(evidence.data or b""), content_type="application/octet-stream")
        ending = evidence.name.rpartition(".")[2].lower()
        safe = ending if ending.isascii() and ending.isalnum() and len(ending) < 6 else "bin"
        response["Content-Disposition"] = f'attachment; filename="evidence-{evidence.pk}.{safe}"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "no-store"
        return response


class ReadingMenuItem(MenuItem):
    def is_shown(self, request):  # type: ignore[no-untyped-def]
        return request.user.has_perm(VIEW)


class ReadingViewSet(ViewSet):
    name = "reading"
    icon = "check"
    menu_label = _("Who has read what")
    menu_item_class = ReadingMenuItem

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.construct_view(ReadingIndexView), name="index"),
            path("<int:pk>/", self.construct_view(ReadersView), name="readers"),
            path("<int:pk>/sheet/", self.construct_view(SheetView), name="sheet"),
            path("<int:pk>/readers.csv", self.construct_view(FileView), name="file"),
            path("evidence/<int:pk>/", self.construct_view(EvidenceView), name="evidence"),
        ]
