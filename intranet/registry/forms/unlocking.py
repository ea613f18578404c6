"""What issuing is unlocked by."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class UnlockForm(forms.Form):
    """What issuing is unlocked by after a restore: a copy of the list, or a reason."""

    published = forms.FileField(label=_("Published copy of the list"), required=False)
    issued = forms.CharField(
        label=_("Record numbers known to have been given"),
        required=False,
        max_length=300,
        help_text=_("Those that the copy has not: issued, but not yet published, when the site was lost."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only to accept differences, or where there is no copy."),
    )
