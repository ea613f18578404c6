"""Regulations: what an institution has adopted for itself."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from intranet.documents.enums import DocumentKind, Governs
from intranet.pages.models.documents import DocumentPage


class RegulationPage(DocumentPage):
    document_kind = DocumentKind.REGULATION
    approval_is_expected = True

    governs = models.CharField(
        _("governs"),
        max_length=30,
        choices=Governs.choices,
        blank=True,
        help_text=_("The procedure whose deadlines cite the clauses of this regulation."),
    )

    template = "pages/regulation_page.html"
    content_panels: ClassVar = [
        *Page.content_panels,
        DocumentPage.wanting_panel,
        DocumentPage.approval_panel,
        DocumentPage.asks_panel,
        DocumentPage.discussion_panel,
        FieldPanel("governs"),
        FieldPanel("body"),
    ]
    override_translatable_fields: ClassVar = [*DocumentPage.shared_fields, SynchronizedField("governs")]

    class Meta:
        verbose_name = _("regulation")
        verbose_name_plural = _("regulations")
