"""How far the list was published in time, month by month, and what still waits (REG-01)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from typing import Any

from django.db.models import Case, Count, DateTimeField, DurationField, ExpressionWrapper, F, Max, Q, When
from django.db.models.functions import Coalesce, TruncDate, TruncMonth

from intranet.core import clock, institution
from intranet.registry.models import Certificate, CertificateQuerySet
from intranet.registry.rules.publication import PUBLICATION_TERM, days_late, publish_due

IN_TIME = timedelta(days=PUBLICATION_TERM.amount)
CHUNK = 2000


@dataclass(frozen=True)
class Counts:
    """How many certificates were issued, and how their publication went."""

    issued: int = 0
    in_time: int = 0
    late: int = 0
    waiting: int = 0
    overdue: int = 0
    most_days_late: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            issued=self.issued + other.issued,
            in_time=self.in_time + other.in_time,
            late=self.late + other.late,
            waiting=self.waiting + other.waiting,
            overdue=self.overdue + other.overdue,
            most_days_late=max(self.most_days_late, other.most_days_late),
        )

    @property
    def decided(self) -> int:
        """Return for how many it is known whether publication was in time."""
        return self.in_time + self.late + self.overdue

    @property
    def percent_in_time(self) -> float | None:
        """Return the share published in time, cut and never rounded up: 100 is said of all of them alone."""
        return int(1000 * self.in_time / self.decided) / 10 if self.decided else None


@dataclass(frozen=True)
class Month:
    """The certificates whose issue date lies in a month."""

    start: date
    counts: Counts


@dataclass(frozen=True)
class Evidence:
    """What an inspector is shown of one certificate."""

    record_number: str
    name: str
    issue_date: date
    registered_at: datetime
    publish_due: date
    published_at: datetime | None
    days_late: int
    held_reason: str


def by_month(*, since: date, until: date, at: datetime) -> list[Month]:
    """Return the months from the one of ``since`` to that of ``until``, the newest first; empty ones are among them.

    Documents from before the register was kept here are not counted: their publication was not due here.
    """
    on_date = clock.date_of(at)
    last_day_in_time = on_date - IN_TIME
    known = Q(took__isnull=False)
    rows = (
        _counted(since, until, at)
        .annotate(
            took=ExpressionWrapper(
                TruncDate("public_at", tzinfo=institution.time_zone()) - F("issue_date"), output_field=DurationField()
            ),
            month=TruncMonth("issue_date"),
        )
        .values("month")
        .annotate(
            issued=Count("pk"),
            in_time=Count("pk", filter=known & Q(took__lte=IN_TIME)),
            late=Count("pk", filter=known & Q(took__gt=IN_TIME)),
            waiting=Count("pk", filter=~known & Q(issue_date__gte=last_day_in_time)),
            overdue=Count("pk", filter=~known & Q(issue_date__lt=last_day_in_time)),
            longest=Max("took"),
        )
        .order_by()
    )
    found = {row["month"]: _counts(row) for row in rows}
    return [Month(start, found.get(start, Counts())) for start in _months(since, until)]


def total(months: list[Month]) -> Counts:
    """Return the sum of the months."""
    return reduce(Counts.__add__, (month.counts for month in months), Counts())


def evidence(*, since: date, until: date, at: datetime) -> Iterator[Evidence]:
    """Yield every certificate issued between two days, the oldest first, with what proves its publication."""
    columns = (
        "record_number", "public_name", "restricted_on", "issue_date", "registered_at", "public_at", "held_reason",
    )  # fmt: skip
    rows = _counted(since, until, at).order_by("issue_date", "id").values_list(*columns)
    on_date = clock.date_of(at)
    for number, name, restricted_on, issue_date, registered_at, public_at, held_reason in rows.iterator(CHUNK):
        published_on = clock.date_of(public_at) if public_at else on_date
        yield Evidence(
            record_number=number,
            name="" if restricted_on else name,
            issue_date=issue_date,
            registered_at=registered_at,
            publish_due=publish_due(issue_date),
            published_at=public_at,
            days_late=days_late(issue_date, published_on),
            held_reason=held_reason,
        )


def held_back() -> CertificateQuerySet:
    """Return what is held back, the oldest first: its fifteen days run on."""
    return Certificate.objects.held_back().filter(superseded_on=None).order_by("issue_date", "id")


def _counted(since: date, until: date, at: datetime) -> Any:
    """Return the certificates issued between two days with the moment from which the list has shown them."""
    shown = When(held_at=None, publish_after__lte=at, then=F("publish_after"))
    return (
        Certificate.objects.standing()
        .filter(is_historical=False, issue_date__gte=since, issue_date__lte=until)
        .annotate(public_at=Coalesce("first_published_at", Case(shown, output_field=DateTimeField())))
    )


def _counts(row: dict[str, Any]) -> Counts:
    longest: timedelta | None = row["longest"]
    return Counts(
        issued=row["issued"],
        in_time=row["in_time"],
        late=row["late"],
        waiting=row["waiting"],
        overdue=row["overdue"],
        most_days_late=max((longest - IN_TIME).days, 0) if longest else 0,
    )


def _months(since: date, until: date) -> Iterator[date]:
    month = until.replace(day=1)
    while month >= since.replace(day=1):
        yield month
        month = (month - timedelta(days=1)).replace(day=1)
