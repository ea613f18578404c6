"""Units, posts, people, appointments, substitutions and accounts through their operations."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from intranet.core.models import AuditEntry
from intranet.core.operations import change_institution
from intranet.core.refusals import Refusal
from intranet.core.removing import StillNeeded, remove
from intranet.core.rights import HR, INSPECTOR, REGISTRAR
from intranet.people import operations, queries
from intranet.people.enums import PostKind
from intranet.people.models import Person, Substitution, Unit
from intranet.people.operations.accounts import AccountRefused
from intranet.people.operations.persons import PersonRefused
from intranet.people.operations.staffing import StaffingRefused
from intranet.people.operations.structure import StructureRefused
from tests.factories.people import (
    PASSWORD,
    AccountFactory,
    AppointmentFactory,
    PersonFactory,
    PostFactory,
    SubstitutionFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db

AT = datetime(2026, 2, 14, 9, 0, tzinfo=UTC)
TODAY = date(2026, 2, 14)


def _unit(name: str, parent: Unit | None = None) -> Unit:
    return operations.add_unit(names={"uk": name}, parent=parent, at=AT)


def test_units_stand_in_the_order_of_the_tree_by_the_ukrainian_alphabet():
    college = _unit("Коледж")
    _unit("Ґрунтознавство", college)
    geo = _unit("Географія", college)
    _unit("Ярмарок")
    _unit("Єдність", geo)
    _unit("Адміністрація", college)
    names = [(unit.depth, str(unit)) for unit in Unit.objects.order_by("tree_key")]
    assert names == [
        (0, "Коледж"),
        (1, "Адміністрація"),
        (1, "Географія"),
        (2, "Єдність"),
        (1, "Ґрунтознавство"),
        (0, "Ярмарок"),
    ]


def test_a_renamed_unit_takes_its_parts_along():
    college = _unit("Коледж")
    old = _unit("Аграрне відділення", college)
    _unit("Кафедра", old)
    _unit("Бібліотека", college)
    operations.change_unit(unit=old, names={"uk": "Ветеринарне відділення"}, parent=college, code="", at=AT)
    assert [str(unit) for unit in Unit.objects.order_by("tree_key")] == [
        "Коледж",
        "Бібліотека",
        "Ветеринарне відділення",
        "Кафедра",
    ]


def test_a_unit_moved_below_another_changes_the_depth_of_its_parts():
    college, other = _unit("Коледж"), _unit("Філія")
    part = _unit("Кафедра", other)
    operations.change_unit(unit=other, names=other.names, parent=college, code="", at=AT)
    part.refresh_from_db()
    assert part.depth == 2


def test_a_unit_cannot_become_a_part_of_its_own_part():
    college = _unit("Коледж")
    part = _unit("Кафедра", _unit("Відділення", college))
    with pytest.raises(StructureRefused):
        operations.change_unit(unit=college, names=college.names, parent=part, code="", at=AT)


def test_two_units_cannot_have_one_code():
    operations.add_unit(names={"uk": "Одна"}, code="7", at=AT)
    with pytest.raises(StructureRefused):
        operations.add_unit(names={"uk": "Друга"}, code="7", at=AT)


def test_posts_cannot_answer_to_each_other_in_a_ring():
    unit = UnitFactory()
    head = operations.add_post(unit=unit, titles={"uk": "Завідувач"}, at=AT)
    clerk = operations.add_post(unit=unit, titles={"uk": "Діловод"}, reports_to=head, at=AT)
    with pytest.raises(StructureRefused):
        operations.change_post(
            post=head,
            unit=unit,
            titles=head.titles,
            kind=PostKind.ORDINARY,
            category="other",
            code="",
            reports_to=clerk,
            at=AT,
        )


def test_a_person_is_tidied_sorted_and_written_to_the_audit():
    person = operations.add_person(surname="  Лук'яненко ", given_name="Марія", at=AT)
    assert person.surname == "Лук’яненко"
    assert AuditEntry.objects.filter(action="people.person_added", subject_id=str(person.pk)).exists()


def test_people_are_sorted_by_surname_before_given_name():
    for surname, given in [("Гончаренко", "Анна"), ("Гончар", "Яна"), ("Гончар", "Ганна"), ("Ґалаґан", "Іван")]:
        operations.add_person(surname=surname, given_name=given, at=AT)
    assert [str(person) for person in Person.objects.all()] == [
        "Гончар Ганна",
        "Гончар Яна",
        "Гончаренко Анна",
        "Ґалаґан Іван",
    ]


@pytest.mark.parametrize("surname", ["", "   ", "—"])
def test_a_person_without_a_surname_is_refused(surname):
    with pytest.raises(PersonRefused):
        operations.add_person(surname=surname, given_name="Марія", at=AT)


def test_the_database_refuses_a_person_without_keys():
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(surname="Гончар")


def test_a_changed_name_is_found_under_the_new_one_only():
    person = operations.add_person(surname="Гончар", given_name="Яна", at=AT)
    AppointmentFactory(person=person)
    operations.change_person(
        person=person, surname="Бойко", given_name="Яна", patronymic="", email="", phone="", language="uk", at=AT
    )
    assert list(queries.colleagues("бойко", TODAY)) == [person]
    assert not queries.colleagues("гончар", TODAY)


def test_another_default_language_sorts_people_by_its_own_alphabet(institution):
    chwarel = operations.add_person(surname="Chwarel", at=AT)
    cymro = operations.add_person(surname="Cymro", at=AT)
    assert list(Person.objects.all()) == [chwarel, cymro]
    change_institution(institution=institution, values={"languages": ["cy", "en"]}, actor=None, at=AT)
    assert list(Person.objects.all()) == [cymro, chwarel]
    assert operations.make_keys_again(language="cy", at=AT) == 0


def test_a_post_cannot_be_held_twice_at_once_by_one_person():
    person, post = PersonFactory(), PostFactory()
    operations.appoint(person=person, post=post, since=date(2025, 9, 1), at=AT)
    with pytest.raises(StaffingRefused):
        operations.appoint(person=person, post=post, since=date(2026, 1, 1), at=AT)


def test_an_appointment_may_follow_an_ended_one():
    person, post = PersonFactory(), PostFactory()
    first = operations.appoint(person=person, post=post, since=date(2025, 9, 1), at=AT)
    operations.end_appointment(appointment=first, until=date(2026, 1, 1), at=AT)
    second = operations.appoint(person=person, post=post, since=date(2026, 1, 1), at=AT)
    assert queries.posts_of(person, TODAY).count() == 1
    assert second.until is None


@pytest.mark.parametrize("until", [date(2025, 9, 1), date(2025, 8, 31)])
def test_an_appointment_lasts_a_day_at_least(until):
    with pytest.raises(StaffingRefused):
        operations.appoint(person=PersonFactory(), post=PostFactory(), since=date(2025, 9, 1), until=until, at=AT)


@pytest.mark.parametrize(
    ("day", "holds"),
    [(date(2025, 8, 31), False), (date(2025, 9, 1), True), (date(2026, 2, 13), True), (date(2026, 2, 14), False)],
)
def test_an_appointment_holds_from_its_first_day_until_the_day_before_its_end(day, holds):
    appointment = AppointmentFactory(since=date(2025, 9, 1), until=date(2026, 2, 14))
    assert (queries.post_of(appointment.person, day) == appointment.post) is holds


def test_nobody_substitutes_themselves_and_two_do_not_substitute_one():
    absent, one, two = PersonFactory(), PersonFactory(), PersonFactory()
    with pytest.raises(StaffingRefused):
        operations.substitute(absent=absent, substitute=absent, since=TODAY, at=AT)
    operations.substitute(absent=absent, substitute=one, since=TODAY, until=date(2026, 3, 1), at=AT)
    with pytest.raises(StaffingRefused):
        operations.substitute(absent=absent, substitute=two, since=date(2026, 2, 20), at=AT)
    operations.substitute(absent=absent, substitute=two, since=date(2026, 3, 1), at=AT)
    assert Substitution.objects.count() == 2


def test_a_substitute_answers_on_the_days_of_the_substitution_only():
    substitution = SubstitutionFactory(since=date(2026, 2, 1), until=date(2026, 3, 1))
    assert queries.substitute_of(substitution.absent, TODAY) == substitution.substitute
    assert queries.substitute_of(substitution.absent, date(2026, 3, 1)) is None


def test_the_head_of_a_unit_without_one_is_the_head_above_it():
    college = UnitFactory()
    part = UnitFactory(parent=college)
    director = AppointmentFactory(post=PostFactory(unit=college, kind=PostKind.DIRECTOR)).person
    teacher = AppointmentFactory(post=PostFactory(unit=part)).person
    assert queries.head_of(part, TODAY) == director
    head = AppointmentFactory(post=PostFactory(unit=part, kind=PostKind.HEAD_OF_UNIT)).person
    assert queries.head_of(part, TODAY) == head
    assert queries.superior_of(teacher, TODAY) == head
    assert queries.superior_of(head, TODAY) == director
    assert queries.superior_of(director, TODAY) is None


def test_holders_of_a_kind_of_post_are_those_of_the_day():
    post = PostFactory(kind=PostKind.HEAD_OF_HR)
    AppointmentFactory(post=post, since=date(2020, 1, 1), until=date(2026, 1, 1))
    now = AppointmentFactory(post=post, since=date(2026, 1, 1)).person
    assert list(queries.holders(PostKind.HEAD_OF_HR, TODAY)) == [now]


def test_what_something_leans_on_is_not_removed_and_the_reason_names_it():
    post = PostFactory()
    AppointmentFactory(post=post)
    with pytest.raises(StillNeeded):
        remove(row=post, at=AT)
    assert not AuditEntry.objects.filter(action="people.post_removed").exists()


def test_an_account_is_opened_in_its_groups_for_a_person_without_one():
    person = PersonFactory()
    account = operations.open_account(person=person, username="olena", password=PASSWORD, groups=[REGISTRAR], at=AT)
    assert queries.person_of(account) == person
    assert list(queries.members_of(REGISTRAR)) == [person]
    assert account.check_password(PASSWORD)
    with pytest.raises(AccountRefused):
        operations.open_account(person=person, username="olena2", password=PASSWORD, groups=[], at=AT)


@pytest.mark.parametrize(
    ("username", "password", "groups"),
    [("taken", PASSWORD, []), ("new", "12345", []), ("new", PASSWORD, ["nobody"]), ("new", PASSWORD, [INSPECTOR, HR])],
)
def test_an_account_is_refused_for_a_taken_name_a_weak_password_or_wrong_groups(username, password, groups):
    AccountFactory(username="taken")
    person = PersonFactory()
    with pytest.raises(AccountRefused):
        operations.open_account(person=person, username=username, password=password, groups=groups, at=AT)
    person.refresh_from_db()
    assert person.account is None


def test_an_account_belongs_to_one_person():
    account = AccountFactory()
    PersonFactory(account=account)
    with pytest.raises(AccountRefused):
        operations.link_account(person=PersonFactory(), account=account, at=AT)


def test_an_inspector_needs_an_account_without_other_groups():
    with pytest.raises(AccountRefused):
        operations.admit_inspector(
            account=AccountFactory(groups=[HR]), since=TODAY, until=date(2026, 3, 1), basis="Лист 17", at=AT
        )


def test_terms_of_an_inspector_do_not_overlap():
    account = AccountFactory()
    operations.admit_inspector(account=account, since=TODAY, until=date(2026, 3, 1), basis="Лист 17", at=AT)
    with pytest.raises(Refusal):
        operations.admit_inspector(
            account=account, since=date(2026, 2, 20), until=date(2026, 4, 1), basis="Лист 18", at=AT
        )
    operations.admit_inspector(account=account, since=date(2026, 3, 1), until=date(2026, 4, 1), basis="Лист 18", at=AT)
    assert account.inspector_terms.count() == 2
