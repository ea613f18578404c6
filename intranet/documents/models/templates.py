"""The institution's own Word template."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class WordTemplate(models.Model):
    """What Word files are written on: there is one or none. Kept in the database, so that no web server serves it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    file_name = models.CharField(_("file"), max_length=255)
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(_("added"))

    class Meta:
        verbose_name = _("Word template")
        verbose_name_plural = _("Word templates")
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="one_word_template")]

    def __str__(self) -> str:
        return self.file_name
