"""What an institution may set about a rule that is declared in code: its parameters, in versions. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Literal

from intranet.core.terms import Roll, Term, Unit
from intranet.deadlines.rules.declaring import Escalation, Rule
from intranet.notices.clauses import ClauseRef

LONGEST = 36_600  # days: a hundred years


@dataclass(frozen=True)
class Parameters:
    """The values of one version of a rule."""

    is_on: bool
    clause: ClauseRef
    term: Term
    steps: tuple[int | Term, ...]
    steps_from: Literal["anchor", "due"]
    escalations: tuple[Escalation, ...]
    responsible: str
    in_force_from: date | None = None
    in_force_until: date | None = None

    def in_force_on(self, day: date) -> bool:
        """Say whether the institution applies the rule on ``day``; ``in_force_until`` is the first day without it."""
        begun = self.in_force_from is None or self.in_force_from <= day
        return self.is_on and begun and (self.in_force_until is None or day < self.in_force_until)


def declared(rule: Rule) -> Parameters:
    """Return version 0: what the code declares. An optional rule is off in it."""
    return Parameters(
        is_on=rule.is_required,
        clause=rule.clause,
        term=rule.term,
        steps=rule.steps,
        steps_from=rule.steps_from,
        escalations=rule.escalations,
        responsible=rule.responsible,
    )


def with_parameters(rule: Rule, parameters: Parameters, *, version: int = 0) -> Rule:
    """Return the rule with the institution's values in the place of the declared ones."""
    return replace(
        rule,
        clause=parameters.clause,
        term=parameters.term,
        steps=parameters.steps,
        steps_from=parameters.steps_from,
        escalations=parameters.escalations,
        responsible=parameters.responsible,
        version=version,
    )


def differences(before: Parameters, after: Parameters) -> tuple[str, ...]:
    """Return the names of the values in which two versions differ, in the order of ``Parameters``."""
    return tuple(item.name for item in fields(Parameters) if getattr(before, item.name) != getattr(after, item.name))


def contradiction(parameters: Parameters) -> str | None:
    """Return what is wrong with the values, as a word; None where they can be applied."""
    since, until = parameters.in_force_from, parameters.in_force_until
    if since and until and until <= since:
        return "ends_before_it_starts"
    terms = [parameters.term, *parameters.steps]
    if any(_in_days(term) > LONGEST for term in terms):
        return "too_long"
    if any(not 0 <= each.days_after_due <= LONGEST for each in parameters.escalations):
        return "too_long"
    if len(set(parameters.steps)) < len(parameters.steps):
        return "same_step_twice"
    if len(set(parameters.escalations)) < len(parameters.escalations):
        return "same_step_twice"
    return None


def stops_applying(parameters: Parameters, *, on_date: date) -> bool:
    """Say whether there is a day from ``on_date`` on, on which the rule is not applied."""
    return not parameters.in_force_on(on_date) or parameters.in_force_until is not None


def _in_days(term: int | Term) -> int:
    if isinstance(term, int):
        return abs(term)
    length = {Unit.DAYS: 1, Unit.WORKING_DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 31, Unit.YEARS: 366}
    return abs(term.amount) * length[term.unit]


def as_json(parameters: Parameters) -> dict[str, Any]:
    """Return what a version keeps of its values; ``from_json`` reads it."""
    return {
        "is_on": parameters.is_on,
        "clause": {
            "document": parameters.clause.document_key,
            "number": parameters.clause.number,
            "block": parameters.clause.block,
        },
        "term": _term_as_json(parameters.term),
        "steps": [step if isinstance(step, int) else _term_as_json(step) for step in parameters.steps],
        "steps_from": parameters.steps_from,
        "escalations": [[each.days_after_due, each.to] for each in parameters.escalations],
        "responsible": parameters.responsible,
        "in_force_from": _written(parameters.in_force_from),
        "in_force_until": _written(parameters.in_force_until),
    }


def from_json(kept: Mapping[str, Any]) -> Parameters:
    """Return the values that ``as_json`` wrote."""
    clause = kept["clause"]
    return Parameters(
        is_on=kept["is_on"],
        clause=ClauseRef(clause["document"], clause["number"], clause["block"]),
        term=_term(kept["term"]),
        steps=tuple(step if isinstance(step, int) else _term(step) for step in kept["steps"]),
        steps_from=kept["steps_from"],
        escalations=tuple(Escalation(days, to) for days, to in kept["escalations"]),
        responsible=kept["responsible"],
        in_force_from=_read(kept["in_force_from"]),
        in_force_until=_read(kept["in_force_until"]),
    )


def _term_as_json(term: Term) -> list[Any]:
    return [term.amount, term.unit.value, term.roll.value]


def _term(kept: list[Any]) -> Term:
    amount, unit, roll = kept
    return Term(amount, Unit(unit), Roll(roll))


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _read(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None
