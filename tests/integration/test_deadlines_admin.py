"""The board of deadlines, waiving, and the rules, in the admin."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from intranet.core import clock
from intranet.core.models import Account
from intranet.deadlines.models import Deadline, RuleSetting
from intranet.deadlines.sweep import sweep
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


def test_the_clause_of_a_rule_is_set_by_those_who_may(client: Client, overdue: Deadline) -> None:
    setting = RuleSetting.objects.get()
    client.force_login(in_the_admin("view_rulesetting", "change_rulesetting"))
    assert client.get("/admin/deadline_rule/").status_code == 200
    address = f"/admin/deadline_rule/edit/{setting.pk}/"
    assert client.get(address).status_code == 200
    client.post(address, {"clause_document": "cpd", "clause_number": "4.7", "in_force_from": "", "in_force_until": ""})
    setting.refresh_from_db()
    assert setting.clause_number == "4.7"
    wrong = {"clause_number": "4.7", "in_force_from": "2026-02-02", "in_force_until": "2026-02-01"}
    assert client.post(address, wrong).status_code == 200
    setting.refresh_from_db()
    assert setting.in_force_until is None


@pytest.mark.parametrize("address", ["new/", "delete/{}/"])
def test_a_rule_is_never_added_or_deleted_in_the_admin(admin_client: Client, overdue: Deadline, address: str) -> None:
    response = admin_client.get(f"/admin/deadline_rule/{address.format(RuleSetting.objects.get().pk)}")
    assert response.status_code == 302


def test_the_admins_home_page_shows_what_is_due(client: Client, overdue: Deadline) -> None:
    client.force_login(in_the_admin("view_deadline"))
    assert "К-overdue" in client.get("/admin/").content.decode()
    client.force_login(in_the_admin())
    assert "К-overdue" not in client.get("/admin/").content.decode()


def test_the_admins_home_page_shows_me_my_own_deadlines(client: Client, overdue: Deadline) -> None:
    clerk = in_the_admin()
    Deadline.objects.filter(pk=overdue.pk).update(responsible=clerk.person)
    client.force_login(clerk)
    page = client.get("/admin/").content.decode()
    assert "К-overdue" in page
    assert "К-later" not in page
