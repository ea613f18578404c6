"""The deadlines of leaders (CPD-08) and, where the institution's own rules set them, of meetings.

A leader's appointment is kept in ``people``, which stands below the deadlines: its rule is declared here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import F, Min, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from intranet.core import institution
from intranet.core.dates import format_date
from intranet.core.languages import in_reader_language
from intranet.core.terms import Term, Unit
from intranet.deadlines.clauses import ClauseRef
from intranet.deadlines.rules import Escalation, Rule
from intranet.governance.enums import MembershipRole
from intranet.governance.models import Meeting, Membership
from intranet.people.enums import PostKind
from intranet.people.models import Appointment
from intranet.people.queries import first_leading_appointments

COLUMNS = ("subject_id", "anchor", "met_on", "responsible_id", "label")


def _leaders() -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = (
        first_leading_appointments()
        .annotate(
            subject_id=F("pk"),
            anchor=F("since"),
            met_on=F("training_for_post__document_date"),
            responsible_id=F("person_id"),
            label=_in_default_language("post__titles"),
        )
        .values(*COLUMNS)
    )
    return rows


def _leader_url(subject_id: int) -> str:
    return reverse("staff_home")


def _leader_labels(subjects: Collection[int], language: str) -> Mapping[int, str]:
    rows = Appointment.objects.filter(pk__in=subjects).values_list("pk", "post__titles")
    return {pk: _named(titles, language) for pk, titles in rows}


def _meetings() -> QuerySet[Any, Any]:
    secretary = Membership.objects.filter(
        Q(until=None) | Q(until__gt=OuterRef("on_date")),
        body=OuterRef("body"),
        role=MembershipRole.SECRETARY,
        since__lte=OuterRef("on_date"),
    )
    return Meeting.objects.annotate(
        subject_id=F("pk"),
        anchor=F("on_date"),
        responsible_id=Subquery(secretary.order_by("-since").values("person")[:1]),
        label=_in_default_language("body__names"),
    )


def _in_default_language(names: str) -> Coalesce:
    return Coalesce(
        KeyTextTransform(institution.current().default_language, names), Value(""), output_field=TextField()
    )


def _named(names: Mapping[str, str], language: str) -> str:
    with translation.override(language):
        return in_reader_language(names)


def _with_minutes() -> QuerySet[Any, Any]:
    recorded = Min(Coalesce("minutes__recorded_on", "minutes__date"))
    rows: QuerySet[Any, Any] = _meetings().annotate(met_on=recorded).values(*COLUMNS)
    return rows


def _with_agenda() -> QuerySet[Any, Any]:
    """Return the meetings that want an agenda; one that has its minutes wants none any more."""
    wanting = _meetings().filter(Q(agenda_on__isnull=False) | Q(minutes=None))
    rows: QuerySet[Any, Any] = wanting.annotate(met_on=F("agenda_on")).values(*COLUMNS).distinct()
    return rows


def _meeting_url(subject_id: int) -> str:
    return reverse("meeting:inspect", args=[subject_id])


def _meeting_labels(subjects: Collection[int], language: str) -> Mapping[int, str]:
    rows = Meeting.objects.filter(pk__in=subjects).values_list("pk", "body__names", "on_date")
    return {pk: f"{_named(names, language)}, {format_date(day, language)}" for pk, names, day in rows}


RULES = [
    Rule(
        key="cpd.leader",
        source="CPD-08",
        name=_("Be trained for the leading post"),
        clause=ClauseRef("cpd", "4.3"),
        term=Term(2, Unit.YEARS),
        steps=tuple(Term(-months, Unit.MONTHS) for months in (12, 6, 3, 1)),
        escalations=(Escalation(1, PostKind.DIRECTOR),),
        responsible=PostKind.HEAD_OF_HR,
        subjects=_leaders,
        subject_url=_leader_url,
        label_of=_leader_labels,
    ),
    Rule(
        key="gov.agenda",
        source="",
        name=_("Give the agenda of the meeting"),
        clause=ClauseRef("", ""),
        term=Term(-7, Unit.DAYS),
        steps=(-7, -2, 0),
        escalations=(Escalation(1, PostKind.DIRECTOR),),
        responsible=PostKind.SECRETARY,
        subjects=_with_agenda,
        subject_url=_meeting_url,
        label_of=_meeting_labels,
        is_required=False,
    ),
    Rule(
        key="gov.minutes",
        source="",
        name=_("Record the minutes of the meeting"),
        clause=ClauseRef("", ""),
        term=Term(5, Unit.WORKING_DAYS),
        steps=(-2, 0),
        escalations=(Escalation(5, PostKind.DIRECTOR),),
        responsible=PostKind.SECRETARY,
        subjects=_with_minutes,
        subject_url=_meeting_url,
        label_of=_meeting_labels,
        is_required=False,
    ),
]
