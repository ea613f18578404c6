"""Job descriptions (JOB-01, JOB-03)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from intranet.documents.enums import DocumentKind
from intranet.pages.models.documents import DocumentPage


class JobDescriptionPage(DocumentPage):
    """A post's description (JOB-01, JOB-03): the header is data, the duties are clauses."""

    document_kind = DocumentKind.JOB_DESCRIPTION

    post = models.ForeignKey(
        "people.Post",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("post"),
        help_text=_("Those who hold it are asked to read each new edition."),
    )
    department = models.CharField(_("department"), max_length=200, blank=True)
    team = models.CharField(_("service or team"), max_length=200, blank=True)
    accountable_to = models.CharField(_("accountable to"), max_length=200, blank=True)
    post_code = models.CharField(_("post id"), max_length=60, blank=True)
    grade = models.CharField(_("grade"), max_length=60, blank=True)
    evaluation_code = models.CharField(_("job evaluation id"), max_length=60, blank=True)
    version_date = models.DateField(_("version of"), null=True, blank=True)

    template = "pages/job_description_page.html"
    content_panels: ClassVar = [
        *Page.content_panels,
        DocumentPage.approval_panel,
        DocumentPage.asks_panel,
        MultiFieldPanel(
            [
                FieldPanel("post"),
                FieldRowPanel([FieldPanel("department"), FieldPanel("team")]),
                FieldRowPanel([FieldPanel("accountable_to"), FieldPanel("post_code")]),
                FieldRowPanel([FieldPanel("grade"), FieldPanel("evaluation_code"), FieldPanel("version_date")]),
            ],
            heading=_("Header"),
        ),
        FieldPanel("body"),
    ]
    override_translatable_fields: ClassVar = [
        *DocumentPage.shared_fields,
        SynchronizedField("post"),
        SynchronizedField("post_code"),
        SynchronizedField("evaluation_code"),
        SynchronizedField("version_date"),
        TranslatableField("department"),
        TranslatableField("team"),
        TranslatableField("accountable_to"),
        TranslatableField("grade"),
    ]

    class Meta:
        verbose_name = _("job description")
        verbose_name_plural = _("job descriptions")
