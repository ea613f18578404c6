"""What a translated clause was made from, and who decided what about it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from intranet.core.languages import CHOICES as LANGUAGES
from intranet.documents.enums import TranslationDecisionKind
from intranet.documents.models.editions import Document


class TranslationDecision(models.Model):
    """Somebody said of one clause of a translation which words of the original it answers to. Never edited.

    ``unit`` is the permanent id of a block, or the name of a field of the page (``title``). ``source_text`` is kept so
    that the reader and the translator can be shown what has changed since.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="translation_decisions")
    language = models.CharField(max_length=5, choices=LANGUAGES)
    unit = models.CharField(max_length=60)
    kind = models.CharField(_("decision"), max_length=12, choices=TranslationDecisionKind.choices)
    source_language = models.CharField(max_length=5, choices=LANGUAGES)
    source_hash = models.CharField(max_length=64)
    source_text = models.TextField(blank=True)
    target_hash = models.CharField(max_length=64)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("decision about a translation")
        verbose_name_plural = _("decisions about translations")
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["document", "language", "unit"], name="decisions_about_a_clause")]

    def __str__(self) -> str:
        return f"{self.unit} ({self.language}): {self.kind}"
