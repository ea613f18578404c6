"""What is kept how long: the table, its periods, the purge."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from intranet.core import retention
from intranet.core.models import AuditEntry, RetentionPeriod
from intranet.core.retention import PeriodRefused, Retention
from intranet.core.rights import ADMINISTRATOR, HR, sync_groups
from intranet.people import operations
from intranet.people.models import SignIn
from intranet.people.sweep import sweep
from tests.factories.people import AccountFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 2, 14, 9, 0, tzinfo=UTC)
TODAY = date(2026, 2, 14)
KEY = "people.sign_ins"


@pytest.fixture
def sign_ins():
    """Return an account that signed in 366, 364, 31 and 29 days ago."""
    account = AccountFactory()
    for days in (366, 364, 31, 29):
        operations.record_sign_in(account=account, address=None, at=AT - timedelta(days=days))
    return account


def _kept_days() -> list[int]:
    return [(AT - entry.at).days for entry in SignIn.objects.order_by("at")]


def test_the_sign_in_log_is_kept_for_a_year_by_default(sign_ins):
    sweep(at=AT, on_date=TODAY)
    assert _kept_days() == [364, 31, 29]


def test_a_decided_period_holds_and_the_purge_is_written_down_once(sign_ins):
    retention.set_periods(days={KEY: 30}, at=AT)
    sweep(at=AT, on_date=TODAY)
    sweep(at=AT, on_date=TODAY)
    assert _kept_days() == [29]
    assert [entry.data["count"] for entry in AuditEntry.objects.filter(action="core.purged")] == [3]


def test_what_equals_the_default_is_not_stored():
    retention.set_periods(days={KEY: 30}, at=AT)
    retention.set_periods(days={KEY: 365}, at=AT)
    assert not RetentionPeriod.objects.exists()


@pytest.mark.parametrize("days", [{KEY: 0}, {KEY: -1}, {KEY: 10**9}, {"people.appointments": 30}, {"nobody.knows": 30}])
def test_an_impossible_period_is_refused(days):
    with pytest.raises(PeriodRefused):
        retention.set_periods(days=days, at=AT)
    assert not RetentionPeriod.objects.exists()


def test_a_purge_that_fails_does_not_stop_the_others(sign_ins, monkeypatch):
    def broken(before: datetime) -> int:
        raise RuntimeError

    kept = [Retention("broken", "Broken", 1, broken), *retention.rules()]
    monkeypatch.setattr(retention, "rules", lambda: kept)
    assert retention.purge(at=AT) == {KEY: 1}


def test_the_table_names_every_rule_and_is_changed_by_the_administrator_alone(client):
    sync_groups()
    client.force_login(AccountFactory(groups=[HR]))
    page = client.get(reverse("retention"))
    assert KEY in page.context["form"].fields
    assert client.post(reverse("retention"), {KEY: "30"}).status_code in {302, 403}
    assert not RetentionPeriod.objects.exists()
    client.force_login(AccountFactory(groups=[ADMINISTRATOR]))
    client.post(
        reverse("retention"), {name: field.initial for name, field in page.context["form"].fields.items()} | {KEY: 30}
    )
    assert RetentionPeriod.objects.get(key=KEY).days == 30
