"""The completeness gate: what a certificate lacks before it may be issued (DOC-01…08, REG-03, REG-10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from intranet.core.words import search_key
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
    values: Values,
    *,
    on_date: date,
    provider: str,
    signatory: str,
    is_historical: bool = False,
    programme_is_published: bool = True,
) -> list[Missing]:
    """Return what stands between the values and a certificate, in the order of the form; nothing where it is ready.

    ``signatory`` is the name of whoever signs on the issue date; ``programme_is_published`` says that an edition of the
    programme named was in force then, or that none is named. A historical document may lack outcomes, signatory and
    full first names, which are then marked as not recorded.
    """
    found = _person(values, is_historical)
    found += _public_name(values)
    found += [
        Missing(name, rule, f"{name}_missing")
        for name, rule in (("form", "REG-03"), ("kind", "REG-03"), ("topic", "DOC-02"))
        if not getattr(values, name).strip()
    ]
    found += _volume(values)
    found += _dates(values, on_date, is_historical)
    if not (is_historical or programme_is_published or values.programme_reason.strip()):
        found.append(Missing("programme", "PRG-03", "programme_not_published"))
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
    if not any(map(str.isalpha, values.surname)):
        problems.insert(0, Problem.EMPTY)
    found = next((FINDINGS[problem] for problem in problems if problem in FINDINGS), None)
    if found in FORGIVEN and (is_historical or (found == FINDINGS[Problem.NO_GIVEN_NAME] and values.one_name)):
        return []
    return [Missing(_part(found[0], found[1], values), "DOC-04", found[1])] if found else []


def _part(field: str, code: str, values: Values) -> str:
    """Return the part of the name that a finding is about: marks that no name has may stand in any."""
    if code != FINDINGS[Problem.NOT_A_NAME][1]:
        return field
    parts = (Name(values.surname), Name("", values.given_name), Name("", "", values.patronymic))
    fields = ("surname", "given_name", "patronymic")
    return next(
        (each for each, part in zip(fields, parts, strict=True) if Problem.NOT_A_NAME in names.problems(part)), field
    )


def _public_name(values: Values) -> list[Missing]:
    """Return what speaks against a public name that was given: it needs a reason and may not tell more (REG-02)."""
    given = values.public_name_given.strip()
    if not given:
        return []
    found = []
    if tells_more(given, values):
        found.append(Missing("public_name_given", "REG-02", "public_name_tells_more"))
    if given != derived_name(values) and not values.public_name_reason.strip():
        found.append(Missing("public_name_reason", "REG-02", "public_name_without_reason"))
    return found


def _words(text: str) -> list[str]:
    return search_key(text.replace("-", " ")).split()


def tells_more(given: str, values: Values) -> bool:
    """Say whether a public name holds the given name or patronymic in full, which the public must not see (REG-05)."""
    shown = set(_words(given))
    private = {word for text in (values.given_name, values.patronymic) for word in _words(text) if len(word) > 1}
    return bool((private - set(_words(values.surname))) & shown)


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
    """Return surname and initials as the public sees them: as given with a reason, else derived (REG-02)."""
    return values.public_name_given.strip() or derived_name(values)


def derived_name(values: Values) -> str:
    """Return surname and initials as the names make them (REG-02)."""
    return names.initials(values.surname, values.given_name, values.patronymic)


def needs_a_look(values: Values) -> bool:
    """Say whether a person has to look at the name before it is public: somebody with one name only (REG-02)."""
    return not values.given_name.strip()
