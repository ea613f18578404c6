"""Bodies, seats on them, meetings, minutes and orders."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from intranet.governance.enums import MembershipRole
from intranet.governance.models import Body, Meeting, Membership, Minutes, Order
from intranet.people import keys
from tests.factories.people import PersonFactory


class BodyFactory(DjangoModelFactory):
    class Meta:
        model = Body

    names = factory.Sequence(lambda n: {"uk": f"Педагогічна рада {n}", "en": f"Teaching council {n}"})
    sort_key = factory.LazyAttribute(lambda body: keys.texts_sort_key(body.names, "uk"))


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    body = factory.SubFactory(BodyFactory)
    person = factory.SubFactory(PersonFactory)
    role = MembershipRole.MEMBER
    since = date(2025, 9, 1)


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting

    body = factory.SubFactory(BodyFactory)
    on_date = date(2026, 2, 10)


class MinutesFactory(DjangoModelFactory):
    class Meta:
        model = Minutes

    body = factory.SubFactory(BodyFactory)
    number = factory.Sequence(str)
    date = date(2026, 2, 10)


class OrderFactory(DjangoModelFactory):
    class Meta:
        model = Order

    number = factory.Sequence(lambda n: f"{n}-к")
    date = date(2026, 2, 11)
    subject = "Про введення в дію"
