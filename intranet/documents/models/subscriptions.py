"""Who wants a letter when a document changes: an address that confirmed it, and nothing else about anybody."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from intranet.core.languages import CHOICES as LANGUAGES
from intranet.documents.models.editions import Document
from intranet.notices.models import FailingAddress

LONGEST_ADDRESS = 254


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def confirmed(self) -> Self:
        """Keep those whose address has answered."""
        return self.filter(confirmed_at__isnull=False)

    def reached(self) -> Self:
        """Keep those from whose address letters do not come back."""
        return self.filter(~Exists(FailingAddress.objects.filter(address=OuterRef("address"))))


class Subscription(models.Model):
    """An address asks for a letter about each new edition of a document; whoever leaves takes the row along."""

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="subscriptions", verbose_name=_("document")
    )
    address = models.EmailField(_("address"), max_length=LONGEST_ADDRESS, help_text=_("In small letters."))
    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES)
    asked_at = models.DateTimeField(_("asked on"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription to a document")
        verbose_name_plural = _("subscriptions to documents")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "address", "language"], name="subscribed_once_to_a_document"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(confirmed_at__gte=F("asked_at")), name="subscribed_after_asking"
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
