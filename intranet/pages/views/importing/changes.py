"""What a newer file changes in a text that is here; the changes taken go into its draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import View

from intranet.core import clock
from intranet.core.access import account_of
from intranet.core.refusals import Refusal
from intranet.documents.enums import BlockKind
from intranet.documents.operations.drafts import draft_from
from intranet.documents.operations.uploading import draft_of
from intranet.pages.operations.importing_again import take_changes
from intranet.pages.operations.importing_proposal import propose
from intranet.pages.views.importing.screens import ScreenOfUpload
from intranet.pages.views.importing.showing import shown


class ChangesView(ScreenOfUpload, View):
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
            changes=shown(proposal, self.upload.language),
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
