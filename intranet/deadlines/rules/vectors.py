"""The worked examples of the rule catalogue (section M): what anybody may count again by hand. Pure."""

from __future__ import annotations

from datetime import date

from intranet.core.terms import Term, Unit

VECTORS = (
    (date(2026, 2, 14), Term(15, Unit.DAYS), date(2026, 3, 1)),
    (date(2024, 2, 14), Term(15, Unit.DAYS), date(2024, 2, 29)),
    (date(2026, 12, 20), Term(15, Unit.DAYS), date(2027, 1, 4)),
    (date(2026, 1, 31), Term(1, Unit.MONTHS), date(2026, 2, 28)),
    (date(2024, 1, 31), Term(1, Unit.MONTHS), date(2024, 2, 29)),
    (date(2026, 5, 31), Term(1, Unit.MONTHS), date(2026, 6, 30)),
    (date(2026, 3, 31), Term(-1, Unit.MONTHS), date(2026, 2, 28)),
    (date(2026, 3, 30), Term(-14, Unit.DAYS), date(2026, 3, 16)),
    (date(2028, 2, 29), Term(12, Unit.MONTHS), date(2029, 2, 28)),
)
