"""Form fields that every room needs: a text in each language of the site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from intranet.core import institution
from intranet.core.languages import CODES, OWN_NAMES


def site_languages() -> tuple[str, ...]:
    """Return the languages of the site, the default one first; all of the house's before the site is set up."""
    try:
        return tuple(institution.current().languages)
    except institution.SiteNotSetUp:
        return CODES


class TextPerLanguageWidget(forms.MultiWidget):
    """One input for each language, labelled with the language's own name."""

    template_name = "components/text_per_language.html"
    use_fieldset = True

    def __init__(self, languages: tuple[str, ...], *, rows: int = 0, attrs: dict[str, Any] | None = None) -> None:
        self.languages = languages
        inputs: dict[str, forms.Widget | type[forms.Widget]] = {}
        for code in languages:
            own = {"lang": code}
            inputs[code] = forms.Textarea(attrs={**own, "rows": rows}) if rows else forms.TextInput(attrs=own)
        super().__init__(inputs, attrs)

    def decompress(self, value: Any) -> list[str]:
        texts = value if isinstance(value, Mapping) else {}
        return [str(texts.get(code, "")) for code in self.languages]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for code, subwidget in zip(self.languages, context["widget"]["subwidgets"], strict=True):
            subwidget["language"] = {"code": code, "name": OWN_NAMES[code]}
        return context


class TextPerLanguageField(forms.MultiValueField):
    """A ``{language: text}`` dict, one input a language; when required, the site's default language must be filled.

    A form copies its fields when it is made; the copy asks which languages the site has.
    """

    default_error_messages: ClassVar = {
        "default_language": _("Fill in the text in %(language)s: it is the default language of the site."),
    }

    def __init__(self, *, rows: int = 0, max_length: int | None = None, **kwargs: Any) -> None:
        self.rows, self.max_length = rows, max_length
        self.languages: tuple[str, ...] = ()
        for name in ("encoder", "decoder", "widget"):  # what a JSONField, or the admin, offers its form field
            kwargs.pop(name, None)
        super().__init__(fields=[], require_all_fields=False, widget=TextPerLanguageWidget(()), **kwargs)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        copy: Self = super().__deepcopy__(memo)
        copy.languages = site_languages()
        copy.fields = [forms.CharField(required=False, max_length=self.max_length) for _code in copy.languages]
        copy.widget = TextPerLanguageWidget(copy.languages, rows=self.rows)
        copy.widget.is_required = self.required
        return copy

    def compress(self, data_list: list[str]) -> dict[str, str]:
        return {code: text for code, text in zip(self.languages, data_list, strict=False) if text}

    def clean(self, value: Any) -> dict[str, str]:
        texts: dict[str, str] = {}
        if value and any(text.strip() for text in value if text):
            texts = super().clean(value)
        if self.required and self.languages and not texts.get(self.languages[0]):
            raise ValidationError(
                self.error_messages["default_language"],
                code="default_language",
                params={"language": OWN_NAMES[self.languages[0]]},
            )
        return texts

    def has_changed(self, initial: Any, data: Any) -> bool:
        if self.disabled:
            return False
        known = initial if isinstance(initial, Mapping) else {}
        typed = zip(self.languages, data or [], strict=False)
        return any((known.get(code) or "") != (text or "").strip() for code, text in typed)
