"""The shared lists that programmes are described with, and the clause behind a competence."""

from __future__ import annotations

from django.db.models import QuerySet

from intranet.core.languages import reader_language
from intranet.notices.clauses import ClauseLink, link_to
from intranet.training.models import Competence


def offered_competences() -> QuerySet[Competence]:
    """Return the competences that may be chosen, in their order."""
    return Competence.objects.filter(is_retired=False)


def clause_of(competence: Competence) -> ClauseLink:
    """Return the clause that demands a competence, as published in the reader's language (law 10)."""
    return link_to(competence.clause, reader_language())
