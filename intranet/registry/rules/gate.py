"""The completeness gate: what a certificate lacks before it may be issued (DOC-01…08, REG-03, REG-10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from intranet.people import names
from intranet.people.names import Name, Problem
from intranet.registry.rules.publication import is_too_late
from intranet.registry.rules.values import Values

MOST_HOURS = Decimal("99999.99")
MOST_CREDITS = Decimal("9999.99")

FINDINGS = {
    Problem.EMPTY: ("surname", "surname_missing"),
    Problem.TWO_PEOPLE: ("surname", "two_people"),
    Problem.NOT_A_NAME: ("surname", "not_a_name"),
    Problem.NO_GIVEN_NAME: ("given_name", "given_name_missing"),
    Problem.INITIALS_ONLY: ("given_name", "initials_only"),
}
FORGIVEN = (FINDINGS[Problem.NO_GIVEN_NAME], FINDINGS[Problem.INITIALS_ONLY])


@dataclass(frozen=True)
class Missing:
    """What is missing or wrong, at which field, by which rule; ``code`` names the sentence that says it."""

    field: str
    rule: str
    code: str


def missing(
    values: Values, *, on_date: date, provider: str, signatory: str, is_historical: bool = False
) -> list[Missing]:
    """Return what stands between the values and a certificate, in the order of the form; nothing where it is ready.

    ``signatory`` is the name of whoever signs on the issue date. A historical document may lack outcomes, signatory and
    full first names, which are then marked as not recorded.
    """
    found = _person(values, is_historical)
    found += [
        Missing(name, rule, f"{name}_missing")
        for name, rule in (("form", "REG-03"), ("kind", "REG-03"), ("topic", "DOC-02"))
        if not getattr(values, name).strip()
    ]
    found += _volume(values)
    found += _dates(values, on_date, is_historical)
    if not provider.strip():
        found.append(Missing("provider", "DOC-01", "provider_missing"))
    if not is_historical:
        if not values.outcomes.strip():
            found.append(Missing("outcomes", "DOC-05", "outcomes_missing"))
        if not signatory.strip():
            found.append(Missing("signatory", "DOC-07", "signatory_missing"))
    return found


def not_recorded(values: Values, *, signatory: str) -> list[str]:
    """Return the columns that a historical document does not record."""
    facts = {
        "given_name": not {Problem.NO_GIVEN_NAME, Problem.INITIALS_ONLY}
        & set(names.problems(Name(values.surname, values.given_name, values.patronymic))),
        "outcomes": bool(values.outcomes.strip()),
        "signatory": bool(signatory.strip()),
    }
    return [name for name, recorded in facts.items() if not recorded]


def _person(values: Values, is_historical: bool) -> list[Missing]:
    """Return the gravest finding about the name; initials alone will do in a historical document."""
    problems = names.problems(Name(values.surname, values.given_name, values.patronymic))
    if not values.surname.strip():
        problems.insert(0, Problem.EMPTY)
    found = next((FINDINGS[problem] for problem in problems if problem in FINDINGS), None)
    if found in FORGIVEN and (is_historical or (found == FINDINGS[Problem.NO_GIVEN_NAME] and values.one_name)):
        return []
    return [Missing(found[0], "DOC-04", found[1])] if found else []


def _volume(values: Values) -> list[Missing]:
    if values.hours is None and values.ects is None:
        return [Missing("hours", "DOC-03", "volume_missing")]
    found = []
    for name, number, most in (("hours", values.hours, MOST_HOURS), ("ects", values.ects, MOST_CREDITS)):
        if number is None:
            continue
        if not number.is_finite() or number <= 0 or number > most:
            found.append(Missing(name, "DOC-03", "volume_out_of_range"))
        elif number != round(number, 2):
            found.append(Missing(name, "DOC-03", "volume_too_fine"))
    return found


def _dates(values: Values, on_date: date, is_historical: bool) -> list[Missing]:
    found = []
    if values.issue_date is None:
        found.append(Missing("issue_date", "DOC-06", "issue_date_missing"))
    elif values.issue_date > on_date:
        found.append(Missing("issue_date", "REG-10", "issue_date_ahead"))
    elif not is_historical and not values.late_reason.strip() and is_too_late(values.issue_date, on_date):
        found.append(Missing("late_reason", "REG-10", "late_without_reason"))
    if values.period_from and values.period_to and values.period_to < values.period_from:
        found.append(Missing("period_to", "DOC-06", "period_backwards"))
    return found


def public_name(values: Values) -> str:
    """Return surname and initials as the public sees them (REG-02)."""
    return names.initials(values.surname, values.given_name, values.patronymic)
