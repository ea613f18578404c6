"""What people type about deadlines."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from intranet.core.models import Account
from intranet.core.operation_views import OperationForm
from intranet.deadlines import operations
from intranet.deadlines.enums import WaiverReason
from intranet.deadlines.models import RuleSetting


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


class RuleSettingForm(OperationForm):
    """The clause and the dates of a rule."""

    class Meta:
        model = RuleSetting
        fields = ("clause_document", "clause_number", "in_force_from", "in_force_until")
        widgets: ClassVar = {"in_force_from": AdminDateInput, "in_force_until": AdminDateInput}

    def perform(self, *, at: datetime, actor: Account) -> RuleSetting:
        return operations.set_rule(rule_key=self.instance.rule_key, **self.cleaned_data, at=at, actor=actor)
