"""What the holder of a certificate gets: a link to a page of their own, and word of what happened."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet.registry.enums import HolderCause
from intranet.registry.models.certificates import Certificate


class HolderLink(models.Model):
    """A link to the holder's page of one certificate; one is in force at a time.

    ``selector`` alone opens nothing: the address also carries a mark made with the site's secret key, so that whoever
    reads the table, or a backup of it, cannot open the pages.
    """

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="links")
    selector = models.CharField(max_length=32, unique=True)
    made_at = models.DateTimeField(pgettext_lazy("of a link", "made"))
    revoked_at = models.DateTimeField(pgettext_lazy("of a link", "revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("holder’s link")
        verbose_name_plural = _("holders’ links")
        permissions: ClassVar = [("reset_link", _("Can make holders’ links anew"))]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["certificate"], condition=Q(revoked_at=None), name="one_link_in_force")
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id}"


class HolderTelling(models.Model):
    """Something that the holder of a certificate is to be told, once; ``told_at`` says that it was, or was dropped.

    A further ``round`` is for a link that was made anew.
    """

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="tellings", db_index=False)
    cause = models.CharField(max_length=10, choices=HolderCause.choices)
    round = models.PositiveSmallIntegerField(default=1)
    noted_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    dropped = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("word to a holder")
        verbose_name_plural = _("words to holders")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["certificate", "cause", "round"], name="holder_is_told_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="tellings_waiting", condition=Q(told_at=None)),
            models.Index(fields=["told_at"], name="tellings_of_the_hour", condition=Q(told_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.cause}"


class TellingMark(models.Model):
    """How far the register's log was read for what holders are to be told: one row."""

    next_index = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("place in the log")
        verbose_name_plural = _("places in the log")
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="telling_mark_is_one_row")]

    def __str__(self) -> str:
        return f"{self.next_index}"
