"""How certificates look on paper and as PDF: templates with their versions (REG-06)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet.registry.enums import Paper


class Template(models.Model):
    """A design of certificates. Its versions are frozen: a certificate keeps the one it was issued with."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    is_default = models.BooleanField(_("used where a series names none"), default=False)
    is_retired = models.BooleanField(_("no longer offered"), default=False)

    class Meta:
        verbose_name = _("template of certificates")
        verbose_name_plural = _("templates of certificates")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="one_default_template")
        ]

    def __str__(self) -> str:
        return self.name


class TemplateVersion(models.Model):
    """One version of a template: a background and fields placed on it, or Typst source. Never changed."""

    template = models.ForeignKey(
        Template, on_delete=models.PROTECT, related_name="versions", verbose_name=_("template")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    paper = models.CharField(_("paper"), max_length=14, choices=Paper.choices, default=Paper.PORTRAIT)
    languages = models.JSONField(_("languages"), help_text=_("One language or two, in the order of the page."))
    background = models.BinaryField(_("background picture"), null=True, blank=True)
    background_type = models.CharField(max_length=20, blank=True)
    fields = models.JSONField(_("fields"), default=list, blank=True)
    texts = models.JSONField(_("texts"), default=dict, blank=True)
    source = models.TextField(_("Typst source"), blank=True)
    checksum = models.CharField(max_length=64)
    made_at = models.DateTimeField(pgettext_lazy("of a version", "made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("version of a template")
        verbose_name_plural = _("versions of templates")
        ordering: ClassVar = ["template", "-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["template", "number"], name="template_version_once")]

    def __str__(self) -> str:
        return f"{self.template} {self.number}"
