"""The forms of what certificates are made with."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from intranet.core.forms import TextPerLanguageField
from intranet.core.models import Account
from intranet.core.operation_views import OperationForm
from intranet.registry.models import Form, Introduction, Kind, Series, Signatory, Template
from intranet.registry.operations import vocabularies


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
        fields: ClassVar = ["code", "pattern", "restart", "grace_hours", "signing", "template", "is_default"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Q(is_retired=False) | Q(pk=self.instance.template_id)
        self.fields["template"].queryset = Template.objects.filter(offered)

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
