"""How the public face and the admin speak of internships."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from intranet.core.languages import reader_language
from intranet.notices.clauses import ClauseLink, link_to
from intranet.training.models import Internship


class Worth(NamedTuple):
    """What the days of an internship are worth, and the clause that the contract names for it (law 10)."""

    days: int
    hours: Decimal | None
    ects: Decimal | None
    clause: ClauseLink


def worth_of(row: Internship) -> Worth | None:
    """Return what the days come to: six hours, or 0.2 of a credit, each (VOL-03)."""
    return Worth(row.days, row.hours, row.ects, link_to(row.contract.clause, reader_language())) if row.days else None
