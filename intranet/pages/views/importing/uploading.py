"""Choosing a file to read, and waiting until it is read."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from intranet.core import clock
from intranet.core.access import account_of
from intranet.core.enums import JobState
from intranet.core.models import Account
from intranet.documents.models import TextUpload
from intranet.documents.operations.uploading import keep_upload
from intranet.documents.reading import CannotRead
from intranet.pages.models.documents import DocumentPage
from intranet.pages.views.importing.forms import FileForm, UploadForm
from intranet.pages.views.importing.screens import ImportScreen, ScreenOfUpload, document_page, may_change

WAITING_SHOWN = 10


class UploadView(ImportScreen, FormView):  # type: ignore[type-arg]
    """Choose a file; one that could not be read comes back with the reader's sentence at the file's field."""

    form_class = UploadForm
    template_name = "pages/admin/import_upload.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": account_of(self.request)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = waiting_for(account_of(self.request)).defer("data", "draft").order_by("-pk")
        return {**super().get_context_data(**kwargs), "waiting": waiting[:WAITING_SHOWN]}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        failed = _failed(request)
        if failed is None:
            return super().get(request, *args, **kwargs)
        typed = {"kind": failed.kind, "language": failed.language, "place": failed.place_id}
        form = UploadForm(typed, user=account_of(request))
        return self.render_to_response(self.get_context_data(form=_with_error(form, failed)))

    def form_valid(self, form: UploadForm) -> HttpResponse:
        file, typed = form.cleaned_data["file"], form.cleaned_data
        try:
            upload = keep_upload(
                file_name=file.name,
                data=file.read(),
                kind=typed["kind"],
                language=typed["language"],
                place=typed["place"].pk,
                at=clock.now(),
                actor=account_of(self.request),
            )
        except CannotRead as refusal:
            form.add_error("file", str(refusal))
            return self.form_invalid(form)
        return redirect("import_progress", upload.pk)


class NewerFileView(ImportScreen, FormView):  # type: ignore[type-arg]
    """Choose a newer file of a text that is here."""

    form_class = FileForm
    template_name = "pages/admin/import_upload.html"
    page_title = _("A newer file of this text")

    @cached_property
    def page(self) -> DocumentPage:
        return document_page(self.kwargs["pk"])

    def may(self) -> bool:
        return may_change(self.request, self.page)

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        failed = _failed(request)
        if failed is None:
            return super().get(request, *args, **kwargs)
        return self.render_to_response(self.get_context_data(form=_with_error(FileForm({}), failed)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "page": self.page}

    def form_valid(self, form: FileForm) -> HttpResponse:
        file = form.cleaned_data["file"]
        try:
            upload = keep_upload(
                file_name=file.name,
                data=file.read(),
                kind=self.page.document_kind,
                language=self.page.locale.language_code,
                page=self.page.pk,
                at=clock.now(),
                actor=account_of(self.request),
            )
        except CannotRead as refusal:
            form.add_error("file", str(refusal))
            return self.form_invalid(form)
        return redirect("import_progress", upload.pk)


def waiting_for(account: Account) -> QuerySet[TextUpload]:
    """Return the files that somebody has chosen and has not yet made anything of."""
    return TextUpload.objects.filter(uploaded_by=account, used_at=None).exclude(job__state=JobState.FAILED)


def failed_form(request: HttpRequest, make: Callable[[dict[str, Any]], FileForm]) -> FileForm | None:
    """Return a form with the reader's sentence at the file's field, where the address names a file that failed."""
    failed = _failed(request)
    return _with_error(make({"language": failed.language}), failed) if failed is not None else None


def _failed(request: HttpRequest) -> TextUpload | None:
    """Return the file that the address says could not be read, if it is the asker's."""
    asked = request.GET.get("failed", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 12):
        return None
    mine = TextUpload.objects.defer("data", "draft").select_related("job")
    return mine.filter(pk=int(asked), uploaded_by=account_of(request), job__state=JobState.FAILED).first()


def _with_error(form: FileForm, failed: TextUpload) -> FileForm:
    form.errors.pop("file", None)  # that it is missing: the browser does not send it again
    form.add_error("file", failed.job.error if failed.job else "")
    return form


class ProgressView(ScreenOfUpload, TemplateView):
    """How far the reading is; the page looks again by itself where scripts run, else by its button."""

    template_name = "pages/admin/import_progress.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        job = self.upload.job
        if self.upload.draft or self.upload.used_at is not None:
            return redirect("import_receipt", self.upload.pk)
        if job is None or job.state == JobState.FAILED:
            return redirect(f"{self._again()}?failed={self.upload.pk}")
        return self.render_to_response(self.get_context_data(upload=self.upload, job=job))

    def _again(self) -> str:
        """Return where the file is chosen anew."""
        if self.upload.is_newer_text:
            return reverse("import_newer", args=[self.upload.page_id])
        if self.upload.is_translation:
            return reverse("import_translation", args=[self.upload.page_id])
        return reverse("import_document")
