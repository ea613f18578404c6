"""What stands beside an edition and is as frozen as it: the correction that made it, signed copies of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from intranet.documents.models.editions import Edition


class Correction(models.Model):
    """An edition took the place of another one of the same date of force: who changed its words, when and why."""

    superseded = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="correction")
    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="corrects")
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="correction_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.reason


class SignedCopy(models.Model):
    """A scan of the signed paper, or the file that was signed electronically: added to an edition, never replaced."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="signed_copies")
    name = models.CharField(_("name"), max_length=255)
    media_type = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("signed copy")
        verbose_name_plural = _("signed copies")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "sha256"], name="a_signed_copy_once_an_edition"),
        ]

    def __str__(self) -> str:
        return self.name
