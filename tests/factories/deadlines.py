"""A deadline rule for tests, over appointments: counted from ``since``, met on ``order_date``, named by the order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from django.db.models import F, QuerySet

from intranet.core.terms import Term, Unit
from intranet.deadlines import register
from intranet.deadlines.models import RuleVersion
from intranet.deadlines.operations import set_rule
from intranet.deadlines.queries import newest
from intranet.deadlines.rules import Escalation, Rule
from intranet.notices.clauses import ClauseRef
from intranet.people.models import Appointment
from tests.factories.people import AppointmentFactory

COLUMNS = ("subject_id", "anchor", "met_on", "responsible_id", "label")


def appointments() -> QuerySet[Any, Any]:
    return Appointment.objects.annotate(
        subject_id=F("pk"),
        anchor=F("since"),
        met_on=F("order_date"),
        responsible_id=F("person_id"),
        label=F("order_number"),
    ).values(*COLUMNS)


def rule(**changed: Any) -> Rule:
    """Return a rule like REG-01: fifteen days, reminders on days 0, 7, 12, 14 and 15, escalations from day 16."""
    values: dict[str, Any] = {
        "key": "test.publish",
        "source": "REG-01",
        "name": "Publish the list",
        "clause": ClauseRef("cpd", "3.3"),
        "term": Term(15, Unit.DAYS),
        "steps": (0, 7, 12, 14, 15),
        "steps_from": "anchor",
        "escalations": (Escalation(1, "hr_head"), Escalation(3, "director")),
        "responsible": "registrar",
        "subjects": appointments,
        "subject_url": lambda pk: f"/admin/test/{pk}/",
    }
    return Rule(**{**values, **changed})


def subject(since: date, *, label: str = "К-1", **fields: Any) -> Appointment:
    """Make a subject of the rule."""
    return AppointmentFactory(since=since, order_number=label, **fields)


def only_rules(monkeypatch: pytest.MonkeyPatch, *rules: Rule) -> dict[str, Rule]:
    """Have the register hold these rules and no others; a test may put further ones into what is returned."""
    found = {each.key: each for each in rules}
    monkeypatch.setattr(register, "found", lambda: found)
    return found


def set_values(
    rule_key: str = "test.publish", *, at: datetime, on_date: date, order: str = "", **changed: Any
) -> RuleVersion:
    """Give a rule of the register further values from ``on_date`` on."""
    _number, before = newest(register.rules()[rule_key])
    return set_rule(
        rule_key=rule_key,
        parameters=replace(before, **changed),
        valid_from=on_date,
        reason="a new edition of the regulation",
        order=order,
        at=at,
        on_date=on_date,
    )
