"""The admin's forms of runs: planning, sessions, completion, certificates."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.widgets import AdminDateInput

from intranet.core.forms import site_languages
from intranet.core.languages import OWN_NAMES
from intranet.core.models import Account
from intranet.core.operation_views import OperationForm
from intranet.documents.models import Document
from intranet.registry.forms.drafts import programme_choices
from intranet.registry.models import Form, Kind
from intranet.training import operations
from intranet.training.models import ProgrammeRun

FIELDS = (
    "topic", "language", "form", "kind", "hours", "ects", "outcomes", "starts_on", "ends_on", "schedule", "place",
    "link", "trainers", "group_size", "price", "audience", "sign_up_until", "series",
)  # fmt: skip


class RunForm(OperationForm):
    """A run of one of the programmes that are published here (PRG-03)."""

    programme_document = forms.TypedChoiceField(label=_("Programme"), choices=programme_choices, coerce=int)
    form = forms.ModelChoiceField(label=_("Form"), queryset=Form.objects.filter(is_retired=False))
    kind = forms.ModelChoiceField(label=_("Kind"), queryset=Kind.objects.filter(is_retired=False))

    link = forms.URLField(
        label=_("Link for joining"), required=False, assume_scheme="https", help_text=_("Shown to those with a place.")
    )

    class Meta:
        model = ProgrammeRun
        fields: ClassVar = FIELDS
        localized_fields = ("hours", "ects", "price")
        widgets: ClassVar = {
            **dict.fromkeys(("starts_on", "ends_on", "sign_up_until"), AdminDateInput),
            "topic": forms.Textarea(attrs={"rows": 2}),
            "outcomes": forms.Textarea(attrs={"rows": 4}),
            "trainers": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["programme_document"] = self.instance.programme_id
        self.fields["language"].choices = [(code, OWN_NAMES[code]) for code in site_languages()]

    def perform(self, *, at: datetime, actor: Account) -> ProgrammeRun:
        values = {name: self.cleaned_data[name] for name in FIELDS}
        values["programme"] = Document.objects.get(pk=self.cleaned_data["programme_document"])
        if self.is_new:
            return operations.add_run(**values, at=at, actor=actor)
        stands = ProgrammeRun.objects.get(pk=self.instance.pk)
        return operations.change_run(run=stands, **values, at=at, actor=actor)


RUN_PANELS = ObjectList(
    [
        FieldPanel("programme_document"),
        FieldPanel("topic"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                FieldPanel("schedule"),
                FieldPanel("place"),
                FieldPanel("link"),
                FieldRowPanel([FieldPanel("form"), FieldPanel("language")]),
                FieldPanel("trainers"),
            ],
            heading=_("When, where, by whom"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("audience"), FieldPanel("sign_up_until")]),
                FieldRowPanel([FieldPanel("group_size"), FieldPanel("price")]),
            ],
            heading=_("Signing up"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldRowPanel([FieldPanel("hours"), FieldPanel("ects")]),
                FieldPanel("outcomes"),
                FieldPanel("series"),
            ],
            heading=_("What the certificates will say"),
        ),
    ]
)


class CancelForm(forms.Form):
    """Why a run is cancelled: everybody who signed up is told."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who signed up is told it."),
    )  # fmt: skip


class SessionsForm(forms.Form):
    """The days of a run, one a line, each with its hours."""

    days = forms.CharField(
        label=_("Days and hours"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One day a line: the date, a space, the hours. For example: 14.02.2026 6"),
    )

    def clean_days(self) -> dict[date, Decimal]:
        found: dict[date, Decimal] = {}
        for line in filter(None, map(str.strip, self.cleaned_data["days"].splitlines())):
            try:
                day, hours = _day_and_hours(line)
            except (ValueError, InvalidOperation):
                raise forms.ValidationError(
                    _gettext("“%(line)s” is not a day with its hours. Write, for example: 14.02.2026 6"),
                    params={"line": line[:60]},
                ) from None
            if day in found:
                raise forms.ValidationError(_gettext("%(day)s stands there twice."), params={"day": f"{day:%d.%m.%Y}"})
            found[day] = hours
        return found


def _day_and_hours(line: str) -> tuple[date, Decimal]:
    day, hours = line.split(maxsplit=1)
    amount = Decimal(hours.replace(",", "."))
    if not 0 < amount <= 24:
        raise ValueError(hours)
    return datetime.strptime(day, "%d.%m.%Y").date(), amount.quantize(Decimal("0.01"))  # noqa: DTZ007 - a legal date


def written_sessions(run: ProgrammeRun) -> str:
    """Return a run's sessions as the form above takes them."""
    return "\n".join(f"{each.on_date:%d.%m.%Y} {each.hours.normalize():f}" for each in run.sessions.all())


class HandOverForm(forms.Form):
    """The issue date of the certificates."""

    issue_date = forms.DateField(
        label=_("Issue date"), widget=AdminDateInput, help_text=_("It stands on every certificate of this run.")
    )
