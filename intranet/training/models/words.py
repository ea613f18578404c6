"""The shared lists that programmes are described with: directions and competences (CPD-16, PRG-01)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from intranet.notices.clauses import ClauseRef
from intranet.registry.models import VocabularyEntry


class Cites(models.Model):
    """What names the clause of a regulation that stands behind it (law 10); a chosen one is known by its block."""

    clause_document = models.CharField(
        _("document of the clause"), max_length=60, blank=True, help_text=_("For example: cpd")
    )
    clause_number = models.CharField(_("clause"), max_length=30, blank=True)
    clause_block = models.CharField(max_length=36, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def clause(self) -> ClauseRef:
        return ClauseRef(self.clause_document, self.clause_number, self.clause_block)

    def cite(self, clause: ClauseRef) -> None:
        self.clause_document, self.clause_number, self.clause_block = clause.document_key, clause.number, clause.block


class Direction(VocabularyEntry):
    """A main direction of professional development (CPD-16)."""

    class Meta(VocabularyEntry.Meta):
        verbose_name = _("direction")
        verbose_name_plural = _("directions")
        constraints: ClassVar = [models.UniqueConstraint(fields=["code"], name="direction_code_once")]


class Competence(Cites, VocabularyEntry):
    """A competence that programmes develop, with the clause that demands it (PRG-01)."""

    class Meta(VocabularyEntry.Meta):
        verbose_name = _("competence")
        verbose_name_plural = _("competences")
        constraints: ClassVar = [models.UniqueConstraint(fields=["code"], name="competence_code_once")]
