"""Accounts, units, posts, people and their appointments."""

from __future__ import annotations

from datetime import date

import factory
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from intranet.core.models import Account
from intranet.people import keys
from intranet.people.models import Appointment, InspectorTerm, Person, Post, Substitution, Unit

PASSWORD = "a long enough password"


class AccountFactory(DjangoModelFactory):
    """An account; ``groups=["registrar"]`` puts it in groups of the house (made by ``sync_groups``, or bare)."""

    class Meta:
        model = Account
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"account{n}")
    email = factory.LazyAttribute(lambda account: f"{account.username}@example.org")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def groups(self, create, extracted, **kwargs):
        for name in extracted or ():
            self.groups.add(Group.objects.get_or_create(name=name)[0])


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    names = factory.Sequence(lambda n: {"uk": f"Підрозділ {n}", "en": f"Unit {n}"})
    tree_key = factory.LazyAttribute(lambda unit: keys.tree_key(unit.names, getattr(unit, "parent", None), "uk"))
    depth = factory.LazyAttribute(lambda unit: unit.parent.depth + 1 if getattr(unit, "parent", None) else 0)
    search_key = factory.LazyAttribute(lambda unit: keys.texts_search_key(unit.names))


class PostFactory(DjangoModelFactory):
    class Meta:
        model = Post

    unit = factory.SubFactory(UnitFactory)
    titles = factory.Sequence(lambda n: {"uk": f"Викладач {n}", "en": f"Teacher {n}"})
    sort_key = factory.LazyAttribute(lambda post: keys.texts_sort_key(post.titles, "uk"))
    search_key = factory.LazyAttribute(lambda post: keys.texts_search_key(post.titles))


class PersonFactory(DjangoModelFactory):
    """A person without an account; ``account=AccountFactory()`` gives one, ``with_account=True`` makes one."""

    class Meta:
        model = Person

    class Params:
        with_account = factory.Trait(account=factory.SubFactory(AccountFactory))

    surname = factory.Iterator(["Гончар", "Ірпінська", "Ґалаґан", "Єрмак", "Лук’яненко", "Яворська"])
    given_name = factory.Iterator(["Олена", "Петро", "Марія", "Андрій"])
    patronymic = factory.Iterator(["Іванівна", "Петрович", ""])
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    sort_key = factory.LazyAttribute(
        lambda person: keys.person_sort_key(person.surname, person.given_name, person.patronymic, "uk")
    )
    search_key = factory.LazyAttribute(
        lambda person: keys.person_search_key(person.surname, person.given_name, person.patronymic, person.email)
    )


class AppointmentFactory(DjangoModelFactory):
    class Meta:
        model = Appointment

    person = factory.SubFactory(PersonFactory)
    post = factory.SubFactory(PostFactory)
    since = date(2020, 9, 1)


class SubstitutionFactory(DjangoModelFactory):
    class Meta:
        model = Substitution

    absent = factory.SubFactory(PersonFactory)
    substitute = factory.SubFactory(PersonFactory)
    since = date(2026, 2, 1)
    until = date(2026, 3, 1)


class InspectorTermFactory(DjangoModelFactory):
    class Meta:
        model = InspectorTerm

    account = factory.SubFactory(AccountFactory, groups=["inspector"])
    since = date(2026, 2, 1)
    until = date(2026, 3, 1)
    basis = "Лист 17"
