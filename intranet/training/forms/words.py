"""The admin's forms of the shared lists."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from intranet.core.forms import TextPerLanguageField
from intranet.core.languages import reader_language
from intranet.core.models import Account
from intranet.core.operation_views import OperationForm
from intranet.deadlines.clauses import ClauseRef, published
from intranet.deadlines.forms import clause_choices
from intranet.training import operations
from intranet.training.models import Competence, Direction


class DirectionForm(OperationForm):
    """A direction; its code is given once."""

    names = TextPerLanguageField(label=_("Name"), max_length=200)

    class Meta:
        model = Direction
        fields: ClassVar = ["names", "code", "position", "is_retired"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_new:
            self.fields["code"].disabled = True

    def perform(self, *, at: datetime, actor: Account) -> Any:
        return operations.save_word(word=self.instance, names=self.cleaned_data["names"], at=at, actor=actor)


class CitingForm(OperationForm):
    """What names a clause: of a regulation in force, or one that is typed."""

    clause = forms.ChoiceField(
        label=_("Clause"), required=False, help_text=_("Chosen from the regulations in force: its number follows them.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen: ClauseRef = self.instance.clause
        self.fields["clause"].choices = clause_choices(self.chosen)
        self.initial["clause"] = self.chosen.block

    def clause_ref(self) -> ClauseRef:
        block = self.cleaned_data["clause"]
        known = {clause.ref.block: clause.ref for clause in published(reader_language())}
        if block:
            return known.get(block, self.chosen)
        return ClauseRef(self.cleaned_data["clause_document"], self.cleaned_data["clause_number"])


class CompetenceForm(CitingForm, DirectionForm):
    """A competence, with the clause that demands it."""

    class Meta:
        model = Competence
        fields: ClassVar = ["names", "code", "clause_document", "clause_number", "position", "is_retired"]

    def perform(self, *, at: datetime, actor: Account) -> Competence:
        return operations.save_competence(
            word=self.instance, names=self.cleaned_data["names"], clause=self.clause_ref(), at=at, actor=actor
        )


COMPETENCE_PANELS = ObjectList(
    [
        FieldPanel("names"),
        FieldPanel("code"),
        MultiFieldPanel(
            [FieldPanel("clause"), FieldRowPanel([FieldPanel("clause_document"), FieldPanel("clause_number")])],
            heading=_("Clause that demands it"),
        ),
        FieldPanel("position"),
        FieldPanel("is_retired"),
    ]
)
