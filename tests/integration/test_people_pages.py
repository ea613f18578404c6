"""The directory and the file of everything held on a person."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from django.utils import translation

from intranet.people.enums import PostKind
from tests.factories.governance import MembershipFactory
from tests.factories.people import (
    AccountFactory,
    AppointmentFactory,
    PersonFactory,
    PostFactory,
    SubstitutionFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db


def _address(name: str, *args: int, language: str = "uk") -> str:
    with translation.override(language):
        return reverse(name, args=args)


@pytest.fixture
def colleague(client):
    """Return a person who is signed in."""
    person = PersonFactory(with_account=True)
    client.force_login(person.account)
    return person


def _names(response) -> list[str]:
    return [str(person) for person in response.context["people"]]


@pytest.mark.parametrize(
    ("name", "args"), [("directory", ()), ("directory_unit", (1,)), ("directory_person", (1,)), ("my_data", ())]
)
def test_a_visitor_is_led_to_sign_in_and_back(client, name, args):
    address = _address(name, *args)
    response = client.get(address)
    assert response.status_code == 302
    assert response.url == f"{_address('account_login')}?next={address}"


@pytest.mark.parametrize(
    "q", ["лукяненко", "ЛУК'ЯНЕНКО", "Лукʼян", "мар лук", "бібліот", "завідувачка", "librar", "лук’яненко бібліотека"]
)
def test_a_colleague_is_found_in_any_spelling_by_name_post_or_unit(client, colleague, q):
    unit = UnitFactory(names={"uk": "Бібліотека", "en": "Library"})
    post = PostFactory(unit=unit, titles={"uk": "Завідувачка", "en": "Librarian"})
    wanted = AppointmentFactory(post=post, person=PersonFactory(surname="Лук’яненко", given_name="Марія")).person
    AppointmentFactory(person=PersonFactory(surname="Гончар", given_name="Яна"))
    assert _names(client.get(_address("directory"), {"q": q})) == [str(wanted)]


@pytest.mark.parametrize("q", ["%", "_", "\0", "’", "x" * 5000, "нема"])
def test_what_finds_nobody_says_so(client, colleague, q):
    AppointmentFactory(person=PersonFactory(surname="Гончар"))
    response = client.get(_address("directory"), {"q": q})
    assert response.status_code == 200


def test_who_holds_no_post_today_is_not_in_the_directory(client, colleague):
    left = PersonFactory(surname="Колишній")
    AppointmentFactory(person=left, until="2021-01-01")
    assert _names(client.get(_address("directory"))) == []
    assert client.get(_address("directory_person", left.pk)).status_code == 404


@pytest.mark.parametrize("start", ["", "0", "-1", "x", "9" * 40, "²"])
def test_a_wrong_page_begins_at_the_beginning(client, colleague, start):
    AppointmentFactory(person=PersonFactory(surname="Гончар"))
    assert len(_names(client.get(_address("directory"), {"from": start}))) == 1


def test_the_directory_is_paged_in_order(client, colleague):
    post = PostFactory()
    for number in range(60):
        AppointmentFactory(post=post, person=PersonFactory(surname=f"Гончар{'а' * number}"))
    first = client.get(_address("directory"))
    second = client.get(_address("directory"), {"from": first.context["next"]})
    assert (len(_names(first)), len(_names(second))) == (50, 10)
    assert _names(first)[-1] < _names(second)[0]
    assert second.context["next"] is None


def test_the_directory_costs_at_most_six_queries(client, colleague, django_assert_max_num_queries):
    for _number in range(30):
        AppointmentFactory()
    client.get(_address("directory"))
    with django_assert_max_num_queries(6 + 3):  # three of the session, the account and the institution
        client.get(_address("directory"), {"q": "в"})


def test_a_unit_shows_its_head_its_people_and_its_parts(client, colleague):
    unit = UnitFactory(names={"uk": "Бібліотека"})
    part = UnitFactory(names={"uk": "Читальна зала"}, parent=unit)
    head = AppointmentFactory(post=PostFactory(unit=unit, kind=PostKind.HEAD_OF_UNIT)).person
    AppointmentFactory(post=PostFactory(unit=part))
    response = client.get(_address("directory_unit", unit.pk))
    assert response.context["head"] == head
    assert _names(response) == [str(head)]
    assert "Читальна зала" in response.content.decode()


def test_a_person_shows_posts_and_todays_substitute(client, colleague):
    appointment = AppointmentFactory()
    substitute = SubstitutionFactory(absent=appointment.person, until=None).substitute
    response = client.get(_address("directory_person", appointment.person.pk))
    text = response.content.decode()
    assert str(appointment.post) in text
    assert str(substitute) in text


@pytest.mark.parametrize("language", ["uk", "en", "cy", "ru"])
def test_the_directory_speaks_each_language_of_the_site(client, colleague, language):
    AppointmentFactory()
    response = client.get(_address("directory", language=language))
    assert f'<html lang="{language}"' in response.content.decode()


def test_everything_held_on_a_person_is_one_file_for_them_alone(client, colleague):
    other = PersonFactory(surname="Чужинець")
    AppointmentFactory(person=colleague)
    SubstitutionFactory(absent=colleague, substitute=other)
    seat = MembershipFactory(person=colleague)
    response = client.get(_address("my_data"))
    held = json.loads(response.content)
    assert response["Content-Disposition"].startswith("attachment;")
    assert held["people"]["person"]["surname"] == colleague.surname
    assert held["people"]["account"]["username"] == colleague.account.username
    assert len(held["people"]["appointments"]) == 1
    assert held["governance"]["memberships"][0]["role"] == seat.role
    assert "Чужинець" not in response.content.decode()


def test_an_account_that_is_nobodys_holds_no_file(client):
    client.force_login(AccountFactory())
    assert client.get(_address("my_data")).status_code == 403
