"""Clauses that stand in many job descriptions: written once, translated once (JOB-07)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import TranslatableMixin

from intranet.pages.blocks.texts import INLINE


class StandardClause(TranslatableMixin, models.Model):
    """A clause for every post; a description keeps the words that it had when the description was published."""

    title = models.CharField(_("title of the clause"), max_length=300)
    text = RichTextField(_("text"), features=INLINE)

    panels: ClassVar = [FieldPanel("title"), FieldPanel("text")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("standard clause")
        verbose_name_plural = _("standard clauses")
        ordering: ClassVar = ["title", "pk"]

    def __str__(self) -> str:
        return self.title
