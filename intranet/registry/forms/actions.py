"""What an action on a row asks for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets import AdminDateInput

from intranet.governance.models import Order
from intranet.registry.enums import Restriction, StateSystem

MOST_ORDERS = 200  # the newest ones, offered to choose from


def _reason(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(forms.Form):
    """A reason that an action on a certificate needs."""

    reason = _reason(_("Reason"))


class NothingForm(forms.Form):
    """An action that needs nothing but its confirmation."""


class BasisForm(forms.Form):
    """The basis on which an annulment is asked for."""

    basis = _reason(_("Basis"), _("For example the order or decision, with its number and date."))


class OrderForm(forms.Form):
    """The head's order by which a certificate is annulled at once; its scan is on file."""

    order = forms.ModelChoiceField(
        label=pgettext_lazy("of the head", "Order"),
        queryset=Order.objects.none(),
        help_text=_("Orders from the issue date on whose scan is on file. Add others under Governance, Orders."),
    )

    def __init__(self, *args: Any, since: date, until: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["order"]
        orders = Order.objects.filter(scan__isnull=False, date__range=(since, until)).order_by("-date", "-pk")
        newest = list(orders.values_list("pk", flat=True)[:MOST_ORDERS])
        field.queryset = Order.objects.filter(pk__in=newest)  # type: ignore[attr-defined]


class RestrictionForm(forms.Form):
    """On what ground a name is withheld, and why."""

    ground = forms.ChoiceField(
        label=pgettext_lazy("of a restriction", "Ground"),
        choices=[choice for choice in Restriction.choices if choice[0] != Restriction.NOT_RECORDED],
        widget=forms.RadioSelect,
    )
    reason = _reason(_("Reason"), _("For staff alone: the public sees neither the ground nor the reason."))


class DuplicateForm(forms.Form):
    """When and why a duplicate is made."""

    issued_on = forms.DateField(label=_("Date of the duplicate"), widget=AdminDateInput)
    reason = _reason(_("Reason"), _("For example: the original was lost."))


class StateForm(forms.Form):
    """Where a certificate stands in the state's system."""

    state = forms.ChoiceField(label=_("State there"), choices=StateSystem.choices, widget=forms.RadioSelect)
    state_id = forms.CharField(
        label=_("Identifier there"),
        required=False,
        max_length=120,
        help_text=_("Needed where it was accepted. Left empty: as it was before."),
    )
    refusal = forms.CharField(
        label=_("Why it was refused"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed where it was refused."),
    )


class StateAnswersForm(forms.Form):
    """The file that the state's system returned."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV or XLSX. Its first row names the columns: record_number, state (sent, accepted or refused), id, why."
        ),
    )


class SeveralForm(forms.Form):
    """Which drafts are issued together, and why the late ones are late."""

    drafts = forms.TypedMultipleChoiceField(coerce=int, required=False)
    every = forms.BooleanField(required=False)
    late_reason = forms.CharField(
        label=_("Why they are registered late"),
        required=False,
        max_length=300,
        help_text=_("Given once for all whose time for publication has passed; those are left out where it is empty."),
    )

    def __init__(self, *args: Any, ready: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["drafts"].choices = [(key, key) for key in ready]  # type: ignore[attr-defined]
