"""The deadline of this room: publish within fifteen calendar days of issue (REG-01)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intranet.core import institution
from intranet.core.rights import REGISTRAR
from intranet.deadlines.clauses import ClauseRef
from intranet.deadlines.models import Deadline
from intranet.deadlines.rules import Escalation, Rule
from intranet.people.enums import PostKind
from intranet.registry.models import Certificate
from intranet.registry.rules.publication import PUBLICATION_TERM

PUBLISH = "reg.publish"


def to_be_published() -> QuerySet[Certificate]:
    """Return what no sweep has recorded as published, and what has an open deadline: the recent past, never all.

    Documents from before the register was kept here have no deadline in it.
    """
    unpublished = Certificate.objects.unpublished().order_by().values("pk")
    open_now = Deadline.objects.filter(rule_key=PUBLISH, met_on=None, lapsed_on=None).order_by().values("subject_id")
    return (
        Certificate.objects.standing()
        .filter(Q(pk__in=unpublished.union(open_now)), is_historical=False)
        .annotate(
            subject_id=F("pk"),
            anchor=F("issue_date"),
            met_on=TruncDate("first_published_at", tzinfo=institution.time_zone()),
            responsible_id=Value(None, IntegerField()),
            label=F("record_number"),
        )
    )


def published_or_new(_since: datetime) -> QuerySet[Any, Any]:
    """Return what has no open deadline yet, and what no longer waits though its deadline is open.

    A certificate's other facts are frozen, so that this is all that can have changed, whenever it did.
    """
    waiting = Certificate.objects.unpublished().order_by()
    open_now = Deadline.objects.filter(rule_key=PUBLISH, met_on=None, lapsed_on=None).order_by()
    new = waiting.filter(~Exists(open_now.filter(subject_id=OuterRef("pk"))), is_historical=False)
    done = open_now.filter(~Exists(waiting.filter(pk=OuterRef("subject_id"))))
    touched = new.values("pk").union(done.values("subject_id"))
    rows: QuerySet[Any, Any] = Certificate.objects.filter(pk__in=touched).values(subject_id=F("pk"))
    return rows


def address_of(certificate_id: int) -> str:
    """Return where the certificate is seen in the admin."""
    return reverse("certificate:inspect", args=[certificate_id])


RULES = [
    Rule(
        key=PUBLISH,
        source="REG-01",
        name=_("Publish an issued certificate in the public list"),
        clause=ClauseRef("cpd", "3.3"),
        term=PUBLICATION_TERM,
        steps=(7, 12, 14, 15),
        steps_from="anchor",
        escalations=(Escalation(1, PostKind.HEAD_OF_HR), Escalation(1, PostKind.DIRECTOR)),
        subjects=to_be_published,
        changed=published_or_new,
        subject_url=address_of,
        responsible=REGISTRAR,
    ),
]
