"""Which clause cites which: made at publication from the words of the text."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from intranet.documents.models.editions import Clause, Document


class Reference(models.Model):
    """A citation in the text of a clause; one of a range has a row for each clause of the range.

    ``block_id`` is the permanent id of what is cited; it is empty where the document has no such clause.
    """

    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="references")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="citations")
    block_id = models.CharField(max_length=36, blank=True)
    cited = models.CharField(max_length=40)  # the number as it is written there

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        indexes: ClassVar = [models.Index(fields=["document", "block_id"], name="reference_to_a_block")]

    def __str__(self) -> str:
        return f"{self.clause_id} → {self.cited}"
