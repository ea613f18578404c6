"""The deadlines of documents: a post's description is read at hiring and at each new version (JOB-02)."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intranet.core.terms import Term, Unit
from intranet.deadlines.clauses import ClauseRef
from intranet.deadlines.rules import Escalation, Rule
from intranet.documents.models import Acknowledgement
from intranet.people.enums import PostKind


def _subjects() -> QuerySet[Any, Any]:
    return (
        Acknowledgement.objects.filter(withdrawn_at=None)
        .annotate(
            subject_id=F("pk"),
            anchor=F("asked_on"),
            met_on=F("confirmed_on"),
            responsible_id=F("person_id"),
            label=F("edition__title"),
        )
        .values("subject_id", "anchor", "met_on", "responsible_id", "label")
    )


def _url(subject_id: int) -> str:
    return reverse("acknowledge", args=[subject_id])


READ = "job.ack"

RULES = [
    Rule(
        key=READ,
        source="JOB-02",
        name=_("Read the document and confirm that you have"),
        clause=ClauseRef("job-descriptions", ""),
        term=Term(0, Unit.WORKING_DAYS),
        steps=(0, Term(1, Unit.WORKING_DAYS), Term(3, Unit.WORKING_DAYS)),
        escalations=(Escalation(7, PostKind.HEAD_OF_HR),),
        responsible=PostKind.HEAD_OF_HR,
        subjects=_subjects,
        subject_url=_url,
    )
]
