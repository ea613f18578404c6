"""When a document has to be looked through again, and who found it still right."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intranet.documents.enums import ReviewOutcome
from intranet.documents.models.editions import Document


class Review(models.Model):
    """A document is to be reviewed by a day; done, the row says who found what and when, and the next one opens."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="reviews", verbose_name=_("document"))
    due_on = models.DateField(_("to be reviewed by"))
    done_on = models.DateField(_("reviewed on"), null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("reviewed by")
    )
    outcome = models.CharField(_("outcome"), max_length=20, choices=ReviewOutcome.choices, blank=True)
    note = models.CharField(_("remark"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering: ClassVar = ["-due_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document"], condition=Q(done_on=None), name="one_open_review_a_document"),
            models.CheckConstraint(
                condition=Q(done_on=None, done_at=None, outcome="")
                | Q(done_on__isnull=False, done_at__isnull=False) & ~Q(outcome=""),
                name="reviewed_whole_or_not_at_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}, {self.due_on}"
