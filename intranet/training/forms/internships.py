"""The admin's forms of internships and their contracts."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.widgets import AdminDateInput

from intranet.core.models import Account
from intranet.core.operation_views import OperationForm
from intranet.registry.models import Form
from intranet.training import operations
from intranet.training.forms.words import CitingForm
from intranet.training.models import Internship, InternshipContract

FIELDS = (
    "contract", "person", "surname", "given_name", "patronymic", "email", "workplace", "topic", "programme", "outcomes",
    "starts_on", "ends_on", "days", "approved_by", "approved_on", "form", "host", "supervisor", "supervisor_post",
    "at_main_job", "has_degree", "years_of_service", "is_experienced",
)  # fmt: skip


class ContractForm(CitingForm):
    """A contract with the institution that sends people, or takes them."""

    class Meta:
        model = InternshipContract
        fields: ClassVar = [
            "number",
            "date",
            "provider",
            "other_party",
            "order",
            "valid_until",
            "amendments",
            "clause_document",
            "clause_number",
        ]
        widgets: ClassVar = {
            "date": AdminDateInput,
            "valid_until": AdminDateInput,
            "amendments": forms.Textarea(attrs={"rows": 4}),
        }

    def perform(self, *, at: datetime, actor: Account) -> InternshipContract:
        return operations.save_contract(contract=self.instance, clause=self.clause_ref(), at=at, actor=actor)


class InternshipForm(OperationForm):
    """One person's internship: the individual programme and what is confirmed of the supervisor."""

    surname = forms.CharField(label=_("Surname"), max_length=120, required=False)
    form = forms.ModelChoiceField(label=_("Form"), queryset=Form.objects.filter(is_retired=False))

    class Meta:
        model = Internship
        fields: ClassVar = FIELDS
        widgets: ClassVar = {
            **dict.fromkeys(("starts_on", "ends_on", "approved_on"), AdminDateInput),
            "topic": forms.Textarea(attrs={"rows": 2}),
            "programme": forms.Textarea(attrs={"rows": 5}),
            "outcomes": forms.Textarea(attrs={"rows": 4}),
        }

    def perform(self, *, at: datetime, actor: Account) -> Internship:
        values = {name: self.cleaned_data[name] for name in FIELDS}
        if self.is_new:
            return operations.add_internship(**values, at=at, actor=actor)
        stands = Internship.objects.get(pk=self.instance.pk)
        return operations.change_internship(internship=stands, **values, at=at, actor=actor)


CONTRACT_PANELS = ObjectList(
    [
        FieldRowPanel([FieldPanel("number"), FieldPanel("date"), FieldPanel("valid_until")]),
        FieldPanel("provider"),
        FieldPanel("other_party"),
        FieldPanel("order"),
        FieldPanel("amendments"),
        MultiFieldPanel(
            [FieldPanel("clause"), FieldRowPanel([FieldPanel("clause_document"), FieldPanel("clause_number")])],
            heading=_("Clause that says what a day of internship is worth"),
        ),
    ]
)
INTERNSHIP_PANELS = ObjectList(
    [
        FieldPanel("contract"),
        MultiFieldPanel(
            [
                FieldPanel("person"),
                FieldRowPanel([FieldPanel("surname"), FieldPanel("given_name"), FieldPanel("patronymic")]),
                FieldRowPanel([FieldPanel("email"), FieldPanel("workplace")]),
            ],
            heading=_("Who"),
            help_text=_("Name and address are typed for somebody from elsewhere only."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("topic"),
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on"), FieldPanel("days")]),
                FieldPanel("form"),
                FieldPanel("programme"),
                FieldPanel("outcomes"),
                FieldRowPanel([FieldPanel("approved_by"), FieldPanel("approved_on")]),
            ],
            heading=_("Individual programme"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("host"),
                FieldRowPanel([FieldPanel("supervisor"), FieldPanel("supervisor_post")]),
                FieldPanel("at_main_job"),
                FieldPanel("has_degree"),
                FieldPanel("years_of_service"),
                FieldPanel("is_experienced"),
            ],
            heading=_("Supervisor"),
            help_text=_(
                "In an educational or scientific institution: the main job there, a degree or academic title, and at "
                "least ten years of service. Elsewhere: experienced and qualified."
            ),
        ),
    ]
)


class IssueDateForm(forms.Form):
    """The issue date of the certificate."""

    issue_date = forms.DateField(label=_("Issue date"), widget=AdminDateInput)
