"""Temporary tables of what Python has worked out, on SQLite and PostgreSQL alike."""

from __future__ import annotations

import pytest
from django.db import transaction

from intranet.core import sets
from intranet.core.models import Account
from tests.factories.people import AccountFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.timeout(20)]


def test_rows_that_ask_the_database_are_worked_out_before_they_are_written():
    AccountFactory.create_batch(3)
    asked = ((number, Account.objects.filter(pk__gt=0).count()) for number in range(sets.ROWS_AT_ONCE + 2))
    with transaction.atomic():
        sets.make_table("counted", "number integer, accounts integer", asked)
        [(rows, fewest)] = sets.rows_of("SELECT COUNT(*), MIN(accounts) FROM counted")
        sets.drop_tables("counted")
    assert (rows, fewest) == (sets.ROWS_AT_ONCE + 2, Account.objects.count())


def test_a_table_of_nothing_is_empty():
    with transaction.atomic():
        sets.make_table("counted", "number integer", ())
        assert sets.rows_of("SELECT number FROM counted") == []
        sets.drop_tables("counted")
