"""What the admin's home says about deadlines: the institution's for those who see the board, else one's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from intranet.core import clock
from intranet.deadlines import queries
from intranet.deadlines.enums import DeadlineState
from intranet.people.queries import person_of

SHOWN = 8
URGENCY = (DeadlineState.OVERDUE, DeadlineState.SOON, DeadlineState.OPEN)


class Due(Component):
    """What is overdue and what is due next."""

    name = "deadlines_due"
    template_name = "deadlines/admin/due.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        on_date = clock.today()
        account = parent_context["request"].user
        whole = account.has_perm("deadlines.view_deadline")
        person = None if whole else person_of(account)
        if not whole and person is None:
            return {"deadlines": [], "whole": False}
        scope = queries.INSTITUTION if person is None else queries.scope_of_person(person, on_date)
        counts = queries.counts(on_date, queries.Wanted(), scope)
        return {
            "deadlines": queries.shown(queries.page(on_date, queries.Wanted(), scope, size=SHOWN).rows, on_date),
            "states": [
                (state.label, min(counts[state], queries.CAP), counts[state] > queries.CAP) for state in URGENCY
            ],
            "whole": whole,
        }
