"""The forms of a certificate to be issued, and of the correction of one that was."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.widgets import AdminDateInput

from intranet.core.forms import TextPerLanguageField, TextPerLanguageWidget
from intranet.core.models import Account
from intranet.core.operation_views import OperationForm
from intranet.documents.queries import programme_editions
from intranet.people.models import Person
from intranet.registry.forms.choosers import HOLDER_CHOOSER
from intranet.registry.models import Certificate, Content, Draft, Form, Kind
from intranet.registry.operations import correcting, issuing
from intranet.registry.rules.values import Values
from intranet.registry.rules.volumes import shown

LONGEST_TOPIC = 1000


class OtherLanguagesField(TextPerLanguageField):
    """A text in the languages of the site but the default one, in which it stands elsewhere."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        copy = super().__deepcopy__(memo)
        copy.languages, copy.fields = copy.languages[1:], copy.fields[1:]
        copy.widget = TextPerLanguageWidget(copy.languages, rows=self.rows)
        return copy


def programme_choices() -> list[tuple[Any, str]]:
    """Return the published programmes, each once, under its latest title."""
    titles: dict[int, str] = {}
    for edition in programme_editions():
        titles.setdefault(edition.document_id, edition.title)
    return [("", "—"), *sorted(titles.items(), key=lambda choice: choice[1])]


class ContentForm(OperationForm):
    """What a certificate says; anything may be missing until it is issued."""

    form = forms.ModelChoiceField(label=_("Form"), queryset=Form.objects.filter(is_retired=False), required=False)
    kind = forms.ModelChoiceField(label=_("Kind"), queryset=Kind.objects.filter(is_retired=False), required=False)
    person = forms.ModelChoiceField(
        label=_("Person of the institution"),
        queryset=Person.objects.all(),
        required=False,
        widget=HOLDER_CHOOSER.widget_class,
        help_text=_("Only where the holder is known here."),
    )
    topics = OtherLanguagesField(
        label=_("Topic in other languages"), required=False, max_length=LONGEST_TOPIC,
        help_text=_("The topic above is the legal one."),
    )  # fmt: skip
    programme_document = forms.TypedChoiceField(
        label=_("Published programme"), choices=programme_choices, coerce=int, empty_value=None, required=False,
        help_text=_("The programme of this institution that led to it."),
    )  # fmt: skip

    class Meta:
        model = Draft
        localized_fields = ("hours", "ects")  # 7,5 is typed with the reader's comma
        fields: ClassVar = [
            "person", "surname", "given_name", "patronymic", "one_name", "name_latin", "workplace", "email",
            "public_name_given", "public_name_reason", "topic", "topics", "kind", "form", "hours", "ects", "outcomes",
            "programme_document", "programme", "programme_reason", "document_type", "period_from", "period_to",
            "signatory",
        ]  # fmt: skip
        widgets: ClassVar = {
            **dict.fromkeys(("issue_date", "period_from", "period_to"), AdminDateInput),
            "outcomes": forms.Textarea(attrs={"rows": 4}),
            "topic": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["programme_document"] = self.instance.programme_document_id
        for name in ("hours", "ects"):
            if (amount := self.initial.get(name)) is not None:
                self.initial[name] = shown(amount)
        if not self.fields["topics"].languages:
            del self.fields["topics"]  # the site has one language
        for name in ("form", "kind"):  # a retired one stays where it was chosen
            if chosen := getattr(self.instance, f"{name}_id"):
                field = self.fields[name]
                field.queryset = field.queryset | field.queryset.model.objects.filter(pk=chosen)

    def clean_programme_document(self) -> Any:
        """Keep the key: the operation takes values, not rows."""
        self.chosen_programme = self.cleaned_data["programme_document"]
        return None

    def clean_topic(self) -> str:
        return " ".join(self.cleaned_data["topic"].split())

    def values(self) -> Values:
        """Return what was typed as plain values."""
        typed = self.cleaned_data
        given = {name: typed[name] for name in (*Values.TEXTS, *Values.OTHERS) if name in typed}
        return Values(
            **{**given, "programme_document_id": self.chosen_programme, "topics": typed.get("topics", {})},
            one_name=typed["one_name"],
            person_id=typed["person"].pk if typed["person"] else None,
            signatory_id=typed["signatory"].pk if typed["signatory"] else None,
            form=typed["form"].code if typed["form"] else "",
            kind=typed["kind"].code if typed["kind"] else "",
        )


class DraftForm(ContentForm):
    """A certificate to be issued."""

    class Meta(ContentForm.Meta):
        fields: ClassVar = [*ContentForm.Meta.fields, "issue_date", "late_reason", "series"]

    def perform(self, *, at: datetime, actor: Account) -> Draft:
        values, series = self.values(), self.cleaned_data["series"]
        if self.is_new:
            return issuing.prepare(values=values, series=series, at=at, actor=actor)
        return issuing.change_draft(draft=self.instance, values=values, series=series, at=at, actor=actor)


class CorrectionForm(ContentForm):
    """What an issued certificate should say, and why it is corrected (REG-08)."""

    correction_reason = forms.CharField(
        label=_("Why it is corrected"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, certificate: Certificate, **kwargs: Any) -> None:
        content = {field.attname: getattr(certificate, field.attname) for field in Content._meta.fields}
        super().__init__(*args, instance=Draft(**content, one_name=not certificate.given_name), **kwargs)
        self.certificate = certificate

    def perform(self, *, at: datetime, actor: Account) -> Certificate:
        return correcting.correct(
            certificate=self.certificate,
            values=self.values(),
            reason=self.cleaned_data["correction_reason"],
            at=at,
            actor=actor,
        )


PERSON_AND_CONTENT = [
    MultiFieldPanel(
        [
            FieldPanel("person"),
            FieldPanel("surname"),
            FieldRowPanel([FieldPanel("given_name"), FieldPanel("patronymic")]),
            FieldPanel("one_name"),
            FieldPanel("name_latin"),
            FieldRowPanel([FieldPanel("workplace"), FieldPanel("email")]),
        ],
        heading=_("Holder"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("topic"),
            FieldPanel("topics"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("form")]),
            FieldRowPanel([FieldPanel("hours"), FieldPanel("ects")]),
            FieldPanel("outcomes"),
        ],
        heading=_("What it certifies"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("programme_document"),
            FieldPanel("programme"),
            FieldPanel("programme_reason"),
            FieldRowPanel([FieldPanel("period_from"), FieldPanel("period_to")]),
        ],
        heading=_("Programme"),
    ),
]
PUBLIC_NAME = MultiFieldPanel(
    [FieldPanel("public_name_given"), FieldPanel("public_name_reason")],
    heading=_("Name in the public list"),
    classname="collapsed",
)
DRAFT_PANELS = ObjectList(
    [
        *PERSON_AND_CONTENT,
        MultiFieldPanel(
            [
                FieldPanel("issue_date"),
                FieldPanel("late_reason"),
                FieldRowPanel([FieldPanel("signatory"), FieldPanel("series")]),
                FieldPanel("document_type"),
            ],
            heading=_("Issue"),
        ),
        PUBLIC_NAME,
    ]
)
CORRECTION_PANELS = ObjectList(
    [
        MultiFieldPanel([FieldPanel("correction_reason")], heading=_("Correction")),
        *PERSON_AND_CONTENT,
        MultiFieldPanel([FieldPanel("signatory"), FieldPanel("document_type")], heading=_("Document")),
        PUBLIC_NAME,
    ]
)
