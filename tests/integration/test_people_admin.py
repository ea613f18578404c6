"""The admin's screens of people and governance: who may open them, and that every save is an operation."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from intranet.core.models import AuditEntry
from intranet.core.rights import (
    ADMINISTRATOR,
    APPROVER,
    DIRECTOR,
    EDITOR,
    GROUPS,
    HR,
    INSPECTOR,
    REGISTRAR,
    STAFF,
    sync_groups,
)
from intranet.governance.models import Minutes, Order
from intranet.people.models import Appointment, InspectorTerm, Person, Post, Substitution, Unit
from tests.factories.governance import BodyFactory, MinutesFactory
from tests.factories.people import (
    AccountFactory,
    AppointmentFactory,
    InspectorTermFactory,
    PersonFactory,
    PostFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db

READERS = {REGISTRAR, HR, DIRECTOR, ADMINISTRATOR, INSPECTOR}
KEEPERS = {HR, ADMINISTRATOR}
GOVERNANCE_READERS = {EDITOR, APPROVER, HR, DIRECTOR, ADMINISTRATOR, INSPECTOR}

MATRIX = {
    "person:index": READERS,
    "person:add": KEEPERS,
    "unit:index": READERS,
    "unit:add": KEEPERS,
    "post:index": READERS,
    "post:add": KEEPERS,
    "appointment:index": READERS,
    "appointment:add": KEEPERS,
    "substitution:index": READERS - {REGISTRAR},
    "substitution:add": KEEPERS,
    "inspectorterm:index": {ADMINISTRATOR},
    "inspectorterm:add": {ADMINISTRATOR},
    "signin:index": {ADMINISTRATOR},
    "signin:add": set(),
    "body:index": GOVERNANCE_READERS,
    "body:add": KEEPERS,
    "membership:add": KEEPERS,
    "meeting:add": {APPROVER, *KEEPERS},
    "minutes:index": GOVERNANCE_READERS,
    "minutes:add": {APPROVER, *KEEPERS},
    "order:index": GOVERNANCE_READERS,
    "order:add": {APPROVER, *KEEPERS},
    "retention": {HR, DIRECTOR, ADMINISTRATOR, INSPECTOR},
}


def _account(group: str):
    """Return an account of one group that may be used today."""
    account = AccountFactory(groups=[group])
    if group == INSPECTOR:
        InspectorTermFactory(account=account, since=date(2000, 1, 1), until=date(3000, 1, 1))
    return account


@pytest.fixture(autouse=True)
def _groups(db):
    sync_groups()


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("name", MATRIX)
def test_each_role_opens_what_is_its_own_and_nothing_else(client, group, name):
    client.force_login(_account(group))
    status = client.get(reverse(name)).status_code
    assert (status == 200) is (group in MATRIX[name]), status


@pytest.mark.parametrize("name", MATRIX)
def test_a_visitor_opens_no_screen_of_the_admin(client, name):
    assert client.get(reverse(name)).status_code == 302


def test_staff_do_not_enter_the_admin(client):
    client.force_login(_account(STAFF))
    assert client.get(reverse("wagtailadmin_home")).status_code == 403


@pytest.mark.parametrize("group", [EDITOR, APPROVER, REGISTRAR, HR, DIRECTOR, ADMINISTRATOR, INSPECTOR])
def test_those_who_work_in_the_admin_see_its_home(client, group):
    client.force_login(_account(group))
    assert client.get(reverse("wagtailadmin_home")).status_code == 200


@pytest.mark.parametrize("name", ["person", "minutes"])
def test_an_inspector_reads_a_row_and_cannot_change_it(client, name):
    row = PersonFactory() if name == "person" else MinutesFactory()
    client.force_login(_account(INSPECTOR))
    assert client.get(reverse(f"{name}:inspect", args=[row.pk])).status_code == 200
    assert client.get(reverse(f"{name}:edit", args=[row.pk])).status_code == 302
    assert client.post(reverse(f"{name}:delete", args=[row.pk])).status_code == 302
    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.fixture
def hr(client):
    account = _account(HR)
    client.force_login(account)
    return account


def _errors(response) -> str:
    return str(response.context["form"].errors)


def test_a_unit_is_made_and_moved_with_names_in_the_sites_languages(client, hr):
    form = client.get(reverse("unit:add")).content.decode()
    assert 'lang="cy"' in form
    assert "Cymraeg" in form
    parent = UnitFactory()
    sent = {
        "names_uk": "Бібліотека",
        "names_en": "Library",
        "names_cy": "",
        "names_ru": "",
        "parent": parent.pk,
        "code": "5",
    }
    assert client.post(reverse("unit:add"), sent).status_code == 302
    unit = Unit.objects.get(code="5")
    assert unit.names == {"uk": "Бібліотека", "en": "Library"}
    assert (unit.parent, unit.depth) == (parent, 1)
    client.post(reverse("unit:edit", args=[unit.pk]), {**sent, "names_uk": "Книгозбірня", "parent": ""})
    unit.refresh_from_db()
    assert (str(unit.names["uk"]), unit.depth) == ("Книгозбірня", 0)
    assert AuditEntry.objects.filter(action="people.unit_changed", actor=hr).exists()


def test_a_name_in_the_default_language_is_demanded(client, hr):
    response = client.post(reverse("unit:add"), {"names_uk": " ", "names_en": "Library"})
    assert "names" in response.context["form"].errors
    assert not Unit.objects.exists()


def test_the_operations_refusal_is_shown_in_the_form(client, hr):
    unit = UnitFactory()
    part = UnitFactory(parent=unit)
    response = client.post(reverse("unit:edit", args=[unit.pk]), {"names_uk": "Коледж", "parent": part.pk})
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    unit.refresh_from_db()
    assert unit.parent is None


def test_a_post_a_person_an_appointment_and_a_substitution_are_made_in_the_admin(client, hr):
    unit = UnitFactory()
    client.post(
        reverse("post:add"), {"titles_uk": "Методист", "unit": unit.pk, "kind": "ordinary", "category": "other"}
    )
    post = Post.objects.get()
    for surname in ("Гончар", "Бойко"):
        client.post(reverse("person:add"), {"surname": surname, "given_name": "Яна", "language": "uk"})
    boyko, gonchar = Person.objects.all()
    sent = {"person": gonchar.pk, "post": post.pk, "since": "2026-02-01", "order_number": "7-к"}
    client.post(reverse("appointment:add"), sent)
    assert Appointment.objects.get().person == gonchar
    client.post(reverse("substitution:add"), {"absent": gonchar.pk, "substitute": boyko.pk, "since": "2026-02-14"})
    assert Substitution.objects.get().substitute == boyko
    assert AuditEntry.objects.filter(actor=hr).count() == 5


def test_a_second_appointment_to_the_same_post_is_refused_in_a_sentence(client, hr):
    held = AppointmentFactory()
    response = client.post(
        reverse("appointment:add"), {"person": held.person.pk, "post": held.post.pk, "since": "2026-02-01"}
    )
    assert response.context["form"].non_field_errors()
    assert Appointment.objects.count() == 1


def test_a_person_is_renamed_and_found_in_the_list_by_any_spelling(client, hr):
    person = PersonFactory(surname="Гончар")
    PersonFactory(surname="Бойко")
    address = reverse("person:edit", args=[person.pk])
    client.post(address, {"surname": "Лук'яненко", "given_name": "Яна", "language": ""})
    found = client.get(reverse("person:index"), {"q": "лукян"})
    assert list(found.context["object_list"]) == [Person.objects.get(surname="Лук’яненко")]


def test_hr_does_not_say_whose_account_is_whose(client, hr):
    person, account = PersonFactory(), AccountFactory()
    sent = {"surname": "Гончар", "given_name": "Яна", "language": "", "account": account.pk}
    client.post(reverse("person:edit", args=[person.pk]), sent)
    person.refresh_from_db()
    assert person.account is None
    client.force_login(_account(ADMINISTRATOR))
    client.post(reverse("person:edit", args=[person.pk]), sent)
    person.refresh_from_db()
    assert person.account == account


def test_what_was_entered_by_mistake_is_removed_unless_something_leans_on_it(client, hr):
    needed = AppointmentFactory().post
    spare = PostFactory()
    client.post(reverse("post:delete", args=[needed.pk]))
    client.post(reverse("post:delete", args=[spare.pk]))
    assert list(Post.objects.all()) == [needed]
    assert AuditEntry.objects.filter(action="people.post_removed", actor=hr).count() == 1


def test_an_inspectors_term_is_given_and_cut_short(client):
    client.force_login(_account(ADMINISTRATOR))
    account = AccountFactory()
    sent = {"account": account.pk, "since": "2026-02-01", "until": "2026-03-01", "basis": "Лист 17"}
    client.post(reverse("inspectorterm:add"), sent)
    term = InspectorTerm.objects.get()
    assert account.groups.filter(name=INSPECTOR).exists()
    client.post(reverse("inspectorterm:edit", args=[term.pk]), {"until": "2026-02-10"})
    term.refresh_from_db()
    assert (term.since, term.until) == (date(2026, 2, 1), date(2026, 2, 10))


def test_minutes_and_an_order_are_recorded_once(client, hr):
    body = BodyFactory()
    minutes = {"body": body.pk, "number": "5", "date": "2020-02-10"}
    client.post(reverse("minutes:add"), minutes)
    again = client.post(reverse("minutes:add"), minutes)
    assert again.context["form"].non_field_errors()
    client.post(reverse("order:add"), {"number": "12-к", "date": "2020-02-11", "subject": "Про введення в дію"})
    assert (Minutes.objects.count(), Order.objects.count()) == (1, 1)


@pytest.mark.parametrize("name", ["person", "unit", "post", "appointment", "substitution", "body", "minutes", "order"])
def test_the_lists_and_forms_open_with_rows_in_them(client, hr, name, django_assert_max_num_queries):
    AppointmentFactory()
    MinutesFactory()
    with django_assert_max_num_queries(40):
        assert client.get(reverse(f"{name}:index")).status_code == 200
    assert client.get(reverse(f"{name}:add")).status_code == 200
