"""What is asked about disclosure and about evidence of publication."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from intranet.core.forms import TextPerLanguageField


class DisclosureForm(forms.Form):
    """What the register discloses beyond its list."""

    open_data_basis = TextPerLanguageField(
        label=_("Legal basis of open data"), rows=2, max_length=600, required=False,
        help_text=_("The act and its clause that let or make the institution open these data."),
    )  # fmt: skip
    is_open = forms.BooleanField(
        label=_("Full files and the feed for everybody"),
        required=False,
        help_text=_("Written every night. Names that were withheld are not in them."),
    )
    public_compliance = forms.BooleanField(
        label=_("Public page of how many were published in time"),
        required=False,
        help_text=_("By month, without naming a certificate or a person."),
    )
    badges = forms.BooleanField(
        label=_("Open Badges for holders"),
        required=False,
        help_text=_("A holder can take the certificate along as a credential that other systems check."),
    )
    letters_per_hour = forms.IntegerField(
        label=_("Letters to holders an hour, at most"), min_value=1, max_value=100_000, initial=200
    )


class PeriodForm(forms.Form):
    """From which day to which."""

    since = forms.DateField(label=_("First issue date"), widget=AdminDateInput)
    until = forms.DateField(label=_("Last issue date"), widget=AdminDateInput)

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("since") and typed.get("until") and typed["until"] < typed["since"]:
            self.add_error("until", _("This lies before the first day."))
        return typed
