"""Where papers are found in the admin: buttons beside a page, a template in the settings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, re_path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from intranet.pages.models.documents import DocumentPage
from intranet.pages.views.papers import CHANGE_TEMPLATE, draft_comparison, draft_paper, word_template

PAGE = r"document-pages/(?P<pk>\d{1,9})"
FORM = "(?P<form>pdf|docx)"


def addresses() -> list[URLPattern]:
    return [
        re_path(rf"^{PAGE}/draft/document\.{FORM}$", draft_paper, name="draft_paper"),
        re_path(rf"^{PAGE}/comparison/document\.{FORM}$", draft_comparison, name="draft_comparison"),
        path("word-template/", word_template, name="word_template"),
    ]


def beside_a_page(page: Page, user: Any) -> Iterator[Button]:
    """Yield the draft as a file, and, where something is published, what it would change."""
    if not isinstance(page.specific_deferred, DocumentPage) or not page.permissions_for_user(user).can_edit():
        return
    yield Button(_("Draft as Word"), reverse("draft_paper", args=[page.pk, "docx"]), icon_name="download", priority=46)
    yield Button(_("Draft as PDF"), reverse("draft_paper", args=[page.pk, "pdf"]), icon_name="download", priority=47)
    if page.live:
        for name, form, place in ((_("For the council (Word)"), "docx", 48), (_("For the council (PDF)"), "pdf", 49)):
            address = reverse("draft_comparison", args=[page.pk, form])
            yield Button(name, address, icon_name="table", priority=place)


class TemplateMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(CHANGE_TEMPLATE))


def menu_item() -> MenuItem:
    return TemplateMenuItem(_("Word template"), reverse("word_template"), icon_name="doc-full", order=150)
