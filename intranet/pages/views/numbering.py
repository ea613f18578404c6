"""Number the rest for me: choose a clause, look at the new numbers, have them written into the draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.models import Page

from intranet.core import clock
from intranet.core.access import account_of
from intranet.core.screens import Screen
from intranet.documents.enums import BlockKind
from intranet.documents.rules.texts import plain_text
from intranet.pages.models.documents import DocumentPage
from intranet.pages.operations.numbering import CannotNumber, draft_of, number_the_rest, propose
from intranet.pages.publishing.freezing import frozen_blocks


class NumberingView(Screen, TemplateView):
    """The clauses of a draft to choose from, and what numbering the rest after one of them would change."""

    template_name = "pages/admin/numbering.html"
    page_title = _("Number the rest")
    header_icon = "list-ol"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = get_object_or_404(Page, pk=kwargs["pk"]).specific
        if not isinstance(found, DocumentPage):
            raise Http404
        rights = found.permissions_for_user(request.user)
        if not rights.can_edit() or rights.page_locked():
            raise PermissionDenied
        self.page = found
        self.draft = draft_of(found)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.draft.title)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        start = self.request.GET.get("start", "")
        choices = [
            (block.id, block.number, plain_text(block).removeprefix(block.number).strip()[:80])
            for block in frozen_blocks(self.draft.body)
            if block.number and block.kind in {BlockKind.SECTION, BlockKind.CLAUSE}
        ]
        return {
            **super().get_context_data(**kwargs),
            "page": self.page,
            "choices": choices,
            "start": start,
            "proposal": propose(self.draft, start) if start else None,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        start = request.POST.get("start", "")
        expected = request.POST.getlist("after")
        try:
            count = number_the_rest(
                page=self.page, start=start, expected=expected, actor=account_of(request), at=clock.now()
            )
        except CannotNumber as refusal:
            messages.error(request, str(refusal))
            return redirect("number_the_rest", self.page.pk)
        messages.success(
            request,
            ngettext(
                "%(count)d number was changed in the draft.", "%(count)d numbers were changed in the draft.", count
            )
            % {"count": count}
            + " "
            + _now("What is published stays as it is until you publish."),
        )
        return redirect("wagtailadmin_pages:edit", self.page.pk)
