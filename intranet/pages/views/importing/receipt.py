"""What went where in a file that was read; text without a place is given one; then the draft is made."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _now
from django.views.generic import View
from wagtail.models import Page

from intranet.core import clock
from intranet.core.access import account_of
from intranet.core.refusals import Refusal
from intranet.documents.operations.drafts import Decision, decisions_from, draft_from
from intranet.documents.operations.uploading import decide, draft_of
from intranet.pages.operations.importing_uploads import make_draft, page_of_same
from intranet.pages.views.importing.forms import DraftForm
from intranet.pages.views.importing.rows import of_account, places_in
from intranet.pages.views.importing.screens import ScreenOfUpload

LINES_SHOWN = 200
UNPLACED_SHOWN = 50


class ReceiptView(ScreenOfUpload, View):
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
        if self.upload.is_translation:
            return redirect("import_answers", self.upload.pk)
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
        has_page = self.upload.is_newer_text or self.upload.is_translation
        return None if has_page else page_of_same(self.upload)

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
