"""Rules as data: versions, their history, what a change would do, and the sweep that takes it up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import translation

from intranet.core import clock
from intranet.core.models import Account, AuditEntry
from intranet.core.terms import Roll, Term, Unit
from intranet.deadlines import queries
from intranet.deadlines.clauses import ClauseRef, PublishedClause, set_book
from intranet.deadlines.describing import changes, described
from intranet.deadlines.models import Deadline, RuleVersion
from intranet.deadlines.operations import CannotSetRule, set_rule, waive
from intranet.deadlines.queries.previewing import Preview, preview
from intranet.deadlines.rules import Escalation, Parameters, Rule, declared
from intranet.deadlines.sweep import sweep
from tests.factories import deadlines as make
from tests.factories.people import AccountFactory, InspectorTermFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

KEY = "test.publish"
TODAY = date(2026, 3, 10)
AT = datetime(2026, 3, 10, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def rules(monkeypatch: pytest.MonkeyPatch) -> dict[str, Rule]:
    return make.only_rules(monkeypatch, make.rule())


def tick(day: date = TODAY) -> dict[str, int]:
    return sweep(at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC), on_date=day)


def change(**changed: Any) -> RuleVersion:
    return make.set_values(at=AT, on_date=TODAY, **changed)


# --- Versions ------------------------------------------------------------------------------------------------------


def test_without_a_version_the_rule_is_as_its_code_declares_it() -> None:
    rule = queries.rule_in_force(KEY, TODAY)
    assert rule == make.rule(subjects=rule.subjects, subject_url=rule.subject_url)  # type: ignore[union-attr]
    assert queries.rule_in_force("no.such", TODAY) is None


def test_a_version_applies_from_its_day_and_the_later_one_after_it() -> None:
    change(term=Term(20, Unit.DAYS))
    make.set_values(at=AT, on_date=TODAY + 5 * DAY, term=Term(30, Unit.DAYS))
    terms = [queries.rules_in_force(TODAY + n * DAY)[KEY].term.amount for n in (-1, 0, 4, 5, 400)]
    versions = [queries.rules_in_force(TODAY + n * DAY)[KEY].version for n in (-1, 0, 4, 5, 400)]
    assert (terms, versions) == ([15, 20, 20, 30, 30], [0, 1, 1, 2, 2])


def test_a_version_keeps_who_changed_what_when_and_why() -> None:
    version = change(escalations=(Escalation(4, "director"),))
    assert (version.number, version.valid_from, version.made_at) == (1, TODAY, AT)
    entry = AuditEntry.objects.get(action="deadlines.rule_set")
    assert (entry.data["rule"], entry.data["reason"]) == (KEY, "a new edition of the regulation")


def test_an_optional_rule_is_off_until_it_is_switched_on(rules: dict[str, Rule]) -> None:
    rules[KEY] = make.rule(is_required=False)
    make.subject(TODAY)
    assert tick()["opened"] == 0
    change(is_on=True)
    assert tick()["opened"] == 1
    change(is_on=False)
    tick()
    assert Deadline.objects.get().lapsed_on == TODAY


@pytest.mark.parametrize("changed", [{"is_on": False}, {"in_force_until": TODAY + DAY}, {"in_force_from": TODAY + DAY}])
def test_a_required_rule_is_given_up_only_by_an_order(changed: dict[str, Any]) -> None:
    with pytest.raises(CannotSetRule):
        change(**changed)
    assert change(**changed, order="№ 7, 10.03.2026").order


@pytest.mark.parametrize(
    "wrong",
    [
        {"rule_key": "no.such"},
        {"valid_from": TODAY - DAY},
        {"reason": ""},
        {"based_on": 3},
        {"parameters": declared(make.rule())},
        {"parameters": declared(make.rule(term=Term(101, Unit.YEARS)))},
        {"parameters": declared(make.rule(term=Term(-40_000, Unit.DAYS)))},
        {"parameters": declared(make.rule(steps=(1, 1)))},
        {"parameters": declared(make.rule(escalations=(Escalation(1, "director"), Escalation(1, "director"))))},
        {"parameters": declared(make.rule(escalations=(Escalation(-1, "director"),)))},
    ],
)
def test_what_contradicts_itself_is_refused_in_a_sentence(wrong: dict[str, Any]) -> None:
    values: dict[str, Any] = {
        "rule_key": KEY,
        "parameters": declared(make.rule(term=Term(20, Unit.DAYS))),
        "valid_from": TODAY,
        "reason": "why",
        "at": AT,
        "on_date": TODAY,
    }
    with pytest.raises(CannotSetRule) as refused:
        set_rule(**{**values, **wrong})
    assert str(refused.value)
    assert not RuleVersion.objects.exists()


def test_a_change_never_applies_before_an_earlier_one() -> None:
    make.set_values(at=AT, on_date=TODAY + 5 * DAY, term=Term(30, Unit.DAYS))
    with pytest.raises(CannotSetRule):
        change(term=Term(20, Unit.DAYS))


def test_a_clause_chosen_from_a_text_keeps_its_present_number() -> None:
    class Book:
        def numbers(self, blocks: Any) -> dict[str, str]:
            return {"b-1": "3.4"} if "b-1" in blocks else {}

        def clauses(self, language: str) -> list[PublishedClause]:
            return []

    change(clause=ClauseRef("cpd", "3.3", "b-1"))
    set_book(Book())
    try:
        assert queries.rules_in_force(TODAY)[KEY].clause.number == "3.4"
    finally:
        set_book(None)
    assert queries.rules_in_force(TODAY)[KEY].clause.number == "3.3"


def test_a_change_is_told_value_by_value() -> None:
    before = Parameters(
        True, ClauseRef("cpd", "3.3"), Term(15, Unit.DAYS), (7,), "anchor", (Escalation(1, "director"),), "registrar"
    )
    after = Parameters(
        True, ClauseRef("cpd", "3.4"), Term(0, Unit.DAYS, Roll.NEXT), (), "due", (Escalation(0, "hr_head"),), "HR"
    )
    with translation.override("en"):
        found = {change.name: (change.before, change.after) for change in changes(before, after)}
        assert len(described(after)) == 9
    assert found["Clause"] == (("clause 3.3",), ("clause 3.4",))
    assert found["Reminders"] == (("7 calendar days after",), ("—",))
    assert found["Brought to"] == (
        ("director (head of the institution): 1 calendar day after the last day",),
        ("head of HR: on the last day",),
    )


# --- Taken up by the sweep -----------------------------------------------------------------------------------------


def test_the_sweep_moves_open_deadlines_by_the_new_term() -> None:
    make.subject(TODAY - 10 * DAY)
    tick()
    change(term=Term(20, Unit.DAYS))
    assert tick()["moved"] == 1
    assert Deadline.objects.get().due_on == TODAY + 10 * DAY


def test_new_steps_speak_of_deadlines_that_were_there_before() -> None:
    make.subject(TODAY - 12 * DAY)
    tick()
    assert Deadline.objects.get().speaks_on == TODAY + 2 * DAY
    change(steps=(0, 7, 13, 15))
    tick()
    assert Deadline.objects.get().speaks_on == TODAY + DAY


# --- The preview ---------------------------------------------------------------------------------------------------


def subjects() -> None:
    for days in (3, 12, 14, 16, 20):
        make.subject(TODAY - days * DAY, label=f"К-{days}")
    make.subject(TODAY - 12 * DAY, label="К-met", order_date=TODAY)


@pytest.mark.parametrize(
    ("changed", "would"),
    [
        ({"steps": (1, 2)}, Preview()),
        ({"term": Term(13, Unit.DAYS)}, Preview(moved=5, newly_overdue=1)),
        ({"term": Term(5, Unit.DAYS)}, Preview(moved=5, newly_overdue=2)),
        ({"term": Term(17, Unit.DAYS)}, Preview(moved=5, no_longer_overdue=1)),
        ({"is_on": False}, Preview(closed=5)),
    ],
)
def test_a_preview_says_what_the_sweep_then_does(changed: dict[str, Any], would: Preview) -> None:
    subjects()
    tick()
    before = {row.pk: row for row in Deadline.objects.all()}
    assert preview(make.rule(), replace(declared(make.rule()), **changed), TODAY) == would
    assert {row.pk: row.due_on for row in Deadline.objects.all()} == {pk: row.due_on for pk, row in before.items()}
    change(**changed, order="№ 7")
    counts = tick()
    assert counts["moved"] == would.moved
    overdue = {pk for pk, row in before.items() if row.met_on is None and row.due_on < TODAY}
    now = set(Deadline.objects.overdue(TODAY).values_list("pk", flat=True))
    if not would.closed:
        assert (len(now - overdue), len(overdue - now)) == (would.newly_overdue, would.no_longer_overdue)
    assert Deadline.objects.filter(lapsed_on=TODAY).count() == would.closed


def test_a_preview_counts_what_would_be_opened_and_nothing_that_is_waived(rules: dict[str, Rule]) -> None:
    rules[KEY] = make.rule(is_required=False)
    subjects()
    values = declared(make.rule())
    assert preview(rules[KEY], values, TODAY) == Preview(opened=5, newly_overdue=2)
    rules[KEY] = make.rule()
    tick()
    head = PersonFactory(with_account=True).account
    for row in Deadline.objects.filter(met_on=None):
        waive(deadline=row, reason="order", at=AT, on_date=TODAY, actor=head)
    shorter = declared(make.rule(term=Term(5, Unit.DAYS)))
    assert preview(rules[KEY], shorter, TODAY) == Preview(moved=5)


# --- In the admin --------------------------------------------------------------------------------------------------


def in_the_admin(*codenames: str) -> Account:
    account: Account = PersonFactory(with_account=True).account
    account.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    return account


def typed(**changed: str) -> dict[str, str]:
    return {
        "is_on": "on",
        "amount": "15",
        "unit": "days",
        "roll": "none",
        "responsible": "registrar",
        "clause_document": "cpd",
        "clause_number": "4.7",
        "steps_from": "anchor",
        "valid_from": clock.today().isoformat(),
        "reason": "a new edition",
        "based_on": "0",
        "steps-TOTAL_FORMS": "2",
        "steps-INITIAL_FORMS": "0",
        "steps-0-amount": "7",
        "steps-0-unit": "days",
        "steps-1-amount": "-1",
        "steps-1-unit": "working_days",
        "escalations-TOTAL_FORMS": "1",
        "escalations-INITIAL_FORMS": "0",
        "escalations-0-days": "2",
        "escalations-0-to": "director",
        **changed,
    }


def test_the_rules_are_listed_before_any_sweep(client: Client) -> None:
    client.force_login(in_the_admin("view_ruleversion"))
    assert "Publish the list" in client.get("/admin/deadline_rule/").content.decode()
    assert client.get(f"/admin/deadline_rule/{KEY}/").status_code == 200
    assert client.get("/admin/deadline_rule/no.such/").status_code == 404


def test_a_change_is_shown_first_and_kept_then(client: Client) -> None:
    make.subject(clock.today() - 3 * DAY)
    tick(clock.today())
    client.force_login(in_the_admin("view_ruleversion", "set_rule"))
    address = f"/admin/deadline_rule/{KEY}/change/"
    assert client.get(address).status_code == 200
    shown = client.post(address, typed(amount="2"))
    assert shown.context["preview"] == Preview(moved=1, newly_overdue=1)
    assert not RuleVersion.objects.exists()
    entered = dict(shown.context["entered"])
    assert client.post(address, {**entered, "back": "1"}).context["form"]["amount"].value() == "2"
    assert client.post(address, {**entered, "keep": "1"}).status_code == 302
    rule = queries.rules_in_force(clock.today())[KEY]
    assert (rule.term, rule.clause.number, rule.version) == (Term(2, Unit.DAYS), "4.7", 1)
    assert rule.steps == (7, Term(-1, Unit.WORKING_DAYS))
    assert rule.escalations == (Escalation(2, "director"),)
    page = client.get(f"/admin/deadline_rule/{KEY}/").content.decode()
    assert "a new edition" in page


def test_two_people_do_not_change_a_rule_over_each_other(client: Client) -> None:
    client.force_login(in_the_admin("view_ruleversion", "set_rule"))
    make.set_values(at=AT, on_date=clock.today(), term=Term(3, Unit.DAYS))
    response = client.post(f"/admin/deadline_rule/{KEY}/change/", {**typed(amount="2"), "keep": "1"})
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert RuleVersion.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": ""},
        {"amount": "9" * 30},
        {"unit": "fortnights"},
        {"valid_from": "31.02.2026"},
        {"reason": "x" * 10_000},
        {"clause_number": "\x00"},
        {"steps-TOTAL_FORMS": "x"},
        {"steps-TOTAL_FORMS": "100000"},
        {"steps-0-amount": "seven"},
        {"escalations-0-to": "nobody"},
        {"responsible": "\ud800"},
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(client: Client, wrong: dict[str, str]) -> None:
    client.force_login(in_the_admin("view_ruleversion", "set_rule"))
    values = {**typed(), **wrong}
    body = "&".join(f"{name}={_quoted(value)}" for name, value in values.items())
    response = client.post(
        f"/admin/deadline_rule/{KEY}/change/", body, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 200
    assert "preview" not in response.context
    assert not RuleVersion.objects.exists()


def _quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize(
    ("role", "sees", "sets"),
    [
        ("administrator", True, True),
        ("director", True, True),
        ("HR", True, True),
        ("inspector", True, False),
        ("registrar", False, False),
        ("editor", False, False),
    ],
)
def test_who_sees_and_sets_the_rules(client: Client, role: str, sees: bool, sets: bool) -> None:
    account = AccountFactory(groups=[role])
    InspectorTermFactory(account=account, since=clock.today(), until=clock.today() + DAY)
    client.force_login(account)
    statuses = [
        client.get(f"/admin/deadline_rule/{address}").status_code for address in ("", f"{KEY}/", f"{KEY}/change/")
    ]
    assert statuses == [200 if sees else 302, 200 if sees else 302, 200 if sets else 302]
