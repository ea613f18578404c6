"""The institution, its home pages, its people, its councils."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.html import format_html

from intranet.core import audit
from intranet.core.languages import CODES
from intranet.core.models import Account, Institution
from intranet.core.rights import STAFF
from intranet.core.setup import set_up_site
from intranet.demo import material
from intranet.demo.cast import Cast
from intranet.demo.sign_ins import GROUPS, PASSWORD
from intranet.governance import operations as governance
from intranet.governance.enums import BodyKind, MembershipRole
from intranet.pages.models import HomePage
from intranet.people import operations as people
from intranet.people.enums import PostKind, StaffCategory
from intranet.people.models import Person, Post, Unit

MAIL = "stuhna.example"
INSPECTION_DAYS = 60


def found(*, at: datetime) -> Institution:
    """Set the site up and fill in what its administrator would."""
    facts = material.table("institution")
    site = set_up_site(profile_key="ukraine", names=facts["names"], languages=CODES, is_demo=True, at=at)
    for name in ("short_names", "addresses", "code", "phone", "email", "brand_colour", "accent_colour"):
        setattr(site, name, facts[name])
    site.save()
    audit.record("demo.described", at=at, subject=site)
    for home in HomePage.objects.select_related("locale"):
        language = home.locale.language_code
        home.title = site.short_name_in(language)
        home.introduction = format_html("<p>{}</p>", facts["introductions"][language])
        home.save_revision().publish()
    return site


def staff(*, at: datetime, on_date: date) -> Cast:
    """Make the units, the posts, the people, their appointments and the accounts."""
    tables = material.table("staff")
    units: dict[str, Unit] = {}
    for row in tables["units"]:
        units[row["code"]] = people.add_unit(
            names=row["names"], code=row["code"], parent=units.get(row.get("parent", "")), at=at
        )
    posts: dict[str, Post] = {}
    for row in tables["posts"]:
        posts[row["code"]] = people.add_post(
            unit=units[row["unit"]],
            titles=row["titles"],
            kind=PostKind(row["kind"]),
            category=StaffCategory(row["category"]),
            code=row["code"],
            reports_to=posts.get(row.get("reports_to", "")),
            at=at,
        )
    cast = Cast(posts=posts, people={row["mail"]: _person(row, posts, at, on_date) for row in tables["people"]})
    for row in tables["people"]:
        if "role" in row:
            cast.accounts[row["role"]] = _account(cast.people[row["mail"]], row["role"], at, on_date)
    for row in tables["substitutions"]:
        people.substitute(
            absent=cast.people[row["absent"]],
            substitute=cast.people[row["substitute"]],
            since=material.days_before(on_date, 5),
            until=material.days_before(on_date, -9),
            order_number="90",
            at=at,
        )
    return cast


def _person(row: dict[str, Any], posts: dict[str, Post], at: datetime, on_date: date) -> Person:
    surname, given_name, patronymic = row["name"]
    person = people.add_person(
        surname=surname,
        given_name=given_name,
        patronymic=patronymic,
        email=f"{row['mail']}@{MAIL}",
        language=row["language"],
        at=at,
    )
    if "post" in row:
        since = material.days_before(on_date, row["years"] * 365.25)
        people.appoint(
            person=person,
            post=posts[row["post"]],
            since=since,
            order_number=f"{since:%j}-к",
            order_date=material.days_before(since, 3),
            at=at,
        )
    return person


def _account(person: Person, role: str, at: datetime, on_date: date) -> Account:
    if role == "inspector":
        account = people.open_account(person=person, username=role, password=PASSWORD, groups=[], at=at)
        people.admit_inspector(
            account=account,
            since=material.days_before(on_date, 3),
            until=material.days_before(on_date, -INSPECTION_DAYS),
            basis=material.table("institution")["inspection"]["basis"],
            at=at,
        )
        return account
    groups = sorted({GROUPS[role], STAFF})
    return people.open_account(person=person, username=role, password=PASSWORD, groups=groups, at=at)


def councils(*, cast: Cast, at: datetime, on_date: date) -> None:
    """Seat the two councils and note their next meetings."""
    names, seats = material.table("institution")["councils"], material.table("staff")
    kinds = {"pedagogical": BodyKind.PEDAGOGICAL_COUNCIL, "academic": BodyKind.ACADEMIC_COUNCIL}
    for key, kind in kinds.items():
        body = governance.add_body(names=names[key], kind=kind, at=at)
        cast.councils[key] = body
        roles = [(seats[key]["chair"], MembershipRole.CHAIR), (seats[key]["secretary"], MembershipRole.SECRETARY)]
        roles += [(member, MembershipRole.MEMBER) for member in seats[key]["members"]]
        for member, role in roles:
            governance.add_member(
                body=body, person=cast.people[member], role=role, since=material.days_before(on_date, 460), at=at
            )
        for days in (12, -11, -39):
            governance.add_meeting(body=body, on_date=material.days_before(on_date, days), at=at)
