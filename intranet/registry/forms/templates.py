"""The form of a certificate's template: its layout, its picture and the fields placed on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet.core import institution
from intranet.core.forms import TextPerLanguageField, site_languages
from intranet.core.languages import CHOICES, CODES, OWN_NAMES
from intranet.core.models import Account
from intranet.core.operation_views import OperationForm
from intranet.core.typesetting.texts import clean
from intranet.registry import wording
from intranet.registry.enums import Paper
from intranet.registry.models import Template, TemplateVersion
from intranet.registry.operations.backgrounds import BadBackground, read_background
from intranet.registry.operations.designing import save_template
from intranet.registry.printing.designs import COLOUR, Design, Layout, design_of, supplied
from intranet.registry.printing.words import WORDS
from intranet.registry.rules.placing import FONTS, PLACEABLE

MOST_FIELDS = 60
BLANK_ROWS = 4
OWN_WORDS = ("title", "holder", "signature", "seal")  # those of the supplied words that institutions want otherwise


class PlacedForm(forms.Form):
    """One field and where it stands; an empty row is left out."""

    field = forms.ChoiceField(label=_("Field"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    x = forms.FloatField(label=_("From the left, mm"), min_value=0, max_value=297, required=False)
    y = forms.FloatField(label=_("From the top, mm"), min_value=0, max_value=297, required=False)
    width = forms.FloatField(label=_("Width, mm"), min_value=5, max_value=297, required=False)
    height = forms.FloatField(
        label=_("Height, mm"), min_value=0, max_value=297, required=False, help_text=_("0: down to the foot.")
    )
    size = forms.FloatField(label=_("Letters, pt"), min_value=6, max_value=72, required=False)
    font = forms.ChoiceField(label=_("Typeface"), choices=[(name, name) for name in FONTS], required=False)
    weight = forms.ChoiceField(
        label=_("Weight"),
        choices=[
            ("regular", pgettext_lazy("weight of letters", "regular")),
            ("bold", pgettext_lazy("weight of letters", "bold")),
        ],
        required=False,
    )
    align = forms.ChoiceField(
        label=_("Alignment"),
        choices=[
            ("left", pgettext_lazy("alignment", "left")),
            ("center", pgettext_lazy("alignment", "centre")),
            ("right", pgettext_lazy("alignment", "right")),
        ],
        required=False,
    )
    colour = forms.RegexField(
        label=_("Colour"),
        regex=r"^#[0-9a-fA-F]{6}$",
        required=False,
        widget=forms.TextInput(attrs={"type": "color"}),
        error_messages={"invalid": _("Give a colour as # and six digits, for example #1b2a2a.")},
    )
    text = forms.CharField(label=_("Words before it, or your own text"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [("", "—"), *((name, wording.PLACEABLE[name]) for name in PLACEABLE)]  # type: ignore[attr-defined]
        languages = [(code, OWN_NAMES[code]) for code in CODES]
        self.fields["language"].choices = [("", _("the first")), *languages]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if not typed.get("field"):
            return typed
        for name in ("x", "y", "width"):
            if typed.get(name) is None and name not in self.errors:
                self.add_error(name, _("Fill this in."))
        if typed["field"] == "text" and not typed.get("text"):
            self.add_error("text", _("Write the text."))
        return typed

    def placed(self) -> dict[str, Any] | None:
        """Return the field as the template keeps it, nothing for an empty or removed row."""
        typed = self.cleaned_data
        if not typed.get("field") or typed.get("DELETE"):
            return None
        return {
            "field": typed["field"],
            "language": typed["language"],
            "x": typed["x"],
            "y": typed["y"],
            "width": typed["width"],
            "height": typed["height"] or 0,
            "size": typed["size"] or 11,
            "font": typed["font"] or FONTS[0],
            "weight": typed["weight"] or "regular",
            "align": typed["align"] or "left",
            "colour": typed["colour"] or "#1b2a2a",
            "text": clean(typed["text"]),
        }


PlacedFormSet = formset_factory(
    PlacedForm, extra=BLANK_ROWS, can_delete=True, max_num=MOST_FIELDS, absolute_max=MOST_FIELDS, validate_max=True
)


def _row(field: str, y: float, size: float, **more: Any) -> dict[str, Any]:
    usual = {
        "language": "",
        "x": 25,
        "width": 160,
        "height": 0,
        "align": "center",
        "font": FONTS[0],
        "weight": "regular",
        "colour": "#1b2a2a",
    }
    return {"field": field, "y": y, "size": size, **usual, **more}


def first_places(language: str) -> list[dict[str, Any]]:
    """Return what a new template begins with: everything that a certificate must show, on an upright sheet."""
    return [{**row, "text": f"{WORDS[language][row['field']]}:" if row["field"] in LED else ""} for row in FIRST_PLACES]


LED = ("topic", "form", "kind", "hours", "ects", "outcomes")  # with the words of the language before them
FIRST_PLACES = [
    _row("provider", 28, 12, weight="bold", height=16),
    _row("document_type", 50, 24, font=FONTS[1], weight="bold", height=22),
    _row("record_number", 76, 12),
    _row("full_name", 92, 24, font=FONTS[1], weight="bold", height=24),
    _row("topic", 122, 14, weight="bold", height=32),
    _row("form", 156, 10, width=76, align="left", height=8),
    _row("kind", 163, 10, width=160, align="left", height=8),
    _row("hours", 170, 10, width=76, align="left", height=8),
    _row("ects", 170, 10, x=105, width=80, align="left", height=8),
    _row("outcomes", 180, 10, align="left", height=46),
    _row("issue_date", 232, 10, x=25, width=70, align="left", height=8),
    _row("signatory_post", 244, 10, x=25, width=70, align="left", height=12),
    _row("signatory_name", 262, 11, x=85, width=50, align="left", weight="bold", height=8),
    _row("qr", 238, 10, x=152, width=30),
    _row("verify_address", 271, 7, x=115, width=70, align="right", height=10),
]


class TemplateForm(OperationForm):
    """A template: its versions are made by saving what changed."""

    layout = forms.ChoiceField(label=_("Layout"), choices=Layout.choices, widget=forms.RadioSelect)
    paper = forms.ChoiceField(label=_("Paper"), choices=Paper.choices, widget=forms.RadioSelect)
    first_language = forms.ChoiceField(label=_("First language"), choices=CHOICES)
    second_language = forms.ChoiceField(label=_("Second language"), choices=[("", _("none")), *CHOICES], required=False)
    colour = forms.RegexField(
        label=_("Colour of the frame"),
        regex=r"^#[0-9a-fA-F]{6}$",
        widget=forms.TextInput(attrs={"type": "color"}),
        error_messages={"invalid": _("Give a colour as # and six digits, for example #1b2a2a.")},
    )
    title = TextPerLanguageField(label=_("Type of document, where a certificate names none"), max_length=80)
    holder = TextPerLanguageField(label=_("Words above the name"), max_length=80)
    signature = TextPerLanguageField(label=_("Words below the line for the signature"), max_length=80, required=False)
    seal = TextPerLanguageField(label=_("Words at the place of the seal"), max_length=80, required=False)
    background = forms.FileField(
        label=_("Background picture"),
        required=False,
        help_text=_("PNG or JPEG, at most 10 MB; 2480 × 3508 pixels fill an A4 sheet. Left empty: the picture stays."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )
    no_background = forms.BooleanField(label=_("Remove the picture"), required=False)
    source = forms.CharField(
        label=_("Typst source"),
        required=False,
        max_length=60_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
        help_text=_("Used by the layout for experts. What it is given stands in sys.inputs.data, as JSON."),
    )

    class Meta:
        model = Template
        fields: ClassVar = ["name", "is_default", "is_retired"]

    field_order: ClassVar = [
        "name", "layout", "paper", "first_language", "second_language", "colour", "title", "holder", "signature",
        "seal", "background", "no_background", "source", "is_default", "is_retired",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version = self.version()
        self.before: Design | None = design_of(version) if version else None
        self._begin_with(self.before)
        places: list[Any] = (
            list(self.before.fields) if self.before and self.before.fields else first_places(site_languages()[0])
        )
        files = self.files if self.is_bound else None
        data = self.data if self.is_bound and "placed-TOTAL_FORMS" in self.data else None
        self.placed: BaseFormSet[PlacedForm] = PlacedFormSet(data, files, initial=places, prefix="placed")

    def version(self) -> TemplateVersion | None:
        """Return the version that stands."""
        return None if self.is_new else self.instance.versions.order_by("-number").first()

    def _begin_with(self, design: Design | None) -> None:
        languages = design.languages if design else site_languages()[:1]
        words = {code: (design.words_in(code) if design else WORDS[code]) for code in site_languages()}
        begin = {
            "layout": design.layout if design else Layout.STANDARD,
            "paper": design.paper if design else Paper.PORTRAIT,
            "first_language": languages[0],
            "second_language": languages[1] if len(languages) > 1 else "",
            "colour": design.colour if design else COLOUR,
            "source": design.source if design and design.layout == Layout.SOURCE else supplied("standard"),
            **{word: {code: words[code][word] for code in words} for word in OWN_WORDS},
        }
        for name, value in begin.items():
            self.fields[name].initial = value

    def is_valid(self) -> bool:
        own: bool = super().is_valid()
        if self.data.get("layout") == Layout.PLACED and self.is_bound and not self._places_are_valid():
            self.add_error(None, _("Look through the placed fields below: some of them cannot be used as they are."))
            return False
        return own

    def _places_are_valid(self) -> bool:
        return bool(self.placed.is_bound and self.placed.is_valid())

    def clean_background(self) -> tuple[bytes, str] | None:
        """Return the picture made anew with its ending."""
        given = self.cleaned_data.get("background")
        if not given:
            return None
        try:
            return read_background(given.read())
        except BadBackground as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def design(self) -> Design:
        """Return the design that was typed; the form must be valid."""
        typed = self.cleaned_data
        layout = Layout(typed["layout"])
        background, background_type = typed["background"] or self._background_before()
        if typed["no_background"] or layout == Layout.STANDARD:
            background, background_type = b"", ""
        languages = tuple(dict.fromkeys(code for code in (typed["first_language"], typed["second_language"]) if code))
        return Design(
            languages=languages,
            layout=layout,
            source=typed["source"].replace("\r\n", "\n") if layout == Layout.SOURCE else self._source(layout),
            paper=typed["paper"],
            background=background,
            background_type=background_type,
            fields=self._places() if layout == Layout.PLACED else (),
            words=self._words(languages),
            colour=typed["colour"],
        )

    def _background_before(self) -> tuple[bytes, str]:
        return (self.before.background, self.before.background_type) if self.before else (b"", "")

    def _source(self, layout: Layout) -> str:
        return supplied("placed" if layout == Layout.PLACED else "standard")

    def _places(self) -> tuple[dict[str, Any], ...]:
        found = (row.placed() for row in self.placed)
        return tuple(place for place in found if place)

    def _words(self, languages: tuple[str, ...]) -> dict[str, dict[str, str]]:
        """Return all the words of the languages, so that the version holds them whatever is supplied later."""
        words = {code: {**(self.before.words_in(code) if self.before else WORDS[code])} for code in languages}
        for word in OWN_WORDS:
            for code in set(languages) & set(site_languages()):
                words[code][word] = self.cleaned_data[word].get(code, "")
        for code in languages:
            words[code]["title"] = words[code]["title"] or WORDS[code]["title"]
        return words

    def perform(self, *, at: datetime, actor: Account) -> Template:
        on_date = at.astimezone(institution.time_zone()).date()
        save_template(template=self.instance, design=self.design(), at=at, on_date=on_date, actor=actor)
        template: Template = self.instance
        return template
