"""The admin's forms of the register."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from intranet.core.forms import TextPerLanguageField
from intranet.core.models import Account
from intranet.core.operation_views import OperationForm
from intranet.registry.models import Draft, Form, Introduction, Kind, Series, Signatory
from intranet.registry.operations import issuing, vocabularies
from intranet.registry.rules.values import Values


class DraftForm(OperationForm):
    """A certificate to be issued; anything may be missing until it is issued."""

    form = forms.ModelChoiceField(label=_("Form"), queryset=Form.objects.filter(is_retired=False), required=False)
    kind = forms.ModelChoiceField(label=_("Kind"), queryset=Kind.objects.filter(is_retired=False), required=False)

    class Meta:
        model = Draft
        localized_fields = ("hours", "ects")  # 7,5 is typed with the reader's comma
        fields: ClassVar = [
            "surname", "given_name", "patronymic", "one_name", "person", "topic", "kind", "form", "hours", "ects",
            "outcomes", "issue_date", "programme", "signatory", "series", "late_reason", "document_type", "period_from",
            "period_to", "workplace", "email", "name_latin",
        ]  # fmt: skip
        widgets: ClassVar = {
            **dict.fromkeys(("issue_date", "period_from", "period_to"), AdminDateInput),
            "outcomes": forms.Textarea(attrs={"rows": 4}),
        }

    def perform(self, *, at: datetime, actor: Account) -> Draft:
        values, series = self.values(), self.cleaned_data["series"]
        if self.is_new:
            return issuing.prepare(values=values, series=series, at=at, actor=actor)
        return issuing.change_draft(draft=self.instance, values=values, series=series, at=at, actor=actor)

    def values(self) -> Values:
        """Return what was typed as plain values."""
        typed = self.cleaned_data
        return Values(
            **{name: typed[name] for name in Values.TEXTS},
            **{name: typed[name] for name in ("hours", "ects", "issue_date", "period_from", "period_to", "one_name")},
            person_id=typed["person"].pk if typed["person"] else None,
            signatory_id=typed["signatory"].pk if typed["signatory"] else None,
            form=typed["form"].code if typed["form"] else "",
            kind=typed["kind"].code if typed["kind"] else "",
        )


class EntryForm(OperationForm):
    """A form or a kind; its code is given once."""

    names = TextPerLanguageField(label=_("Name"), max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_new:
            self.fields["code"].disabled = True

    def perform(self, *, at: datetime, actor: Account) -> Any:
        return vocabularies.save_entry(entry=self.instance, names=self.cleaned_data["names"], at=at, actor=actor)


class FormForm(EntryForm):
    class Meta:
        model = Form
        fields: ClassVar = ["names", "code", "position", "is_retired"]


class KindForm(EntryForm):
    class Meta:
        model = Kind
        fields: ClassVar = ["names", "code", "position", "is_retired"]


class SeriesForm(OperationForm):
    class Meta:
        model = Series
        fields: ClassVar = ["code", "pattern", "restart", "grace_hours", "is_default"]

    def perform(self, *, at: datetime, actor: Account) -> Series:
        return vocabularies.save_series(series=self.instance, at=at, actor=actor)


class SignatoryForm(OperationForm):
    class Meta:
        model = Signatory
        fields: ClassVar = ["name", "post", "since", "until", "person"]
        widgets: ClassVar = {"since": AdminDateInput, "until": AdminDateInput}

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean()
        if typed.get("since") and typed.get("until") and typed["until"] <= typed["since"]:
            self.add_error("until", _("This lies before the first day."))
        return typed

    def perform(self, *, at: datetime, actor: Account) -> Signatory:
        if self.is_new:
            return vocabularies.add_signatory(**self.cleaned_data, at=at, actor=actor)
        return vocabularies.change_signatory(signatory=self.instance, **self.cleaned_data, at=at, actor=actor)


class IntroductionForm(OperationForm):
    texts = TextPerLanguageField(label=_("Text"), rows=5)

    class Meta:
        model = Introduction
        fields: ClassVar = ["slug", "texts"]

    def perform(self, *, at: datetime, actor: Account) -> Introduction:
        return vocabularies.save_introduction(
            introduction=self.instance, texts=self.cleaned_data["texts"], at=at, actor=actor
        )


class ReasonForm(forms.Form):
    """A reason that an action on a certificate needs."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class NothingForm(forms.Form):
    """An action that needs nothing but its confirmation."""


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


class UploadForm(forms.Form):
    """A file of certificates, and how to take it."""

    file = forms.FileField(label=_("File"), help_text=_("CSV or XLSX. The first row names the columns."))
    is_historical = forms.BooleanField(
        label=_("Issued before the register was kept here"),
        required=False,
        help_text=_("Outcomes, signatory and full first names may then be missing and are marked as not recorded."),
    )
    mend = forms.BooleanField(
        label=_("Correct the names that can be corrected"),
        required=False,
        help_text=_("Capitals, mixed alphabets and stray spaces. You see each correction before anything is imported."),
    )
    form = forms.ModelChoiceField(
        label=_("Form of all rows"), queryset=Form.objects.filter(is_retired=False), required=False
    )
    kind = forms.ModelChoiceField(
        label=_("Kind of all rows"), queryset=Kind.objects.filter(is_retired=False), required=False
    )
    topic = forms.CharField(label=_("Topic of all rows"), required=False, max_length=1000)
    hours = forms.CharField(label=_("Hours of all rows"), required=False, max_length=20)
    issue_date = forms.CharField(label=_("Issue date of all rows"), required=False, max_length=40)
    outcomes = forms.CharField(
        label=_("Learning outcomes of all rows"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def common(self) -> dict[str, str]:
        """Return the values that fill columns which the file lacks."""
        typed = self.cleaned_data
        found = {name: typed[name] for name in ("topic", "hours", "issue_date", "outcomes") if typed[name]}
        for name in ("form", "kind"):
            if typed[name]:
                found[name] = typed[name].code
        return found
