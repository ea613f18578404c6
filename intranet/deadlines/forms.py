"""What people type about deadlines."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets import AdminDateInput

from intranet.core.languages import reader_language
from intranet.core.rights import GROUPS
from intranet.core.terms import Roll, Term, Unit
from intranet.deadlines.clauses import ClauseRef, published
from intranet.deadlines.enums import WaiverReason
from intranet.deadlines.rules import Escalation, Parameters
from intranet.deadlines.rules.parameters import LONGEST
from intranet.deadlines.wording import ROLL_NAMES, UNIT_NAMES, role_name
from intranet.people.enums import PostKind

UNIT_CHOICES = [(unit.value, name) for unit, name in UNIT_NAMES]
BLANK_ROWS = 2
TYPED = ""


class WaiverForm(forms.Form):
    """Why a deadline need not be met, and until when."""

    reason = forms.ChoiceField(label=_("Reason"), choices=WaiverReason.choices)
    note = forms.CharField(
        label=_("Document or remark"),
        max_length=300,
        required=False,
        help_text=_("For example the number and date of an order. Nothing about anybody’s health."),
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=AdminDateInput,
        help_text=_("The first day on which it is due again. Left empty: for good."),
    )


def role_choices() -> list[tuple[str, str]]:
    """Return whom a rule may name: the kinds of post and the groups, each once."""
    roles = dict.fromkeys([*(kind.value for kind in PostKind if kind != PostKind.ORDINARY), *GROUPS])
    return [(role, role_name(role)) for role in roles]


def clause_choices(chosen: ClauseRef) -> list[tuple[str, Any]]:
    """Return the clauses of the regulations in force by document, and the one chosen before, be it there or not."""
    by_document: dict[str, list[tuple[str, str]]] = {}
    for clause in published(reader_language()):
        text = f"{clause.ref.number} {clause.heading}"
        by_document.setdefault(clause.document, []).append((clause.ref.block, text))
    found: list[tuple[str, Any]] = [(TYPED, _("none of these: the number is typed below")), *by_document.items()]
    blocks = {block for clauses in by_document.values() for block, _text in clauses}
    if chosen.block and chosen.block not in blocks:
        found.append((chosen.block, chosen.number))
    return found


class StepForm(forms.Form):
    """A reminder: so many units before (negative) or after a day."""

    amount = forms.IntegerField(
        label=pgettext_lazy("of a term", "Number"), required=False, min_value=-LONGEST, max_value=LONGEST
    )
    unit = forms.ChoiceField(
        label=pgettext_lazy("of a term", "Unit"), choices=[(unit.value, name) for unit, name in UNIT_NAMES]
    )

    def step(self) -> int | Term | None:
        amount, unit = self.cleaned_data.get("amount"), Unit(self.cleaned_data["unit"])
        if amount is None:
            return None
        return amount if unit is Unit.DAYS else Term(amount, unit)


class EscalationForm(forms.Form):
    """To whom it is brought, so many days after the last day."""

    days = forms.IntegerField(label=_("Days after the last day"), required=False, min_value=0, max_value=LONGEST)
    to = forms.ChoiceField(label=_("Brought to"), choices=role_choices)

    def escalation(self) -> Escalation | None:
        days = self.cleaned_data.get("days")
        return None if days is None else Escalation(days, self.cleaned_data["to"])


StepFormSet = forms.formset_factory(StepForm, extra=BLANK_ROWS, max_num=20, absolute_max=40)
EscalationFormSet = forms.formset_factory(EscalationForm, extra=BLANK_ROWS, max_num=10, absolute_max=20)


class RuleForm(forms.Form):
    """The values of a rule, from when they apply, and why."""

    is_on = forms.BooleanField(label=_("The rule is applied"), required=False)
    amount = forms.IntegerField(label=_("Term"), min_value=-LONGEST, max_value=LONGEST)
    unit = forms.ChoiceField(
        label=pgettext_lazy("of a term", "Unit"), choices=[(unit.value, name) for unit, name in UNIT_NAMES]
    )
    roll = forms.ChoiceField(
        label=_("If the last day is no working day"), choices=[(roll.value, name) for roll, name in ROLL_NAMES]
    )
    responsible = forms.ChoiceField(
        label=_("Who answers"), choices=role_choices, help_text=_("Where the case itself names no person.")
    )
    clause = forms.ChoiceField(
        label=_("Clause"), required=False, help_text=_("Chosen from the regulations in force: its number follows them.")
    )
    clause_document = forms.CharField(
        label=_("Document of a typed clause"), max_length=60, required=False, help_text=_("For example: cpd")
    )
    clause_number = forms.CharField(label=_("Typed clause"), max_length=30, required=False)
    in_force_from = forms.DateField(label=_("In force from"), required=False, widget=AdminDateInput)
    in_force_until = forms.DateField(
        label=_("In force until"),
        required=False,
        widget=AdminDateInput,
        help_text=_("The first day on which the rule no longer holds."),
    )
    steps_from = forms.ChoiceField(
        label=_("Reminders are counted from"),
        choices=[("anchor", _("the day that the term is counted from")), ("due", _("the last day"))],
    )
    valid_from = forms.DateField(label=_("The change applies from"), widget=AdminDateInput)
    reason = forms.CharField(label=_("Reason for the change"), max_length=300)
    order = forms.CharField(
        label=_("Order"),
        max_length=200,
        required=False,
        help_text=_("Number and date. Needed where a rule is given up that the source demands."),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    groups: ClassVar = {
        "term": ["is_on", "amount", "unit", "roll", "responsible"],
        "clause": ["clause", "clause_document", "clause_number", "in_force_from", "in_force_until"],
        "change": ["valid_from", "reason", "order"],
    }

    def __init__(self, *args: Any, chosen: ClauseRef, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clause"].choices = clause_choices(chosen)  # type: ignore[attr-defined]
        self._chosen = chosen

    def clause_ref(self) -> ClauseRef:
        block = self.cleaned_data["clause"]
        known = {clause.ref.block: clause.ref for clause in published(reader_language())}
        if block and block == self._chosen.block and block not in known:
            return self._chosen
        typed = ClauseRef(self.cleaned_data["clause_document"], self.cleaned_data["clause_number"])
        return known[block] if block else typed


def initial_of(parameters: Parameters, *, valid_from: Any, based_on: int) -> dict[str, Any]:
    """Return what the form of a rule begins with."""
    clause, term = parameters.clause, parameters.term
    return {
        "is_on": parameters.is_on,
        "amount": term.amount,
        "unit": term.unit.value,
        "roll": term.roll.value,
        "responsible": str(parameters.responsible),
        "clause": clause.block,
        "clause_document": clause.document_key,
        "clause_number": clause.number,
        "in_force_from": parameters.in_force_from,
        "in_force_until": parameters.in_force_until,
        "steps_from": parameters.steps_from,
        "valid_from": valid_from,
        "based_on": based_on,
    }


def initial_steps(parameters: Parameters) -> list[dict[str, Any]]:
    terms = [Term(step, Unit.DAYS) if isinstance(step, int) else step for step in parameters.steps]
    return [{"amount": term.amount, "unit": term.unit.value} for term in terms]


def initial_escalations(parameters: Parameters) -> list[dict[str, Any]]:
    return [{"days": each.days_after_due, "to": str(each.to)} for each in parameters.escalations]


def typed_parameters(form: RuleForm, steps: Any, escalations: Any) -> Parameters:
    """Return the values that were typed; the three forms are valid."""
    data = form.cleaned_data
    typed_steps = (each.step() for each in steps)
    typed_escalations = (each.escalation() for each in escalations)
    return Parameters(
        is_on=data["is_on"],
        clause=form.clause_ref(),
        term=Term(data["amount"], Unit(data["unit"]), Roll(data["roll"])),
        steps=tuple(step for step in typed_steps if step is not None),
        steps_from=data["steps_from"],
        escalations=tuple(each for each in typed_escalations if each is not None),
        responsible=data["responsible"],
        in_force_from=data["in_force_from"],
        in_force_until=data["in_force_until"],
    )
