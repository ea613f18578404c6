"""The admin's forms of units, posts, people, appointments, substitutions and inspectors' terms."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from intranet.core.forms import TextPerLanguageField
from intranet.core.models import Account
from intranet.core.operation_views import OperationForm
from intranet.core.rights import INSPECTOR
from intranet.people import operations
from intranet.people.models import (
    Appointment,
    InspectorTerm,
    Person,
    Post,
    Substitution,
    TrainingForPost,
    Unit,
)
from intranet.people.queries import first_leading_appointments


class TreeChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own class takes no subscript
    """Units, indented by their place in the tree."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{'— ' * obj.depth}{obj}"


class PostChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Posts with the unit they are in."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.unit})"


def _posts() -> Any:
    return Post.objects.select_related("unit").order_by("sort_key", "pk")


class UnitForm(OperationForm):
    names = TextPerLanguageField(label=_("Name"))
    parent = TreeChoiceField(
        label=_("Part of"), queryset=Unit.objects.all(), required=False, empty_label=_("stands at the top")
    )

    class Meta:
        model = Unit
        fields: ClassVar = ["names", "parent", "code"]

    def perform(self, *, at: datetime, actor: Account) -> Unit:
        if self.is_new:
            return operations.add_unit(**self.cleaned_data, at=at, actor=actor)
        return operations.change_unit(unit=self.instance, **self.cleaned_data, at=at, actor=actor)


class PostForm(OperationForm):
    titles = TextPerLanguageField(label=_("Title"))
    unit = TreeChoiceField(label=_("Unit"), queryset=Unit.objects.all())
    reports_to = PostChoiceField(label=_("Accountable to"), queryset=_posts(), required=False)

    class Meta:
        model = Post
        fields: ClassVar = ["titles", "unit", "kind", "category", "code", "reports_to"]

    def perform(self, *, at: datetime, actor: Account) -> Post:
        if self.is_new:
            return operations.add_post(**self.cleaned_data, at=at, actor=actor)
        return operations.change_post(post=self.instance, **self.cleaned_data, at=at, actor=actor)


class PersonForm(OperationForm):
    """Whose account is whose is decided by those who may change accounts; others do not see the field."""

    account = forms.ModelChoiceField(label=_("Account"), queryset=Account.objects.order_by("username"), required=False)

    class Meta:
        model = Person
        fields: ClassVar = ["surname", "given_name", "patronymic", "email", "phone", "language", "account"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is None or not self.for_user.has_perm("core.change_account"):
            del self.fields["account"]

    def perform(self, *, at: datetime, actor: Account) -> Person:
        values = dict(self.cleaned_data)
        links, account = "account" in values, values.pop("account", None)
        if self.is_new:
            person = operations.add_person(**values, at=at, actor=actor)
        else:
            self.instance.account_id = Person.objects.values_list("account_id", flat=True).get(pk=self.instance.pk)
            person = operations.change_person(person=self.instance, **values, at=at, actor=actor)
        if links:
            operations.link_account(person=person, account=account, at=at, actor=actor)
        return person


class AppointmentForm(OperationForm):
    post = PostChoiceField(label=_("Post"), queryset=_posts())

    class Meta:
        model = Appointment
        fields: ClassVar = ["person", "post", "since", "until", "order_number", "order_date"]

    def perform(self, *, at: datetime, actor: Account) -> Appointment:
        if self.is_new:
            return operations.appoint(**self.cleaned_data, at=at, actor=actor)
        return operations.change_appointment(appointment=self.instance, **self.cleaned_data, at=at, actor=actor)


class SubstitutionForm(OperationForm):
    class Meta:
        model = Substitution
        fields: ClassVar = ["absent", "substitute", "since", "until", "order_number"]

    def perform(self, *, at: datetime, actor: Account) -> Substitution:
        if self.is_new:
            return operations.substitute(**self.cleaned_data, at=at, actor=actor)
        return operations.change_substitution(substitution=self.instance, **self.cleaned_data, at=at, actor=actor)


class AppointmentChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Appointments with person, post and day."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.person}, {obj.post}, {obj.since:%d.%m.%Y}"


def _leaders() -> Any:
    return first_leading_appointments().select_related("person", "post").order_by("person__sort_key", "since")


class TrainingForPostForm(OperationForm):
    appointment = AppointmentChoiceField(label=_("Appointment"), queryset=Appointment.objects.none())

    class Meta:
        model = TrainingForPost
        fields: ClassVar = ["appointment", "document_number", "document_date", "provider"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["appointment"].queryset = _leaders()

    def perform(self, *, at: datetime, actor: Account) -> TrainingForPost:
        training = None if self.is_new else self.instance
        return operations.record_training(training=training, **self.cleaned_data, at=at, actor=actor)


class InspectorTermForm(OperationForm):
    """A term is given once; afterwards only its end moves."""

    account = forms.ModelChoiceField(
        label=_("Account"),
        queryset=Account.objects.filter(is_superuser=False).exclude(groups__isnull=False).order_by("username")
        | Account.objects.filter(groups__name=INSPECTOR),
        help_text=_("An account in no other group, opened for the inspection."),
    )

    class Meta:
        model = InspectorTerm
        fields: ClassVar = ["account", "since", "until", "basis"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_new:
            for name in ("account", "since", "basis"):
                self.fields[name].disabled = True

    def perform(self, *, at: datetime, actor: Account) -> InspectorTerm:
        if self.is_new:
            return operations.admit_inspector(**self.cleaned_data, at=at, actor=actor)
        until = self.cleaned_data["until"]
        return operations.end_inspection(term=self.instance, until=until, at=at, actor=actor)
