"""What having certificates signed, taking signed files back and printing the journal ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.widgets import AdminDateInput

from intranet.registry.enums import Signing
from intranet.registry.models import ImportBatch, Series
from intranet.registry.operations.returning import LARGEST_WHOLE, MOST_FILES
from intranet.registry.queries.signing import Wanted
from intranet.registry.rules.signed_files import LARGEST

MEGABYTE = 1_000_000


class _Period(forms.Form):
    since = forms.DateField(label=gettext_lazy("Issued from"), required=False, widget=AdminDateInput)
    until = forms.DateField(label=gettext_lazy("Issued until"), required=False, widget=AdminDateInput)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        since, until = typed.get("since"), typed.get("until")
        if since and until and since > until:
            self.add_error("until", _("The period ends before it begins. Correct one of the two dates."))
        return typed


class WaitingForm(_Period):
    """Which of the certificates that wait for a signature go into a run."""

    field_order = ("signing", "series", "batch", "since", "until")

    signing = forms.ChoiceField(label=gettext_lazy("Signed how"), choices=Signing.choices)
    series = forms.ModelChoiceField(
        label=pgettext_lazy("of certificates", "Series"), queryset=Series.objects.all(), required=False
    )
    batch = forms.ModelChoiceField(
        label=pgettext_lazy("of certificates", "Import"), queryset=ImportBatch.objects.all(), required=False
    )

    def wanted(self) -> Wanted:
        """Return what was chosen."""
        return Wanted(**{name: self.cleaned_data[name] for name in ("series", "batch", "since", "until")})


class SignedForm(forms.Form):
    """On which day certificates were signed."""

    signed_on = forms.DateField(label=gettext_lazy("Signed on"), widget=AdminDateInput)


class ScanForm(forms.Form):
    """The scan of a certificate that was signed on paper."""

    scan = forms.FileField(label=gettext_lazy("Scan"), help_text=gettext_lazy("PDF, JPEG or PNG."))

    def clean_scan(self) -> Any:
        return _not_larger(self.cleaned_data["scan"], LARGEST)


class _Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    widget = _Several

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(_FilesField, self).clean(file, initial) for file in files or [None]]


class ReturnForm(forms.Form):
    """Signed files that come back."""

    signed = _FilesField(
        label=gettext_lazy("Signed files"),
        help_text=gettext_lazy(
            "Signed PDFs, .p7s or .asice files, one or several, or a zip of them. Keep the record number in the name."
        ),
    )
    signed_on = forms.DateField(label=gettext_lazy("Signed on"), widget=AdminDateInput)

    def clean_signed(self) -> list[Any]:
        files = self.cleaned_data["signed"]
        if len(files) > MOST_FILES or sum(file.size for file in files) > LARGEST_WHOLE:
            raise forms.ValidationError(
                _("This is too much at once: at most %(files)s files and %(megabytes)s MB. Return them in parts.")
                % {"files": MOST_FILES, "megabytes": LARGEST_WHOLE // MEGABYTE}
            )
        return list(files)


class JournalForm(_Period):
    """Which part of the journal is printed."""

    series = forms.ModelChoiceField(
        label=pgettext_lazy("of certificates", "Series"), queryset=Series.objects.all(), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].required = self.fields["until"].required = True


def _not_larger(file: Any, most: int) -> Any:
    if file.size > most:
        raise forms.ValidationError(_("The file is larger than %(size)s MB.") % {"size": most // MEGABYTE})
    return file
