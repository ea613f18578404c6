"""Boards outside the admin: one's own, the unit's, the institution's; the calendar; one deadline explained."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from intranet.core import clock
from intranet.core.languages import CODES
from intranet.deadlines import queries
from intranet.deadlines.enums import DeadlineState
from intranet.deadlines.models import Deadline
from intranet.deadlines.queries import Wanted
from intranet.deadlines.queries import months as queries_of_months
from intranet.deadlines.rules import Rule
from intranet.deadlines.sweep import sweep
from intranet.people.models import Person
from tests.factories import deadlines as make
from tests.factories.people import AccountFactory, AppointmentFactory, PersonFactory, PostFactory, UnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

BOARD = "/en/my/deadlines/"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def rules(monkeypatch: pytest.MonkeyPatch) -> dict[str, Rule]:
    return make.only_rules(monkeypatch, make.rule(responsible="registrar"))


def tick(day: date) -> None:
    sweep(at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC), on_date=day)


def due_in(days: int, **fields: Any) -> None:
    """Make a subject whose last day is so many days from today."""
    make.subject(clock.today() + (days - 15) * DAY, **fields)


def worker(unit: Any = None, kind: str = "ordinary", **fields: Any) -> Person:
    """Make somebody who holds a post; the appointment itself is met long ago."""
    person: Person = PersonFactory(with_account=True, **fields)
    post = PostFactory(kind=kind, unit=unit or UnitFactory())
    AppointmentFactory(person=person, post=post, since=date(2020, 1, 1), order_date=date(2020, 1, 2))
    return person


def labels(client: Client, **asked: str) -> list[str]:
    return [each.label for each in client.get(BOARD, asked).context["deadlines"]]


def test_a_person_sees_their_own_deadlines_and_nobody_elses(client: Client) -> None:
    me = worker()
    due_in(-2, person=me, label="К-late")
    due_in(4, person=me, label="К-soon")
    due_in(0, label="К-another’s")
    tick(clock.today())
    client.force_login(me.account)
    assert labels(client) == ["К-late", "К-soon"]
    assert labels(client, state="overdue") == ["К-late"]


def test_a_role_sees_what_names_nobody(client: Client) -> None:
    due_in(3, label="К-role’s")
    tick(clock.today())
    Deadline.objects.filter(label="К-role’s").update(responsible=None)
    registrar, other = PersonFactory(account=AccountFactory(groups=["registrar"])), worker()
    client.force_login(registrar.account)
    assert labels(client, of="me") == ["К-role’s"]
    client.force_login(other.account)
    assert labels(client) == []


def test_a_head_sees_the_unit_and_what_stands_below_it(client: Client) -> None:
    unit = UnitFactory()
    below = UnitFactory(parent=unit)
    head, mine, lower, stranger = worker(unit, "head"), worker(unit), worker(below), worker()
    for person, label in ((mine, "К-unit"), (lower, "К-below"), (stranger, "К-elsewhere")):
        due_in(3, person=person, label=label)
    tick(clock.today())
    client.force_login(head.account)
    assert sorted(labels(client, of="unit")) == ["К-below", "К-unit"]
    assert labels(client) == []
    client.force_login(mine.account)
    assert client.get(BOARD, {"of": "unit"}).status_code == 404


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("HR", True),
        ("director", True),
        ("administrator", True),
        ("registrar", True),
        ("editor", False),
        ("approver", False),
        ("staff", False),
    ],
)
def test_the_institutions_board_is_for_those_who_may_see_it(client: Client, role: str, sees: bool) -> None:
    client.force_login(AccountFactory(groups=[role]))
    for address, what in ((BOARD, "states"), (f"{BOARD}calendar/", "weeks")):
        assert (what in client.get(address, {"of": "institution"}).context) == sees


def test_nobody_reads_a_deadline_that_is_not_theirs(client: Client) -> None:
    me = worker()
    due_in(3, person=me, label="К-mine")
    due_in(3, label="К-another’s")
    tick(clock.today())
    own, other = Deadline.objects.get(label="К-mine"), Deadline.objects.get(label="К-another’s")
    assert client.get(f"{BOARD}{own.pk}/").status_code == 302
    client.force_login(me.account)
    page = client.get(f"{BOARD}{own.pk}/").content.decode()
    assert "+ 15 calendar days =" in page
    assert "clause 3.3" in page
    assert client.get(f"{BOARD}{other.pk}/").status_code == 404
    assert client.get(f"{BOARD}{10**30}/").status_code == 404


def test_every_state_is_counted_as_it_is_listed(client: Client) -> None:
    today = clock.today()
    for days in (-3, -1, 0, 7, 8, 40):
        due_in(days, label=f"К{days}")
    due_in(5, order_date=today, label="К-met")
    due_in(-5, order_date=today, label="К-late")
    tick(today)
    Deadline.objects.filter(label="К40").update(lapsed_on=today)
    found = queries.counts(today, Wanted())
    listed = {state: len(queries.page(today, Wanted(state=state)).rows) for state in DeadlineState}
    assert found == listed
    assert (found[DeadlineState.OVERDUE], found[DeadlineState.MET_LATE], found[DeadlineState.LAPSED]) == (2, 1, 1)


def test_counting_stops_at_the_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intranet.deadlines.queries.boards.CAP", 2)
    for _n in range(4):
        due_in(3)
    tick(clock.today())
    assert queries.counts(clock.today(), Wanted())[DeadlineState.SOON] == 3


@pytest.mark.parametrize("newest_first", [False, True])
def test_pages_of_a_persons_and_a_roles_deadlines_are_merged_without_loss(newest_first: bool) -> None:
    today = clock.today()
    me = worker(kind="registrar")
    for n in range(13):
        due_in(n % 5, person=me, label=f"К-{n}", order_date=today if newest_first else None)
    for n in range(9):
        due_in(n % 4, label=f"К-role-{n}", order_date=today if newest_first else None)
    tick(today)
    Deadline.objects.filter(label__startswith="К-role").update(responsible=None)
    wanted = Wanted(state=DeadlineState.MET) if newest_first else Wanted()
    scope = queries.scope_of_person(me, today)
    seen: list[tuple[date, int]] = []
    after = None
    while True:
        page = queries.page(today, wanted, scope, after=after, size=4)
        seen += [(row.due_on, row.pk) for row in page.rows if row.label.startswith("К-")]
        after = page.after
        if after is None:
            break
    assert len(seen) == 22
    assert seen == sorted(set(seen), reverse=newest_first)


def test_a_month_shows_each_day_with_its_deadlines_and_says_how_many_more(client: Client) -> None:
    me = worker()
    today = clock.today()
    for n in range(5):
        due_in(0, person=me, label=f"К-{n}")
    tick(today)
    client.force_login(me.account)
    response = client.get(f"{BOARD}calendar/")
    (day,) = [day for week in response.context["weeks"] for day in week if day.number]
    assert (day.on, len(day.deadlines), day.further, day.is_today) == (today, 3, 2, True)
    assert "and 2 more" in response.content.decode()


@pytest.mark.parametrize("month", ["", "2026-13", "0000-01", "9999-12", "x" * 5000, "2026-02-01", "\x00", "2024-02"])
def test_any_month_can_be_asked_for(client: Client, month: str) -> None:
    client.force_login(worker().account)
    assert client.get(f"{BOARD}calendar/", {"month": month}).status_code == 200


@pytest.mark.parametrize("language", CODES)
def test_the_pages_speak_every_language(client: Client, language: str) -> None:
    me = worker()
    due_in(0, person=me)
    tick(clock.today())
    client.force_login(me.account)
    pk = Deadline.objects.get(due_on=clock.today()).pk
    for part in ("", "calendar/", f"{pk}/"):
        assert client.get(f"/{language}/my/deadlines/{part}").status_code == 200


def test_an_account_of_nobody_is_told_so(client: Client) -> None:
    client.force_login(AccountFactory())
    assert "HR ties it" in client.get(BOARD).content.decode()
    assert "HR ties it" in client.get(f"{BOARD}calendar/").content.decode()


@pytest.mark.parametrize("of", ["me", "unit", "institution"])
def test_a_board_asks_six_queries_beyond_what_any_page_asks(
    client: Client, of: str, django_assert_max_num_queries: Any
) -> None:
    unit = UnitFactory()
    head = worker(unit, "head", account=AccountFactory(groups=["HR"]))
    for n in range(30):
        due_in(n, person=worker(unit))
        due_in(n, person=head)
    tick(clock.today())
    client.force_login(head.account)
    client.get(BOARD, {"of": of})
    with CaptureQueriesContext(connection) as bare:
        client.get("/en/inbox/letters/")  # one of its queries is its own
    with django_assert_max_num_queries(len(bare) - 1 + 6):
        client.get(BOARD, {"of": of})
    with django_assert_max_num_queries(len(bare) - 1 + 6):
        client.get(f"{BOARD}calendar/", {"of": of})


@pytest.mark.parametrize(("cap", "further", "is_capped"), [(5, 2, False), (4, 1, True)])
def test_a_day_with_more_deadlines_than_are_counted_says_that_there_are_more(
    client: Client, monkeypatch: pytest.MonkeyPatch, cap: int, further: int, is_capped: bool
) -> None:
    monkeypatch.setattr(queries_of_months, "CAP_OF_A_DAY", cap)
    for n in range(5):
        due_in(1, label=f"К-{n}")
    tick(clock.today())
    Deadline.objects.filter(label="К-0").update(responsible=None)
    client.force_login(AccountFactory(groups=["HR"]))
    month = f"{clock.today() + DAY:%Y-%m}"
    response = client.get(f"{BOARD}calendar/", {"of": "institution", "month": month})
    (day,) = [day for week in response.context["weeks"] for day in week if day.number]
    assert len({each.label for each in day.deadlines}) == 3
    assert (day.on, day.further, day.is_capped) == (clock.today() + DAY, further, is_capped)
