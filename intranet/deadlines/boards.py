"""A board as a page shows it: what was asked for, the counts of each state, the rows of one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.deadlines import queries, wording
from intranet.deadlines.enums import DeadlineState
from intranet.deadlines.models import Deadline
from intranet.deadlines.queries import Key, Scope, Wanted
from intranet.deadlines.register import rules
from intranet.deadlines.rules.explaining import count
from intranet.people import keys
from intranet.people.models import Person, Unit

MOST_PEOPLE = 200  # a word that finds more people says too little


def _rule_choices() -> list[tuple[str, str]]:
    return [("", _("every rule")), *((rule.key, str(rule.name)) for rule in rules().values())]


class BoardForm(forms.Form):
    """What of a board is wanted. What cannot be read is left out, and the form says so."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("to be met")), *DeadlineState.choices],
    )
    rule = forms.ChoiceField(label=gettext_lazy("Rule"), required=False, choices=_rule_choices)
    since = forms.DateField(
        label=gettext_lazy("Last day from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=gettext_lazy("Last day until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def wanted(self) -> Wanted:
        data = getattr(self, "cleaned_data", {})
        state = data.get("state")
        return Wanted(
            state=DeadlineState(state) if state else None,
            rule=data.get("rule") or "",
            since=data.get("since"),
            until=data.get("until"),
            nobody_told=bool(data.get("nobody_told")),
        )


class InstitutionForm(BoardForm):
    """The institution's board can be narrowed to a unit and to a person."""

    unit = forms.TypedChoiceField(label=gettext_lazy("Unit"), required=False, coerce=int, empty_value=None)
    person = forms.CharField(label=gettext_lazy("Person"), required=False, max_length=100)
    nobody_told = forms.BooleanField(label=gettext_lazy("Nobody could be told"), required=False)

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        self.fields["unit"].choices = [  # type: ignore[attr-defined]
            ("", _("every unit")),
            *((unit.pk, f"{'– ' * unit.depth}{unit}") for unit in units),
        ]

    def scope(self, on_date: date) -> Scope:
        data = getattr(self, "cleaned_data", {})
        scope = queries.INSTITUTION
        if data.get("unit"):
            chosen = [unit.tree_key for unit in self.units if unit.pk == data["unit"]]
            scope = queries.scope_of_units(chosen, on_date)
        if not data.get("person"):
            return scope
        found = Person.objects.all()
        for word in keys.search_words(data["person"]):
            found = found.filter(search_key__contains=word)
        people = found.order_by("pk").values_list("pk", flat=True)[:MOST_PEOPLE]
        return Scope(tuple(pk for pk in people if scope.people is None or pk in scope.people))


@dataclass(frozen=True)
class StateCount:
    """How many are in a state, and where they are listed."""

    state: DeadlineState
    name: str
    number: int
    is_capped: bool
    url: str
    is_chosen: bool


def shown(form: BoardForm, asked: QueryDict, scope: Scope, on_date: date) -> dict[str, Any]:
    """Return what the template of a board takes."""
    wanted = form.wanted()
    after = Key.read(asked.get("after", ""))
    page = queries.page(on_date, wanted, scope, after=after)
    return {
        "form": form,
        "on_date": on_date,
        "object_list": page.rows,
        "deadlines": queries.shown(page.rows, on_date),
        "states": _states(queries.counts(on_date, wanted, scope), wanted, asked),
        "cap": queries.CAP,
        "next_url": _address(asked, after=str(page.after)) if page.after else "",
        "previous_url": _address(asked) if after else "",
        "previous_name": _("First page"),
    }


def how_counted(deadline: Deadline, on_date: date) -> list[str]:
    """Return the sentences that say how the last day was counted; none where the rule counts it otherwise by now."""
    rule = queries.rules_as_set(on_date)[deadline.rule_key]
    counted = count(deadline.anchor, rule.term, queries.calendar())
    return wording.how_counted(counted) if counted.due_on == deadline.due_on else []


def _states(counts: dict[DeadlineState, int], wanted: Wanted, asked: QueryDict) -> list[StateCount]:
    return [
        StateCount(
            state=state,
            name=str(state.label),
            number=min(number, queries.CAP),
            is_capped=number > queries.CAP,
            url=_address(asked, state=state.value),
            is_chosen=wanted.state == state,
        )
        for state, number in counts.items()
    ]


def _address(asked: QueryDict, **changed: str) -> str:
    """Return the address of the same board with other values; a further page begins anew."""
    kept = asked.copy()
    kept.pop("after", None)
    for name, value in changed.items():
        kept[name] = value
    return f"?{kept.urlencode()}"
