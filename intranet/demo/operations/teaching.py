"""The demo's courses: one to come with a waiting list, one for the staff, one that has just ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from intranet.core import clock
from intranet.demo import courses, holders, material
from intranet.demo.cast import Cast
from intranet.documents.queries import programme_editions
from intranet.registry.models import Form, Kind
from intranet.training import operations
from intranet.training.enums import Audience
from intranet.training.models import ProgrammeRun, SignUp
from intranet.training.operations import Outsider

SEED = 7
# Which programme, in how many days it begins, for how many days, for whom, how many places, how many strangers.
PLANNED = (
    (0, 24, 5, Audience.EVERYBODY, 4, 6),
    (1, 38, 3, Audience.STAFF, 12, 0),
    (2, -9, 5, Audience.EVERYBODY, 10, 5),
)
OF_THE_STAFF = 3
SIGNED_UP = timedelta(days=30)  # before today


def hold_courses(*, cast: Cast, at: datetime, on_date: date) -> list[ProgrammeRun]:
    """Plan the courses, let people sign up, and record who was at the one that has ended."""
    programmes = {edition.title: edition.document_id for edition in programme_editions()}
    runs = []
    for (which, begins, days, audience, places, strangers), course in zip(
        PLANNED, courses.programmes(on_date), strict=False
    ):
        document = programmes.get(course.programme)
        if document is None:
            continue
        starts_on = _working_day(on_date + timedelta(days=begins))
        run = operations.add_run(
            programme_id=document, topic=course.topic, language="uk", form=Form.objects.get(code=course.form),
            kind=Kind.objects.get(code=course.kind), hours=course.hours, ects=course.ects, outcomes=course.outcomes,
            starts_on=starts_on, ends_on=starts_on + timedelta(days=days - 1), schedule="14:00–17:00",
            place="Навчальний корпус № 1, аудиторія 12", group_size=places, audience=audience, at=at - SIGNED_UP,
        )  # fmt: skip
        _sign_up(run, cast, strangers, Random(SEED + which), at=at - SIGNED_UP)  # noqa: S311 - invented people
        if begins < 0:
            _attend(run, at=at)
        runs.append(run)
    return runs


def _working_day(day: date) -> date:
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 0 else 0)


def _sign_up(run: ProgrammeRun, cast: Cast, strangers: int, chance: Random, *, at: datetime) -> None:
    on_date, names = clock.date_of(at), material.table("certificates")
    for person in list(cast.people.values())[10 : 10 + OF_THE_STAFF]:
        operations.sign_up_person(run=run, person=person, at=at, on_date=on_date)
    for number in range(strangers):
        someone = holders.invent(chance, names)
        guest = Outsider(
            someone.surname, someone.given_name, someone.patronymic, f"guest{run.pk}-{number}@example.org",
            someone.workplace, "uk",
        )  # fmt: skip
        operations.sign_up_outsider(run=run, outsider=guest, at=at, on_date=on_date)
        row = SignUp.objects.get(run=run, email=guest.email)
        operations.confirm(sign_up=row, at=at + timedelta(minutes=number), on_date=on_date)


def _attend(run: ProgrammeRun, *, at: datetime) -> None:
    """Let everybody be at every session but the last one, who missed a day."""
    days = (run.ends_on - run.starts_on).days + 1
    hours = {run.starts_on + timedelta(days=each): Decimal(6) for each in range(days)}
    sessions = operations.set_sessions(run=run, hours=hours, at=at)
    people = [each.pk for each in run.sign_ups.with_a_place()]
    present = {(day.pk, person) for day in sessions for person in people}
    operations.record_attendance(run=run, present=present - {(sessions[0].pk, people[-1])}, at=at)
