"""The deadlines of documents: reading (JOB-02, JOB-14), approving programmes (PRG-04), reviewing texts (JOB-07)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import DateField, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intranet.core import clock, institution, rights
from intranet.core.terms import Roll, Term, Unit
from intranet.deadlines.clauses import ClauseRef
from intranet.deadlines.models import Deadline
from intranet.deadlines.rules import Escalation, Rule
from intranet.documents.enums import DocumentKind, Governs
from intranet.documents.models import Acknowledgement, Document, Edition, Review
from intranet.documents.queries import titles_of
from intranet.people.enums import PostKind

COLUMNS = ("subject_id", "anchor", "met_on", "responsible_id", "label")
LABEL = 200  # characters that a deadline keeps of a title

READ = "job.ack"
READ_ASSIGNED = "reg.ack"
READING = frozenset({READ, READ_ASSIGNED})


def _questions() -> QuerySet[Any, Any]:
    return Acknowledgement.objects.standing().annotate(
        subject_id=F("pk"),
        met_on=F("confirmed_on"),
        responsible_id=F("person_id"),
        label=F("edition__title"),
    )


def _of_posts() -> QuerySet[Any, Any]:
    """Return the questions put to the holders of a post about its description."""
    rows: QuerySet[Any, Any] = _questions().filter(assignment=None).annotate(anchor=F("asked_on")).values(*COLUMNS)
    return rows


def _of_posts_changed(since: datetime) -> QuerySet[Any, Any]:
    """Return the questions put, put again or answered since, and those answered or taken back with an open deadline.

    What was answered stays so; nothing else of a question changes.
    """
    asked = Acknowledgement.objects.standing().filter(assignment=None).order_by()
    waiting = asked.filter(confirmed_at=None)
    open_now = Deadline.objects.filter(rule_key=READ, met_on=None, lapsed_on=None).order_by()
    put = waiting.filter(~Exists(open_now.filter(subject_id=OuterRef("pk"))) | Q(asked_on__gte=clock.date_of(since)))
    answered = asked.filter(confirmed_at__gte=since)
    settled = open_now.filter(~Exists(waiting.filter(pk=OuterRef("subject_id"))))
    touched = put.values("pk").union(answered.values("pk"), settled.values("subject_id"))
    rows: QuerySet[Any, Any] = Acknowledgement.objects.filter(pk__in=touched).values(subject_id=F("pk"))
    return rows


def _assigned() -> QuerySet[Any, Any]:
    """Return the questions that follow from an assignment, which has a day of its own."""
    rows: QuerySet[Any, Any] = (
        _questions().filter(assignment__isnull=False).annotate(anchor=F("due_on")).values(*COLUMNS)
    )
    return rows


def _question_url(subject_id: int) -> str:
    return reverse("acknowledge", args=[subject_id])


def _question_labels(subjects: Collection[int], language: str) -> Mapping[int, str]:
    rows = dict(Acknowledgement.objects.filter(pk__in=subjects).values_list("pk", "edition__document"))
    return _by_document(rows, language)


def _reviews() -> QuerySet[Any, Any]:
    """Return the reviews of documents that have been published and are not repealed."""
    published = Edition.objects.standing().filter(document=OuterRef("document"))
    rows: QuerySet[Any, Any] = (
        Review.objects.filter(Exists(published), document__repealed_on=None)
        .annotate(
            subject_id=F("pk"),
            anchor=F("due_on"),
            met_on=F("done_on"),
            responsible_id=F("document__owner_id"),
            label=Subquery(published.order_by("pk").values("title")[:1]),
        )
        .values(*COLUMNS)
    )
    return rows


def _review_url(subject_id: int) -> str:
    return reverse("review", args=[subject_id])


def _review_labels(subjects: Collection[int], language: str) -> Mapping[int, str]:
    return _by_document(dict(Review.objects.filter(pk__in=subjects).values_list("pk", "document")), language)


def _programmes() -> QuerySet[Any, Any]:
    """Return the programmes that were public without an approval: since when, and since when they have one."""
    day = TruncDate("published_at", tzinfo=institution.time_zone())
    editions = Edition.objects.filter(document=OuterRef("pk")).order_by()
    unapproved = editions.filter(in_force_from=None).values("document").annotate(day=Min(day)).values("day")
    approved = editions.filter(in_force_from__isnull=False).values("document").annotate(day=Min(day)).values("day")
    rows: QuerySet[Any, Any] = (
        Document.objects.filter(kind=DocumentKind.PROGRAMME, repealed_on=None)
        .annotate(
            subject_id=F("pk"),
            anchor=Subquery(unapproved),
            met_on=Cast(Subquery(approved), DateField()),
            responsible_id=F("owner_id"),
            label=Subquery(Edition.objects.filter(document=OuterRef("pk")).order_by("pk").values("title")[:1]),
        )
        .filter(anchor__isnull=False)
        .values(*COLUMNS)
    )
    return rows


def _programme_url(subject_id: int) -> str:
    return reverse("document_care:inspect", args=[subject_id])


def _by_own_key(subjects: Collection[int], language: str) -> Mapping[int, str]:
    return _by_document({subject: subject for subject in subjects}, language)


def _by_document(documents: Mapping[int, int], language: str) -> Mapping[int, str]:
    titles = titles_of(set(documents.values()), language)
    return {subject: titles[document][:LABEL] for subject, document in documents.items() if titles.get(document)}


RULES = [
    Rule(
        key=READ,
        source="JOB-02",
        name=_("Read the document and confirm that you have"),
        clause=ClauseRef(Governs.JOB_DESCRIPTIONS, ""),
        term=Term(0, Unit.WORKING_DAYS, Roll.NEXT),
        steps=(0, Term(1, Unit.WORKING_DAYS), Term(3, Unit.WORKING_DAYS)),
        escalations=(Escalation(7, PostKind.HEAD_OF_HR),),
        responsible=PostKind.HEAD_OF_HR,
        subjects=_of_posts,
        changed=_of_posts_changed,
        subject_url=_question_url,
        label_of=_question_labels,
    ),
    Rule(
        key=READ_ASSIGNED,
        source="JOB-14",
        name=_("Read what was assigned to you and confirm that you have"),
        clause=ClauseRef(Governs.JOB_DESCRIPTIONS, ""),
        term=Term(0, Unit.DAYS),
        steps=(-7, -1, 0, Term(1, Unit.WORKING_DAYS), Term(3, Unit.WORKING_DAYS)),
        escalations=(Escalation(3, PostKind.HEAD_OF_UNIT), Escalation(7, PostKind.HEAD_OF_HR)),
        responsible=PostKind.HEAD_OF_HR,
        subjects=_assigned,
        subject_url=_question_url,
        label_of=_question_labels,
    ),
    Rule(
        key="doc.review",
        source="JOB-07",
        name=_("Check that the document is still right"),
        clause=ClauseRef(Governs.JOB_DESCRIPTIONS, ""),
        term=Term(0, Unit.DAYS),
        steps=(-30, -14, -7, 0),
        escalations=(Escalation(7, PostKind.HEAD_OF_UNIT), Escalation(14, PostKind.DIRECTOR)),
        responsible=rights.APPROVER,
        subjects=_reviews,
        subject_url=_review_url,
        label_of=_review_labels,
    ),
    Rule(
        key="prg.approval",
        source="PRG-04",
        name=_("Record the approval of the published programme"),
        clause=ClauseRef(Governs.CPD, "3.1"),
        term=Term(0, Unit.DAYS),
        steps=(0, Term(3, Unit.WORKING_DAYS)),
        escalations=(Escalation(7, PostKind.DIRECTOR),),
        responsible=rights.APPROVER,
        subjects=_programmes,
        subject_url=_programme_url,
        label_of=_by_own_key,
    ),
]
