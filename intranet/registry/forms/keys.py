"""What a key of the API is made with."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from intranet.registry.enums import ApiScope


class KeyForm(forms.Form):
    """For which system, for what, until when."""

    name = forms.CharField(
        label=_("For which system"), max_length=120, help_text=_("So that you know later which key to revoke.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"), choices=ApiScope.choices, widget=forms.CheckboxSelectMultiple, initial=[ApiScope.DRAFT]
    )
    expires_on = forms.DateField(
        label=_("Last day"), required=False, widget=AdminDateInput, help_text=_("Left empty: until it is revoked.")
    )
