"""Training programmes (PRG-01)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from intranet.core import clock
from intranet.documents.enums import DocumentKind
from intranet.pages.models.documents import DocumentPage
from intranet.training import queries as training
from intranet.training.queries import RunFilter


class ProgrammePage(DocumentPage):
    """A training programme, with the fields that PRG-01 requires."""

    document_kind = DocumentKind.PROGRAMME

    developers = models.TextField(_("developers"), blank=True)
    aim = models.TextField(_("aim"), blank=True)
    direction = models.CharField(_("direction"), max_length=300, blank=True)
    forms = models.CharField(_("form or forms"), max_length=200, blank=True)
    contact_hours = models.DecimalField(_("contact hours"), max_digits=7, decimal_places=2, null=True, blank=True)
    self_study_hours = models.DecimalField(_("self-study hours"), max_digits=7, decimal_places=2, null=True, blank=True)
    competences = models.TextField(_("competences"), blank=True, help_text=_("One a line."))
    outcomes = models.TextField(_("learning outcomes"), blank=True, help_text=_("One a line."))

    template = "pages/programme_page.html"
    content_panels: ClassVar = [
        *Page.content_panels,
        DocumentPage.approval_panel,
        DocumentPage.asks_panel,
        MultiFieldPanel(
            [
                FieldPanel("developers"),
                FieldPanel("aim"),
                FieldPanel("direction"),
                FieldPanel("forms"),
                FieldRowPanel([FieldPanel("contact_hours"), FieldPanel("self_study_hours")]),
                FieldPanel("competences"),
                FieldPanel("outcomes"),
            ],
            heading=_("Programme"),
        ),
        FieldPanel("body"),
    ]
    override_translatable_fields: ClassVar = [
        *DocumentPage.shared_fields,
        SynchronizedField("contact_hours"),
        SynchronizedField("self_study_hours"),
    ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        user = getattr(request, "user", None)  # a preview is asked for by nobody
        question, is_staff = RunFilter(programme=self.translation_key), bool(user and user.is_authenticated)
        context["courses"] = training.coming(question, on_date=clock.today(), for_staff=is_staff)
        return context

    class Meta:
        verbose_name = _("training programme")
        verbose_name_plural = _("training programmes")
