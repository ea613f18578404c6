"""What somebody types to take part in a run."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from intranet.core.languages import reader_language
from intranet.training.operations import Outsider

LONGEST_NAME, LONGEST_WORKPLACE = 120, 300


class OutsiderForm(forms.Form):
    """The name as it will stand on the certificate, and an address that can be asked to confirm."""

    surname = forms.CharField(
        label=_("Surname"), max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    given_name = forms.CharField(
        label=_("Given name"), max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    patronymic = forms.CharField(
        label=_("Patronymic"), max_length=LONGEST_NAME, required=False, help_text=_("If you have one."),
        widget=forms.TextInput(attrs={"autocomplete": "additional-name"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("You get a letter there: only when you have confirmed it is a place kept for you."),
    )  # fmt: skip
    workplace = forms.CharField(
        label=_("Place of work"), max_length=LONGEST_WORKPLACE, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("surname", "given_name", "patronymic", "workplace"):
            text = " ".join(str(cleaned.get(name, "")).split())
            if any(not letter.isprintable() for letter in text):
                self.add_error(
                    name, _gettext("Type this with the letters of a keyboard: something here cannot be printed.")
                )
            cleaned[name] = text
        return cleaned

    def outsider(self) -> Outsider:
        """Return what was typed, with the language that it was typed in."""
        return Outsider(**self.cleaned_data, language=reader_language())


class ParticipantForm(OutsiderForm):
    """Somebody whom a colleague enters; an address is not always known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = False
        self.fields["email"].help_text = _("Where letters about the course go.")
