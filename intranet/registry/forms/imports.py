"""What an import asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet.registry import wording
from intranet.registry.models import Form, Kind, Series
from intranet.registry.queries.mappings import Look
from intranet.registry.tables.headings import COLUMNS, FEWEST, column_of
from intranet.registry.tables.reading import MOST_BYTES

MOST_MAPPED = 60  # columns that a person is asked about


class UploadForm(forms.Form):
    """A file of certificates, and how to take it."""

    file = forms.FileField(label=_("File"), help_text=_("CSV or Excel. One row names the columns."))
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
    series = forms.ModelChoiceField(
        label=pgettext_lazy("of certificates", "Series"),
        queryset=Series.objects.all(),
        required=False,
        help_text=_("For rows without a record number. Left empty: the default series."),
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

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(str(wording.FILES["too_large"]))
        return file

    def common(self) -> dict[str, str]:
        """Return the values that fill columns which the file lacks."""
        typed = self.cleaned_data
        found = {name: typed[name] for name in ("topic", "hours", "issue_date", "outcomes") if typed[name]}
        for name in ("form", "kind"):
            if typed[name]:
                found[name] = typed[name].code
        return found


class ColumnsForm(forms.Form):
    """Which column of a sheet is which, and what the texts above the heading say."""

    def __init__(self, *args: Any, look: Look, places: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _now("not read")), *((column, wording.label(column)) for column in COLUMNS)]
        known = {place: column for column, place in places.items()}
        self.columns: list[tuple[int, str]] = []
        self.titles = look.titles()
        for place, text in list(enumerate(look.texts()))[:MOST_MAPPED]:
            samples = look.samples(place)
            if not text and not samples:
                continue
            name = f"column_{place}"
            self.columns.append((place, name))
            self.fields[name] = forms.ChoiceField(
                label=text or _now("Column %(number)s, without a heading") % {"number": place + 1},
                choices=choices,
                required=False,
                initial=known.get(place) or ("" if known else column_of(text)),
                help_text=" · ".join(samples),
            )
        for place, title in enumerate(self.titles):
            self.fields[f"title_{place}"] = forms.ChoiceField(
                label=title, choices=choices, required=False, help_text=_now("Stands above the heading.")
            )
        self.fields["remember"] = forms.BooleanField(
            label=_now("Remember this for files with the same headings"), required=False, initial=True
        )
        self.fields["is_left_out"] = forms.BooleanField(label=_now("Leave this sheet out"), required=False)

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        chosen = [typed[name] for name in typed if name.startswith(("column_", "title_")) and typed[name]]
        twice = sorted({wording.label(column) for column in chosen if chosen.count(column) > 1})
        if twice:
            raise ValidationError(_now("Chosen twice: %(columns)s. Choose each once.") % {"columns": ", ".join(twice)})
        places = {typed.get(name) for _place, name in self.columns}
        if not typed.get("is_left_out") and (len(places - {""}) < FEWEST or not places & {"surname", "full_name"}):
            raise ValidationError(
                _now("Choose at least three columns, among them the one with the surname or the full name.")
            )
        return typed

    def places(self) -> dict[str, int]:
        """Return where each chosen column is."""
        return {self.cleaned_data[name]: place for place, name in self.columns if self.cleaned_data.get(name)}

    def common(self) -> dict[str, str]:
        """Return the texts above the heading that were chosen as values of all rows."""
        found = {}
        for place, title in enumerate(self.titles):
            column = self.cleaned_data.get(f"title_{place}")
            if column:
                label, colon, value = title.partition(":")
                found[column] = value.strip() if colon and column_of(label) == column else title
        return found
