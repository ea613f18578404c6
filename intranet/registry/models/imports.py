"""Files that came in: what was uploaded, how its columns were read, what became of its rows."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ImportBatch(models.Model):
    """One file that was imported: what came in, what was there already, what was refused."""

    file_name = models.CharField(_("file"), max_length=255)
    checksum = models.CharField(_("checksum"), max_length=64)
    imported_at = models.DateTimeField(_("imported"))
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("imported by"),
    )  # fmt: skip
    is_historical = models.BooleanField(_("historical"), default=False)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    accepted = models.PositiveIntegerField(pgettext_lazy("rows", "accepted"), default=0)
    already_there = models.PositiveIntegerField(_("already there"), default=0)
    rejected = models.PositiveIntegerField(pgettext_lazy("rows", "rejected"), default=0)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.file_name


class Upload(models.Model):
    """A file between its upload and the import of it; kept in the database, so that no web server can serve it."""

    file_name = models.CharField(_("file"), max_length=255)
    data = models.BinaryField()
    options = models.JSONField(default=dict)
    uploaded_at = models.DateTimeField(db_index=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(ImportBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.file_name


class ColumnMapping(models.Model):
    """How a person mapped the columns of a file; offered again for the next file with the same headings."""

    headings_key = models.CharField(max_length=64, unique=True)
    headings = models.JSONField(_("headings"))
    places = models.JSONField(_("columns"))
    common = models.JSONField(_("values of all rows"), default=dict)
    saved_at = models.DateTimeField(_("saved"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("mapping of columns")
        verbose_name_plural = _("mappings of columns")

    def __str__(self) -> str:
        return ", ".join(self.headings)
