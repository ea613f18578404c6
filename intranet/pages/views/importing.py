"""Importing a document: upload, see what went where, make the draft, or take the changes of a newer file."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import FormView, TemplateView, View
from wagtail.models import Page

from intranet.core import clock
from intranet.core.access import account_of
from intranet.core.enums import JobState
from intranet.core.refusals import Refusal
from intranet.core.screens import Screen
from intranet.documents.enums import BlockKind
from intranet.documents.models import TextUpload
from intranet.documents.operations.drafts import Decision, decisions_from, draft_from
from intranet.documents.operations.uploading import decide, draft_of, keep_upload
from intranet.documents.reading import CannotRead
from intranet.documents.rules.taking import key_of
from intranet.pages.models.documents import DocumentPage
from intranet.pages.operations.importing_again import propose, take_changes
from intranet.pages.operations.importing_uploads import make_draft, page_of_same
from intranet.pages.views.importing_forms import DraftForm, FileForm, UploadForm, places_for
from intranet.pages.views.importing_rows import of_account, places_in

LINES_SHOWN = 200
UNPLACED_SHOWN = 50
WAITING_SHOWN = 10


class ImportScreen(Screen):
    """A screen of the import, open to those who may add pages somewhere."""

    page_title = _("Import a document")
    header_icon = "upload"
    request: HttpRequest
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.kwargs = kwargs
        if not self.may():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]

    def may(self) -> bool:
        return bool(places_for(self.request.user).exists())


class _OfUpload(ImportScreen):
    """A screen about an uploaded file; only whoever uploaded it sees it again."""

    def may(self) -> bool:
        return may_change(self.request, self.target) if self.upload.is_newer_text else super().may()

    @cached_property
    def upload(self) -> TextUpload:
        mine = TextUpload.objects.defer("data").select_related("job")
        return get_object_or_404(mine, pk=self.kwargs["pk"], uploaded_by=self.request.user)

    @cached_property
    def target(self) -> DocumentPage:
        """Return the page of which the file is a newer text."""
        return document_page(self.upload.page_id)

    def elsewhere(self) -> HttpResponse | None:
        """Lead on from a file that is in a draft already, or that is not read yet."""
        if self.upload.used_at is not None:
            if self.upload.page_id is None:
                raise Http404
            messages.info(self.request, _now("The text of this file is in this draft already."))
            return redirect("wagtailadmin_pages:edit", self.upload.page_id)
        return None if self.upload.draft else redirect("import_progress", self.upload.pk)

    def get_page_subtitle(self) -> str:
        return self.upload.file_name


def document_page(pk: int | None) -> DocumentPage:
    found = get_object_or_404(Page, pk=pk).specific
    if not isinstance(found, DocumentPage):
        raise Http404
    return found


def may_change(request: HttpRequest, page: DocumentPage) -> bool:
    rights = page.permissions_for_user(request.user)
    return bool(rights.can_edit() and not rights.page_locked())


class UploadView(ImportScreen, FormView):  # type: ignore[type-arg]
    """Choose a file; one that could not be read comes back with the reader's sentence at the file's field."""

    form_class = UploadForm
    template_name = "pages/admin/import_upload.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": account_of(self.request)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = TextUpload.objects.filter(uploaded_by=account_of(self.request), used_at=None)
        waiting = mine.exclude(job__state=JobState.FAILED).defer("data", "draft").order_by("-pk")
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


class ProgressView(_OfUpload, TemplateView):
    """How far the reading is; the page looks again by itself where scripts run, else by its button."""

    template_name = "pages/admin/import_progress.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        job = self.upload.job
        if self.upload.draft or self.upload.used_at is not None:
            return redirect("import_receipt", self.upload.pk)
        if job is None or job.state == JobState.FAILED:
            again = (
                reverse("import_newer", args=[self.upload.page_id])
                if self.upload.is_newer_text
                else reverse("import_document")
            )
            return redirect(f"{again}?failed={self.upload.pk}")
        return self.render_to_response(self.get_context_data(upload=self.upload, job=job))


class ReceiptView(_OfUpload, View):
    """What went where, side by side; text without a place is given one; then the draft is made."""

    template_name = "pages/admin/import_receipt.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.elsewhere() or self._show(self._form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        onward = self.elsewhere()
        if onward is not None:
            return onward
        if "decide" in request.POST:
            return self._decide(request)
        if self.upload.is_newer_text:
            return redirect("import_changes", self.upload.pk)
        form = self._form(request.POST)
        return self._make(request, form) if form.is_valid() else self._show(form)

    def _make(self, request: HttpRequest, form: DraftForm) -> HttpResponse:
        try:
            imported = make_draft(
                upload=self.upload,
                title=form.cleaned_data["title"],
                approval=form.approval(),
                is_second=form.cleaned_data.get("is_second", False),
                at=clock.now(),
                actor=account_of(request),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self._show(form)
        for warning in imported.warnings:
            messages.warning(request, warning)
        messages.success(request, _now("The draft is made. Nothing is public until you publish it."))
        return redirect("wagtailadmin_pages:edit", imported.page.pk)

    def _decide(self, request: HttpRequest) -> HttpResponse:
        decisions = dict(_decisions(request, len(draft_from(self.upload.draft).receipt.unplaced)))
        try:
            decide(upload=self.upload, decisions=decisions, at=clock.now(), actor=account_of(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("import_receipt", self.upload.pk)

    def _form(self, typed: Any = None) -> DraftForm:
        draft = draft_from(self.upload.draft)
        proposed = DraftForm.proposed(draft.title, draft.approval)
        return DraftForm(typed, initial=proposed, is_known=self.before is not None)

    @cached_property
    def before(self) -> Page | None:
        return None if self.upload.is_newer_text else page_of_same(self.upload)

    def _show(self, form: DraftForm) -> HttpResponse:
        read = draft_from(self.upload.draft)
        decided = decisions_from(self.upload.decisions)
        rows = of_account(read, only=self.request.GET.get("only", ""))
        lines = Paginator(rows, LINES_SHOWN).get_page(self.request.GET.get("p"))
        waiting = [(place, text) for place, text in enumerate(read.receipt.unplaced) if place not in decided]
        return self.render_to_response(  # type: ignore[no-any-return]
            self.get_context_data(
                upload=self.upload,
                draft=read,
                receipt=draft_of(self.upload).receipt,
                lines=lines,
                only=self.request.GET.get("only", ""),
                waiting=waiting[:UNPLACED_SHOWN],
                waiting_count=len(waiting),
                decided=[(read.receipt.unplaced[place], each) for place, each in sorted(decided.items())],
                places=places_in(read) if waiting else [],
                form=form,
                before=self.before,
            )
        )


def _decisions(request: HttpRequest, count: int) -> Any:
    """Yield what the form says of each text: a place, or a reason to leave it out; silence leaves it open."""
    rest = request.POST.get("rest", "").strip()
    for place in range(count):
        after, reason = request.POST.get(f"after-{place}", ""), request.POST.get(f"reason-{place}", "").strip()
        if after.removeprefix("-").isdecimal() and after.isascii() and len(after) < 8:
            yield place, Decision(after=int(after))
        elif reason or (rest and f"after-{place}" in request.POST):
            yield place, Decision(reason=reason or rest)


class ChangesView(_OfUpload, View):
    """What a newer file changes, clause by clause; those taken go into the draft."""

    template_name = "pages/admin/import_changes.html"
    page_title = _("A newer file of this text")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        onward = self._elsewhere()
        if onward is not None:
            return onward
        proposal = propose(page=self.target, upload=self.upload)
        context = self.get_context_data(
            upload=self.upload,
            page=self.target,
            proposal=proposal,
            changes=[(key_of(pair), pair) for pair in proposal.changes],
            same_count=len(proposal.pairs) - len(proposal.changes),
            kept=[(block.data.get("caption", ""), BlockKind(block.kind).label) for block in proposal.kept],
            stamp=draft_from(self.upload.draft).approval,
        )
        return self.render_to_response(context)  # type: ignore[no-any-return]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        onward = self._elsewhere()
        if onward is not None:
            return onward
        revision = request.POST.get("revision", "")
        try:
            count = take_changes(
                page=self.target,
                upload=self.upload,
                taken=set(request.POST.getlist("taken")),
                revision=int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 19 else -1,
                takes_title="title" in request.POST,
                at=clock.now(),
                actor=account_of(request),
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("import_changes", self.upload.pk)
        done = ngettext("%(count)d change is in the draft.", "%(count)d changes are in the draft.", count)
        messages.success(request, done % {"count": count})
        messages.info(request, _now("What is published stays as it is until you publish."))
        return redirect("wagtailadmin_pages:edit", self.target.pk)

    def _elsewhere(self) -> HttpResponse | None:
        if not self.upload.is_newer_text:
            raise Http404
        onward = self.elsewhere()
        if onward is None and draft_of(self.upload).receipt.unplaced:
            return redirect("import_receipt", self.upload.pk)
        return onward
