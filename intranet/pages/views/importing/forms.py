"""What the import of a document asks for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput
from wagtail.permissions import page_permission_policy

from intranet.core.forms import site_languages
from intranet.core.languages import OWN_NAMES
from intranet.core.models import Account
from intranet.documents.enums import DocumentKind
from intranet.documents.reading import ApprovalData
from intranet.documents.reading.formats import LARGEST
from intranet.pages.models import IndexPage
from intranet.pages.operations.approving import GivenApproval, Instrument
from intranet.pages.operations.importing import PAGE_TYPES

LONGEST_KEY = 12
FORMATS = ".docx,.pdf,.odt,.html,.htm,.txt,.doc,.rtf"


def places_for(user: Any) -> Any:
    """Return the sections to which an account may add pages."""
    allowed = page_permission_policy.instances_user_has_permission_for(user, "add")
    return IndexPage.objects.filter(pk__in=allowed.values("pk")).select_related("locale").order_by("path")


class FileForm(forms.Form):
    """A file with a text."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Word (DOCX), PDF with text, OpenDocument, a web page or plain text. At most 60 MB."),
        widget=forms.FileInput(attrs={"accept": FORMATS}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(
                _("The file is larger than 60 MB: take the pictures out of it, or split it, and try again.")
            )
        return file


class PlaceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A section, with its language beside its name."""

    def to_python(self, value: Any) -> Any:
        """Refuse what is no row's number before a database has to."""
        if value and not (str(value).isascii() and str(value).isdigit() and len(str(value)) < LONGEST_KEY):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)

    def label_from_instance(self, page: Any) -> str:
        return f"{page.title} ({OWN_NAMES.get(page.locale.language_code, page.locale.language_code)})"


class UploadForm(FileForm):
    """A file, what it is, its language, and where its page goes."""

    kind = forms.ChoiceField(label=_("What it is"), choices=DocumentKind.choices)
    language = forms.ChoiceField(label=_("Language of the text"))
    place = PlaceField(
        label=_("Section"),
        queryset=IndexPage.objects.none(),
        required=False,
        empty_label=_("The usual one for its kind"),
    )
    field_order = ("file", "kind", "language", "place")

    def __init__(self, *args: Any, user: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = places_for(user)
        self.places = list(places)
        allowed = {page.locale.language_code for page in self.places}
        languages = [code for code in site_languages() if code in allowed]
        self.fields["language"].choices = [(code, OWN_NAMES[code]) for code in languages]  # type: ignore[attr-defined]
        self.fields["place"].queryset = places  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        kind, language, place = typed.get("kind"), typed.get("language"), typed.get("place")
        if place is not None and language and place.locale.language_code != language:
            self.add_error("place", _("This section is in another language. Choose one in the language of the text."))
        elif place is None and kind and language:
            usual = [page for page in self.places if page.slug == PAGE_TYPES[kind][1]]
            place = next((page for page in usual if page.locale.language_code == language), None)
            if place is None:
                self.add_error("place", _("You may not add pages to the usual section. Choose another one."))
            typed["place"] = place
        return typed


class DraftForm(forms.Form):
    """The title of the page to be, and who approved the text: as the file says, to be put right."""

    title = forms.CharField(label=_("Title"), max_length=255)
    minutes_number = forms.CharField(label=_("Minutes no."), max_length=40, required=False)
    minutes_date = forms.DateField(label=_("Date of the minutes"), required=False, widget=AdminDateInput)
    order_number = forms.CharField(label=_("Order no."), max_length=40, required=False)
    order_date = forms.DateField(label=_("Date of the order"), required=False, widget=AdminDateInput)
    in_force_from = forms.DateField(
        label=_("In force from"),
        required=False,
        widget=AdminDateInput,
        help_text=_("Left empty: the date of the order, or of the minutes where there is no order."),
    )
    is_second = forms.BooleanField(label=_("Make a second page of this file"), required=False)

    def __init__(self, *args: Any, is_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_known:
            del self.fields["is_second"]

    @staticmethod
    def proposed(title: str, stamp: ApprovalData) -> dict[str, Any]:
        """Return what the file itself says."""
        return {
            "title": title,
            "minutes_number": stamp.protocol_number,
            "minutes_date": stamp.protocol_date,
            "order_number": stamp.order_number,
            "order_date": stamp.order_date,
        }

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for name in ("minutes", "order"):
            number, day = typed.get(f"{name}_number"), typed.get(f"{name}_date")
            if bool(number) != bool(day) and not self.errors.get(f"{name}_date"):
                self.add_error(
                    f"{name}_date" if number else f"{name}_number", _("Give both the number and the date, or neither.")
                )
        return typed

    def approval(self) -> GivenApproval:
        """Return the approval as the person states it."""
        return GivenApproval(
            protocol=self._instrument("minutes"),
            order=self._instrument("order"),
            in_force_from=self.cleaned_data["in_force_from"],
            is_whole=True,
        )

    def _instrument(self, name: str) -> Instrument | None:
        number, day = self.cleaned_data[f"{name}_number"], self.cleaned_data[f"{name}_date"]
        return Instrument(number, day) if number and isinstance(day, date) else None
