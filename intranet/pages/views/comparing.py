"""The draft against the edition that readers are shown today: for its editor, and for who approves it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.models import Page

from intranet.core import clock
from intranet.core.screens import Screen
from intranet.pages.models.documents import DocumentPage
from intranet.pages.publishing import discussion
from intranet.pages.reading import comparing


class DraftComparisonView(Screen, TemplateView):
    """Clause by clause what a draft would change; whoever may edit, publish or moderate the page may look."""

    template_name = "pages/admin/compare_draft.html"
    page_title = _("What the draft would change")
    header_icon = "history"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = get_object_or_404(Page, pk=kwargs["pk"]).specific
        if not isinstance(found, DocumentPage):
            raise Http404
        if not found.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        self.page = found
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = self.page.get_latest_revision_as_object()
        edition = discussion.edition_before(self.page, clock.today())
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        shown: dict[str, Any] = {}
        if edition is not None:
            shown = comparing.of_draft(edition, draft, url="")
        return {**super().get_context_data(**kwargs), **shown, "edition": edition, "page": self.page, "edit_url": edit}
