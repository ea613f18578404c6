"""The deadline of this room: record who completed a run, so that certificates follow (CPD-16, PRG-02)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import F, IntegerField, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intranet.core.rights import REGISTRAR
from intranet.core.terms import Term, Unit
from intranet.deadlines.clauses import ClauseRef
from intranet.deadlines.rules import Escalation, Rule
from intranet.people.enums import PostKind
from intranet.training.models import ProgrammeRun

COMPLETE = "run.complete"


def _held() -> QuerySet[Any, Any]:
    return (
        ProgrammeRun.objects.filter(cancelled_on=None)
        .annotate(
            subject_id=F("pk"),
            anchor=F("ends_on"),
            met_on=F("completed_on"),
            responsible_id=Value(None, IntegerField()),
            label=F("topic"),
        )
        .values("subject_id", "anchor", "met_on", "responsible_id", "label")
    )


def _address(run: int) -> str:
    return reverse("programmerun:inspect", args=[run])


def _labels(runs: Collection[int], _language: str) -> dict[int, str]:
    return {run.pk: str(run) for run in ProgrammeRun.objects.filter(pk__in=runs)}


RULES = [
    Rule(
        key=COMPLETE,
        source="PRG-02",
        name=_("Record who completed a course"),
        clause=ClauseRef("cpd", ""),
        term=Term(5, Unit.WORKING_DAYS),
        steps=(-2, 0),
        escalations=(Escalation(1, PostKind.HEAD_OF_HR),),
        responsible=REGISTRAR,
        subjects=_held,
        subject_url=_address,
        label_of=_labels,
        is_required=False,
    )
]
