"""The board of deadlines, waiving, and the rules, in the admin."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from intranet.core import clock
from intranet.core.models import Account
from intranet.deadlines.histories import history_of
from intranet.deadlines.models import Deadline
from intranet.deadlines.queries.boards import PAGE
from intranet.deadlines.sweep import sweep
from intranet.people.models import Person, Unit
from tests.factories import deadlines as make
from tests.factories.people import PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(autouse=True)
def _rules(monkeypatch: pytest.MonkeyPatch) -> None:
    make.only_rules(monkeypatch, make.rule())


def in_the_admin(*codenames: str) -> Account:
    account: Account = PersonFactory(with_account=True).account
    account.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    return account


@pytest.fixture
def overdue() -> Deadline:
    today = clock.today()
    make.subject(today - timedelta(days=20), label="К-overdue")
    make.subject(today, label="К-later")
    make.subject(today - timedelta(days=20), label="К-met", order_date=today)
    sweep(at=datetime(2026, 1, 1, tzinfo=UTC), on_date=today)
    return Deadline.objects.get(label="К-overdue")


def labels(response: Any) -> list[str]:
    return [each.label for each in response.context["object_list"]]


def test_the_board_shows_what_is_to_be_met_the_overdue_first(client: Client, overdue: Deadline) -> None:
    client.force_login(in_the_admin("view_deadline"))
    assert labels(client.get("/admin/deadline/")) == ["К-overdue", "К-later"]


@pytest.mark.parametrize(
    ("state", "found"), [("overdue", ["К-overdue"]), ("open", ["К-later"]), ("met_late", ["К-met"]), ("lapsed", [])]
)
def test_the_board_is_filtered_by_state(client: Client, overdue: Deadline, state: str, found: list[str]) -> None:
    client.force_login(in_the_admin("view_deadline"))
    assert labels(client.get(f"/admin/deadline/?state={state}")) == found


def test_the_board_is_narrowed_to_a_unit_and_to_a_person(client: Client, overdue: Deadline) -> None:
    client.force_login(in_the_admin("view_deadline"))
    person = Person.objects.get(deadlines=overdue)
    unit = Unit.objects.get(posts__appointments__person=person)
    assert labels(client.get(f"/admin/deadline/?unit={unit.pk}")) == ["К-overdue"]
    surname = person.surname[:4]
    assert "К-overdue" in labels(client.get("/admin/deadline/", {"person": surname}))
    assert labels(client.get("/admin/deadline/", {"person": "Nobodyofthatname"})) == []
    assert labels(client.get("/admin/deadline/", {"until": clock.today().isoformat()})) == ["К-overdue"]


@pytest.mark.parametrize(
    "asked",
    [
        {"state": "no such"},
        {"rule": "\x00"},
        {"since": "31.02.2026"},
        {"unit": "9" * 40},
        {"person": "а" * 10_000},
        {"person": "\x00"},
        {"after": "2026-02-14.99999999999999999999"},
        {"after": "2026-02-30.1"},
        {"after": "٢"},
    ],
)
def test_a_board_asked_for_nonsense_answers_all_the_same(
    client: Client, overdue: Deadline, asked: dict[str, str]
) -> None:
    client.force_login(in_the_admin("view_deadline"))
    assert client.get("/admin/deadline/", asked).status_code == 200
    assert client.get("/en/my/deadlines/", {"of": "institution", **asked}).status_code == 200


def test_a_board_has_pages_that_continue_where_the_last_one_ended(client: Client) -> None:
    today = clock.today()
    for n in range(PAGE + 3):
        make.subject(today - timedelta(days=n % 4), label=f"К-{n}")
    sweep(at=datetime(2026, 1, 1, tzinfo=UTC), on_date=today)
    client.force_login(in_the_admin("view_deadline"))
    first = client.get("/admin/deadline/")
    second = client.get(f"/admin/deadline/{first.context['next_url']}")
    assert (len(labels(first)), len(labels(second)), second.context["next_url"]) == (PAGE, 3, "")
    assert len({*labels(first), *labels(second)}) == PAGE + 3


def test_a_board_asks_few_queries(client: Client, overdue: Deadline, django_assert_max_num_queries: Any) -> None:
    client.force_login(in_the_admin("view_deadline"))
    with CaptureQueriesContext(connection) as bare:
        client.get("/admin/account/")
    with django_assert_max_num_queries(len(bare) + 6):
        client.get("/admin/deadline/")


def test_several_deadlines_are_waived_for_one_reason_or_none_is(client: Client, overdue: Deadline) -> None:
    head = in_the_admin("view_deadline", "waive_deadline")
    client.force_login(head)
    open_ones = list(Deadline.objects.filter(met_on=None).values_list("pk", flat=True))
    met = Deadline.objects.exclude(met_on=None).get()
    client.post("/admin/deadline/waive/", {"deadline": [*open_ones, met.pk], "reason": "order"})
    assert not Deadline.objects.exclude(waived_at=None).exists()
    client.post("/admin/deadline/waive/", {"deadline": open_ones, "reason": "order", "note": "№ 7"})
    assert set(Deadline.objects.filter(waived_by=head, waiver_note="№ 7").values_list("pk", flat=True)) == {*open_ones}


@pytest.mark.parametrize("ticked", [[], ["x"], ["9" * 30], ["0"]])
def test_waiving_several_wants_deadlines_that_are_there(client: Client, overdue: Deadline, ticked: list[str]) -> None:
    client.force_login(in_the_admin("view_deadline", "waive_deadline"))
    response = client.post("/admin/deadline/waive/", {"deadline": ticked, "reason": "order"}, follow=True)
    assert response.status_code == 200
    assert [str(message) for message in response.context["messages"]]
    assert not Deadline.objects.exclude(waived_at=None).exists()


def test_waiving_several_is_closed_to_those_without_the_right(client: Client, overdue: Deadline) -> None:
    client.force_login(in_the_admin("view_deadline"))
    client.post("/admin/deadline/waive/", {"deadline": [overdue.pk], "reason": "order"})
    overdue.refresh_from_db()
    assert overdue.waived_at is None


def test_a_deadline_tells_its_history(client: Client, overdue: Deadline) -> None:
    head = in_the_admin("view_deadline", "waive_deadline")
    client.force_login(head)
    client.post(f"/admin/deadline/waive/{overdue.pk}/", {"reason": "order", "note": "№ 7"})
    client.post(f"/admin/deadline/waive/{overdue.pk}/", {"back": "1"})
    with translation.override("en"):
        overdue.refresh_from_db()
        texts = [event.text for event in history_of(overdue)]
    assert texts[0].endswith("took the waiver back.")
    assert "№ 7" in texts[1]
    assert "Opened." in texts


def test_the_board_is_closed_to_those_without_the_right(client: Client, overdue: Deadline) -> None:
    client.force_login(in_the_admin())
    for address in ("/admin/deadline/", f"/admin/deadline/inspect/{overdue.pk}/", "/admin/deadline_rule/"):
        assert client.get(address).status_code == 302


def test_a_deadline_says_its_clause_and_who_was_told(client: Client, overdue: Deadline) -> None:
    client.force_login(in_the_admin("view_deadline"))
    page = client.get(f"/admin/deadline/inspect/{overdue.pk}/").content.decode()
    assert "3.3" in page
    assert "REG-01" in page


def test_a_deadline_is_waived_and_unwaived_by_those_who_may(client: Client, overdue: Deadline) -> None:
    address = f"/admin/deadline/waive/{overdue.pk}/"
    client.force_login(in_the_admin("view_deadline"))
    client.post(address, {"reason": "order"})
    overdue.refresh_from_db()
    assert overdue.waived_at is None
    head = in_the_admin("view_deadline", "waive_deadline")
    client.force_login(head)
    client.post(address, {"reason": "order", "note": "№ 7", "until": ""})
    overdue.refresh_from_db()
    assert (overdue.waived_by, overdue.waiver_note) == (head, "№ 7")
    client.post(address, {"back": "1"})
    overdue.refresh_from_db()
    assert overdue.waived_at is None


def test_a_waiver_without_a_known_reason_is_refused_in_a_sentence(client: Client, overdue: Deadline) -> None:
    client.force_login(in_the_admin("view_deadline", "waive_deadline"))
    response = client.post(f"/admin/deadline/waive/{overdue.pk}/", {"reason": "health"}, follow=True)
    overdue.refresh_from_db()
    assert overdue.waived_at is None
    assert list(response.context["messages"])


def test_the_admins_home_page_shows_what_is_due(client: Client, overdue: Deadline) -> None:
    client.force_login(in_the_admin("view_deadline"))
    assert "К-overdue" in client.get("/admin/").content.decode()
    client.force_login(in_the_admin())
    assert "К-overdue" not in client.get("/admin/").content.decode()


def test_whoever_sees_all_is_led_to_the_deadline_and_not_to_the_page_of_the_person_it_waits_for(
    client: Client, overdue: Deadline
) -> None:
    client.force_login(in_the_admin("view_deadline"))
    assert f'href="/admin/deadline/inspect/{overdue.pk}/"' in client.get("/admin/").content.decode()


def test_the_admins_home_page_shows_me_my_own_deadlines(client: Client, overdue: Deadline) -> None:
    clerk = in_the_admin()
    Deadline.objects.filter(pk=overdue.pk).update(responsible=clerk.person)
    client.force_login(clerk)
    page = client.get("/admin/").content.decode()
    assert "К-overdue" in page
    assert "К-later" not in page
