"""How often certificates are verified: numbers alone, of nobody in particular."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from intranet.registry.enums import VerificationOutcome, VerificationWay


class VerificationCount(models.Model):
    """How many answers of a kind were given on a day; who asked, and about which certificate, is not kept."""

    day = models.DateField(_("day"))
    way = models.CharField(_("how it was asked"), max_length=8, choices=VerificationWay.choices)
    outcome = models.CharField(_("answer"), max_length=10, choices=VerificationOutcome.choices)
    count = models.PositiveBigIntegerField(_("number"), default=0)

    class Meta:
        verbose_name = _("number of verifications")
        verbose_name_plural = _("numbers of verifications")
        ordering: ClassVar = ["-day", "way", "outcome"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "way", "outcome"], name="verifications_counted_once")
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.way} {self.outcome}: {self.count}"
