"""Whether an internship has what the regulation demands, and what it is worth. Pure (INT-01…04, VOL-03)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from intranet.registry.rules.volumes import credits_of, internship_hours, shown
from intranet.training.enums import HostKind, InternshipState, Lack

YEARS_OF_A_SUPERVISOR = 10


@dataclass(frozen=True)
class Supervision:
    """What somebody has confirmed of the supervisor."""

    name: str = ""
    is_at_main_job: bool = False
    has_degree_or_title: bool = False
    years: int | None = None
    is_experienced: bool = False


@dataclass(frozen=True)
class InternshipFacts:
    """What decides whether an internship may be completed."""

    days: int | None
    outcomes: str
    approved_on: date | None
    approved_by: str
    supervision: Supervision
    host: HostKind
    has_programme: bool = True


def worth(days: int) -> tuple[Decimal, Decimal]:
    """Return the hours and the credits of so many days: six hours, or 0.2 of a credit, each (VOL-03)."""
    hours = internship_hours(days)
    return hours, shown(credits_of(hours))


def lacks(facts: InternshipFacts) -> list[Lack]:
    """Return what is still to be entered or confirmed, in the order of the form."""
    found = []
    if not facts.has_programme:
        found.append(Lack.PROGRAMME)
    if not facts.days:
        found.append(Lack.DAYS)
    if not facts.outcomes.strip():
        found.append(Lack.OUTCOMES)
    if facts.approved_on is None or not facts.approved_by.strip():
        found.append(Lack.APPROVAL)
    return [*found, *_of_supervision(facts.supervision, facts.host)]


def _of_supervision(supervision: Supervision, host: HostKind) -> list[Lack]:
    if not supervision.name.strip():
        return [Lack.SUPERVISOR]
    if host is HostKind.OTHER:
        return [] if supervision.is_experienced else [Lack.EXPERIENCE]
    found = []
    if not supervision.is_at_main_job:
        found.append(Lack.MAIN_JOB)
    if not supervision.has_degree_or_title:
        found.append(Lack.DEGREE)
    if supervision.years is None or supervision.years < YEARS_OF_A_SUPERVISOR:
        found.append(Lack.YEARS)
    return found


def internship_state(
    *, starts_on: date, ends_on: date, on_date: date, completed: bool = False, cancelled: bool = False
) -> InternshipState:
    """Return what an internship is on a day."""
    if cancelled:
        return InternshipState.CANCELLED
    if completed:
        return InternshipState.COMPLETED
    if on_date < starts_on:
        return InternshipState.PLANNED
    return InternshipState.ENDED if on_date > ends_on else InternshipState.RUNNING
