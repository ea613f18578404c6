"""The admin's forms of owners and reviews, assignments to read, signatures and what makes a confirmation count."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from intranet.core.clock import date_of
from intranet.core.models import Account
from intranet.core.operation_views import OperationForm
from intranet.documents.models import Assignment, Document, ReadingPolicy
from intranet.documents.models.reading import SIGNED
from intranet.documents.operations import assigning, caring
from intranet.documents.operations.signing import Scan
from intranet.documents.queries import in_care
from intranet.people.models import Person, Post, Unit


class DocumentChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own class takes no subscript
    """Published documents by their titles."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} ({obj.get_kind_display()})"


class UnitChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Units, indented by their place in the tree."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{'— ' * obj.depth}{obj}"


class PostChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Posts with the unit they are in."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.unit})"


class CareForm(OperationForm):
    review_by = forms.DateField(
        label=_("Next review by"),
        required=False,
        widget=AdminDateInput,
        help_text=_("Left empty, the first review is one interval from today."),
    )

    class Meta:
        model = Document
        fields: ClassVar = ["owner", "review_months"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        opened = self.instance.reviews.filter(done_on=None).first() if self.instance.pk else None
        self.initial["review_by"] = opened.due_on if opened else None

    def perform(self, *, at: datetime, actor: Account) -> Document:
        return caring.set_care(document=self.instance, **self.cleaned_data, at=at, on_date=date_of(at), actor=actor)


class AssignmentForm(OperationForm):
    """To whom a document is assigned is said once; afterwards its days and clauses move, and it ends."""

    document = DocumentChoiceField(label=_("Document"), queryset=Document.objects.none())
    unit = UnitChoiceField(
        label=_("Unit with all below it"), queryset=Unit.objects.order_by("tree_key", "pk"), required=False
    )
    post = PostChoiceField(
        label=_("Holders of the post"),
        queryset=Post.objects.select_related("unit").order_by("sort_key", "pk"),
        required=False,
    )
    person = forms.ModelChoiceField(label=_("Person"), queryset=Person.objects.order_by("sort_key"), required=False)

    class Meta:
        model = Assignment
        fields: ClassVar = ["document", "unit", "post", "person", "since", "due_on", "days", "clauses", "until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = in_care().order_by("title", "pk")
        if self.is_new:
            del self.fields["until"]
        else:
            for name in ("document", "unit", "post", "person", "since"):
                self.fields[name].disabled = True

    def perform(self, *, at: datetime, actor: Account) -> Assignment:
        values = dict(self.cleaned_data)
        if self.is_new:
            return assigning.assign(**values, at=at, on_date=date_of(at), actor=actor)
        moved = {name: values[name] for name in ("due_on", "clauses", "days", "until")}
        return assigning.change_assignment(assignment=self.instance, **moved, at=at, on_date=date_of(at), actor=actor)


class ReadingPolicyForm(OperationForm):
    class Meta:
        model = ReadingPolicy
        fields: ClassVar = ["since", "needs", "ground"]

    def perform(self, *, at: datetime, actor: Account) -> ReadingPolicy:
        return assigning.set_policy(policy=self.instance, **self.cleaned_data, at=at, actor=actor)


class SignaturesForm(forms.Form):
    """Who has signed is ticked in the list; this is what they signed, when, and where it is."""

    kind = forms.ChoiceField(label=_("What was signed"), choices=SIGNED[::-1])
    signed_on = forms.DateField(label=_("Signed on"), widget=AdminDateInput)
    file = forms.FileField(
        label=_("Scan or signature file"),
        required=False,
        help_text=_("PDF, PNG or JPEG of the sheet; .p7s, .p7m, .asice or a signed PDF of an electronic signature."),
    )
    place = forms.CharField(label=_("Where the paper is kept"), required=False, max_length=200)

    def scan(self) -> Scan | None:
        """Return the file that was sent, if one was."""
        file = self.cleaned_data["file"]
        return Scan(file.name, file.read()) if file else None
