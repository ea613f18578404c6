"""How a rule applies on a day: what the code declares, with the institution's values in its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db.models import Max, OuterRef, QuerySet, Subquery

from intranet.core.models import Holiday
from intranet.core.terms import Calendar
from intranet.deadlines.clauses import numbers_of
from intranet.deadlines.models import RuleVersion
from intranet.deadlines.register import rules
from intranet.deadlines.rules import Parameters, Rule, declared, with_parameters
from intranet.deadlines.rules.parameters import from_json


def calendar() -> Calendar:
    """Return the institution's holidays and moved working days (LAW-07)."""
    rows = list(Holiday.objects.values_list("date", "is_working"))
    return Calendar(
        holidays=frozenset(day for day, working in rows if not working),
        working=frozenset(day for day, working in rows if working),
    )


def rules_in_force(on_date: date) -> dict[str, Rule]:
    """Return the rules that the institution applies on a day, each with the values it has on it."""
    return {key: rule for key, (rule, values) in _as_set(on_date).items() if values.in_force_on(on_date)}


def rule_in_force(rule_key: str, on_date: date) -> Rule | None:
    """Return a rule with the values it has on a day; None where it is unknown or not applied on it."""
    return rules_in_force(on_date).get(rule_key)


def rules_as_set(on_date: date) -> dict[str, Rule]:
    """Return every declared rule with the values it has on a day, whether it is applied or not."""
    return {key: rule for key, (rule, _values) in _as_set(on_date).items()}


def parameters_on(on_date: date) -> dict[str, Parameters]:
    """Return the values of every rule on a day; a clause chosen from a published text has its present number."""
    return {key: values for key, (_rule, values) in _as_set(on_date).items()}


def versions_of(rule_key: str) -> QuerySet[RuleVersion]:
    """Return the versions of a rule, the latest first."""
    return RuleVersion.objects.filter(rule_key=rule_key).select_related("made_by").order_by("-number")


def newest(rule: Rule) -> tuple[int, Parameters]:
    """Return the number and the values of the latest version, be it still to come: what a change starts from."""
    last = versions_of(rule.key).first()
    return (last.number, from_json(last.parameters)) if last else (0, declared(rule))


def _as_set(on_date: date) -> dict[str, tuple[Rule, Parameters]]:
    versions = {version.rule_key: version for version in _current(on_date)}
    values = {
        key: from_json(versions[key].parameters) if key in versions else declared(rule) for key, rule in rules().items()
    }
    numbers = numbers_of({each.clause.block for each in values.values() if each.clause.block})
    found = {}
    for key, rule in rules().items():
        each = values[key]
        clause = replace(each.clause, number=numbers.get(each.clause.block, each.clause.number))
        each = replace(each, clause=clause)
        found[key] = (with_parameters(rule, each, version=versions[key].number if key in versions else 0), each)
    return found


def _current(on_date: date) -> QuerySet[RuleVersion]:
    begun = RuleVersion.objects.filter(valid_from__lte=on_date)
    last = begun.filter(rule_key=OuterRef("rule_key")).values("rule_key").annotate(last=Max("number")).values("last")
    return begun.filter(number=Subquery(last))
