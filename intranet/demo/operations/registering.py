"""The register of three years: an imported beginning, certificates issued one by one, and what became of some."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from intranet.core import institution
from intranet.demo import courses, holders, material
from intranet.demo.cast import Cast
from intranet.demo.courses import Course
from intranet.demo.holders import Holder
from intranet.demo.operations.handling import Handling
from intranet.demo.operations.journal import as_csv, numbered, rows, working_day
from intranet.people.enums import StaffCategory
from intranet.people.models import Appointment
from intranet.people.names import initials
from intranet.registry.models import Certificate, Series
from intranet.registry.operations.importing import import_rows
from intranet.registry.operations.issuing import issue, prepare
from intranet.registry.operations.publishing import hold, release
from intranet.registry.operations.vocabularies import add_signatory
from intranet.registry.rules.values import Values

SEED = 2026
FIRST_DAY, REGISTER_OPENED, LAST_DAY = 1094, 742, 2  # days ago: the oldest, the import, the newest published ones
SHARE_ISSUED_HERE = 0.7
GROUP = (6, 13)
ISSUED_AT = time(10, 30)


class Register:
    """Makes the demo's register; every certificate goes through the operations of the registry."""

    def __init__(self, *, cast: Cast, at: datetime, on_date: date) -> None:
        self.cast, self.at, self.on_date = cast, at, on_date
        self.chance = Random(SEED)  # noqa: S311 - invented people need no secrecy
        self.facts = material.table("certificates")
        self.courses = [*courses.programmes(on_date), *courses.events()]
        self.zone = institution.time_zone()
        self.registrar = cast.accounts["registrar"]
        self.colleagues = self._colleagues()
        self.groups: list[list[Certificate]] = []
        self.handling = Handling(cast=cast, on_date=on_date, moment=self._moment, facts=self.facts)

    def make(self, count: int) -> None:
        """Make ``count`` issued certificates, and a few drafts besides."""
        director = self.cast.people["director"]
        add_signatory(
            name=initials(director.surname, director.given_name, director.patronymic),
            post="директор",
            since=material.days_before(self.on_date, 6.2 * 365),
            person=director,
            at=self.at,
        )
        partners = self.facts["partners"]
        apart = len(self.facts["held"]) + 3 + partners["size"]
        here = max(round(count * SHARE_ISSUED_HERE), apart)
        self._import_beginning(count - here)
        series = self.handling.signed_with_a_key(at=self.at, colour=institution.current().brand_colour)
        self._issue_in_order(here - apart, [(material.days_before(self.on_date, partners["days"]), series)])
        self.handling.handle(self.groups)
        self._drafts()
        self.handling.set_up(at=self.at)

    def _import_beginning(self, count: int) -> None:
        """Bring the paper register of the first year in, as a file, on the day on which the site was opened."""
        days = sorted(self.chance.randint(REGISTER_OPENED + 1, FIRST_DAY) for _each in range(count))[::-1]
        dates = [working_day(material.days_before(self.on_date, days_ago)) for days_ago in days]
        import_rows(
            data=as_csv(numbered(rows(dates, self.chance, self.facts), dates)),
            file_name="journal.csv",
            at=self._moment(material.days_before(self.on_date, REGISTER_OPENED)),
            actor=self.registrar,
            is_historical=True,
        )

    def _issue_in_order(self, count: int, apart: list[tuple[date, Series]]) -> None:
        """Issue the rest day by day, group by group, the ones with a story of their own among them."""
        told = [*self.facts["held"], self.facts["released_late"]]
        entries: list[tuple[date, int, dict[str, Any] | Series | None]] = [
            (day, size, None) for day, size in self._groups(count)
        ]
        entries += [(material.days_before(self.on_date, row["days"]), 1, row) for row in told]
        entries += [(day, self.facts["partners"]["size"], series) for day, series in apart]
        entries += [(self.on_date, 1, {})] * 2  # in their grace period
        for day, size, story in sorted(entries, key=lambda entry: entry[0]):
            series = story if isinstance(story, Series) else None
            certificates = self._issue_to_group(day, size, series)
            if story is None or series is not None:
                self.groups.append(certificates)
            elif isinstance(story, dict) and story:
                self._tell(certificates[0], story)

    def _groups(self, count: int) -> list[tuple[date, int]]:
        """Return when groups finished and how many were in each: spread over the time, the last one lately."""
        sizes: list[int] = []
        while sum(sizes) < count:
            sizes.append(min(self.chance.randint(*GROUP), count - sum(sizes)))
        apart = (REGISTER_OPENED - 5 - LAST_DAY) / max(len(sizes), 1)
        ages = [LAST_DAY + (place + self.chance.random() / 2) * apart for place in range(len(sizes))]
        days = [working_day(material.days_before(self.on_date, age)) for age in ages]
        return list(zip(days, sizes, strict=True))

    def _issue_to_group(self, day: date, size: int, series: Series | None) -> list[Certificate]:
        """Issue certificates of one course to ``size`` people on one day."""
        course, people = self._course(day), dict.fromkeys([self._holder()])
        while len(people) < size:
            people[self._holder()] = None
        return [self._issue(day, holder, course, series) for holder in people]

    def _issue(self, day: date, holder: Holder, course: Course, series: Series | None) -> Certificate:
        moment = self._moment(day) if day < self.on_date else self.at
        draft = prepare(values=self._values(day, holder, course), series=series, at=moment, actor=self.registrar)
        return issue(draft=draft, at=moment, actor=self.registrar)

    def _values(self, day: date, holder: Holder, course: Course) -> Values:
        return Values(
            surname=holder.surname,
            given_name=holder.given_name,
            patronymic=holder.patronymic,
            form=course.form,
            kind=course.kind,
            topic=course.topic,
            outcomes=course.outcomes,
            issue_date=day,
            programme=course.programme,
            document_type="Сертифікат",
            period_from=day - timedelta(days=30 if course.programme else 1),
            period_to=day - timedelta(days=1),
            email=holder.email,
            workplace=holder.workplace,
            person_id=holder.person_id,
            one_name=not holder.given_name,
            hours=course.hours,
            ects=course.ects,
        )

    def _tell(self, certificate: Certificate, story: dict[str, Any]) -> None:
        issued_at = self._moment(certificate.issue_date)
        held = hold(
            certificate=certificate, reason=story["reason"], at=issued_at + timedelta(hours=2), actor=self.registrar
        )
        if "released" in story:
            day = material.days_before(self.on_date, story["released"])
            release(certificate=held, at=self._moment(day), actor=self.registrar)

    def _drafts(self) -> None:
        """Leave drafts that the gate will not let pass, and two that are ready."""
        course = self.courses[0]
        whole = [self._values(self.on_date, self._holder(), course) for _each in range(6)]
        lacking = [
            replace(whole[0], outcomes=""),
            replace(whole[1], hours=None, ects=None),
            replace(whole[2], given_name=f"{whole[2].given_name[:1]}.", patronymic=""),
            replace(whole[3], form="", kind=""),
        ]
        for values in (*lacking, *whole[4:]):
            prepare(values=values, at=self.at, actor=self.registrar)

    def _holder(self) -> Holder:
        if self.chance.random() < 0.3:
            return self.chance.choice(self.colleagues)
        return holders.invent(self.chance, self.facts)

    def _course(self, day: date) -> Course:
        return self.chance.choice([course for course in self.courses if course.taught_since < day])

    def _colleagues(self) -> list[Holder]:
        """Return the teaching staff; whoever signs in as staff is there several times, to have some of their own."""
        teaching = Appointment.objects.on(self.on_date).exclude(post__category=StaffCategory.OTHER)
        people = [appointment.person for appointment in teaching.select_related("person").order_by("pk")]
        people += [self.cast.accounts["staff"].person] * 2
        return [
            Holder(person.surname, person.given_name, person.patronymic, email=person.email, person_id=person.pk)
            for person in people
        ]

    def _moment(self, day: date) -> datetime:
        return datetime.combine(day, ISSUED_AT, tzinfo=self.zone)
